"""Utilities on Keras 3: under which names classes are known to files."""
from typing import Any

import keras


def register(cls: Any) -> Any:
    """Let ``keras.models.load_model`` find a class by its name in the package ``compat``; returns the class."""
    return keras.saving.register_keras_serializable(package="compat")(cls)
