"""When a training step on torch assigns what calls of layers update: at its end, after the gradients.

A gradient that goes through a variable, as that of spectral normalization through its vector, needs the value that the layer
has read. On torch an assignment changes that value in place. JAX gives the new value to the next step, TensorFlow copies.
"""
import threading
from contextlib import contextmanager
from typing import Any, Iterable, Iterator, List, Optional, Tuple


class _Step(threading.local):
    waiting: Optional[List[Tuple[Any, Any]]] = None  # variables with their new values; None outside of a step
    in_call = False


_step = _Step()


@contextmanager
def assigning_after_gradients() -> Iterator[None]:
    """Context manager of a training step on torch."""
    outer, _step.waiting = _step.waiting, []
    try:
        yield
    finally:
        waiting, _step.waiting = _step.waiting, outer
        for variable, value in waiting:
            variable.assign(value)


@contextmanager
def of_a_call() -> Iterator[None]:
    """Context manager of what the call of a layer updates."""
    outer, _step.in_call = _step.in_call, True
    try:
        yield
    finally:
        _step.in_call = outer


def assign(variable: Any, value: Any) -> None:
    """Assign a value, now or at the end of the step."""
    if _step.waiting is None or not _step.in_call:
        variable.assign(value)
    else:
        _step.waiting.append((variable, value.detach()))


def let_be_read(variables: Iterable[Any]) -> None:
    """Assign what waits for these variables: the next update computes with it, that of a layer which is called twice."""
    if not _step.waiting:
        return
    read = {id(variable) for variable in variables}
    now = [each for each in _step.waiting if id(each[0]) in read]
    _step.waiting[:] = [each for each in _step.waiting if id(each[0]) not in read]
    for variable, value in now:
        variable.assign(value)
