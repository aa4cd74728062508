"""What every function of ``K`` needs to know about its arguments: tensor or not, symbolic or not, dtype, shape.

``keras.ops`` takes backend tensors, variables, NumPy arrays and the KerasTensors of functional models; Keras 2.2.4
took TensorFlow tensors. The differences that remain (booleans in sums, 64-bit integers, dynamic shapes) are here.
"""
import builtins
from typing import Any, List, Optional, Sequence, Tuple, Union

import keras
import numpy as np
from keras import ops

from compat.errors import CompatError, UnsupportedError
from compat.flavors.keras3.context import describing
from compat.flavors.keras3.graph.program import settled
from compat.flavors.keras3.graph.reading import read
from compat.flavors.keras3.operands import fitting
from compat.flavors.keras3.variables import array_of, is_variable

Tensor = Any  # a backend tensor, keras.Variable, KerasTensor or array-like: Keras has no common type for them
Axis = Union[None, int, Sequence[int]]

_FLOATS = ("float16", "bfloat16", "float32", "float64")
_NARROW = {"int64": "int32", "uint64": "uint32", "float64": "float32"}


class DtypeError(CompatError, TypeError):
    """An operation on a dtype that has no such operation, such as the sum of booleans."""


class UnknownDtypeError(DtypeError, ValueError):
    """What is no dtype: TensorFlow raised a TypeError for it, Keras 3 raises a ValueError."""


class RankError(CompatError, ValueError):
    """The operation does not accept a tensor of this rank."""


def is_symbolic(x: Any) -> bool:
    """Whether ``x`` is a KerasTensor: a node of a functional model, without a value."""
    return isinstance(x, keras.KerasTensor)


def any_symbolic(*values: Any) -> bool:
    """Whether a KerasTensor is among these, or nested in them."""
    return builtins.any(is_symbolic(leaf) for leaf in keras.tree.flatten(values))


def as_it_is(x: Any) -> Any:
    """A KerasTensor that calls itself sparse and is not, as a dense one of its shape and dtype; anything else as it is.

    ``keras.ops.multiply`` (up to Keras 3.15) takes a plain number for a sparse tensor, so that JAX would describe what follows
    with a tensor that most functions refuse.

    Example:
        >>> as_it_is(keras.Input((3,)) * 2.0).sparse
        False
    """
    if not getattr(x, "sparse", False) or not isinstance(x, keras.KerasTensor) or _comes_of_sparse(x):
        return x
    return keras.KerasTensor(x.shape, dtype=x.dtype, name=x.name)


def _comes_of_sparse(x: Any) -> bool:
    """Whether it is an input of the model, what a layer gave, or computed from a sparse tensor."""
    history = getattr(x, "_keras_history", None)
    if history is None or isinstance(history.operation, keras.layers.Layer):
        return True
    given = history.operation._inbound_nodes[history.node_index].input_tensors
    return builtins.any(getattr(each, "sparse", False) and _comes_of_sparse(each) for each in given)


def is_tensor(x: Any) -> bool:
    """Whether ``x`` is a tensor or variable of the backend, or symbolic."""
    if type(x) is np.ndarray:  # most data of a step, about which TensorFlow asks its protocols
        return False
    return is_symbolic(x) or is_variable(x) or bool(ops.is_tensor(x))


def as_tensor(x: Any, dtype: Any = None) -> Tensor:
    """``x`` itself if it is a tensor, the value of a variable, or a constant: floats get the default float type."""
    if is_variable(x):
        x = read(x) if describing() else ops.convert_to_tensor(x.value)  # TensorFlow calls a variable a tensor
    if isinstance(x, (list, tuple)) and builtins.any(map(_holds_a_tensor, x)):
        x = ops.stack([as_tensor(item) for item in x])
    if not is_tensor(x):
        x = x.to_dense() if getattr(x, "is_sparse", False) else x  # a SparseTensor where TensorFlow is not the backend
        return ops.convert_to_tensor(x, dtype=None if dtype is None else dtype_name(dtype))
    return x if dtype is None else cast(x, dtype)


def _holds_a_tensor(x: Any) -> bool:
    """Whether ``x`` is a tensor or has one in it; Keras's tree takes a shape, a tuple of its own class, for a leaf."""
    return is_tensor(x) or isinstance(x, (list, tuple)) and builtins.any(map(_holds_a_tensor, x))


def operand(x: Any, beside: Any) -> Tensor:
    """``x`` as a tensor; beside a KerasTensor a variable stays one, so that the model sees its later values.

    An array, list or NumPy number takes the dtype of the tensor beside it.
    """
    if is_variable(x) and is_symbolic(beside):
        return x
    return as_tensor(fitting(x, beside.dtype) if is_tensor(beside) else x)


