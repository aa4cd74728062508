"""Constructors and methods that take the argument names of Keras 1, as those of Keras 2.0 to 2.3 did, where the era says so.

What is translated is a table, :mod:`compat.api.arguments`.
"""
import functools
import inspect
from typing import Any, Callable, Dict, Tuple

from compat.era import current
from compat.flavors.shared.keras1_arguments import Translated, layer_arguments, method_arguments, warn

Function = Callable[..., Any]
Translate = Callable[[str, Tuple[Any, ...], Dict[str, Any]], Translated]


def layer_constructor(class_name: str, init: Function) -> Function:
    """``init``, the constructor of the layer that Keras 2 called ``class_name``, taking Keras 1's arguments too."""
    return _translated(class_name, init, layer_arguments)


def method(function: Function) -> Function:
    """Decorator: a method of a model, taking Keras 1's arguments too."""
    return _translated(function.__name__, function, method_arguments)


def model_arguments(args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Dict[str, Any]:
    """The keyword arguments of ``Model`` with ``input`` and ``output`` by their later names."""
    return _of_era("Model", args, kwargs, method_arguments).kwargs


def _translated(name: str, function: Function, translate: Translate) -> Function:
    @functools.wraps(function)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        found = _of_era(name, args, kwargs, translate)
        return function(self, *found.args, **found.kwargs)

    call.__signature__ = inspect.signature(function)  # type: ignore[attr-defined]  # Keras reads it without unwrapping
    return call


def _of_era(name: str, args: Tuple[Any, ...], kwargs: Dict[str, Any], translate: Translate) -> Translated:
    if not current().behaviour("keras1_arguments"):
        return Translated(args, kwargs, [])
    found = translate(name, args, kwargs)
    warn(name, found.notes)
    return found
