"""Under which attributes tf.keras keeps the weights of each built-in layer, in the order of the layer's weights.

A checkpoint names a weight by the attributes that lead to it, ``cell/kernel`` in an LSTM. Those of most layers have the names
of the weights; what differs is here. Concerns tf.keras 2.0 to 2.15.
"""

from __future__ import annotations

from typing import Callable, List, Mapping, Optional, Tuple

from compat.hub.records import Spec
from compat.hub.walk import is_model
from compat.weights.specs import expected

Attributes = Tuple[str, ...]

#: Layers whose weights belong to a cell inside.
_WITH_CELL = ("LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")
#: Parts of MultiHeadAttention by the scope of their weights' names.
_ATTENTION = {"query": "_query_dense", "key": "_key_dense", "value": "_value_dense", "attention_output": "_output_dense"}


def attributes(layer: Spec) -> Optional[List[Attributes]]:
    """The attributes that lead to each weight of a layer, or None for a class of the user's own.

    Args:
        layer: ``{"class_name", "config"}`` in the hub dialect; not a model.

    Example:
        >>> attributes({"class_name": "GRU", "config": {}})
        [('cell', 'kernel'), ('cell', 'recurrent_kernel'), ('cell', 'bias')]
    """
    if expected(layer) is None:
        return None
    find = _FOUND.get(layer["class_name"])
    return find(layer) if find else _own(layer)


def _own(layer: Spec) -> List[Attributes]:
    return [(weight.name,) for weight in expected(layer) or ()]


def _below(attribute: str, inner: Spec) -> List[Attributes]:
    """The weights of what an attribute holds; of a model that a wrapper holds, none: its layers stand for themselves."""
    return [] if is_model(inner) else [(attribute,) + each for each in attributes(inner) or ()]


def _in_cell(layer: Spec) -> List[Attributes]:
    return [("cell",) + each for each in _own(layer)]


def _both(layer: Spec) -> List[Attributes]:
    config = layer["config"]
    return _below("forward_layer", config["layer"]) + _below("backward_layer", config.get("backward_layer") or config["layer"])


def _wrapped(layer: Spec) -> List[Attributes]:
    return _below("layer", layer["config"]["layer"])


def _spectral(layer: Spec) -> List[Attributes]:
    return _wrapped(layer) + [("vector_u",)]


def _rnn(layer: Spec) -> List[Attributes]:
    return _below("cell", layer["config"]["cell"])


def _stacked(layer: Spec) -> List[Attributes]:
    return [("cells",) + each for index, cell in enumerate(layer["config"]["cells"]) for each in _below(str(index), cell)]


def _attention(layer: Spec) -> List[Attributes]:
    parts = [weight.name.split("/") for weight in expected(layer) or ()]
    return [(_ATTENTION[part], name) for part, name in parts]


_FOUND: Mapping[str, Callable[[Spec], List[Attributes]]] = {
    **dict.fromkeys(_WITH_CELL, _in_cell),
    "Bidirectional": _both, "TimeDistributed": _wrapped, "Wrapper": _wrapped, "SpectralNormalization": _spectral, "RNN": _rnn,
    "StackedRNNCells": _stacked, "MultiHeadAttention": _attention,
}
