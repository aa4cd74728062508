"""What stands beside a tensor in old code: arrays, lists, numbers and variables, at its left or its right.

In TensorFlow 1 each of them became a tensor of the dtype of the tensor beside it, and part of the graph:
``x - [103.9, 116.8, 123.7]``, ``numpy.float32(0.5) * x``, ``K.constant(2.0) * v``. The tensors of Keras 3 and of its
backends refuse some of these, widen others to float64, or take the value that a variable has at that moment. The
operators of their classes ask here first. Why they are wrapped for the whole process, and what stays as it was:
``docs/decisions/0022-operators-of-tensors.md``.
"""
import operator
from typing import Any, Callable, FrozenSet, Iterator, List, NamedTuple, Type

import keras
import numpy as np

from compat.errors import UnsupportedError

from .context import describing, in_old_code
from .equality import install_on_symbols
from .variables import is_variable

#: Operators of two operands that have a method for either side, and comparisons, each of which is another's other side.
_ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul")
_COMPARISONS = ("lt", "le", "gt", "ge")

#: The ``__array_priority__`` of what NumPy leaves an operator to: that of a plain array is 0.
ABOVE_ARRAYS = 1000

_SEQUENCES = (np.ndarray, list, tuple)

Operator = Callable[[Any, Any], Any]


class Method(NamedTuple):
    """A method of an operator.

    Attributes:
        name: such as ``__radd__``.
        of_two: the operator as a function of its left and its right operand.
        swapped: whether the method is that of the right operand.
    """

    name: str
    of_two: Operator
    swapped: bool


def methods() -> Iterator[Method]:
    """Those of arithmetic and of comparisons by size.

    Example:
        >>> [method.name for method in methods()][:3]
        ['__add__', '__radd__', '__sub__']
    """
    for name in _ARITHMETIC:
        yield Method("__{}__".format(name), getattr(operator, name), swapped=False)
        yield Method("__r{}__".format(name), getattr(operator, name), swapped=True)
    for name in _COMPARISONS:
        yield Method("__{}__".format(name), getattr(operator, name), swapped=False)


def fitting(value: Any, dtype: Any) -> Any:
    """An array, list or NumPy number as an array of the dtype of the tensor beside it; anything else is left unchanged.

    Integers and wider or narrower floats take that dtype, as TensorFlow 1 made them. Floats beside integers become the
    default float type, where TensorFlow 1 had an error.

    Args:
        value: what stands beside the tensor.
        dtype: of the tensor; any that Keras knows.

    Example:
        >>> fitting([1, 2], "float32")
        array([1., 2.], dtype=float32)
        >>> fitting(np.float64(0.5), "int32")
        array(0.5, dtype=float32)
        >>> fitting(2.0, "float32")
        2.0
    """
    if not isinstance(value, (*_SEQUENCES, np.generic)) or not _only_numbers(value):
        return value
    array = np.asarray(value)
    wanted = _numpy_dtype(dtype)
    if np.can_cast(array.dtype, wanted, "same_kind"):
        return array.astype(wanted)
    return array.astype(keras.config.floatx()) if array.dtype.kind == "f" else array


def _only_numbers(value: Any) -> bool:
    """Whether an array or nested list holds no tensors, texts or objects."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype.kind in "fiub"
    return bool(value) and all(isinstance(leaf, (bool, int, float, np.generic)) or (
        isinstance(leaf, (list, tuple, np.ndarray)) and _only_numbers(leaf)) for leaf in value)


def _numpy_dtype(dtype: Any) -> Any:
    """The NumPy dtype for a tensor's; for bfloat16, which NumPy lacks, that of what is computed with it."""
    name = str(keras.backend.standardize_dtype(dtype))
    return np.dtype("float32" if name == "bfloat16" or name.startswith("float8") else name)


def described_beside(value: Any) -> bool:
    """Whether an operator with this at its right describes: it is symbolic, or a variable in plain code.

    Example:
        >>> described_beside(keras.Input((2,))), described_beside(1.0)
        (True, False)
    """
    return isinstance(value, keras.KerasTensor) or (is_variable(value) and describing())


def of_its_dtype(now: Operator) -> Operator:
    """An operator, of KerasTensors or variables, that gives what stands beside one its dtype.

    Example:
        >>> of_its_dtype(lambda left, right: right)(keras.Input((2,)), np.ones(2)).dtype
        dtype('float32')
    """
    def method(self: Any, other: Any) -> Any:
        return now(self, fitting(other, self.dtype) if isinstance(other, (*_SEQUENCES, np.generic)) else other)

    return method


def _of_tensors(now: Operator, usual: FrozenSet[Type[Any]], takes: Any, leaves: bool) -> Operator:
    """An operator of the backend's tensors; an operand of the usual classes costs no more than a look at its class.

    Args:
        usual: classes of operands that the operator knows.
        takes: classes of operands that become tensors first.
        leaves: whether an operand that describes is left to its own operator.
    """
    def method(self: Any, other: Any) -> Any:
        if type(other) in usual:
            return now(self, other)
        if isinstance(other, takes):
            return now(self, _as_backend_tensor(other, self))
        return NotImplemented if leaves and described_beside(other) else now(self, other)

    return method


