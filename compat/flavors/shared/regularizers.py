"""Activity regularizers of multi-backend Keras, a sum over the batch, on a Keras 2 that divides by its size."""
from typing import Any, Dict


def summed_over_batch(keras: Any) -> Any:
    """The class ``SummedOverBatch(regularizer)`` on the Keras that is handed in."""

    class SummedOverBatch(keras.regularizers.Regularizer):  # type: ignore[misc,name-defined]
        """A regularizer times the size of the batch."""

        def __init__(self, regularizer: Any) -> None:
            self.regularizer = keras.regularizers.get(regularizer)

        def __call__(self, outputs: Any) -> Any:
            size = keras.backend.cast(keras.backend.shape(outputs)[0], keras.backend.dtype(outputs))
            return self.regularizer(outputs) * size

        def get_config(self) -> Dict[str, Any]:
            return {"regularizer": keras.regularizers.serialize(self.regularizer)}

    return SummedOverBatch
