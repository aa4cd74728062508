"""Constants and variables of ``K`` (Keras 2.2.4).

``K.variable``, ``K.zeros``, ``K.ones`` and ``K.eye`` made variables. They still do, outside of a layer's ``call``: a
``keras.Variable`` that does not train unless a layer lists it among its trainable weights. Inside a ``call``, where
variables cannot be made, they give plain tensors of the same values, which is all that a call can do with them.
"""
from typing import Any, Optional

import keras
import numpy as np
from keras import ops

import compat.flavors.keras3.backend.dims as dims
import compat.flavors.keras3.backend.sparse as sparse
from compat.flavors.keras3 import context, initializers, recording, seeds
from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import (
    DtypeError,
    Tensor,
    any_symbolic,
    as_tensor,
    cast,
    dtype_name,
    is_float,
    is_tensor,
    static_shape,
)
from compat.flavors.keras3.backend.tensors import dtype as dtype_of
from compat.flavors.keras3.graph.program import settled
from compat.flavors.keras3.graph.variable import GraphVariable
from compat.flavors.keras3.names import native_name
from compat.flavors.keras3.variables import array_of, is_traced_by_tensorflow
from compat.flavors.shared.filled import filled as row_by_row


def variable(value: Any, dtype: Any = None, name: Optional[str] = None, constraint: Any = None) -> Any:
    """A ``keras.Variable`` with that initial value, of the default float type unless ``dtype`` says otherwise.

    Args:
        value: a number, array, nested list or tensor; of a sparse matrix of SciPy a sparse tensor is made, as in Keras 2.
        name: for display; a slash, which Keras 3 forbids, becomes an underscore.
        constraint: applied by an optimizer after each update.

    Raises:
        DtypeError: not a dtype, or a text for a number.

    Example:
        >>> v = variable([[1, 2]], name="scope/v")
        >>> v.dtype.name, tuple(v.shape), v.name
        ('float32', (1, 2), 'scope_v')
    """
    if hasattr(value, "tocoo"):
        return sparse.of_matrix(value)
    return recording.made_once(("variable", name), lambda: _variable(value, dtype, name, constraint))


def _variable(value: Any, dtype: Any, name: Optional[str], constraint: Any) -> Any:
    dtype = dtype_name(dtype or keras.config.floatx())
    if isinstance(value, (str, bytes)) and dtype != "string":
        raise DtypeError("K.variable of {!r}, a text, cannot be of dtype {}; give a number or an array".format(value, dtype))
    value = settled(cast(value, dtype))
    if context.in_call() or (context.in_stateless_scope() and not context.current_layer()) or is_traced_by_tensorflow(value):
        return value
    # TensorFlow takes no gradient for a variable that was never trainable, torch has none for integers.
    made = GraphVariable(_initializer(value), shape=static_shape(value), dtype=dtype_of(value),
                          trainable=is_float(value), name=_variable_name(name))
    made.trainable = False
    if constraint is not None:
        made.constraint = constraint
    return made


def _initializer(value: Tensor) -> Any:
    """Lazy, since a build that Keras runs while tracing may not hold a value yet; the value itself is concrete."""
    values = array_of(value)
    return lambda shape, dtype=None: ops.convert_to_tensor(values, dtype=dtype)


def _variable_name(name: Optional[str]) -> Optional[str]:
    return native_name(name) or None


def constant(value: Any, dtype: Any = None, shape: Any = None, name: Optional[str] = None) -> Tensor:
    """A tensor of these values, of the default float type unless ``dtype`` says otherwise.

    Args:
        shape: repeat a single number to that shape, or reshape as many values as it holds; of fewer values the last
            one fills what is left.
    """
    return recording.made_once(("constant", name), lambda: _constant(value, dtype, shape))


def _constant(value: Any, dtype: Any, shape: Any) -> Tensor:
    values = np.asarray(value) if not is_tensor(value) else None
    dtype = dtype or keras.config.floatx()
    if values is None:
        return cast(value if shape is None else ops.broadcast_to(value, dims.as_shape(shape)), dtype)
    if shape is not None:
        values = row_by_row(values, tuple(int(size) for size in dims.as_shape(shape)))
    return cast(values, dtype)


def zeros(shape: Any, dtype: Any = None, name: Optional[str] = None) -> Any:
    """0 in that shape: a variable, or a tensor inside a call or for a shape that is not known yet."""
    return _full(shape, 0, dtype, name)


