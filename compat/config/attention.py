"""``Attention(causal=True)``: an argument of the layer up to tf.keras 2.9, of its call (``use_causal_mask``) since 2.10."""

from __future__ import annotations

from typing import Any, List, Tuple

from compat.config.records import Context
from compat.hub.records import Spec, without

CAUSAL = ("Attention", "AdditiveAttention")


def causal_calls(layer: Spec, nodes: List[Any], context: Context) -> Tuple[Spec, List[Any]]:
    """An upgraded layer and its calls, with ``causal`` moved from the one to the others.

    Example:
        >>> from compat.config.records import Origin
        >>> layer = {"class_name": "Attention", "config": {"name": "a", "causal": True}}
        >>> causal_calls(layer, [[["q", 0, 0, {}], ["v", 0, 0, {}]]], Context(Origin("2.4.0", "tensorflow")))[1]
        [[['q', 0, 0, {'use_causal_mask': True}], ['v', 0, 0, {'use_causal_mask': True}]]]
    """
    if layer["class_name"] not in CAUSAL or not layer["config"].get("causal"):
        return layer, nodes
    context.upgraded(layer, "causal is an argument of the call now, use_causal_mask")
    return without(layer, "causal"), [[_causal(reference) for reference in node] for node in nodes]


def _causal(reference: Any) -> Any:
    return reference[:3] + [dict(reference[3], use_causal_mask=True)]
