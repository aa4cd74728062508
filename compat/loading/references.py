"""Custom objects as text, from a command line: ``module:Class``, ``crop=lambda x: x[:, 2:]``."""
import importlib
import os
import sys
from typing import Dict, Iterable, Optional, Tuple

from compat.errors import OptionError
from compat.lambdas import Expression

FunctionAndMask = Tuple[Optional[Expression], Optional[Expression]]


def custom_objects(references: Iterable[str]) -> Dict[str, object]:
    """``["My=package.module:Class"]`` as ``{"My": Class}``; modules are looked for in the working directory too.

    Raises:
        OptionError: not of that form, or not importable.
    """
    wanted = list(references)
    if wanted and os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    return dict(_custom(reference) for reference in wanted)


def _custom(reference: str) -> Tuple[str, object]:
    name, _, place = reference.rpartition("=")
    module, colon, attribute = place.partition(":")
    if not (module and colon and attribute):
        raise OptionError("--custom {!r}: give it as module:Class or Name=module:Class".format(reference))
    try:
        found = getattr(importlib.import_module(module), attribute)
    except Exception as error:  # whatever the user's module raises
        raise OptionError("--custom {!r}: {}: {}".format(reference, type(error).__name__, error)) from error
    return name or attribute, found


def lambda_functions(functions: Iterable[str], masks: Iterable[str]) -> Dict[str, FunctionAndMask]:
    """Layer name → (function, mask).

    Raises:
        OptionError: no ``name=``.
        LambdaError: what follows is not an expression, or does what is not allowed.

    Example:
        >>> sorted(lambda_functions(["crop=lambda x: x[:, 2:]"], []))
        ['crop']
    """
    found = {name: _expression(name, text) for name, text in map(_pair, functions)}
    found_masks = {name: _expression(name, text) for name, text in map(_pair, masks)}
    return {name: (found.get(name), found_masks.get(name)) for name in list(found) + list(found_masks)}


def _pair(reference: str) -> Tuple[str, str]:
    name, equals, text = reference.partition("=")
    if not equals or not name.strip():
        raise OptionError("{!r}: give it as layer=lambda x: …".format(reference))
    return name.strip(), text


def _expression(name: str, text: str) -> Expression:
    return Expression.parse(text, name).check(name)
