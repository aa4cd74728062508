"""Under which attributes tf.keras keeps the weights of each built-in layer, in the order of the layer's weights.

A checkpoint names a weight by the attributes that lead to it, ``cell/kernel`` in an LSTM. Those of most layers have the names
of the weights; what differs is here. Concerns tf.keras 2.0 to 2.15.
"""

from __future__ import annotations

from typing import Callable, Dict, Iterable, List, Mapping, Optional, Tuple

from compat.api.classes import plain_name
from compat.hub.records import Spec, class_in_file
from compat.hub.walk import is_model
from compat.saved.records import snake_case
from compat.weights.specs import expected

Attributes = Tuple[str, ...]
#: Where a name in capitals is divided into words, first before a capital with small letters, then after a small letter.

#: Layers whose weights belong to a cell inside.
_WITH_CELL = ("LSTM", "GRU", "SimpleRNN", "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM3D")
#: Parts of MultiHeadAttention by the scope of their weights' names.
_ATTENTION = {"query": "_query_dense", "key": "_key_dense", "value": "_value_dense", "attention_output": "_output_dense"}


def attributes(layer: Spec, by_class: bool = False) -> Optional[List[Attributes]]:
    """The attributes that lead to each weight of a layer, or None for a class of the user's own.

    Args:
        layer: ``{"class_name", "config"}`` in the hub dialect; not a model.
        by_class: what is in a list has the name of its class instead of a number.

    Example:
        >>> attributes({"class_name": "GRU", "config": {}})
        [('cell', 'kernel'), ('cell', 'recurrent_kernel'), ('cell', 'bias')]
    """
    if expected(layer) is None:
        return None
    find = _FOUND.get(layer["class_name"])
    return find(layer, by_class) if find else _own(layer)


def _own(layer: Spec) -> List[Attributes]:
    return [(weight.name,) for weight in expected(layer) or ()]


def by_classes(names: Iterable[str]) -> List[str]:
    """What ``.weights.h5`` calls objects of these classes in a list: by class, those of one class by number.

    Example:
        >>> by_classes(["Dense", "GRUCell", "Dense", "My>Conv2DBlock"])
        ['dense', 'gru_cell', 'dense_1', 'conv2d_block']
    """
    found: List[str] = []
    counts: Dict[str, int] = {}
    for name in names:
        plain = snake_case(plain_name(name))
        number = counts[plain] = counts.get(plain, -1) + 1
        found.append("{}_{}".format(plain, number) if number else plain)
    return found


def _below(attribute: str, inner: Spec, by_class: bool) -> List[Attributes]:
    """The weights of what an attribute holds; of a model that a wrapper holds, none: its layers stand for themselves."""
    return [] if is_model(inner) else [(attribute,) + each for each in attributes(inner, by_class) or ()]


def _in_cell(layer: Spec, by_class: bool) -> List[Attributes]:
    return [("cell",) + each for each in _own(layer)]


def _both(layer: Spec, by_class: bool) -> List[Attributes]:
    config = layer["config"]
    backward = config.get("backward_layer") or config["layer"]
    return _below("forward_layer", config["layer"], by_class) + _below("backward_layer", backward, by_class)


def _wrapped(layer: Spec, by_class: bool) -> List[Attributes]:
    return _below("layer", layer["config"]["layer"], by_class)


def _spectral(layer: Spec, by_class: bool) -> List[Attributes]:
    return _wrapped(layer, by_class) + [("vector_u",)]


def _rnn(layer: Spec, by_class: bool) -> List[Attributes]:
    return _below("cell", layer["config"]["cell"], by_class)


def _stacked(layer: Spec, by_class: bool) -> List[Attributes]:
    cells = layer["config"]["cells"]
    names = by_classes(class_in_file(cell) for cell in cells) if by_class else [str(index) for index in range(len(cells))]
    return [("cells",) + each for name, cell in zip(names, cells) for each in _below(name, cell, by_class)]


def _attention(layer: Spec, by_class: bool) -> List[Attributes]:
    parts = [weight.name.split("/") for weight in expected(layer) or ()]
    return [(_ATTENTION[part], name) for part, name in parts]


_FOUND: Mapping[str, Callable[[Spec, bool], List[Attributes]]] = {
    **dict.fromkeys(_WITH_CELL, _in_cell),
    "Bidirectional": _both, "TimeDistributed": _wrapped, "Wrapper": _wrapped, "SpectralNormalization": _spectral, "RNN": _rnn,
    "StackedRNNCells": _stacked, "MultiHeadAttention": _attention,
}
