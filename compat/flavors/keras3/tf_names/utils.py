"""Helpers of ``tf.keras.utils`` that Keras 3 dropped or changed."""
from typing import Any, Optional

import keras
import numpy as np

from compat.era import era_of_tf_keras
from compat.flavors.keras3 import seeds, utils
from compat.flavors.shared import keras_objects
from compat.flavors.shared.timed_thread import TimedThread
from compat.flavors.shared.warmstart import warmstart_embedding_matrix

from ..engine.dataset_creator import DatasetCreator
from ..pythons_random import seed_apart

__all__ = ["DatasetCreator", "TimedThread", "deserialize_keras_object", "serialize_keras_object", "set_random_seed",
           "to_ordinal",
           "warmstart_embedding_matrix"]
#: The first TensorFlow whose configurations say in which module a class is.
_WITH_MODULES = "2.13"


def serialize_keras_object(obj: Any) -> Any:
    """The configuration of an object: of tf.keras 2.13 to 2.15 with its module, before that its class and configuration."""
    if era_of_tf_keras().is_before(_WITH_MODULES):
        return keras_objects.serialize_keras_object(obj)
    return keras.saving.serialize_keras_object(obj)


def deserialize_keras_object(config: Any, custom_objects: Any = None, safe_mode: bool = True, **kwargs: Any) -> Any:
    """The object of what :func:`serialize_keras_object` gave.

    Args:
        config: a configuration, or the name of an object.
        custom_objects: name → object, looked at first.
        safe_mode: refuse a Lambda that holds code.
        **kwargs: ``module_objects`` and ``printable_module_name``, of tf.keras before 2.13.
    """
    if era_of_tf_keras().is_before(_WITH_MODULES) or "module_objects" in kwargs or not _is_of_a_module(config):
        return utils.deserialize_keras_object(config, custom_objects=custom_objects, **kwargs)
    return keras.saving.deserialize_keras_object(config, custom_objects=custom_objects, safe_mode=safe_mode)


def _is_of_a_module(config: Any) -> bool:
    return not isinstance(config, dict) or "module" in config or "class_name" not in config


def set_random_seed(seed: int) -> None:
    """Seed Python, NumPy and the backend, and the initial weights that tf.keras made after this call.

    Example:
        >>> set_random_seed(1)
        >>> first = keras.initializers.GlorotUniform()
    """
    keras.utils.set_random_seed(seed)
    seed_apart(int(seed))
    seeds.set_program_seed(seed)
    seeds.set_initializer_seed(seed)


def to_ordinal(y: Any, num_classes: Optional[int] = None, dtype: str = "float32") -> Any:
    """For each class number as many ones as classes lie below it, then zeros: ``(…, num_classes - 1)``.

    Example:
        >>> to_ordinal([0, 2, 1], num_classes=4).tolist()
        [[0.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 0.0, 0.0]]
    """
    classes = np.array(y, dtype="int")
    if classes.ndim > 1 and classes.shape[-1] == 1:
        classes = classes[..., 0]
    count = int(num_classes or classes.max() + 1)
    return (np.arange(count - 1) < classes[..., None]).astype(dtype)
