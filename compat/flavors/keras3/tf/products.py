"""TensorFlow 1's products of matrices and of tensors over ``keras.ops``."""
from typing import Any

from keras import ops

from compat.flavors.keras3.backend.tensors import Tensor, as_tensor
from compat.flavors.keras3.tf.elementwise import Name, checked


def matmul(a: Any, b: Any, transpose_a: bool = False, transpose_b: bool = False, adjoint_a: bool = False,
           adjoint_b: bool = False, a_is_sparse: bool = False, b_is_sparse: bool = False, name: Name = None) -> Tensor:
    """(…, n, m) · (…, m, k) → (…, n, k), either one with its last two axes swapped first."""
    a, b = checked(a, "matmul"), checked(b, "matmul")
    if transpose_a or adjoint_a:
        a = ops.swapaxes(a, -1, -2)
    if transpose_b or adjoint_b:
        b = ops.swapaxes(b, -1, -2)
    return ops.matmul(a, b)


def tensordot(a: Any, b: Any, axes: Any, name: Name = None) -> Tensor:
    """The product over the last ``axes`` of ``a`` and first of ``b``, or over two lists of axes."""
    return ops.tensordot(as_tensor(a), as_tensor(b), axes=axes)


def einsum(equation: str, *inputs: Any, **kwargs: Any) -> Tensor:
    """The product that the equation names, e.g. ``"bij,bjk->bik"``."""
    return ops.einsum(equation.replace(" ", ""), *[as_tensor(x) for x in inputs])
