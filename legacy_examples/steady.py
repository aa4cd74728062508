"""Runs a program so that Keras 2.2.4's training gives the same numbers each time, without a change to the program.

::

    python legacy_examples/steady.py program.py [argument ...]
    python legacy_examples/steady.py -m module [argument ...]

Multi-backend Keras on TensorFlow 1 assigns new weights while gradients of earlier layers may still be reading the old
ones: its reference variables share their memory with whoever reads them. From the second training batch on, losses then
differ from run to run (by more than 0.1 in a model of 40 weights), on one thread too. TensorFlow's resource variables,
the default since TensorFlow 2, have no such race and give what NumPy gives. Only the kind of variable is chosen here.

Optimizers whose step depends on `iterations`, such as Adam, race even so: the count may be read before or after it is
advanced, and the first step of Adam is then 1.000e-3 or 0.744e-3. Here the count is advanced after all weights have their
new values, as the formula in the documentation says and as Keras does since TensorFlow 2.
"""
import functools
import os
import runpy
import sys


def choose_resource_variables():
    """Uses TensorFlow's own switch, where it is TensorFlow 1 (1.11 or later); TensorFlow 2 has no need of it."""
    import tensorflow

    if tensorflow.__version__.startswith("1."):
        tensorflow.enable_resource_variables()


def advance_the_count_last():
    """Lets every optimizer of Keras 2 on TensorFlow 1 advance `iterations` when nothing needs the old count any more."""
    import tensorflow

    if not tensorflow.__version__.startswith("1."):
        return
    from keras import backend, optimizers

    classes = {each for each in vars(optimizers).values() if isinstance(each, type)}
    for optimizer in classes:
        if "get_updates" in vars(optimizer):
            optimizer.get_updates = _ordered(optimizer.get_updates, backend)


def _ordered(get_updates, backend):
    @functools.wraps(get_updates)
    def ordered(self, *args, **kwargs):
        updates = [backend.update(*each) if isinstance(each, tuple) else each for each in get_updates(self, *args, **kwargs)]
        self.updates = updates
        count, others = [], []
        for each in updates:
            names_count = getattr(self, "iterations", None) is not None and each.op.inputs[0] is self.iterations.handle
            (count if names_count else others).append(each.op)
        for operation in count:
            operation._add_control_inputs(others)
        return updates
    return ordered


def main():
    """Runs what the command line names, as ``python`` would."""
    choose_resource_variables()
    advance_the_count_last()
    del sys.argv[0]
    if sys.argv[0] == "-m":
        del sys.argv[0]
        sys.path[0] = os.getcwd()
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
        runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
