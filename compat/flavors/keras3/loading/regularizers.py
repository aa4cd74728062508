"""Regularizers that Keras 3 counts otherwise than the Keras of a file.

Of activities: multi-backend Keras and Keras 3.0 to 3.13 sum over the batch, all others divide by its size. Of weights: Keras 3
leaves out those of frozen layers, all others count them.
"""
import functools
from typing import Any

import keras
from keras import ops

from compat.flavors.shared.regularizers import scaled_regularizers
from compat.hub.records import Spec
from compat.hub.walk import walk_from

from .. import backend


def _share_of_sum(loss: Any) -> Any:
    from ..replicas import share_of_sum  # here: few files need it

    return share_of_sum(loss)


SummedOverBatch, DividedByBatch = scaled_regularizers(keras, backend, _share_of_sum)


def over_the_batch(regularizer: Any, wanted: Any) -> Any:
    """A regularizer that, used for activities, does on the installed Keras 3 what it did in that of the file.

    Args:
        regularizer: the file's.
        wanted: ``"sum"`` over the batch, or what is divided by its size.
    """
    if not is_other(wanted):
        return regularizer
    return SummedOverBatch(regularizer) if wanted == "sum" else DividedByBatch(regularizer)


def has_frozen_penalties(model: Spec) -> bool:
    """Whether weights of a frozen layer have a regularizer, which a model of compat counts and one of Keras 3 does not.

    Example:
        >>> config = {"name": "d", "trainable": False, "kernel_regularizer": {"class_name": "L2", "config": {}}}
        >>> layer = {"class_name": "Dense", "config": config}
        >>> has_frozen_penalties({"class_name": "Sequential", "config": {"layers": [layer]}})
        True
    """
    frozen = [place.spec for place in walk_from(model) if _config_of(place.spec).get("trainable") is False]
    return any(_regularizes_weights(_config_of(place.spec)) for spec in frozen for place in walk_from(spec))


def _config_of(spec: Spec) -> Spec:
    config = spec.get("config")
    return config if isinstance(config, dict) else {}


def _regularizes_weights(config: Spec) -> bool:
    return any(value for key, value in config.items() if key.endswith("_regularizer") and key != "activity_regularizer")


def is_other(wanted: Any) -> bool:
    """Whether the installed Keras 3 does something else with activity regularizers than the Keras of the file."""
    return (wanted == "sum") is _divides_by_batch()


@functools.lru_cache(maxsize=None)
def _divides_by_batch() -> bool:
    """Whether this Keras 3 divides activity losses by the batch size: newer ones do."""
    layer = keras.layers.Identity()
    layer.activity_regularizer = keras.regularizers.L1(1.0)
    layer(ops.ones((2, 1)))
    return float(ops.convert_to_numpy(layer.losses[0])) == 1.0
