"""Regularizers of Keras 1 and 2: those of Keras 3 with the old arguments and factories."""
from typing import Any, Dict, Optional

import keras
from keras import ops

from compat.callers import is_called_from
from compat.flavors.shared.keras_objects import serialize_keras_object

from .backend.tensors import as_tensor
from .objects import registered_object

Regularizer = keras.regularizers.Regularizer
serialize = serialize_keras_object


def penalty(x: Any, l1: float, l2: float) -> Any:
    """``l1 * sum(|x|) + l2 * sum(x²)``, a scalar tensor."""
    return l1 * ops.sum(ops.abs(x)) + l2 * ops.sum(ops.square(x))


@keras.saving.register_keras_serializable(package="compat")
class L1L2(keras.regularizers.Regularizer):
    """``l1 * sum(|w|) + l2 * sum(w²)``.

    Example:
        >>> float(L1L2(l1=1.0, l2=2.0)(ops.array([1.0, -2.0])))
        13.0
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1 = float(l1 or 0.0)
        self.l2 = float(l2 or 0.0)

    def __call__(self, x: Any) -> Any:
        # Keras computes with the value in a step; of a variable in plain code it is a description, which follows it.
        return penalty(x if is_called_from("keras") else as_tensor(x), self.l1, self.l2)

    def get_config(self) -> Dict[str, float]:
        """``{"l1": …, "l2": …}``."""
        return {"l1": self.l1, "l2": self.l2}


def l1(l: float = 0.01, l1: Optional[float] = None) -> L1L2:  # noqa: E741
    """Sum of absolute values times ``l``, which tf.keras calls ``l1``."""
    return L1L2(l1=l if l1 is None else l1)


def l2(l: float = 0.01, l2: Optional[float] = None) -> L1L2:  # noqa: E741
    """Sum of squares times ``l``, which tf.keras calls ``l2``."""
    return L1L2(l2=l if l2 is None else l2)


def l1_l2(l1: float = 0.01, l2: float = 0.01) -> L1L2:
    """Both."""
    return L1L2(l1=l1, l2=l2)


def deserialize(config: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """A regularizer from :func:`serialize`, or from what Keras 3 wrote."""
    of_keras_2 = isinstance(config, dict) and "module" not in config
    if of_keras_2 and config.get("class_name") in ("L1L2", "WeightRegularizer"):
        return L1L2(**config["config"])
    return keras.regularizers.deserialize(config, custom_objects)


def of_layer(given: Any) -> Any:
    """What a layer is to be given: by a name an ``L1L2``, as it was then. By ``l1_l2`` Keras 3 takes one that costs nothing."""
    return get(given) if isinstance(given, str) and given in ("l1", "l2", "l1_l2", "l1l2") else given


def get(identifier: Any) -> Any:
    """The regularizer of a name or configuration; one that is given stays as it is; None is none."""
    if isinstance(identifier, str) and identifier in ("l1", "l2", "l1_l2", "l1l2"):
        return {"l1": l1, "l2": l2}.get(identifier, l1_l2)()
    if isinstance(identifier, str) and registered_object(identifier) is not None:
        return registered_object(identifier)()
    if isinstance(identifier, dict):
        return deserialize(identifier)
    return keras.regularizers.get(identifier)
