"""Utilities of Keras 1 and 2 on Keras 3 (``keras.utils`` and its submodules)."""
from typing import Any, Mapping, Optional

import keras
import numpy as np
from keras.src.utils.file_utils import extract_archive  # not public since Keras 3

from compat.flavors.shared import keras_objects
from compat.flavors.shared.downloads import legacy_get_file
from compat.flavors.shared.progress import Progbar

from .engine.nodes import get_source_inputs

__all__ = [
    "Progbar", "Sequence", "deserialize_keras_object", "get_custom_objects",
    "get_file", "get_source_inputs", "model_to_dot", "normalize", "plot_model", "register", "to_categorical",
]

get_custom_objects = keras.saving.get_custom_objects
get_file = legacy_get_file(keras.utils.get_file, extract_archive)
plot_model = keras.utils.plot_model
model_to_dot = keras.utils.model_to_dot


class Sequence(keras.utils.PyDataset):
    """Batches by index: define ``__len__`` and ``__getitem__``; ``super().__init__()`` need not be called."""

    def __new__(cls, *args: Any, **kwargs: Any) -> "Sequence":
        sequence = super().__new__(cls)
        keras.utils.PyDataset.__init__(sequence)
        return sequence  # type: ignore[no-any-return]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is left to do: :meth:`__new__` has prepared the queue."""


def register(cls: Any) -> Any:
    """Let ``keras.models.load_model`` find a class by its name in the package ``compat``; returns the class."""
    return keras.saving.register_keras_serializable(package="compat")(cls)


def to_categorical(y: Any, num_classes: Optional[int] = None, dtype: str = "float32") -> Any:
    """Integers as rows of zeros with a single one.

    Args:
        y: integers ``(…)`` or ``(…, 1)``.
        num_classes: length of a row; one more than the largest integer when not given.
        dtype: of the result.

    Example:
        >>> to_categorical([0, 2]).tolist()
        [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    labels = np.array(y, dtype="int")
    shape = labels.shape[:-1] if labels.ndim > 1 and labels.shape[-1] == 1 else labels.shape
    labels = labels.ravel()
    return np.eye(num_classes or int(labels.max()) + 1, dtype=dtype)[labels].reshape(shape + (-1,))


def normalize(x: Any, axis: int = -1, order: int = 2) -> Any:
    """``x`` divided by its norm along ``axis``; zeros stay zeros."""
    norms = np.atleast_1d(np.linalg.norm(x, order, axis))
    norms[norms == 0] = 1
    return x / np.expand_dims(norms, axis)


def deserialize_keras_object(identifier: Any, module_objects: Optional[Mapping[str, Any]] = None,
                             custom_objects: Optional[Mapping[str, Any]] = None,
                             printable_module_name: str = "object") -> Any:
    """The object of a name or configuration, as Keras 2 looked it up; what Keras 3 wrote, as Keras 3 does.

    Raises:
        ValueError: an unknown name, or neither form.

    Example:
        >>> deserialize_keras_object("size", {"size": len}) is len
        True
    """
    if isinstance(identifier, dict) and "module" in identifier:
        return keras.saving.deserialize_keras_object(identifier, custom_objects)
    return keras_objects.deserialize_keras_object(identifier, module_objects, custom_objects, printable_module_name)
