"""JSON text → values. Size, number of values and depth are checked before and after parsing.

The parser of the standard library runs no code, but a document can still exhaust it: nested 10,000 deep, an integer
of a million digits, a hundred million empty lists.
"""

from __future__ import annotations

import json
from typing import Any, List, Tuple, Union

from compat.errors import NotAModelFileError, UnsafeFileError
from compat.saved.limits import Limits

LONGEST_INTEGER = 40


def parse_json(text: Union[bytes, str], place: str, limits: Limits) -> Any:
    """The value of a JSON document.

    Args:
        text: the document, as a string or as UTF-8 bytes.
        place: where it came from, for messages.
        limits: bounds on bytes, values and depth.

    Raises:
        UnsafeFileError: it exceeds a limit; the message names which.
        NotAModelFileError: it is not JSON.

    Example:
        >>> parse_json(b'{"a": [1, 2]}', "example", Limits())
        {'a': [1, 2]}
    """
    decoded = decode(text, place)
    _check_size(decoded, place, limits)
    try:
        value = json.loads(decoded, parse_int=_bounded_integer)
    except RecursionError:
        raise UnsafeFileError(_too_deep(place, limits)) from None
    except ValueError as error:
        raise NotAModelFileError("{} is not valid JSON: {}".format(place, error)) from error
    check_depth(value, place, limits)
    return value


def decode(text: Union[bytes, str], place: str) -> str:
    """Text from UTF-8 bytes, or a typed error that names the place."""
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotAModelFileError("{} is not UTF-8 text: {}".format(place, error)) from error


def check_depth(value: Any, place: str, limits: Limits) -> None:
    """Refuse a value that is nested too deep or has too many parts, without recursion."""
    waiting: List[Tuple[Any, int]] = [(value, 1)]
    seen = 0
    while waiting:
        current, depth = waiting.pop()
        seen += 1
        if depth > limits.json_depth:
            raise UnsafeFileError(_too_deep(place, limits))
        if seen > limits.json_values:
            raise UnsafeFileError(_too_many(place, limits))
        if isinstance(current, dict):
            waiting.extend((part, depth + 1) for part in current.values())
        elif isinstance(current, (list, tuple)):
            waiting.extend((part, depth + 1) for part in current)


def check_layers(config: Any, place: str, limits: Limits) -> None:
    """Refuse a model's configuration with too many layers, counting its lists of layers at any depth.

    Raises:
        UnsafeFileError: more than ``Limits.layers``.
    """
    waiting, layers = [config], 0
    while waiting:
        current = waiting.pop()
        parts = current.values() if isinstance(current, dict) else current
        if isinstance(current, list):
            layers += sum(isinstance(part, dict) and "class_name" in part for part in current)
        if layers > limits.layers:
            raise UnsafeFileError("{} has more than Limits.layers = {:,} layers.".format(place, limits.layers))
        waiting.extend(part for part in parts if isinstance(part, (dict, list)))


def _check_size(text: str, place: str, limits: Limits) -> None:
    if len(text) > limits.json_bytes:
        raise UnsafeFileError(
            "{} has {:,} characters of JSON, more than Limits.json_bytes = {:,}.".format(
                place, len(text), limits.json_bytes
            )
        )
    # An upper bound: every container has its bracket, and every value but the first of a container its comma.
    if text.count(",") + text.count("[") + text.count("{") > limits.json_values:
        raise UnsafeFileError(_too_many(place, limits))


def _bounded_integer(digits: str) -> int:
    if len(digits) > LONGEST_INTEGER:
        raise ValueError("an integer has {} digits, more than {}".format(len(digits), LONGEST_INTEGER))
    return int(digits)


def _too_deep(place: str, limits: Limits) -> str:
    return "{} is nested deeper than Limits.json_depth = {}.".format(place, limits.json_depth)


def _too_many(place: str, limits: Limits) -> str:
    return "{} has more than Limits.json_values = {:,} values.".format(place, limits.json_values)
