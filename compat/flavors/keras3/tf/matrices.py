"""Functions of ``tf.linalg`` beside those of :mod:`.linalg`, over ``keras.ops``: matrices in the last two axes, (…, n, m)."""
from typing import Any, Tuple

import numpy as np
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, rank
from compat.flavors.keras3.tf.reductions import norm
from compat.flavors.keras3.tf.traced import native, of_backend


def adjoint(matrix: Any) -> Tensor:
    """The last two axes swapped, complex numbers conjugated."""
    x = ops.swapaxes(as_tensor(matrix), -1, -2)
    return ops.conjugate(x) if "complex" in str(x.dtype) else x


def matrix_transpose(a: Any, conjugate: bool = False) -> Tensor:
    """The last two axes swapped."""
    return adjoint(a) if conjugate else ops.swapaxes(as_tensor(a), -1, -2)


def matvec(a: Any, b: Any, transpose_a: bool = False, adjoint_a: bool = False) -> Tensor:
    """(…, n, m) · (…, m) → (…, n)."""
    a = as_tensor(a)
    a = ops.swapaxes(a, -1, -2) if transpose_a or adjoint_a else a
    return ops.matmul(a, as_tensor(b)[..., None])[..., 0]


def cross(a: Any, b: Any) -> Tensor:
    """The cross product of vectors of three, in the last axis."""
    a, b = as_tensor(a), as_tensor(b)
    parts = [a[..., i] * b[..., j] - a[..., j] * b[..., i] for i, j in ((1, 2), (2, 0), (0, 1))]
    return ops.stack(parts, axis=-1)


def diag_part(input: Any, k: Any = 0) -> Tensor:
    """The diagonal ``k`` places above the middle one: (…, n, m) → (…, d)."""
    return ops.diagonal(as_tensor(input), offset=_one(k, "diag_part"), axis1=-2, axis2=-1)


def diag(diagonal: Any, k: Any = 0) -> Tensor:
    """(…, n) → (…, n + |k|, n + |k|) with it on the diagonal ``k`` places above the middle one."""
    x, place = as_tensor(diagonal), _one(k, "diag")
    length = int(x.shape[-1])
    size = length + abs(place)
    which = np.full((size, size), length, "int32")  # the number of the element that belongs there; none is a zero
    for element in range(length):
        which[element + max(-place, 0), element + max(place, 0)] = element
    padded = ops.concatenate([x, ops.zeros_like(x[..., :1])], axis=-1)
    return ops.reshape(ops.take(padded, which.reshape(-1), axis=-1), tuple(ops.shape(x))[:-1] + (size, size))


def set_diag(input: Any, diagonal: Any, k: Any = 0) -> Tensor:
    """``input`` with another diagonal, ``k`` places above the middle one."""
    x, values, place = as_tensor(input), as_tensor(diagonal), _one(k, "set_diag")
    rows, columns = int(x.shape[-2]), int(x.shape[-1])
    on = np.eye(rows, columns, k=place, dtype=bool)
    spread = np.clip(np.arange(rows)[:, None] - max(-place, 0) + np.zeros((1, columns), int), 0, values.shape[-1] - 1)
    values = ops.take(cast(values, dtype(x)), spread.astype("int32").reshape(-1), axis=-1)
    values = ops.reshape(values, tuple(ops.shape(values))[:-1] + (rows, columns))
    return ops.where(ops.convert_to_tensor(on), values, x)


def _one(k: Any, where: str) -> int:
    if isinstance(k, (tuple, list)):
        raise UnsupportedError("tf.linalg.{} is served for one diagonal: k={!r}".format(where, k))
    return int(k)


def tensor_diag(diagonal: Any) -> Tensor:
    """(a, …) → (a, …, a, …) with it on the diagonal."""
    x = as_tensor(diagonal)
    return ops.reshape(diag(ops.reshape(x, (-1,))), tuple(x.shape) * 2)


