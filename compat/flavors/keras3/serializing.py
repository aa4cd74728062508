"""Serialize an object of Keras 3 without importing TensorFlow.

``keras.saving.serialize_keras_object`` asks of every object whether it is one of TensorFlow's, and imports TensorFlow to
find out, which takes seconds on JAX and torch. Keras 3's ``Bidirectional`` serializes its layer in the constructor.
"""
import sys
from contextlib import contextmanager
from typing import Iterator

from keras.src.utils.module_utils import tensorflow  # Keras 3's lazy import; there is no public switch for it


@contextmanager
def without_tensorflow() -> Iterator[None]:
    """Context manager: Keras takes TensorFlow to be missing, unless it is imported already.

    Until TensorFlow is imported no object can be one of its own, so the answer "no" is right. Afterwards Keras looks for
    TensorFlow again when it needs it.
    """
    undecided = vars(tensorflow).get("_available", True) is None
    if not undecided or "tensorflow" in sys.modules:
        yield
        return
    tensorflow._available = False
    try:
        yield
    finally:
        tensorflow._available = None
