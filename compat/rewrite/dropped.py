"""What old code imports that Python and other packages have dropped since: found where it is now, or made anew."""
import html
import importlib
import inspect
import warnings
from types import ModuleType
from typing import Any, Callable, NamedTuple, Optional, Tuple

from compat.api.dropped_names import CHANGED, MOVED, REMADE, THREE_FOLDS


def dropped_name(module: str, name: str, bound: Any = None) -> Any:
    """What ``from module import name`` gave: the installed one, else the same thing from where it is now.

    Args:
        module: dotted.
        name: of the module.
        bound: what the program's name for the module holds now; an object of another kind has its attribute taken.

    Example:
        >>> dropped_name("collections", "Mapping").__module__, dropped_name("fractions", "gcd")(4, 6)
        ('collections.abc', 2)
    """
    if bound is not None and not isinstance(bound, ModuleType):
        return getattr(bound, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return _imported(module, name)
    except ImportError:
        whole = "{}.{}".format(module, name)
        if whole in REMADE:
            return _remade(REMADE[whole])
        if whole in THREE_FOLDS:
            return getattr(importlib.import_module("compat.rewrite.folds"), name)
        if whole in CHANGED:
            return getattr(importlib.import_module("compat.rewrite.old_folds"), name)
        place, _, last = MOVED.get(whole, "{}.{}".format(MOVED.get(module, module), name)).rpartition(".")
        return _imported(place, last) if place else importlib.import_module(last)


def _imported(module: str, name: str) -> Any:
    """As ``from module import name``.

    Raises:
        ImportError: there is no such module, or no such name in it.
    """
    found = importlib.import_module(module)
    if hasattr(found, name):
        return getattr(found, name)
    return importlib.import_module("{}.{}".format(module, name))


def _remade(name: str) -> Any:
    return globals()[name] if name in globals() else getattr(importlib.import_module("compat.rewrite.scipy_images"), name)


class ArgSpec(NamedTuple):
    """The arguments of a function, as ``inspect.getargspec`` of Python 3.10 gave them."""

    args: Any
    varargs: Optional[str]
    keywords: Optional[str]
    defaults: Optional[Tuple[Any, ...]]


def getargspec(func: Callable[..., Any]) -> ArgSpec:
    """As in Python 3.10, which was the last to have it.

    Raises:
        ValueError: the function has keyword-only arguments or annotations.

    Example:
        >>> getargspec(lambda x, y=2: x).defaults
        (2,)
    """
    found = inspect.getfullargspec(func)
    if found.kwonlyargs or found.annotations:
        raise ValueError("inspect.getargspec does not know keyword-only arguments and annotations, which {} has; call "
                         "inspect.getfullargspec".format(getattr(func, "__name__", func)))
    return ArgSpec(found.args, found.varargs, found.varkw, found.defaults)


def escape(s: str, quote: Optional[bool] = None) -> str:
    """``cgi.escape`` of Python 3.7: ``&``, ``<``, ``>``, and with ``quote`` also ``"``.

    Example:
        >>> escape("a < 'b'")
        "a &lt; 'b'"
    """
    text = html.escape(s, quote=False)
    return text.replace('"', "&quot;") if quote else text
