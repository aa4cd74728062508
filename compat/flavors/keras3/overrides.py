"""Gradients of a program's own in place of those of TensorFlow 1's operations: gradient reversal, guided backpropagation.

There ``tf.RegisterGradient`` named a gradient, and operations that were added to the graph in the block of
``graph.gradient_override_map({"Relu": name})`` had it. Here a function that stands for such an operation gets it in the
block, and a layer that was called in the block gets it each time that it runs.
"""
import functools
import threading
from contextlib import contextmanager, nullcontext
from typing import Any, Callable, ContextManager, Dict, Iterator, Mapping, NamedTuple, Tuple

import keras

#: Name → gradient, a function of the operation and of the gradient by its output.
registered: Dict[str, Callable[[Any, Any], Any]] = {}


class Computed(NamedTuple):
    """An operation as a gradient sees it.

    Attributes:
        type: such as ``"Relu"``.
        inputs, outputs: tensors.
    """

    type: str
    inputs: Tuple[Any, ...]
    outputs: Tuple[Any, ...]


class _State(threading.local):
    def __init__(self) -> None:
        self.names: Mapping[str, str] = {}


_state = _State()
_KEY = "_gradient_overrides"


@contextmanager
def overriding(names: Mapping[str, str]) -> Iterator[None]:
    """In the block, operations of these types have the gradients of these names.

    Args:
        names: type of an operation → name of a registered gradient.
    """
    outer = _state.names
    _state.names = {**outer, **names}
    try:
        yield
    finally:
        _state.names = outer


def of_layer(layer: Any) -> ContextManager[None]:
    """In the block a layer runs: with the gradients of the block that it was called in first."""
    facts: Dict[str, Any] = vars(layer)
    if _state.names:
        facts.setdefault(_KEY, dict(_state.names))
    return overriding(facts[_KEY]) if _KEY in facts else nullcontext()


def is_overridden(kind: str) -> bool:
    """Whether operations of this type have a gradient of the program in this block."""
    return kind in _state.names


def with_gradient(kind: str, function: Callable[[Any], Any], x: Any) -> Any:
    """``function(x)``, with the gradient that the program gave to operations of this type, if it did.

    Args:
        kind: type of the operation, such as ``"Identity"``.
        function: of a tensor.
        x: a tensor; a symbolic one is kept for the run.
    """
    name = _state.names.get(kind)
    if name is None:
        return function(x)
    from compat.flavors.keras3.backend.symbolic import call_when_run  # here: most layers need none of it

    return call_when_run(functools.partial(_run, kind, name, function), x)


def _run(kind: str, name: str, function: Callable[[Any], Any], x: Any) -> Any:
    def computed(x: Any) -> Any:
        value = _plain(kind, function, x)

        def gradient(*given: Any, upstream: Any = None) -> Any:
            found = registered[name](Computed(kind, (x,), (value,)), given[0] if upstream is None else upstream)
            return found[0] if isinstance(found, (list, tuple)) else found

        return value, gradient

    return keras.ops.custom_gradient(computed)(keras.ops.convert_to_tensor(x))


def _plain(kind: str, function: Callable[[Any], Any], x: Any) -> Any:
    outer = _state.names
    _state.names = {key: name for key, name in outer.items() if key != kind}
    try:
        return function(x)
    finally:
        _state.names = outer
