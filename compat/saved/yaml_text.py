"""YAML text → values, for ``model.to_yaml()`` of Keras 1 to tf.keras 2.4.

``yaml.load`` of a model file runs what the file says (CVE-2021-37678). This is PyYAML's safe loader plus the one tag that
Keras wrote (``!!python/tuple``), read as a list; limits are checked before any value is created.
"""

from __future__ import annotations

from typing import Any, Type

from compat.errors import NotAModelFileError, UnsafeFileError, UnsupportedError
from compat.saved.documents import LONGEST_INTEGER, check_depth
from compat.saved.limits import Limits

YAML_SHARE = 16  # PyYAML needs about a second for 100 kB, an architecture with a thousand layers
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
        UnsafeFileError: a tag for a Python object, a merge key, or a limit exceeded.
        NotAModelFileError: it is not YAML.
    """
    try:
        import yaml
    except ImportError as error:
        raise UnsupportedError(
            "{} is YAML, which needs PyYAML: run 'pip install pyyaml', or save the architecture with to_json().".format(
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
        raise UnsafeFileError("{} contains more than plain values: {}".format(place, error.problem)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NotAModelFileError("{} is not valid YAML: {}".format(place, error)) from error
    check_depth(value, place, limits)  # counts every use of an alias
    return value


def _check_events(yaml: Any, loader: Type[Any], text: str, place: str, limits: Limits) -> None:
    """Check depth, number of values and merge keys before any value is created."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=loader)):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > limits.json_depth or number > limits.json_values:
            raise UnsafeFileError("{} exceeds Limits.json_depth or Limits.json_values.".format(place))
        # A merge key copies another mapping; a few in a row multiply to any size.
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]:
            raise UnsafeFileError("{} has a YAML merge key, which Keras never writes.".format(place))


def _loader(yaml: Any) -> Type[Any]:
    """Our own safe loader, so that PyYAML's stays unchanged for everyone else."""
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
        raise ValueError("an integer has {} digits, more than {}".format(len(digits), LONGEST_INTEGER))
    return int(loader.construct_yaml_int(node))
