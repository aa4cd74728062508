"""Variables that a step reads and that its model does not have, on JAX: a loss, a metric or a ``Lambda`` closes over them.

A compiled step of JAX takes for a constant what it is not given. Such variables are noted here where the step is traced, and
given to the next one (:mod:`..engine.outside_variables`).
"""
import threading
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Optional

from keras.src.backend.common.stateless_scope import get_stateless_scope, in_stateless_scope  # no public way to the scope


class _Noting(threading.local):
    noted: Optional[List[Any]] = None
    known: Dict[int, Any] = {}


_noting = _Noting()


@contextmanager
def noting_reads(known: Dict[int, Any]) -> Iterator[List[Any]]:
    """While the block runs, note variables that are read and that the scope of the step has no values of.

    Args:
        known: values by ``id`` of the variable, of those that the step has elsewhere, such as those of the optimizer.
    """
    outer = _noting.noted, _noting.known
    _noting.noted, _noting.known = [], known
    try:
        yield _noting.noted
    finally:
        _noting.noted, _noting.known = outer


def value_in_step(variable: Any) -> Any:
    """The value that the step has of a variable, or None where its scope or the variable itself has it."""
    if _noting.noted is None or not in_stateless_scope() or get_stateless_scope().get_current_value(variable) is not None:
        return None
    if id(variable) in _noting.known:
        return _noting.known[id(variable)]
    if all(variable is not each for each in _noting.noted):
        _noting.noted.append(variable)
    return None
