"""The functions of ``sklearn.cross_validation`` and ``sklearn.grid_search`` that make 3 folds where none are named.

Those of ``sklearn.model_selection`` make 5 since scikit-learn 0.22: https://scikit-learn.org/stable/whats_new/v0.22.html.
"""
import functools
import importlib
import inspect
from typing import Any, Callable, Dict

from compat.api.dropped_names import THREE_FOLDS

_MADE: Dict[str, Any] = {}
_NAMES = {whole.rpartition(".")[2] for whole in THREE_FOLDS}


def __getattr__(name: str) -> Any:
    """The function or class of that name; pickle finds the classes here too."""
    if name not in _NAMES:
        raise AttributeError("module {!r} has no attribute {!r}".format(__name__, name))
    if name not in _MADE:
        newer = getattr(importlib.import_module("sklearn.model_selection"), name)
        _MADE[name] = _search(newer) if inspect.isclass(newer) else _three_folds(newer)
    return _MADE[name]


def _three_folds(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def with_folds(*args: Any, **kwargs: Any) -> Any:
        if kwargs.get("cv") is None:
            kwargs["cv"] = 3
        return function(*args, **kwargs)

    return with_folds


def _search(newer: Any) -> Any:
    """A class of its own: scikit-learn clones and pickles an estimator by its class."""
    return type(newer.__name__, (newer,), {"__init__": _three_folds(newer.__init__), "__module__": __name__,
                                           "__doc__": newer.__doc__})
