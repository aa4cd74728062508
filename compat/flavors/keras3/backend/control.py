"""Choices and loops of ``K`` (Keras 2.2.4): ``switch``, ``map_fn``, ``foldl``, ``foldr``."""
from typing import Any, Callable, Optional

import keras
import numpy as np
from keras import ops

from compat.flavors.keras3.backend.symbolic import loop_when_run
from compat.flavors.keras3.backend.tensors import (
    RankError,
    Tensor,
    any_symbolic,
    as_tensor,
    cast,
    is_symbolic,
    is_tensor,
    operands,
    rank,
    value_of,
)
from compat.flavors.keras3.uncompiled import asks_for_values


def value_or_function(x: Any) -> Any:
    """``x``, or what it returns if it is a function without arguments."""
    return x() if callable(x) and not is_tensor(x) else x


def switch(condition: Any, then_expression: Any, else_expression: Any) -> Tensor:
    """``then_expression`` where ``condition`` holds, else ``else_expression``; each a tensor or a function.

    Args:
        condition: a scalar, or a tensor with at most as many axes as the expressions: it is matched with their
            leading axes, and repeated along the others.

    Raises:
        RankError: the condition has more axes than the expressions.

    Example:
        >>> from compat.flavors.keras3.backend.tensors import value_of
        >>> value_of(switch(ops.convert_to_tensor([True, False]), [[1.0, 2.0], [3.0, 4.0]], [[0.0, 0.0], [0.0, 0.0]]))
        array([[1., 2.],
               [0., 0.]], dtype=float32)
    """
    condition = truth(condition)
    if isinstance(condition, bool):
        return as_tensor(value_or_function(then_expression if condition else else_expression))
    if rank(condition) == 0 and not any_symbolic(condition, then_expression, else_expression):
        return _choose_one(condition, then_expression, else_expression)
    chosen, other = operands([value_or_function(then_expression), value_or_function(else_expression)])
    return ops.where(_with_trailing_axes(condition, rank(chosen)), chosen, other)


def truth(condition: Any) -> Any:
    """A condition as a bool where it is one number whose value is known, else as a boolean tensor."""
    if isinstance(condition, (bool, int, float, np.generic)):
        return bool(condition)
    condition = cast(condition, "bool")
    if rank(condition) or is_symbolic(condition):
        return condition
    try:
        return bool(value_of(condition))
    except Exception:  # traced: every backend has its own error for a tensor without a value
        return condition


def _choose_one(condition: Tensor, then_expression: Any, else_expression: Any) -> Tensor:
    return ops.cond(
        condition,
        lambda: as_tensor(value_or_function(then_expression)),
        lambda: as_tensor(value_or_function(else_expression)))


def _with_trailing_axes(condition: Tensor, ndim: int) -> Tensor:
    missing = ndim - rank(condition)
    if missing < 0:
        raise RankError("K.switch: the condition has {} axes, more than the {} of the expressions".format(
            rank(condition), ndim))
    return condition[(Ellipsis,) + (None,) * missing] if missing and rank(condition) else condition


def map_fn(fn: Callable[..., Any], elems: Any, name: Optional[str] = None, dtype: Any = None) -> Any:
    """``fn`` of each slice along the first axis, stacked: (n, …) → (n, …); ``elems`` may be a tuple or list of tensors.

    Args:
        dtype: of the result, where it differs from that of ``elems``; nested like the result.
    """
    def mapped(elems: Any) -> Any:
        return _map_slices(fn, _tensors(elems))

    result = loop_when_run(mapped, elems)
    return result if dtype is None else keras.tree.map_structure(cast, result, _like(dtype, result))


def foldl(fn: Callable[..., Any], elems: Any, initializer: Any = None, name: Optional[str] = None) -> Any:
    """``fn(fn(fn(initial, x[0]), x[1]) …)``: (n, …) → (…); without ``initializer`` the first slice is the initial."""
    def folded(elems: Any, initial: Any) -> Any:
        return _fold(fn, _tensors(elems), _tensors(initial), backwards=False)

    return loop_when_run(folded, elems, initializer)


def foldr(fn: Callable[..., Any], elems: Any, initializer: Any = None, name: Optional[str] = None) -> Any:
    """As :func:`foldl` from the last slice to the first."""
    def folded(elems: Any, initial: Any) -> Any:
        return _fold(fn, _tensors(elems), _tensors(initial), backwards=True)

    return loop_when_run(folded, elems, initializer)


def _tensors(elems: Any) -> Any:
    return None if elems is None else keras.tree.map_structure(as_tensor, elems)


def _like(dtype: Any, result: Any) -> Any:
    return dtype if keras.tree.is_nested(dtype) else keras.tree.map_structure(lambda _: dtype, result)


def _map_slices(fn: Callable[..., Any], elems: Any) -> Any:
    try:
        return _mapped(fn, elems)
    except Exception as error:
        if not asks_for_values(error):
            raise
    slices = zip(*map(ops.unstack, keras.tree.flatten(elems)))  # JAX loops over what it can compile alone
    found = [fn(keras.tree.pack_sequence_as(elems, list(each))) for each in slices]
    return keras.tree.map_structure(lambda *each: ops.stack(each), *found)


def _mapped(fn: Callable[..., Any], elems: Any) -> Any:
    if hasattr(ops, "map"):
        return ops.map(fn, elems)
    return scan(lambda carry, x: (carry, fn(x)), (), elems, False)[1]  # Keras 3.3


def _fold(fn: Callable[..., Any], elems: Any, initial: Any, backwards: bool) -> Any:
    if initial is None:
        edge, rest = (-1, (slice(None, -1),)) if backwards else (0, (slice(1, None),))
        initial = keras.tree.map_structure(lambda x: x[edge], elems)
        elems = keras.tree.map_structure(lambda x: x[rest], elems)
    return scan(lambda carry, x: (fn(carry, x), None), initial, elems, backwards)[0]


def scan(step: Callable[[Any, Any], Any], initial: Any, elems: Any, reverse: bool) -> Any:
    """What ``keras.ops.scan`` gives: the last carry, and every output of ``step(carry, slice)`` stacked, or None."""
    if hasattr(ops, "scan"):
        return ops.scan(step, initial, elems, reverse=reverse)
    return _scanned_by_while(step, initial, elems, reverse)  # Keras 3.3


def _scanned_by_while(step: Callable[[Any, Any], Any], initial: Any, elems: Any, reverse: bool) -> Any:
    count = ops.shape(keras.tree.flatten(elems)[0])[0]
    pack, flatten = keras.tree.pack_sequence_as, keras.tree.flatten

    def at(place: Any) -> Any:
        return keras.tree.map_structure(lambda x: ops.take(x, place, axis=0), elems)

    like = step(initial, at(0))[1]
    outputs = [] if like is None else [ops.zeros((count,) + tuple(ops.shape(x)), dtype=x.dtype) for x in flatten(like)]
    carries = [as_tensor(x) for x in flatten(initial)]

    def advance(number: Any, *tensors: Any) -> Any:
        place = count - 1 - number if reverse else number
        carry, output = step(pack(initial, list(tensors[:len(carries)])), at(place))
        new = [] if like is None else [
            ops.scatter_update(buffer, ops.reshape(place, (1, 1)), x[None])
            for buffer, x in zip(tensors[len(carries):], flatten(output))]
        return (number + 1, *flatten(carry), *new)

    _, *found = ops.while_loop(lambda number, *tensors: number < count, advance,
                               (ops.convert_to_tensor(0, dtype="int32"), *carries, *outputs))
    return pack(initial, found[:len(carries)]), None if like is None else pack(like, found[len(carries):])
