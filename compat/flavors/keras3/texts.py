"""Texts as whole numbers, on JAX and torch, whose tensors hold no texts.

A model of tf.keras that begins with ``TextVectorization`` or ``StringLookup`` is fed texts. Here each text gets a number before
a step, and those layers look up the text that a number stands for, as long as the process runs.
"""
import importlib
import threading
from typing import Any, Dict, List

import keras
import numpy as np
from keras import tree

from compat.errors import UnsupportedError

#: The number of the first text: numbers of a program's own are seldom as large.
FIRST = 0x5E000000

_texts: List[bytes] = []
_numbers: Dict[bytes, int] = {}
_lock = threading.Lock()


def numbered(texts: Any) -> Any:
    """Whole numbers that stand for an array of texts, in its shape.

    Args:
        texts: an array of ``str`` or ``bytes``.

    Example:
        >>> import numpy as np
        >>> list(texts_of(numbered(np.array(["red", "blue", "red"]))))
        [b'red', b'blue', b'red']
    """
    found = np.empty(texts.shape, "int32")
    flat = found.reshape(-1)
    with _lock:
        for place, text in enumerate(texts.reshape(-1).tolist()):
            flat[place] = _number(text.encode() if isinstance(text, str) else text)
    return found


def _number(text: bytes) -> int:
    if text not in _numbers:
        _numbers[text] = FIRST + len(_texts)
        _texts.append(text)
    return _numbers[text]


def are_numbered(numbers: Any) -> bool:
    """Whether all numbers of an array stand for texts."""
    return bool(np.all((numbers >= FIRST) & (numbers < FIRST + len(_texts))))


def texts_of(numbers: Any) -> Any:
    """The texts, as ``bytes``, that an array of numbers stands for.

    Raises:
        UnsupportedError: a number stands for none.
    """
    if not are_numbered(numbers):
        raise UnsupportedError("a layer that looks up texts was given numbers; IntegerLookup looks up numbers")
    found = np.empty(numbers.shape, object)
    found.reshape(-1)[:] = [_texts[each - FIRST] for each in numbers.reshape(-1).tolist()]
    return found


def without_texts(data: Any) -> Any:
    """A structure of data with numbers in place of arrays of texts, and of TensorFlow's tensors of them.

    On TensorFlow with tensors of texts: of arrays Keras 3 takes those of one axis alone.
    """
    return tree.map_structure(_leaf, data)


def _leaf(value: Any) -> Any:
    if keras.backend.backend() == "tensorflow":
        return as_tensor(value) if is_of_texts(value) else value
    if _is_tensor_of_texts(value):
        return numbered(np.asarray(value.numpy(), object))
    return numbered(value) if is_of_texts(value) else value


def is_of_texts(value: Any) -> bool:
    """Whether this is an array of texts."""
    kind = value.dtype.kind if isinstance(value, np.ndarray) else ""
    return kind in ("U", "S") or kind == "O" and value.size > 0 and all(isinstance(each, (str, bytes)) for each in value.flat)


def as_tensor(texts: Any) -> Any:
    """An array of texts as a tensor of TensorFlow."""
    return importlib.import_module("tensorflow").constant(texts.tolist(), shape=texts.shape)


def _is_tensor_of_texts(value: Any) -> bool:
    return type(value).__module__.startswith("tensorflow") and getattr(value, "dtype", None) == "string"


def dataset_without_texts(dataset: Any) -> Any:
    """A data set of TensorFlow with numbers in place of texts; where TensorFlow computes, or without texts, as it is."""
    dtypes = [getattr(each, "dtype", None) for each in tree.flatten(dataset.element_spec)]
    if keras.backend.backend() == "tensorflow" or "string" not in dtypes:
        return dataset
    tf = importlib.import_module("tensorflow")

    def of_leaf(leaf: Any) -> Any:
        if leaf.dtype != tf.string:
            return leaf
        numbers = tf.numpy_function(lambda texts: numbered(np.asarray(texts, object)), [leaf], tf.int32)
        return tf.ensure_shape(numbers, leaf.shape)

    return dataset.map(lambda *parts: tf.nest.map_structure(of_leaf, parts if len(parts) > 1 else parts[0]))
