"""Telling a variable from a tensor. In Keras 3.3 a weight that a layer makes is not a ``keras.Variable``, which is a class of
its own there; what both derive from is not public."""
from typing import Any

import keras
import numpy as np
from keras.src import backend


def is_variable(value: Any) -> bool:
    """Whether ``value`` is a variable of Keras, made by a layer or by hand."""
    return isinstance(value, backend.Variable)


def is_traced_by_tensorflow(value: Any) -> bool:
    """Whether this is a tensor of a ``tf.function``, which has no value while that is traced."""
    return keras.backend.backend() == "tensorflow" and keras.ops.is_tensor(value) and not hasattr(value, "numpy")


def array_of(value: Any) -> Any:
    """The value of a variable or tensor as an array of its own.

    On TensorFlow and torch, ``keras.ops.convert_to_numpy`` makes NumPy 2 warn that ``__array__`` takes no ``copy``.
    """
    tensor = value.value if is_variable(value) else value
    if keras.backend.backend() == "torch" and hasattr(tensor, "detach") and str(tensor.dtype) != "torch.bfloat16":
        return tensor.detach().cpu().numpy().copy()
    if keras.backend.backend() == "tensorflow" and hasattr(tensor, "numpy") and type(tensor).__name__ != "RaggedTensor":
        return np.array(tensor.numpy())
    return keras.ops.convert_to_numpy(tensor)
