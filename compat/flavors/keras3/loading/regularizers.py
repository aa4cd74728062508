"""Activity regularizers of multi-backend Keras: a sum over the batch, where later ones divide by its size."""
import functools
from typing import Any, Dict

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="compat")
class SummedOverBatch(keras.regularizers.Regularizer):  # type: ignore[misc]
    """An activity regularizer times the size of the batch, by which Keras 3 divides.

    Args:
        regularizer: the one to scale.
    """

    def __init__(self, regularizer: Any) -> None:
        self.regularizer = keras.regularizers.get(regularizer)

    def __call__(self, outputs: Any) -> Any:
        return self.regularizer(outputs) * ops.cast(ops.shape(outputs)[0], outputs.dtype)

    def get_config(self) -> Dict[str, Any]:
        return {"regularizer": keras.regularizers.serialize(self.regularizer)}


def over_the_batch(regularizer: Any) -> Any:
    """A regularizer that, used for activities, gives the sum over the batch on the installed Keras 3."""
    return SummedOverBatch(regularizer) if _divides_by_batch() else regularizer


@functools.lru_cache(maxsize=None)
def _divides_by_batch() -> bool:
    """Whether this Keras 3 divides activity losses by the batch size: newer ones do."""
    layer = keras.layers.Identity()
    layer.activity_regularizer = keras.regularizers.L1(1.0)
    layer(ops.ones((2, 1)))
    return float(ops.convert_to_numpy(layer.losses[0])) == 1.0
