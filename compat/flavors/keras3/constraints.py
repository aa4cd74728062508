"""Weight constraints of Keras 1 and 2; those of Keras 3, with the old arguments and names."""
from typing import Any, Dict, Optional

import keras
import numpy as np
from keras import ops

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


@_registered
class RadialConstraint(keras.constraints.Constraint):
    """Gives each square ring of a kernel of shape ``(size, size, inputs, outputs)`` one value, as tf.keras 2 did.

    The value of a ring is one of the diagonal: counted from the center, ring ``k`` takes that at ``size // 2 - 1 + k``, and for
    an even size from the second ring on at ``size // 2 + k``.
    """

    def __call__(self, w: Any) -> Any:
        """The kernel of rings.

        Raises:
            ValueError: a kernel of another rank, or one that is not square.
        """
        shape = tuple(w.shape)
        if len(shape) != 4 or shape[0] != shape[1]:
            raise ValueError("The weight tensor must have rank 4. Received weight tensor with shape: {}".format(shape)
                             if len(shape) != 4 else "The kernel must be square. It has shape: {}".format(shape))
        size = shape[0]
        apart = np.abs(2 * np.arange(size) - (size - 1))
        rings = np.maximum(apart[:, None], apart[None, :]) // 2
        places = np.maximum(size // 2 - 1 + rings + (rings > 0) * (size % 2 == 0), 0)
        return ops.reshape(ops.take(ops.reshape(w, (size * size,) + shape[2:]), np.ravel(places * (size + 1)), axis=0), shape)


max_norm = maxnorm = MaxNorm
non_neg = nonneg = NonNeg
radial_constraint = RadialConstraint
unit_norm = unitnorm = UnitNorm
min_max_norm = MinMaxNorm
_BY_NAME: Dict[str, Any] = {
    "max_norm": MaxNorm, "maxnorm": MaxNorm, "MaxNorm": MaxNorm, "non_neg": NonNeg, "nonneg": NonNeg, "NonNeg": NonNeg,
    "unit_norm": UnitNorm, "unitnorm": UnitNorm, "UnitNorm": UnitNorm, "min_max_norm": MinMaxNorm,
    "MinMaxNorm": MinMaxNorm, "radial_constraint": RadialConstraint, "RadialConstraint": RadialConstraint}


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
