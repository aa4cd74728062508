"""Serialize objects of Keras 3 without importing TensorFlow, and so that every backend opens them.

``keras.saving.serialize_keras_object`` asks of every object whether it is one of TensorFlow's, and imports TensorFlow to
find out, which takes seconds on JAX and torch. Keras 3's ``Bidirectional`` serializes its layer in the constructor.
"""
import sys
from contextlib import contextmanager
from typing import Any, Iterator

import keras
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


def name_optimizer_for_every_backend(model: Any) -> None:
    """Let the file of a compiled model name its optimizer as ``keras.optimizers`` has it.

    On torch, Keras 3.15 names a class of its torch backend, and no other backend opens the file.

    Args:
        model: compiled or not, about to be saved as ``.keras``.
    """
    optimizer: Any = getattr(model, "optimizer", None)
    stated: Any = getattr(model, "_compile_config", None)
    public: Any = getattr(keras.optimizers, type(optimizer).__name__, None)
    is_of_keras = public is not None and isinstance(optimizer, public) and type(optimizer).__module__.startswith("keras.")
    if stated is not None and is_of_keras:
        stated.config["optimizer"] = {"module": "keras.optimizers", "class_name": public.__name__,
                                      "config": optimizer.get_config(), "registered_name": None}
