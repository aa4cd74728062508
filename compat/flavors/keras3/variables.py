"""Telling a variable from a tensor. In Keras 3.3 a weight that a layer makes is not a ``keras.Variable``, which is a class of
its own there; what both derive from is not public."""
from typing import Any

from keras.src import backend


def is_variable(value: Any) -> bool:
    """Whether ``value`` is a variable of Keras, made by a layer or by hand."""
    return isinstance(value, backend.Variable)
