"""One training step, in the order in which Keras's optimizers are written.

Multi-backend Keras builds a TensorFlow graph that does not say whether ``iterations`` is advanced before or after the
step reads it, nor whether a weight is assigned before the gradients of the layers below have read it. Real Keras 2.2.4
and 2.3.1 do take either order, by chance, in two runs of one program: Adam's first steps then count 1, 2, 3 or 2, 3, 4.
A golden needs one order; these edges in the graph choose the one that the formulas mean. They compute nothing.
"""
from __future__ import print_function

import tensorflow as tf

READS = ("Identity", "ReadVariableOp")


def readers(variable):
    """The operations that use the value of ``variable`` (the tensor that refers to it)."""
    reads = [operation for operation in variable.consumers() if operation.type in READS]
    return [user for read in reads for value in read.outputs for user in value.consumers()]


def assign_last(update):
    """Let ``update``, an assignment, wait for whatever reads the variable that it changes."""
    operation = update.op if hasattr(update, "op") else update
    users = [user for user in readers(operation.inputs[0]) if user is not operation]
    operation._add_control_inputs(users)


def in_program_order(optimizer):
    """Add the missing edges to every graph that ``optimizer`` builds from now on."""
    get_gradients, get_updates = optimizer.get_gradients, optimizer.get_updates

    def gradients_together(loss, params):
        return tf.tuple(get_gradients(loss, params))

    def counters_last(*args, **kwargs):
        updates = get_updates(*args, **kwargs)
        for update in updates:
            if not isinstance(update, tuple) and update.shape.ndims == 0:
                assign_last(update)
        return updates

    optimizer.get_gradients, optimizer.get_updates = gradients_together, counters_last


def restore_order(model):
    """The same for a compiled model that load_model has just opened, whose step is built already."""
    weights = model.optimizer.get_weights()
    in_program_order(model.optimizer)
    inner = vars(model).get("model") or model  # up to Keras 2.1 a Sequential trains the Model that it keeps in .model
    inner.train_function = None
    inner._make_train_function()
    model.optimizer.set_weights(weights)
