"""Utilities of Keras 1 and 2 on Keras 3 (``keras.utils`` and its submodules)."""
import inspect
from typing import Any, List, Optional

import keras
import numpy as np
from keras.src.utils.file_utils import extract_archive  # not public since Keras 3

from ..shared.downloads import legacy_get_file
from .conv_arithmetic import (
    conv_input_length,
    conv_output_length,
    deconv_length,
    normalize_padding,
    normalize_tuple,
    transpose_shape,
)
from .engine.nodes import get_source_inputs

__all__ = [
    "CustomObjectScope", "Progbar", "Sequence", "conv_input_length", "conv_output_length", "convert_kernel",
    "count_params", "custom_object_scope", "deconv_length", "deserialize_keras_object", "get_custom_objects",
    "get_file", "get_source_inputs", "has_arg", "is_all_none", "model_to_dot", "normalize", "normalize_padding",
    "normalize_tuple", "object_list_uid", "plot_model", "print_summary", "register", "serialize_keras_object",
    "slice_arrays", "to_categorical", "to_list", "transpose_shape", "unpack_singleton",
]

CustomObjectScope = custom_object_scope = keras.saving.CustomObjectScope
get_custom_objects = keras.saving.get_custom_objects
serialize_keras_object = keras.saving.serialize_keras_object
deserialize_keras_object = keras.saving.deserialize_keras_object
Progbar = keras.utils.Progbar
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


def has_arg(fn: Any, name: str, accept_all: bool = False) -> bool:
    """Whether ``fn`` takes an argument of that name, or, with ``accept_all``, any name.

    Example:
        >>> has_arg(lambda x, mask=None: x, "mask")
        True
    """
    parameters = inspect.signature(fn).parameters
    if accept_all and any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return True
    named = parameters.get(name)
    return named is not None and named.kind in (named.POSITIONAL_OR_KEYWORD, named.KEYWORD_ONLY)


def to_list(x: Any, allow_tuple: bool = False) -> List[Any]:
    """A list as it is, anything else in a list."""
    if isinstance(x, list) or (allow_tuple and isinstance(x, tuple)):
        return list(x)
    return [x]


def unpack_singleton(x: Any) -> Any:
    """The only element of a list of one, else the list."""
    return x[0] if len(x) == 1 else x


def is_all_none(iterable_or_element: Any) -> bool:
    """Whether every element is None."""
    listed = iterable_or_element if isinstance(iterable_or_element, (list, tuple)) else [iterable_or_element]
    return all(element is None for element in listed)


def object_list_uid(object_list: Any) -> str:
    """The identities of objects as text."""
    return ", ".join(str(abs(id(one))) for one in to_list(object_list))


def slice_arrays(arrays: Any, start: Any = None, stop: Optional[int] = None) -> Any:
    """Rows ``start`` to ``stop``, or the rows listed in ``start``, of one array or of each of a list."""
    if arrays is None:
        return [None]
    rows = start if hasattr(start, "__len__") else slice(start, stop)
    if isinstance(arrays, list):
        return [None if array is None else array[rows] for array in arrays]
    return arrays[rows]


def count_params(weights: Any) -> int:
    """How many numbers the weights hold."""
    return int(sum(np.prod(tuple(weight.shape)) for weight in {id(w): w for w in weights}.values()))


def convert_kernel(kernel: Any) -> Any:
    """A convolution kernel between the layouts of Theano and TensorFlow: each spatial axis reversed.

    Raises:
        ValueError: a kernel of neither 3, 4 nor 5 axes.
    """
    kernel = np.asarray(kernel)
    if not 3 <= kernel.ndim <= 5:
        raise ValueError("Invalid kernel shape: {}".format(kernel.shape))
    return np.copy(kernel[tuple(slice(None, None, -1) for _ in range(kernel.ndim - 2)) + (slice(None), slice(None))])


def print_summary(model: Any, line_length: Optional[int] = None, positions: Any = None, print_fn: Any = None) -> None:
    """The same as ``model.summary``."""
    model.summary(line_length=line_length, positions=positions, print_fn=print_fn)
