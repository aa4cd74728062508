"""Which call of a shared layer gave a tensor: Keras 3.2 lost it, Keras 3.0 and 3.1 counted the calls in other models too."""

from __future__ import annotations

from typing import Any, Dict, List, Set

from compat.config.origins import KERAS3_GUESSES, dictionaries
from compat.hub.records import Config, Spec, name_of


def layers_with_lost_calls(config: Config, written_by: str) -> List[str]:
    """The layers of which a file does not say which of several calls gave a tensor.

    Keras 3.2 wrote every tensor of a shared layer as one of its first call, and opens such a file as another model itself.
    Measured with 3.2.0 and 3.2.1; 3.1 and 3.3 write the calls.

    Args:
        config: ``{"class_name": …, "config": …}`` of an archive or an ``.h5``.
        written_by: the version of the Keras 3 that wrote it; JSON does not say, and no other version leaves a call unused.
    """
    if not written_by.startswith("3.2.") and written_by not in KERAS3_GUESSES:
        return []
    return [name for spec in dictionaries(config) if isinstance(spec.get("config"), dict)
            for name in _lost_in(spec["config"])]


def own_calls(spec: Spec) -> Spec:
    """A model that numbers the calls of its layers by themselves: Keras 3.0 and 3.1 counted those of other models before them.

    Example:
        >>> layer = {"class_name": "Dense", "config": {"name": "d"}, "inbound_nodes": [{"args": [], "kwargs": {}}]}
        >>> model = {"class_name": "Functional", "config": {"layers": [layer], "output_layers": [["d", 2, 0]]}}
        >>> own_calls(model)["config"]["output_layers"]
        [['d', 0, 0]]
    """
    if not isinstance(spec["config"].get("layers"), list):
        return spec
    calls, numbers = _calls(spec["config"]), _numbers(spec["config"])
    wrong = {name: dict(zip(sorted(found), range(len(found)))) for name, found in numbers.items()
             if max(found) >= len(calls.get(name, ())) == len(found)}
    return dict(spec, config=_renumbered(spec["config"], wrong)) if wrong else spec


def _renumbered(value: Any, numbers: Dict[str, Dict[int, int]]) -> Any:
    """A graph with other numbers of calls; models in it number theirs by themselves."""
    if _is_place(value):
        return [value[0], numbers.get(value[0], {}).get(value[1], value[1]), value[2]]
    if isinstance(value, list):
        return [_renumbered(each, numbers) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: each if key == "config" and not (isinstance(each, dict) and "keras_history" in each)
            else _renumbered(each, numbers) for key, each in value.items()}


def _lost_in(graph: Config) -> List[str]:
    numbers = _numbers(graph)
    return [name for name, nodes in _calls(graph).items() if len(nodes) > 1 and numbers.get(name) == {0}]


def _calls(graph: Config) -> Dict[str, List[Any]]:
    layers = graph.get("layers")
    return {name_of(each): each["inbound_nodes"] for each in layers if isinstance(each, dict) and isinstance(
        each.get("inbound_nodes"), list)} if isinstance(layers, list) else {}


def _numbers(graph: Config) -> Dict[str, Set[int]]:
    """The numbers of the calls of each layer that a tensor is taken from."""
    found: Dict[str, Set[int]] = {}
    ends = graph.get("output_layers")
    places = [each.get("keras_history") for each in dictionaries(list(_calls(graph).values()))]
    for place in [*places, *_nested(ends)]:
        if _is_place(place):
            found.setdefault(place[0], set()).add(place[1])
    return found


def _nested(ends: Any) -> List[Any]:
    """The places in a list or dictionary of outputs."""
    if _is_place(ends):
        return [ends]
    inner = ends.values() if isinstance(ends, dict) else ends if isinstance(ends, list) else ()
    return [place for each in inner for place in _nested(each)]


def _is_place(value: Any) -> bool:
    return (isinstance(value, list) and len(value) == 3 and isinstance(value[0], str)
            and type(value[1]) is int and type(value[2]) is int)
