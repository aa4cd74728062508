"""Operations that files of tf.keras hold as layers: their names, and graph operations as calls of functions.

A graph operation with its constants is a ``TensorFlowOpLayer`` of tf.keras 1.14 to 2.3. No TensorFlow is imported here.
"""
from typing import Any, Dict, List, Mapping, Tuple

from compat.api.tf_operations import NODES
from compat.errors import ConfigError

_PREFIX = "compat.v1."
_TYPES = {"DT_FLOAT": "float32", "DT_DOUBLE": "float64", "DT_HALF": "float16", "DT_BFLOAT16": "bfloat16",
          "DT_INT8": "int8", "DT_INT16": "int16", "DT_INT32": "int32", "DT_INT64": "int64", "DT_UINT8": "uint8",
          "DT_BOOL": "bool"}


def plain(symbol: str) -> str:
    """A symbol without the prefix of TensorFlow 1.

    Example:
        >>> plain("compat.v1.reshape")
        'reshape'
    """
    return symbol[len(_PREFIX):] if symbol.startswith(_PREFIX) else symbol


def call_of_node(config: Mapping[str, Any], tensors: List[Any]) -> Tuple[str, List[Any], Dict[str, Any]]:
    """Symbol, positional and keyword arguments of the function that a graph operation computes.

    Args:
        config: of the layer: ``node_def`` as a dictionary, and ``constants`` by the number of the input they are.
        tensors: the other inputs, in order.

    Raises:
        ConfigError: the operation is not served, or its form is unknown.
    """
    node = config.get("node_def")
    if not isinstance(node, dict) or not isinstance(node.get("op"), str):
        raise ConfigError("layer {!r} holds a graph operation in a form that cannot be read".format(config.get("name")))
    if node["op"] not in NODES:
        raise ConfigError("layer {!r} is the graph operation {}, which is not served; replace it in the "
                          "model that wrote the file".format(config.get("name"), node["op"]))
    row = NODES[node["op"]]
    inputs = _inputs(tensors, config.get("constants") or {})
    kwargs = dict(_by_name(row.inputs, inputs), **_attributes(row.attributes, node.get("attr") or {}))
    if node["op"] == "Squeeze" and not kwargs.get("axis"):
        kwargs.pop("axis", None)
    first = next(iter(kwargs)) if row.inputs[0] == "axis" and node["op"] in ("Split", "Concat") else None
    if first is not None:
        kwargs[first] = kwargs.pop(first)  # the axis came first in the graph, and comes after the tensor here
    name = next(iter(kwargs))
    return row.symbol, [kwargs.pop(name)], kwargs


def _inputs(tensors: List[Any], constants: Mapping[str, Any]) -> List[Any]:
    found = list(tensors)
    for index in sorted(int(each) for each in constants):
        found.insert(index, constants[str(index)])
    return found


def _by_name(names: Tuple[str, ...], inputs: List[Any]) -> Dict[str, Any]:
    spread = [place for place, name in enumerate(names) if name.startswith("*")]
    if not spread:
        return dict(zip(names, inputs))
    place = spread[0]
    after = len(names) - place - 1
    end = len(inputs) - after
    values = dict(zip(names[:place], inputs[:place]))
    values[names[place][1:]] = list(inputs[place:end])
    values.update(zip(names[place + 1:], inputs[end:]))
    return values


def _attributes(names: Mapping[str, str], attributes: Mapping[str, Any]) -> Dict[str, Any]:
    return {names[key]: _value(part) for key, part in attributes.items() if key in names}


def _value(attribute: Any) -> Any:
    """An attribute's value: ``{"i": "2"}``, ``{"b": true}``, ``{"type": "DT_FLOAT"}``, ``{"list": {"i": […]}}``."""
    if not isinstance(attribute, dict) or len(attribute) != 1:
        raise ConfigError("a graph operation has an attribute that cannot be read: {!r}".format(attribute))
    kind, value = next(iter(attribute.items()))
    if kind == "i":
        return int(value)
    if kind == "type":
        return _TYPES.get(str(value), str(value))
    if kind == "s":
        return _text(str(value))
    if kind == "list":
        return [_value({part: each}) for part, listed in value.items() for each in listed]
    return value


def _text(value: str) -> str:
    """A string attribute, which JSON holds in base64."""
    import base64
    import binascii

    try:
        return base64.b64decode(value, validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return value