def tensor_diag_part(input: Any) -> Tensor:
    """The diagonal of (a, …, a, …): (a, …)."""
    x = as_tensor(input)
    half = tuple(x.shape)[:rank(x) // 2]
    size = int(np.prod(half, dtype=int))
    return ops.reshape(ops.diagonal(ops.reshape(x, (size, size))), half)


def svd(tensor: Any, full_matrices: bool = False, compute_uv: bool = True) -> Any:
    """Singular values (…, k), and the left and right singular vectors (…, n, k) and (…, m, k)."""
    if not compute_uv:
        return ops.svd(as_tensor(tensor), full_matrices=full_matrices, compute_uv=False)
    u, s, v = ops.svd(as_tensor(tensor), full_matrices=full_matrices)
    return s, u, adjoint(v)


def qr(input: Any, full_matrices: bool = False) -> Tuple[Tensor, Tensor]:
    """An orthogonal and an upper triangular factor."""
    q, r = ops.qr(as_tensor(input), mode="complete" if full_matrices else "reduced")
    return q, r


def eigh(tensor: Any) -> Tuple[Tensor, Tensor]:
    """Eigenvalues in rising order, and eigenvectors, of symmetric matrices."""
    values, vectors = ops.eigh(as_tensor(tensor))
    return values, vectors


def eigvalsh(tensor: Any) -> Tensor:
    """Eigenvalues of symmetric matrices, in rising order."""
    return ops.eigh(as_tensor(tensor))[0]


def slogdet(input: Any) -> Tuple[Tensor, Tensor]:
    """The sign and the logarithm of the absolute value of determinants."""
    function = of_backend("jax.numpy.linalg.slogdet", "torch.linalg.slogdet", "tensorflow.linalg.slogdet")
    sign, log = function(native(input))
    return sign, log


def logdet(matrix: Any) -> Tensor:
    """The logarithm of the determinants of positive definite matrices."""
    factor = ops.cholesky(as_tensor(matrix))
    return 2.0 * ops.sum(ops.log(ops.diagonal(factor, axis1=-2, axis2=-1)), axis=-1)


def pinv(a: Any, rcond: Any = None) -> Tensor:
    """The pseudo-inverse: singular values below ``rcond`` of the largest count as 0."""
    x = as_tensor(a)
    if rcond is None:
        rcond = 10.0 * max(int(x.shape[-1]), int(x.shape[-2])) * float(np.finfo(dtype(x)).eps)
    s, u, v = svd(x)
    kept = s > ops.max(s, axis=-1, keepdims=True) * ops.cast(rcond, s.dtype)
    inverse = ops.where(kept, 1.0 / ops.where(kept, s, ops.ones_like(s)), ops.zeros_like(s))
    return ops.matmul(v * inverse[..., None, :], ops.swapaxes(u, -1, -2))


def matrix_rank(a: Any, tol: Any = None) -> Tensor:
    """How many singular values are above ``tol``, int32."""
    x = as_tensor(a)
    s = svd(x, compute_uv=False)
    if tol is None:
        tol = max(int(x.shape[-1]), int(x.shape[-2])) * float(np.finfo(dtype(x)).eps) * ops.max(s, axis=-1, keepdims=True)
    return ops.sum(ops.cast(s > tol, "int32"), axis=-1)


def triangular_solve(matrix: Any, rhs: Any, lower: bool = True, adjoint: bool = False) -> Tensor:
    """``x`` with ``matrix · x = rhs`` for a triangular matrix, whose other half is not read."""
    a = as_tensor(matrix)
    a = ops.tril(a) if lower else ops.triu(a)
    return ops.solve_triangular(ops.swapaxes(a, -1, -2) if adjoint else a, as_tensor(rhs), lower=lower != bool(adjoint))


def cholesky_solve(chol: Any, rhs: Any) -> Tensor:
    """``x`` with ``chol · cholᵀ · x = rhs``."""
    return triangular_solve(chol, triangular_solve(chol, rhs), adjoint=True)


def lstsq(matrix: Any, rhs: Any, l2_regularizer: float = 0.0, fast: bool = True) -> Tensor:
    """``x`` that makes ``|matrix · x - rhs|² + l2_regularizer |x|²`` smallest."""
    a, b = as_tensor(matrix), as_tensor(rhs)
    if int(a.shape[-2]) < int(a.shape[-1]) and not l2_regularizer:
        return ops.matmul(pinv(a), b)
    turned = ops.swapaxes(a, -1, -2)
    regular = ops.eye(int(a.shape[-1]), dtype=a.dtype) * ops.cast(l2_regularizer, a.dtype)
    return ops.solve(ops.matmul(turned, a) + regular, ops.matmul(turned, b))


def normalize(tensor: Any, ord: Any = "euclidean", axis: Any = None) -> Tuple[Tensor, Tensor]:
    """The tensor divided by its norm, and the norm."""
    size = norm(tensor, ord=ord, axis=axis, keepdims=True)
    return as_tensor(tensor) / size, size