def _out_of_place(now: Operator, of_two: Operator) -> Operator:
    """An operator such as ``*=`` of torch's tensors that makes a new tensor in old code, and where a gradient passes.

    No tensor of TensorFlow changed: ``y = x; y *= 2`` left ``x`` alone.
    """
    def method(self: Any, other: Any) -> Any:
        return of_two(self, other) if self.requires_grad or in_old_code() else now(self, other)

    return method


def _also_backwards(now: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Indexing of torch's tensors that takes slices with a negative step, ``x[..., ::-1]``, as TensorFlow and NumPy do."""
    def method(self: Any, index: Any) -> Any:
        try:
            return now(self, index)
        except ValueError:
            if not any(isinstance(part, slice) and isinstance(part.step, int) and part.step < 0
                       for part in (index if isinstance(index, tuple) else (index,))):
                raise
        return taken(self, index if isinstance(index, tuple) else (index,))

    return method


def _despite_gradient(now: Callable[..., Any]) -> Callable[..., Any]:
    """``numpy.asarray(tensor)`` also where torch would keep a gradient, as TensorFlow gave it: ``numpy.stack([model(x)])``."""
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        return now(self.detach() if self.requires_grad else self, *args, **kwargs)

    return method


def taken(tensor: Any, spec: Any) -> Any:
    """``tensor[spec]`` for a tuple of indices and slices, negative steps among them.

    Raises:
        UnsupportedError: bounds beside a negative step, on an axis of unknown size.

    Example:
        >>> keras.ops.convert_to_numpy(taken(keras.ops.arange(4), (slice(None, None, -1),))).tolist()
        [3, 2, 1, 0]
    """
    rank = len(tensor.shape)
    parts: List[Any] = []
    axis, backwards = 0, []
    given = sum(part is not None and part is not Ellipsis for part in spec)
    for part in spec:
        if part is Ellipsis:
            skipped = rank - given
            parts.extend([slice(None)] * skipped)
            axis += skipped
            continue
        if isinstance(part, slice) and isinstance(part.step, int) and part.step < 0:
            backwards.append(axis)
            part = _forwards(part, tensor.shape[axis])
        parts.append(part)
        axis += part is not None
    for each in backwards:
        tensor = keras.ops.flip(tensor, axis=each)  # one by one: Keras 3.3 takes no more on TensorFlow
    return tensor[tuple(parts)]


def _forwards(part: slice, size: Any) -> slice:
    """The slice of the flipped axis that takes what ``part`` takes of the axis."""
    if part.start is None and part.stop is None:
        return slice(None, None, -part.step)
    if size is None:
        raise UnsupportedError("a slice with a negative step and bounds needs an axis of known size")
    start, stop, step = part.indices(size)
    return slice(size - 1 - start, size - 1 - stop, -step)


def _as_backend_tensor(value: Any, beside: Any) -> Any:
    """An array or list as a tensor of the backend, of the dtype and on the device of the one beside it."""
    array = fitting(value, beside.dtype)
    if not isinstance(array, np.ndarray):
        return value
    if keras.backend.backend() == "torch":
        import torch

        return torch.as_tensor(array, device=beside.device)
    return keras.ops.convert_to_tensor(array)


def _tensor_classes() -> List[Type[Any]]:
    """The classes of the backend's tensors, traced ones included."""
    backend = keras.backend.backend()
    if backend == "torch":
        import torch

        return [torch.Tensor]
    if backend == "jax":
        import jax

        return [jax.core.Tracer, type(keras.ops.convert_to_tensor(0.0))]
    import tensorflow

    return [tensorflow.Tensor]


def install() -> None:
    """Wrap the operators of KerasTensors and of the backend's tensors, once in a process."""
    if getattr(keras.KerasTensor, "__array_priority__", 0):
        return
    keras.KerasTensor.__array_priority__ = ABOVE_ARRAYS
    for method in methods():
        if hasattr(keras.KerasTensor, method.name):
            setattr(keras.KerasTensor, method.name, of_its_dtype(getattr(keras.KerasTensor, method.name)))
    install_on_symbols()
    if keras.backend.backend() in ("tensorflow", "jax", "torch"):
        _install_on_backend()


def _install_on_backend() -> None:
    classes = _tensor_classes()
    known: List[Type[Any]] = [int, float, bool, *classes, type(keras.ops.convert_to_tensor(0.0))]
    usual = frozenset(known)
    sequences = () if keras.backend.backend() == "tensorflow" else _SEQUENCES  # it takes them as TensorFlow 1 did
    equality = (Method("__eq__", operator.eq, swapped=False), Method("__ne__", operator.ne, swapped=False))
    for cls in classes:
        for method in (*methods(), *equality):
            takes = () if method in equality else sequences
            if hasattr(cls, method.name):
                setattr(cls, method.name, _of_tensors(getattr(cls, method.name), usual, takes, leaves=not method.swapped))
    if keras.backend.backend() == "tensorflow":
        from .traced_variables import of_variable

        keras.Variable.__tf_tracing_type__ = of_variable
    if keras.backend.backend() == "torch":
        classes[0].__array__ = _despite_gradient(classes[0].__array__)
        for name in _ARITHMETIC:
            in_place = "__i{}__".format(name)
            if hasattr(classes[0], in_place):
                setattr(classes[0], in_place, _out_of_place(getattr(classes[0], in_place), getattr(operator, name)))
        classes[0].__getitem__ = _also_backwards(classes[0].__getitem__)