def operands(parts: Sequence[Any]) -> List[Tensor]:
    """Each part as a tensor; an array, list or NumPy number takes the dtype of the first that is a tensor."""
    tensor = next((part for part in parts if is_tensor(part)), None)
    return [as_tensor(part if tensor is None or is_tensor(part) else fitting(part, tensor.dtype)) for part in parts]


def dtype_name(dtype: Any) -> str:
    """``"float32"`` for the string, a NumPy, TensorFlow, JAX or torch dtype; as wide as the backend can hold.

    JAX holds 32-bit numbers unless told otherwise: int64 is int32 there.

    Raises:
        UnknownDtypeError: it is none.
    """
    if isinstance(dtype, type) and issubclass(dtype, (np.generic, builtins.bool, int, float)):
        dtype = np.dtype(dtype).name
    try:
        name = str(keras.backend.standardize_dtype(str(dtype) if isinstance(dtype, str) else dtype))
    except ValueError as error:
        raise UnknownDtypeError("{!r} is not a dtype of Keras; choose one such as 'float32', 'int32' or 'bool'".format(
            dtype)) from error
    if name in _NARROW and keras.backend.backend() == "jax" and not _jax_is_wide():
        return _NARROW[name]
    return name


def _jax_is_wide() -> bool:
    import jax  # only where it is the backend, and so already loaded

    return bool(jax.config.jax_enable_x64)


def dtype(x: Tensor) -> str:
    """The dtype of a tensor or variable as a string, e.g. ``"float32"``."""
    given = getattr(x, "dtype", None)
    return dtype_name(as_tensor(x).dtype if given is None else given)


def cast(x: Tensor, dtype: Any) -> Tensor:
    """``x`` as ``dtype``, same shape; floats are truncated towards zero, every non-zero number is True.

    Example:
        >>> value_of(cast([[0.0, 1.5]], "bool"))
        array([[False,  True]])
    """
    return ops.cast(as_tensor(x), dtype_name(dtype))


def is_float(x: Tensor) -> bool:
    """Whether the dtype of ``x`` is a floating one."""
    return dtype(x) in _FLOATS


def number(x: Tensor, where: str) -> Tensor:
    """``x`` as a tensor, if its dtype can be calculated with.

    Raises:
        DtypeError: it is boolean, which TensorFlow 1 refused and a present backend may silently take.
    """
    x = as_tensor(x)
    if dtype(x) == "bool":
        raise DtypeError("{} of a boolean tensor; cast it first: K.cast(x, K.floatx())".format(where))
    return x


def floating(x: Tensor) -> Tensor:
    """``x`` as a tensor; booleans become the default float type, as in ``K.mean``."""
    x = as_tensor(x)
    return ops.cast(x, keras.config.floatx()) if dtype(x) == "bool" else x


def wide_index(x: Tensor) -> Tensor:
    """``x`` as int64 where the backend has it, the dtype of TensorFlow's own indices."""
    return ops.cast(x, dtype_name("int64"))


def rank(x: Tensor) -> int:
    """Number of axes."""
    return len(as_tensor(x).shape)


def static_shape(x: Tensor) -> Optional[Tuple[Optional[int], ...]]:
    """The shape as a tuple, None where it is unknown before the model runs; None alone if even the rank is."""
    shape = getattr(x, "shape", None)
    if shape is None:
        shape = as_tensor(x).shape
    if getattr(shape, "rank", 0) is None:  # a TensorFlow tensor of unknown rank
        return None
    # While JAX infers shapes, an unknown size is an expression of its own.
    return tuple(int(size) if isinstance(size, (int, np.integer)) else None for size in shape)


def positive_axis(axis: int, ndim: int) -> int:
    """``axis`` as a non-negative number."""
    return axis % ndim if ndim else 0


def axes_of(axis: Axis) -> Any:
    """An axis argument as ``keras.ops`` takes it: None, an int or a tuple, also for an array of axes."""
    if isinstance(axis, np.ndarray):
        axis = axis.tolist()
    return tuple(int(a) for a in axis) if isinstance(axis, (list, tuple)) else axis


def like_input(result: Tensor, x: Tensor) -> Tensor:
    """``result`` in the dtype of ``x``: TensorFlow's reductions keep it, newer backends widen."""
    wanted = dtype(x)
    return result if dtype(result) == wanted else ops.cast(result, wanted)


def value_of(x: Any) -> Any:
    """The value as a NumPy array, or a NumPy scalar for rank 0; nested lists, tuples and dicts keep their form.

    Raises:
        UnsupportedError: the tensor is symbolic and has no value.
    """
    x = settled(x)
    if is_symbolic(x):
        raise UnsupportedError(
            "{!r} is a node of a functional model and has no value; build a Model (or K.function) from its inputs to "
            "it and call that".format(getattr(x, "name", x)))
    if not is_tensor(x):
        return np.asarray(x)[()]
    return np.array(array_of(x))[()]
