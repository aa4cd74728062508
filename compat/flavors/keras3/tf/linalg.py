"""``tf.linalg`` of TensorFlow 1: square matrices in the last two axes, (…, n, n)."""
from typing import Any, Optional

from keras import ops

from compat.flavors.keras3.backend.tensors import Tensor, as_tensor
from compat.flavors.keras3.tf.arrays import eye, matrix_band_part
from compat.flavors.keras3.tf.arrays import matrix_band_part as band_part
from compat.flavors.keras3.tf.products import einsum, matmul, tensordot
from compat.flavors.keras3.tf.reductions import norm, trace
from compat.flavors.keras3.tf.served import refuse

__all__ = [
    "band_part", "cholesky", "det", "diag", "einsum", "eye", "inv", "matmul", "matrix_band_part", "norm", "solve",
    "tensordot", "trace", "transpose",
]

__getattr__ = refuse("tf.linalg")


def diag(diagonal: Tensor, name: Optional[str] = None) -> Tensor:
    """(…, n) → (…, n, n) with it on the diagonals."""
    diagonal = as_tensor(diagonal)
    on = ops.eye(diagonal.shape[-1], dtype="bool")
    return ops.where(on, ops.expand_dims(diagonal, -1), ops.zeros_like(diagonal[..., None]))


def det(input: Tensor, name: Optional[str] = None) -> Tensor:
    """Determinants, (…)."""
    return ops.det(as_tensor(input))


def inv(input: Tensor, adjoint: bool = False, name: Optional[str] = None) -> Tensor:
    """Inverses, (…, n, n)."""
    return ops.inv(transpose(input) if adjoint else as_tensor(input))


def cholesky(input: Tensor, name: Optional[str] = None) -> Tensor:
    """Lower triangular factors, (…, n, n)."""
    return ops.cholesky(as_tensor(input))


def solve(matrix: Tensor, rhs: Tensor, adjoint: bool = False, name: Optional[str] = None) -> Tensor:
    """``x`` with ``matrix · x = rhs``, (…, n, k)."""
    return ops.solve(transpose(matrix) if adjoint else as_tensor(matrix), as_tensor(rhs))


def transpose(a: Tensor, name: Any = None, conjugate: bool = False) -> Tensor:
    """The last two axes swapped."""
    return ops.swapaxes(as_tensor(a), -1, -2)
