"""Weight constraints of Keras 1 and 2; those of Keras 3, with the old arguments and names."""
from typing import Any, Dict, Optional

import keras

from compat.flavors.shared.keras_objects import serialize_keras_object

Constraint = keras.constraints.Constraint
serialize = serialize_keras_object


def _registered(constraint: Any) -> Any:
    return keras.saving.register_keras_serializable(package="compat")(constraint)


@_registered
class MaxNorm(keras.constraints.MaxNorm):
    """Norm over ``axis`` at most ``max_value`` (``m`` in Keras 1)."""

    def __init__(self, max_value: float = 2, axis: Any = 0, **kwargs: Any) -> None:
        super().__init__(max_value=kwargs.get("m", max_value), axis=axis)


@_registered
class NonNeg(keras.constraints.NonNeg):
    """No value below 0."""


@_registered
class UnitNorm(keras.constraints.UnitNorm):
    """Norm over ``axis`` exactly 1."""


@_registered
class MinMaxNorm(keras.constraints.MinMaxNorm):
    """Norm over ``axis`` between two values."""


max_norm = maxnorm = MaxNorm
non_neg = nonneg = NonNeg
unit_norm = unitnorm = UnitNorm
min_max_norm = MinMaxNorm
_BY_NAME: Dict[str, Any] = {
    "max_norm": MaxNorm, "maxnorm": MaxNorm, "MaxNorm": MaxNorm, "non_neg": NonNeg, "nonneg": NonNeg, "NonNeg": NonNeg,
    "unit_norm": UnitNorm, "unitnorm": UnitNorm, "UnitNorm": UnitNorm, "min_max_norm": MinMaxNorm,
    "MinMaxNorm": MinMaxNorm}


def deserialize(config: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """A constraint from :func:`serialize`, or from what Keras 3 wrote."""
    if isinstance(config, dict) and "module" not in config and config.get("class_name") in _BY_NAME:
        return _BY_NAME[config["class_name"]](**config["config"])
    return keras.constraints.deserialize(config, custom_objects)


def get(identifier: Any) -> Any:
    """The constraint of a name or configuration; one that is given stays as it is; None is none."""
    if isinstance(identifier, str) and identifier in _BY_NAME:
        return _BY_NAME[identifier]()
    if isinstance(identifier, dict):
        return deserialize(identifier)
    return keras.constraints.get(identifier)
