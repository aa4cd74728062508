"""Arguments that a constructor or method had in Keras 1, as those of Keras 2, with what the caller should be told.

Keras 2.0 to 2.3 took the old names and warned; tf.keras and Keras 3 do not. The facts are the tables of
:mod:`compat.api.arguments`, which opening a file of Keras 1 reads too. No Keras is imported here.
"""
from typing import Any, Dict, List, NamedTuple, Tuple

from compat.api.arguments import (
    COUNTED_SAMPLES,
    DIM_ORDERINGS,
    IMPLEMENTATIONS,
    INPUT_ARGUMENTS,
    KERAS1,
    KERAS1_DROPPED,
    KERAS1_IGNORED,
    KERAS1_METHODS,
    KERAS1_REFUSED,
    KERAS1_TUPLES,
    OLD_VALUES,
    PADDING_SIDES,
    TAKES_REFUSED,
)
from compat.callers import warn_caller
from compat.errors import ArgumentError


class Translated(NamedTuple):
    """Arguments of Keras 2.

    Attributes:
        args: by position.
        kwargs: by name.
        notes: what was changed, for people; empty when nothing was Keras 1's.
    """

    args: Tuple[Any, ...]
    kwargs: Dict[str, Any]
    notes: List[str]


def layer_arguments(class_name: str, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Translated:
    """The arguments of a layer's constructor by the names and values of Keras 2.

    Args:
        class_name: the layer's name in Keras 2.

    Raises:
        ArgumentError: a value that no later Keras has, or an argument given under both names.

    Example:
        >>> layer_arguments("Conv2D", (4, 3, 2), {"border_mode": "same"})[:2]
        ((4, (3, 2)), {'padding': 'same'})
    """
    notes: List[str] = []
    named = _without_dropped(class_name, kwargs, notes)
    args, named = _joined(class_name, args, named, notes)
    names = dict(KERAS1.get(class_name, {}))
    if "depthwise_initializer" in names.values() and "init" in named:
        named.setdefault("pointwise_initializer", named["init"])
    named = _renamed(class_name, names, named, notes)
    return Translated(args, {name: _value(class_name, name, value) for name, value in named.items()}, notes)


def method_arguments(method: str, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Translated:
    """The same for keyword arguments of ``Model`` and of a model's methods.

    Example:
        >>> method_arguments("fit", (), {"nb_epoch": 3}).kwargs
        {'epochs': 3}
    """
    notes = ["{} counted samples, the number is taken for batches now".format(name)
             for name in sorted(COUNTED_SAMPLES & set(kwargs) & set(KERAS1_METHODS[method]))]
    return Translated(args, _renamed(method, KERAS1_METHODS[method], kwargs, notes), notes)


def warn(what: str, notes: List[str]) -> None:
    """Warn at the caller's line, if there is anything to say.

    Args:
        what: class or method that was called.
    """
    if notes:
        warn_caller("{} was called as in Keras 1: {}".format(what, "; ".join(notes)))


def _without_dropped(class_name: str, kwargs: Dict[str, Any], notes: List[str]) -> Dict[str, Any]:
    ignored = KERAS1_IGNORED.get(class_name, {})
    dropped = set(KERAS1_DROPPED.get(class_name, ())) - INPUT_ARGUMENTS
    refused = KERAS1_REFUSED.get(class_name, {})
    kept: Dict[str, Any] = {}
    for name, value in kwargs.items():
        if name in refused and value in refused[name]:
            raise ArgumentError("{}({}={!r}) of Keras 1 {}, as no later Keras does; use {}".format(
                class_name, name, value, refused[name][value], TAKES_REFUSED[class_name]))
        if name in ignored:
            notes.append("{} is ignored, {}".format(name, ignored[name]))
        elif name == "consume_less" and name in dropped:
            kept["implementation"] = IMPLEMENTATIONS.get(value, value)
            notes.append("{}={!r} is implementation={!r} now".format(name, value, kept["implementation"]))
        elif name in dropped or name in refused:
            notes.append("{} was removed".format(name))
        else:
            kept[name] = value
    return kept


def _joined(class_name: str, args: Tuple[Any, ...], named: Dict[str, Any], notes: List[str]) -> Any:
    """``(nb_filter, nb_row, nb_col)`` as ``(filters, (nb_row, nb_col))``: by position, by name, or the last ones by name."""
    for joined, parts in KERAS1_TUPLES.get(class_name, {}).items():
        given = args[1:-1] if _ends_in_dropped(class_name, args, len(parts)) else args[1:]
        rest = parts[len(given):]
        if len(given) > len(parts) or not all(isinstance(size, int) for size in given) or not all(
                part in named for part in rest):
            continue
        sizes = given + tuple(named[part] for part in rest)
        notes.append("{} are {}={} now".format(", ".join(parts), joined, sizes))
        named = {name: value for name, value in named.items() if name not in rest}
        if given:
            args = (args[0], sizes)
        else:
            named[joined] = sizes
    return args, named


def _ends_in_dropped(class_name: str, args: Tuple[Any, ...], parts: int) -> bool:
    """Whether an argument that was removed follows the sizes of a kernel: ``Deconvolution2D(5, 3, 3, (6, 7, 5))``."""
    return "output_shape" in KERAS1_DROPPED.get(class_name, ()) and len(args) == parts + 2 and isinstance(args[1], int)


def _renamed(what: str, names: Any, kwargs: Dict[str, Any], notes: List[str]) -> Dict[str, Any]:
    found: Dict[str, Any] = {}
    for name, value in kwargs.items():
        new = names.get(name, name)
        if new in found or (new != name and new in kwargs):
            raise ArgumentError("{} was given {} under the name of Keras 1 as well: {}. Keep one of them".format(
                what, new, ", ".join(sorted(old for old in kwargs if names.get(old, old) == new))))
        if new != name:
            notes.append("{} is {} now".format(name, new))
        found[new] = value
    return found


def _value(class_name: str, name: str, value: Any) -> Any:
    if name == "padding" and isinstance(value, dict):
        pairs = tuple(tuple(value.get(side, 0) for side in sides) for sides in PADDING_SIDES.get(class_name, ()))
        return pairs[0] if len(pairs) == 1 else pairs
    if not isinstance(value, str):
        return value
    if name == "data_format":
        return DIM_ORDERINGS.get(value, value)
    for ending, values in OLD_VALUES.items():
        if name.endswith(ending):
            return values.get(value, value)
    return value
