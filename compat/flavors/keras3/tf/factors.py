"""Functions of ``tf.linalg`` for exponentials, LU factors and tridiagonal matrices, (…, n, n)."""
from typing import Any, NamedTuple, Tuple

import keras
import numpy as np
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, rank
from compat.flavors.keras3.tf.traced import native, of_backend


class Factors(NamedTuple):
    """Both triangular factors in one matrix, and the row of the input that each of its rows is from."""

    lu: Any
    p: Any


def expm(input: Any) -> Tensor:
    """The exponentials of matrices."""
    return of_backend("jax.scipy.linalg.expm", "torch.linalg.matrix_exp", "tensorflow.linalg.expm")(native(input))


def sqrtm(input: Any) -> Tensor:
    """The square roots of matrices that have independent eigenvectors, by these; of real ones the real part."""
    return _by_eigenvalues(input, ops.sqrt)


def logm(input: Any) -> Tensor:
    """The logarithms of complex matrices that have independent eigenvectors, by these."""
    return _by_eigenvalues(input, ops.log)


def _by_eigenvalues(matrices: Any, function: Any) -> Tensor:
    x = native(matrices)
    values, vectors = of_backend("jax.numpy.linalg.eig", "torch.linalg.eig", "tensorflow.linalg.eig")(x)
    inverse = of_backend("jax.numpy.linalg.inv", "torch.linalg.inv", "tensorflow.linalg.inv")(vectors)
    found = ops.matmul(vectors * function(values)[..., None, :], inverse)
    return found if "complex" in str(x.dtype) else ops.real(found)


def lu(input: Any, output_idx_type: Any = "int32") -> Factors:
    """LU factors with the rows in another order: ``input[p] = L · U``."""
    x = native(input)
    if keras.backend.backend() == "jax":
        import jax

        packed, _, order = jax.lax.linalg.lu(x)
    elif keras.backend.backend() == "torch":
        import torch

        packed, pivots = torch.linalg.lu_factor(x)
        order = torch.argmax(torch.lu_unpack(packed, pivots, unpack_data=False)[0], dim=-2)
    else:
        packed, order = of_backend("", "", "tensorflow.linalg.lu")(x)
    return Factors(packed, cast(order, output_idx_type))


def tridiagonal_matmul(diagonals: Any, rhs: Any, diagonals_format: str = "compact") -> Tensor:
    """The product of tridiagonal matrices and ``rhs`` (…, n, k)."""
    upper, middle, lower = _three(diagonals, diagonals_format)
    x = as_tensor(rhs)
    zero = ops.zeros_like(x[..., :1, :])
    below, above = ops.concatenate([x[..., 1:, :], zero], axis=-2), ops.concatenate([zero, x[..., :-1, :]], axis=-2)
    return middle[..., None] * x + upper[..., None] * below + lower[..., None] * above


def tridiagonal_solve(diagonals: Any, rhs: Any, diagonals_format: str = "compact", transpose_rhs: bool = False,
                      conjugate_rhs: bool = False, partial_pivoting: bool = True, perturb_singular: bool = False) -> Tensor:
    """``x`` with a tridiagonal matrix times ``x`` = ``rhs``, (…, n, k) or (…, n).

    Raises:
        UnsupportedError: ``conjugate_rhs`` or ``perturb_singular``.
    """
    if conjugate_rhs or perturb_singular:
        raise UnsupportedError("tf.linalg.tridiagonal_solve is served without conjugate_rhs and perturb_singular")
    upper, middle, lower = _three(diagonals, diagonals_format)
    b = as_tensor(rhs)
    b = ops.swapaxes(b, -1, -2) if transpose_rhs and rank(b) > 1 else b
    vector = rank(b) == rank(middle)
    size = int(middle.shape[-1])
    places = np.arange(size)
    on = [places[:, None] + offset == places[None, :] for offset in (1, 0, -1)]
    parts = [ops.where(ops.convert_to_tensor(where), each[..., :, None], ops.cast(0, middle.dtype))
             for where, each in zip(on, (upper, middle, lower))]
    found = ops.solve(parts[0] + parts[1] + parts[2], cast(b[..., None] if vector else b, dtype(middle)))
    return found[..., 0] if vector else found


def _three(diagonals: Any, form: str) -> Tuple[Tensor, Tensor, Tensor]:
    """The diagonals above, in and below the middle, each (…, n), by the row of the matrix that they are in."""
    if form == "sequence":
        upper, middle, lower = [as_tensor(each) for each in diagonals]
        size = int(middle.shape[-1])
        zero = ops.zeros_like(middle[..., :1])
        upper = upper if int(upper.shape[-1]) == size else ops.concatenate([upper, zero], axis=-1)
        return upper, middle, lower if int(lower.shape[-1]) == size else ops.concatenate([zero, lower], axis=-1)
    x = as_tensor(diagonals)
    if form == "compact":
        return x[..., 0, :], x[..., 1, :], x[..., 2, :]
    zero = ops.zeros_like(x[..., :1, 0])
    above, below = (ops.diagonal(x, offset=offset, axis1=-2, axis2=-1) for offset in (1, -1))
    return (ops.concatenate([above, zero], axis=-1), ops.diagonal(x, axis1=-2, axis2=-1),
            ops.concatenate([zero, below], axis=-1))
