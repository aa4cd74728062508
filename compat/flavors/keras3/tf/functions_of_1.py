"""Functions directly under ``tf`` that TensorFlow 1 alone had: casts by name, and what sparse and padded blocks need."""
from typing import Any, Optional, Tuple

import numpy as np
from keras import ops

from compat.flavors.keras3.backend import dims
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype
from compat.flavors.keras3.tf.scatter import tensor_scatter_nd_update
from compat.flavors.keras3.tf.special import complex as _complex
from compat.flavors.keras3.tf.traced import values_of


def to_bfloat16(x: Any) -> Tensor:
    """``x`` as bfloat16."""
    return cast(x, "bfloat16")


def to_complex64(x: Any) -> Tensor:
    """``x`` as complex64, the imaginary part 0 unless it has one."""
    return _as_complex(x, "complex64", "float32")


def to_complex128(x: Any) -> Tensor:
    """As :func:`to_complex64` with twice as many digits; complex64 on JAX, unless it computes with 64 bits."""
    return _as_complex(x, "complex128", "float64")


def _as_complex(x: Any, wanted: str, part: str) -> Tensor:
    x = as_tensor(x)
    if "complex" in str(x.dtype):
        real, imaginary = cast(ops.real(x), part), cast(ops.imag(x), part)
    else:
        real = cast(x, part)
        imaginary = ops.zeros_like(real)
    return _complex(real, imaginary)


def sparse_to_dense(sparse_indices: Any, output_shape: Any, sparse_values: Any, default_value: Any = 0,
                    validate_indices: bool = True) -> Tensor:
    """A tensor of ``output_shape`` with the values at the indices, and the default elsewhere.

    Args:
        sparse_indices: one number, (n,) numbers of a vector, or (n, axes).
        sparse_values: (n,), or one for all.

    Example:
        >>> [int(x) for x in sparse_to_dense([1, 3], [4], [5, 6])]
        [0, 5, 0, 6]
    """
    values = as_tensor(sparse_values)
    places = cast(sparse_indices, "int32")
    places = ops.reshape(places, (-1, 1)) if len(places.shape) < 2 else places
    values = ops.broadcast_to(values, (ops.shape(places)[0],))
    shape = tuple(dims.as_shape(output_shape))
    empty = ops.full(shape, default_value, dtype=dtype(values))
    return tensor_scatter_nd_update(empty, places, values)


def required_space_to_batch_paddings(input_shape: Any, block_shape: Any,
                                     base_paddings: Optional[Any] = None) -> Tuple[Tensor, Tensor]:
    """Paddings that make each size a multiple of its block, and the crops that undo them, both (axes, 2) int32.

    Args:
        input_shape: (axes,) sizes.
        block_shape: (axes,) sizes of the blocks.
        base_paddings: (axes, 2), what is padded in any case.
    """
    where = "required_space_to_batch_paddings"
    sizes, blocks = (np.asarray(values_of(each, where)).astype(int) for each in (input_shape, block_shape))
    base = np.zeros((len(blocks), 2), int) if base_paddings is None else np.asarray(values_of(base_paddings, where)).astype(int)
    missing = -(sizes + base.sum(axis=1)) % blocks
    paddings = np.stack([base[:, 0], base[:, 1] + missing], axis=1)
    crops = np.stack([np.zeros_like(missing), missing], axis=1)
    return ops.convert_to_tensor(paddings.astype("int32")), ops.convert_to_tensor(crops.astype("int32"))
