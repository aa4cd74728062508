"""Choices between functions, gradients of the program's own and calls of Python from a model, over ``keras.ops``."""
from typing import Any, Callable, List, Optional, Sequence, Tuple

import keras
import numpy as np
from keras import ops

from compat.errors import CompatError
from compat.flavors.keras3.backend.tensors import as_tensor, dtype_name
from compat.flavors.keras3.graph.gradients import gradients as gradients_of
from compat.flavors.keras3.tf.control import cond, map_fn
from compat.flavors.keras3.tf.traced import values_of


class BranchError(CompatError, ValueError):
    """A choice between functions in which none applies."""


def case(pred_fn_pairs: Any, default: Optional[Callable[[], Any]] = None, exclusive: bool = False, strict: bool = False) -> Any:
    """What the first function returns whose condition holds, else ``default``.

    Args:
        pred_fn_pairs: pairs of a condition and a function without arguments.
    """
    pairs: Sequence[Tuple[Any, Any]] = list(pred_fn_pairs.items() if hasattr(pred_fn_pairs, "items") else pred_fn_pairs)
    if not pairs and default is None:
        raise BranchError("tf.case has no function to call: give a condition that may hold, or default=")
    (condition, function), rest = pairs[0], pairs[1:]
    if not rest and default is None:
        return function()
    return cond(condition, function, lambda: case(rest, default) if rest else default())  # type: ignore[misc]


def switch_case(branch_index: Any, branch_fns: Any, default: Optional[Callable[[], Any]] = None) -> Any:
    """What the function of that number returns; the last, or ``default``, for any other number."""
    pairs = list(branch_fns.items()) if hasattr(branch_fns, "items") else [
        each if isinstance(each, tuple) else (number, each) for number, each in enumerate(branch_fns)]
    last = default or max(pairs, key=lambda each: each[0])[1]
    index = as_tensor(branch_index)
    return case([(ops.equal(index, number), function) for number, function in pairs], last)


def vectorized_map(fn: Callable[[Any], Any], elems: Any, fallback_to_while_loop: bool = True, warn: bool = True) -> Any:
    """``fn`` of each slice along the first axis, stacked."""
    return map_fn(fn, elems)


def gradients(ys: Any, xs: Any, grad_ys: Any = None, stop_gradients: Any = None) -> List[Any]:
    """The gradients of the sum of ``ys`` by each of ``xs``: tensors that a session or a ``K.function`` computes.

    With ``grad_ys``, of the sum of ``ys`` times these, which stay as they are; one may be None. The tensors in
    ``stop_gradients`` are taken for independent of everything.
    """
    if grad_ys is not None:
        ys, factors = (each if isinstance(each, (list, tuple)) else [each] for each in (ys, grad_ys))
        ys = [y if factor is None else y * ops.stop_gradient(as_tensor(factor)) for y, factor in zip(ys, factors)]
    total = sum(ops.sum(each) for each in ys) if isinstance(ys, (list, tuple)) else ys
    wanted = list(xs) if isinstance(xs, (list, tuple)) else [xs]
    constant = [] if stop_gradients is None else stop_gradients
    return gradients_of([total], wanted, constant if isinstance(constant, (list, tuple)) else [constant])


def custom_gradient(f: Callable[..., Any]) -> Callable[..., Any]:
    """A function with a gradient of its own: ``f`` returns its value, and a function from gradient to gradients.

    Example:
        >>> @custom_gradient
        ... def twice(x):
        ...     return x * 2.0, lambda upstream: upstream * 2.0
        >>> float(twice(ops.convert_to_tensor(3.0)))
        6.0
    """
    def forward(*args: Any, **kwargs: Any) -> Any:
        value, gradient = f(*args, **kwargs)

        def backward(*inputs: Any, upstream: Any = None) -> Any:
            return gradient(*(inputs if upstream is None else [upstream]))

        return value, backward

    wrapped = ops.custom_gradient(forward)

    def function(*args: Any, **kwargs: Any) -> Any:
        return wrapped(*[as_tensor(each) if keras.ops.is_tensor(each) or hasattr(each, "dtype") else each for each in args],
                       **kwargs)

    function.__name__ = getattr(f, "__name__", "function")
    function.__doc__ = f.__doc__
    return function


def recompute_grad(f: Callable[..., Any]) -> Callable[..., Any]:
    """``f`` itself: what is kept for the gradient is the backend's matter."""
    return f


def py_function(func: Optional[Callable[..., Any]] = None, inp: Any = None, Tout: Any = None) -> Any:
    """What a Python function of tensors returns, with its gradient, as tensors of the dtypes ``Tout``."""
    assert func is not None, "tf.py_function takes a function"
    return _typed(func(*[as_tensor(each) for each in inp]), Tout)


def numpy_function(func: Optional[Callable[..., Any]] = None, inp: Any = None, Tout: Any = None, stateful: bool = True) -> Any:
    """What a Python function of NumPy arrays returns, without gradient, as tensors of the dtypes ``Tout``.

    JAX does not compile it: a model in which it is runs one operation at a time.
    """
    assert func is not None, "tf.numpy_function takes a function"
    return _typed(func(*[np.asarray(values_of(each, "numpy_function")) for each in inp]), Tout)


py_func = numpy_function


def _typed(values: Any, dtypes: Any) -> Any:
    if isinstance(dtypes, (list, tuple)):
        values = list(values) if isinstance(values, (list, tuple)) else [values][:len(dtypes)]
        return [ops.cast(as_tensor(value), dtype_name(each)) for value, each in zip(values, dtypes)]
    return ops.cast(as_tensor(values), dtype_name(dtypes))
