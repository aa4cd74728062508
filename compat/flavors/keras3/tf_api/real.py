"""The installed TensorFlow: whether it is there, its names, and which calls are its own."""
import importlib
import sys
from importlib.util import find_spec
from typing import Any

import keras

MISSING = object()


def is_backend() -> bool:
    """Whether Keras computes with TensorFlow."""
    return bool(keras.backend.backend() == "tensorflow")


def is_installed() -> bool:
    """Whether TensorFlow can be imported; it is not."""
    return "tensorflow" in sys.modules or find_spec("tensorflow") is not None


def name_of(path: str, version: int = 2) -> Any:
    """``tf.path`` of the installed TensorFlow, of ``tf.compat.v1`` where that is asked for; or :data:`MISSING`."""
    tensorflow = importlib.import_module("tensorflow")
    roots = [tensorflow, tensorflow.compat.v1] if version == 2 else [tensorflow.compat.v1, tensorflow]
    for root in roots:
        found = _below(root, path)
        if found is not MISSING:
            return found
    return MISSING


def _below(root: Any, path: str) -> Any:
    for part in path.split("."):
        try:
            root = getattr(root, part)
        except (AttributeError, ImportError):
            return MISSING
    return root


def has_text(value: Any) -> bool:
    """Whether it is a string or bytes, or such a value is in it."""
    if isinstance(value, (list, tuple)):
        return any(map(has_text, value))
    return isinstance(value, (str, bytes)) or getattr(getattr(value, "dtype", None), "kind", "") in ("S", "U")


def has_tensor(*values: Any) -> bool:
    """Whether a tensor or variable of TensorFlow is among these, or nested in them."""
    tensorflow = sys.modules.get("tensorflow")
    if not hasattr(tensorflow, "RaggedTensor"):  # not imported, or not yet
        return False
    kinds = (tensorflow.Tensor, tensorflow.Variable, tensorflow.SparseTensor,  # type: ignore[union-attr]
             tensorflow.RaggedTensor, tensorflow.TensorArray)  # type: ignore[union-attr]
    return any(_has(value, kinds) for value in values)


def _has(value: Any, kinds: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(_has(each, kinds) for each in value)
    if isinstance(value, dict):
        return any(_has(each, kinds) for each in value.values())
    return isinstance(value, kinds)


def in_its_function() -> bool:
    """Whether this code is traced by TensorFlow, such as the function of ``Dataset.map``."""
    tensorflow = sys.modules.get("tensorflow")
    return hasattr(tensorflow, "inside_function") and bool(tensorflow.inside_function())  # type: ignore[union-attr]


def in_graph() -> bool:
    """Whether this code adds to a graph of TensorFlow 1, inside ``with tf.Graph().as_default():``."""
    tensorflow = sys.modules.get("tensorflow")
    if not hasattr(tensorflow, "inside_function"):
        return False
    return not tensorflow.executing_eagerly() and not tensorflow.inside_function()  # type: ignore[union-attr]
