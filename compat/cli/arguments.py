"""Arguments that name Python objects: ``--custom module:Class``, ``--lambda 'crop=lambda x: x[:, 2:]'``."""
import argparse
import importlib
import os
import sys
from typing import Any, Dict, List, Tuple

from compat.cli.output import Misuse
from compat.lambdas import Expression


def add_loading_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of every command that loads a model."""
    parser.add_argument("--custom", action="append", default=[], metavar="[NAME=]MODULE:OBJECT",
                        help="a class or function that the file needs; may be repeated")
    parser.add_argument("--lambda", dest="lambdas", action="append", default=[], metavar="LAYER=EXPRESSION",
                        help="the function of a Lambda layer, e.g. 'crop=lambda x: x[:, 2:, :]'; may be repeated")
    parser.add_argument("--lambda-mask", dest="masks", action="append", default=[], metavar="LAYER=EXPRESSION",
                        help="its mask function, e.g. 'crop=lambda inputs, mask: mask[:, 2:]'")
    parser.add_argument("--weights", metavar="H5", help="weights for an architecture given as .json or .yaml")
    parser.add_argument("--unsafe", action="store_true", help="lift the limits on size; code is never run either way")


def custom_objects(options: List[str]) -> Dict[str, Any]:
    """``["My=package.module:Class"]`` as ``{"My": Class}``; modules are looked for in the working directory too.

    Raises:
        Misuse: not of that form, or not importable.
    """
    if options and os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    return dict(_custom(option) for option in options)


def _custom(option: str) -> Tuple[str, Any]:
    name, _, place = option.rpartition("=")
    module, colon, attribute = place.partition(":")
    if not (module and colon and attribute):
        raise Misuse("--custom {!r}: give it as module:Class or Name=module:Class".format(option))
    try:
        found = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise Misuse("--custom {!r}: {}".format(option, error)) from error
    return name or attribute, found


def lambda_functions(functions: List[str], masks: List[str]) -> Dict[str, Tuple[Any, Any]]:
    """Layer name → (function, mask), each an Expression or None.

    Raises:
        Misuse: no ``name=``.
        LambdaError: what follows is no expression, or does what is not allowed.
    """
    found = {name: _expression(name, text) for name, text in map(_pair, functions)}
    found_masks = {name: _expression(name, text) for name, text in map(_pair, masks)}
    return {name: (found.get(name), found_masks.get(name)) for name in list(found) + list(found_masks)}


def _pair(option: str) -> Tuple[str, str]:
    name, equals, text = option.partition("=")
    if not equals or not name.strip():
        raise Misuse("{!r}: give it as layer=lambda x: …".format(option))
    return name.strip(), text


def _expression(name: str, text: str) -> Expression:
    return Expression.parse(text, name).check(name)
