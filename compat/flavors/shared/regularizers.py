"""Activity regularizers of multi-backend Keras, a sum over the batch, on a Keras that divides by its size."""
from typing import Any, Dict

from compat.flavors.shared.graph import Spec


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


def as_activation(spec: Spec) -> Spec:
    """The layer ``ActivityRegularization`` as one that states its regularizer; any other as it is.

    Example:
        >>> found = as_activation({"class_name": "ActivityRegularization", "config": {"name": "a", "l1": 0.1}})
        >>> found["class_name"], found["config"]["activity_regularizer"]
        ('Activation', {'class_name': 'L1L2', 'config': {'l1': 0.1, 'l2': 0.0}})
    """
    if spec["class_name"] != "ActivityRegularization":
        return spec
    config = dict(spec["config"], activation="linear")
    rates = {key: config.pop(key, 0.0) for key in ("l1", "l2")}
    return dict(spec, class_name="Activation",
                config=dict(config, activity_regularizer={"class_name": "L1L2", "config": rates}))
