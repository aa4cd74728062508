"""Files of Keras 3.2 that lost which call of a shared layer gave a tensor."""

from __future__ import annotations

from typing import Dict, List

from compat.config.origins import dictionaries
from compat.hub.records import Config, name_of


def layers_with_lost_calls(config: Config, written_by: str) -> List[str]:
    """The layers of which a file does not say which of several calls gave a tensor.

    Keras 3.2 wrote every tensor of a shared layer as one of its first call, and opens such a file as another model itself.
    Measured with 3.2.0 and 3.2.1; 3.1 and 3.3 write the calls.

    Args:
        config: ``{"class_name": …, "config": …}`` of an archive or an ``.h5``.
        written_by: the version of the Keras 3 that wrote it.
    """
    if not written_by.startswith("3.2."):
        return []
    return [name for spec in dictionaries(config) if isinstance(spec.get("config"), dict)
            for name in _lost_in(spec["config"])]


def _lost_in(graph: Config) -> List[str]:
    layers, ends = graph.get("layers"), graph.get("output_layers")
    calls = {name_of(each): each["inbound_nodes"] for each in layers if isinstance(each, dict) and isinstance(
        each.get("inbound_nodes"), list)} if isinstance(layers, list) else {}
    places = [each.get("keras_history") for each in dictionaries(list(calls.values()))]
    last: Dict[str, int] = {}
    for place in [*places, *(ends if isinstance(ends, list) else ())]:
        if isinstance(place, list) and len(place) == 3 and isinstance(place[0], str) and isinstance(place[1], int):
            last[place[0]] = max(place[1], last.get(place[0], 0))
    return [name for name, nodes in calls.items() if len(nodes) > 1 and last.get(name) == 0]
