"""Which weights a layer of the hub should have, by the table :mod:`compat.api.weights` and the layer's arguments."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from compat.api.weights import SPECTRAL, STATED_BY_REMOVED, TRUE_WHEN_ABSENT, WEIGHTS, WITHOUT_WEIGHTS, Weight
from compat.hub.records import Spec
from compat.hub.walk import is_model


def expected(layer: Spec) -> Optional[Tuple[Weight, ...]]:
    """The weights of a layer in tf.keras 2.15's order, or None for a class of the user's own.

    Args:
        layer: ``{"class_name", "config"}`` in the hub dialect; not a model.

    Example:
        >>> [w.name for w in expected({"class_name": "Dense", "config": {"use_bias": False}})]
        ['kernel']
    """
    class_name, config = layer["class_name"], layer["config"]
    if class_name in WITHOUT_WEIGHTS:
        return ()
    if STATED_BY_REMOVED.get(class_name, "") not in ("", *config):
        return None
    if class_name in WEIGHTS:
        return tuple(weight for weight in WEIGHTS[class_name] if _exists(weight, config))
    if class_name == "Attention":
        return _attention(config) if "use_scale" in config else None  # else a class of the user's own
    if class_name == "Bidirectional":
        return _twice(expected(config["layer"]))
    if class_name == "SpectralNormalization":
        return _concatenated([None if is_model(config["layer"]) else expected(config["layer"]), SPECTRAL])
    if class_name in ("TimeDistributed", "Wrapper"):
        return None if is_model(config["layer"]) else expected(config["layer"])
    if class_name == "RNN":
        return expected(config["cell"])
    if class_name == "StackedRNNCells":
        return _concatenated([expected(cell) for cell in config["cells"]])
    return None


def _exists(weight: Weight, config: Dict[str, Any]) -> bool:
    replaced = bool(weight.unless) and config.get(weight.unless) is not None
    return not replaced and (not weight.when or bool(config.get(weight.when, weight.when in TRUE_WHEN_ABSENT)))


def _attention(config: Dict[str, Any]) -> Tuple[Weight, ...]:
    scale = (Weight("scale"),) if config.get("use_scale") else ()
    return scale + ((Weight("concat_score_weight"),) if config.get("score_mode") == "concat" else ())


def _twice(weights: Optional[Tuple[Weight, ...]]) -> Optional[Tuple[Weight, ...]]:
    if weights is None:
        return None
    return tuple(
        weight._replace(name="{}/{}".format(half, weight.name))
        for half in ("forward", "backward")
        for weight in weights
    )


def _concatenated(parts: List[Optional[Tuple[Weight, ...]]]) -> Optional[Tuple[Weight, ...]]:
    joined: Tuple[Weight, ...] = ()
    for part in parts:
        if part is None:
            return None
        joined += part
    return joined
