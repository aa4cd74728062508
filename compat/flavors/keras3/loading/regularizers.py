"""Activity regularizers: multi-backend Keras and Keras 3.3 sum over the batch, all others divide by its size."""
import functools
from typing import Any

import keras
from keras import ops

from compat.flavors.shared.regularizers import scaled_regularizers

from .. import backend

SummedOverBatch, DividedByBatch = scaled_regularizers(keras, backend)


def over_the_batch(regularizer: Any, wanted: Any) -> Any:
    """A regularizer that, used for activities, does on the installed Keras 3 what it did in that of the file.

    Args:
        regularizer: the file's.
        wanted: ``"sum"`` over the batch, or what is divided by its size.
    """
    if not is_other(wanted):
        return regularizer
    return SummedOverBatch(regularizer) if wanted == "sum" else DividedByBatch(regularizer)


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
