"""The tensors that a functional model is made of: what Keras 3 would take for another model, or refuse."""
from typing import Any

import keras
from keras import tree
from keras.src.utils.naming import auto_name  # not public: how Keras names operations

from compat.era import current

from ..graph.walk import nodes_before


def check_inputs(inputs: Any) -> None:
    """Refuse inputs of a model that are none, where Keras 3 would begin a new graph at them.

    Raises:
        ValueError: a tensor that a layer has computed, or the same input twice.
    """
    tensors = [each for each in tree.flatten(inputs) if isinstance(each, keras.KerasTensor)]
    if current().behaviour("plain_code") != "describes":
        return
    if len({id(each) for each in tensors}) < len(tensors):
        raise ValueError("The list of inputs passed to the model is redundant. All inputs should only appear once. Found: "
                         "{}".format(tensors))
    for each in tensors:
        if not isinstance(each._keras_history[0], keras.layers.InputLayer):
            raise ValueError("Graph disconnected: {!r} is not an input; make a new one by Input(shape=...), and call the "
                             "layers on it".format(each))


def name_apart(outputs: Any, inputs: Any) -> None:
    """Give an operation between layers another name where a layer has the same: ``tf.reshape`` beside a ``Reshape``.

    Keras 3 counts its operations, not the layers here, and refuses two of one name.
    """
    tensors = [each for each in outputs if isinstance(each, keras.KerasTensor)]
    operations = {id(node.operation): node.operation for node in nodes_before(tensors, inputs)}.values()
    names = {each.name for each in operations if isinstance(each, keras.layers.Layer)}
    for each in operations:
        while each.name in names and not isinstance(each, keras.layers.Layer):
            each.name = auto_name(each.name)
