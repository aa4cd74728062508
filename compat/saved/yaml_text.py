"""YAML text to values, for ``model.to_yaml()`` of Keras 1 to tf.keras 2.4.

``yaml.load`` of a model file runs what the file says (CVE-2021-37678). This is PyYAML's safe loader, with the one tag
that Keras really wrote (``!!python/tuple``), read as a list, and with everything measured before a value is made.
"""

from __future__ import annotations

from typing import Any, Type

from compat.errors import NotAModelFileError, UnsafeFileError, UnsupportedError
from compat.saved.documents import LONGEST_INTEGER, check_depth
from compat.saved.limits import Limits

YAML_SHARE = 16  # PyYAML takes about a second for 100 kB: an architecture of a thousand layers
PREFIX = "tag:yaml.org,2002:"
SEQUENCES = ("python/tuple", "python/list")
STRINGS = ("python/unicode", "python/str")
INTEGERS = ("int", "python/int", "python/long")


def parse_yaml(text: str, place: str, limits: Limits) -> Any:
    """The value of a YAML document of plain values.

    Args:
        text: the document.
        place: where it came from, for messages.
        limits: bounds on size (a sixteenth of ``json_bytes``), depth and number of values.

    Raises:
        UnsupportedError: PyYAML is not installed.
        UnsafeFileError: a tag that asks for a Python object, a merge key, or a limit exceeded.
        NotAModelFileError: it is not YAML.
    """
    try:
        import yaml
    except ImportError as error:
        raise UnsupportedError(
            "{} is YAML, which is read with PyYAML: run 'pip install pyyaml', or save the model with to_json().".format(
                place
            )
        ) from error
    if len(text) > limits.json_bytes // YAML_SHARE:
        raise UnsafeFileError(
            "{} is longer than {:,} characters (Limits.json_bytes / {}).".format(
                place, limits.json_bytes // YAML_SHARE, YAML_SHARE
            )
        )
    loader = _loader(yaml)
    try:
        _check_events(yaml, loader, text, place, limits)
        value = yaml.load(text, Loader=loader)
    except UnsafeFileError:
        raise
    except yaml.constructor.ConstructorError as error:
        raise UnsafeFileError("{} asks for more than plain values: {}".format(place, error.problem)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NotAModelFileError("{} is not valid YAML: {}".format(place, error)) from error
    check_depth(value, place, limits)  # counts what an alias repeats as often as it is repeated
    return value


def _check_events(yaml: Any, loader: Type[Any], text: str, place: str, limits: Limits) -> None:
    """Depth, number of values and merge keys, seen before any of them is built."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=loader)):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > limits.json_depth or number > limits.json_values:
            raise UnsafeFileError("{} is nested too deep or holds too many values.".format(place))
        # A merge key copies another mapping; a few of them in a row multiply to any size.
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]:
            raise UnsafeFileError("{} uses a YAML merge key, which no architecture needs.".format(place))


def _loader(yaml: Any) -> Type[Any]:
    """A safe loader of our own, so that PyYAML's is left as it is for everyone else."""
    base: Type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loader: Type[Any] = type("ArchitectureLoader", (base,), {})
    for tag in SEQUENCES:
        loader.add_constructor(PREFIX + tag, lambda self, node: self.construct_sequence(node, deep=True))
    for tag in STRINGS:
        loader.add_constructor(PREFIX + tag, lambda self, node: self.construct_scalar(node))
    for tag in INTEGERS:
        loader.add_constructor(PREFIX + tag, _integer)
    return loader


def _integer(loader: Any, node: Any) -> int:
    digits = str(node.value)
    if len(digits) > LONGEST_INTEGER:
        raise ValueError("an integer of {} digits".format(len(digits)))
    return int(loader.construct_yaml_int(node))