def ones(shape: Any, dtype: Any = None, name: Optional[str] = None) -> Any:
    """1 in that shape: a variable, or a tensor inside a call or for a shape that is not known yet."""
    return _full(shape, 1, dtype, name)


def _full(shape: Any, value: int, dtype: Any, name: Optional[str]) -> Any:
    dtype = dtype_name(dtype or keras.config.floatx())
    sizes = dims.as_shape(shape)
    if any_symbolic(sizes):
        return call_when_run(filled, dims.deferred(sizes), value, dtype)
    if context.in_call() or any(is_tensor(size) for size in sizes):
        return filled(sizes, value, dtype)
    return variable(np.full(sizes, value), dtype=dtype, name=name)


def filled(sizes: Any, value: Any, dtype: str) -> Tensor:
    """A tensor of one value, of sizes as :func:`dims.deferred` gives them."""
    return ops.broadcast_to(cast(value, dtype), dims.resolved(sizes))


def eye(size: Any, dtype: Any = None, name: Optional[str] = None) -> Any:
    """The identity matrix, ``(size, size)``, or of two sizes, as since Keras 2.3: a variable, or a tensor inside a call."""
    rows, columns = size if isinstance(size, (list, tuple)) else (size, size)
    return variable(np.eye(int(rows), int(columns)), dtype=dtype, name=name)


def zeros_like(x: Tensor, dtype: Any = None, name: Optional[str] = None) -> Tensor:
    """0 in the shape of ``x``, and in its dtype unless one is given."""
    return ops.zeros_like(as_tensor(x), dtype=None if dtype is None else dtype_name(dtype))


def ones_like(x: Tensor, dtype: Any = None, name: Optional[str] = None) -> Tensor:
    """1 in the shape of ``x``, and in its dtype unless one is given."""
    return ops.ones_like(as_tensor(x), dtype=None if dtype is None else dtype_name(dtype))


def arange(start: Any, stop: Any = None, step: Any = 1, dtype: Any = "int32") -> Tensor:
    """start, start + step … below ``stop``, (n,); without ``stop`` from 0 up to ``start``; empty for a negative one.

    Of floats, float32 unless another dtype than int32 is asked for. In plain code a bound may be a size that is not known yet.
    """
    if any_symbolic(start, stop, step):
        return call_when_run(arange, start, stop, step, dtype)
    if stop is None:
        start, stop = 0, ops.maximum(start, 0) if is_tensor(start) else max(start, 0)
    if not any(isinstance(each, float) for each in (start, stop, step)):
        return ops.arange(start, stop, step, dtype=dtype_name(dtype))
    made = ops.arange(start, stop, step, dtype="float32")
    return made if dtype == "int32" else ops.cast(made, dtype_name(dtype))  # Keras 2 casts to another dtype than the default


def _arange_spec(start: Any, stop: Any, step: Any, dtype: Any) -> Any:
    return keras.KerasTensor((None,), dtype=dtype_name(dtype))


arange.spec_of_sizes_by_values = _arange_spec  # type: ignore[attr-defined]


def random_normal_variable(shape: Any, mean: float, scale: float, dtype: Any = None, name: Optional[str] = None,
                           seed: Optional[int] = None) -> Any:
    """A variable of normal numbers with that mean and standard deviation."""
    return _drawn(initializers.RandomNormal, (mean, scale), seed, shape, dtype, name)


def random_uniform_variable(shape: Any, low: float, high: float, dtype: Any = None, name: Optional[str] = None,
                            seed: Optional[int] = None) -> Any:
    """A variable of uniform numbers in [low, high)."""
    return _drawn(initializers.RandomUniform, (low, high), seed, shape, dtype, name)


def _drawn(kind: Any, bounds: Any, seed: Optional[int], shape: Any, dtype: Any, name: Optional[str]) -> Any:
    """A variable of the numbers of an initializer, whose seed Keras 2 drew from a larger range than that of an operation."""
    if seed is None and seeds.come_from_numpy():
        seed = seeds.seed_from_numpy(below=10 ** 9)
    numbers = kind(*bounds, seed=seed)(dims.as_shape(shape), dtype_name(dtype or keras.config.floatx()))
    return variable(numbers, dtype=dtype, name=name)
