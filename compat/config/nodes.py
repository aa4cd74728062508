"""The calls of layers in a functional model: every form they were written in, to the hub's one.

Keras 1 wrote ``["dense_1", 0, 0]``, Keras 2 adds keyword arguments, tf.keras 2.x writes a single input without its
list, keyword arguments that are tensors, constants, and dictionaries. A nested model's own input was its call number 0,
so that references to its outputs count from 1; the hub counts the calls that the configuration lists, from 0.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Sequence

from compat.errors import ConfigError
from compat.hub.records import Config, Spec
from compat.hub.references import CONSTANT, Reference, is_reference, map_references, references


def normal_node(node: Any, name: str) -> Any:
    """One call as a list (or dictionary) of four-part references.

    Raises:
        ConfigError: it is not a call in any form we know.

    Example:
        >>> normal_node(["input_1", 0, 0], "dense_1")
        [['input_1', 0, 0, {}]]
    """
    if is_reference(node):
        return [_four_parts(node)]
    if isinstance(node, dict) and "args" in node:
        raise ConfigError("layer {!r} is called in the form of Keras 3; open the file with keras.models".format(name))
    if isinstance(node, dict):
        return {key: _normal_part(part, name) for key, part in node.items()}
    if isinstance(node, list):
        return [_normal_part(part, name) for part in node]
    raise ConfigError("layer {!r} has an inbound node that is {!r}".format(name, node))


def normal_nodes(layer: Spec) -> List[Any]:
    """All calls of one layer; an input layer has none."""
    nodes = layer.get("inbound_nodes") or []
    name = str(layer.get("name"))
    if not isinstance(nodes, list):
        raise ConfigError("layer {!r} has inbound nodes that are not a list".format(name))
    if is_reference(nodes):
        nodes = [nodes]
    return [normal_node(node, name) for node in nodes]


def normal_ends(ends: Any) -> Any:
    """``input_layers`` or ``output_layers`` as a list (or dictionary) of ``[layer, call, output]``."""
    if is_reference(ends):
        return [ends[:3]]
    if isinstance(ends, dict):
        return {key: part[:3] if is_reference(part) else part for key, part in ends.items()}
    if isinstance(ends, list):
        return [part[:3] if is_reference(part) else part for part in ends]
    return []


def count_calls_from_zero(config: Config) -> Config:
    """The same model with references to nested models counting the calls that are listed, from 0.

    Every listed call is used by some reference, so that the smallest number a layer is referred to by is its offset.
    """
    names = {layer["name"] for layer in config["layers"]}
    nodes = [layer["inbound_nodes"] for layer in config["layers"]]
    lowest: Dict[str, int] = {}
    for reference in references([nodes, config["input_layers"], config["output_layers"]], names):
        lowest[reference[0]] = min(reference[1], lowest.get(reference[0], reference[1]))

    def change(structure: Any) -> Any:
        return map_references(structure, shifted, names)

    def shifted(reference: Sequence[Any]) -> Reference:
        index = reference[1] if reference[0] == CONSTANT else reference[1] - lowest[reference[0]]
        return [reference[0], index, reference[2]] + [change(part) for part in reference[3:]]

    return _changed(config, change)


def _changed(config: Config, change: Callable[[Any], Any]) -> Config:
    """A copy of a functional configuration with everything that refers to tensors passed through ``change``."""
    layers = [dict(layer, inbound_nodes=change(layer["inbound_nodes"])) for layer in config["layers"]]
    return dict(
        config, layers=layers, input_layers=change(config["input_layers"]), output_layers=change(config["output_layers"])
    )


def _normal_part(part: Any, name: str) -> Any:
    if is_reference(part):
        return _four_parts(part)
    if isinstance(part, (list, dict)):
        return normal_node(part, name)
    raise ConfigError("layer {!r} has an inbound node that holds {!r}".format(name, part))


def _four_parts(reference: Reference) -> Reference:
    return reference[:3] + [reference[3] if len(reference) == 4 and reference[3] else {}]
