"""Layers that expand into several hub layers: the chain replaces the layer, and its last layer keeps the name.

Two cases. Keras 1's ``Merge(mode="cos")`` kept an axis of size 1. Theano's ``padding="same"`` puts the odd zero of an
even kernel before the data and ignores the stride, TensorFlow's puts it behind and counts the stride (Keras 1 and 2
on Theano; ``keras/backend/theano_backend.py``), so that the padding becomes a layer of its own.
"""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

from compat.config.records import Context
from compat.hub.records import Spec, name_of, with_config, without

COSINE = "_keras1_cosine"
PADDINGS: Dict[str, Tuple[str, int]] = {
    "Conv1D": ("ZeroPadding1D", 1),
    "Conv2D": ("ZeroPadding2D", 2),
    "SeparableConv2D": ("ZeroPadding2D", 2),
    "DepthwiseConv2D": ("ZeroPadding2D", 2),
    "Conv3D": ("ZeroPadding3D", 3),
}
PADDED_OTHERWISE = frozenset(
    [
        "Conv2DTranspose", "Conv3DTranspose", "ConvLSTM2D", "MaxPooling1D", "MaxPooling2D", "MaxPooling3D",
        "AveragePooling1D", "AveragePooling2D", "AveragePooling3D",
    ]
)  # fmt: skip


def chain(layer: Spec, context: Context) -> List[Spec]:
    """The layers that an upgraded layer stands for: itself, as a rule."""
    if layer["config"].get(COSINE):
        return _cosine(layer)
    if context.origin.flips_kernels and layer["config"].get("padding") == "same":
        return _theano_same(layer, context)
    return [layer]


def link(layers: List[Spec], nodes: List[Any]) -> List[Spec]:
    """The layers of a chain with their calls: the first is called as the original was, each other on the one before."""
    linked = [dict(layers[0], name=name_of(layers[0]), inbound_nodes=nodes)]
    for layer in layers[1:]:
        before = linked[-1]["name"]
        calls = [[[before, call, 0, {}]] for call in range(len(nodes))]
        linked.append(dict(layer, name=name_of(layer), inbound_nodes=calls))
    return linked


def _cosine(layer: Spec) -> List[Spec]:
    name = name_of(layer)
    dot = with_config(without(layer, COSINE), name=name + "_dot")
    return [dot, {"class_name": "RepeatVector", "config": {"name": name, "n": 1}}]


def _theano_same(layer: Spec, context: Context) -> List[Spec]:
    class_name, config = layer["class_name"], layer["config"]
    if class_name in PADDED_OTHERWISE and not _pads_alike(config, 3):
        context.warn(layer, "Theano padded {}(padding='same') in another way; borders will differ".format(class_name))
    if class_name not in PADDINGS:
        return [layer]
    padding_class, rank = PADDINGS[class_name]
    if _pads_alike(config, rank):
        return [layer]
    sizes = _effective_sizes(config, rank)
    padding: Any = [[size // 2, (size - 1) // 2] for size in sizes]
    arguments: Dict[str, Any] = {"name": name_of(layer) + "_padding", "padding": padding[0] if rank == 1 else padding}
    if rank > 1:
        arguments["data_format"] = config.get("data_format", "channels_last")
    context.upgraded(layer, "Theano's padding='same' is written as {} before it".format(padding_class))
    return [{"class_name": padding_class, "config": arguments}, with_config(layer, padding="valid")]


def _pads_alike(config: Dict[str, Any], rank: int) -> bool:
    """True when both backends put zeros in the same places: odd sizes, and steps of one."""
    if "pool_size" in config:
        return False
    odd = all(size % 2 == 1 for size in _effective_sizes(config, rank))
    return odd and all(step == 1 for step in _numbers(config.get("strides", 1), rank))


def _effective_sizes(config: Dict[str, Any], rank: int) -> List[int]:
    sizes = _numbers(config["kernel_size"], rank)
    dilations = _numbers(config.get("dilation_rate", 1), rank)
    return [(size - 1) * dilation + 1 for size, dilation in zip(sizes, dilations)]


def _numbers(value: Any, rank: int) -> List[int]:
    return list(value) if isinstance(value, (list, tuple)) else [value] * rank
