"""Activity regularizers: multi-backend Keras and Keras 3.0 to 3.13 sum over the batch, all others divide by its size."""
from typing import Any, Callable, Dict, Tuple

from compat.hub.records import Spec


def scaled_regularizers(keras: Any, K: Any, of_sum: Callable[[Any], Any] = lambda loss: loss) -> Tuple[Any, Any]:
    """The classes ``SummedOverBatch(regularizer)`` and ``DividedByBatch(regularizer)``.

    Args:
        keras: the installed Keras.
        K: its backend, or on Keras 3 the same functions.
        of_sum: what a sum over the batch becomes where several replicas share it.
    """

    class SummedOverBatch(keras.regularizers.Regularizer):  # type: ignore[misc,name-defined]
        """A regularizer times the size of the batch."""

        def __init__(self, regularizer: Any) -> None:
            self.regularizer = keras.regularizers.get(regularizer)

        def __call__(self, outputs: Any) -> Any:
            return of_sum(self.regularizer(outputs) * self._size(outputs))

        @staticmethod
        def _size(outputs: Any) -> Any:
            return K.cast(K.shape(outputs)[0], K.dtype(outputs))

        def get_config(self) -> Dict[str, Any]:
            return {"regularizer": keras.regularizers.serialize(self.regularizer)}

    class DividedByBatch(SummedOverBatch):
        """A regularizer over the size of the batch."""

        def __call__(self, outputs: Any) -> Any:
            return self.regularizer(outputs) / self._size(outputs)

    classes = (SummedOverBatch, DividedByBatch)
    register = getattr(keras.utils, "register_keras_serializable", None)
    for each in classes:  # a Bidirectional copies its layer by its configuration
        if register is not None:
            register(package="compat")(each)
        else:
            keras.utils.get_custom_objects()[each.__name__] = each
    return classes


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
