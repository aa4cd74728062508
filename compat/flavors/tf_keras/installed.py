"""The Keras 2 that this flavor wraps: ``tensorflow.keras`` or ``tf_keras``, whichever is active."""
import importlib
from typing import Any

import tensorflow

from compat.flavor import active

__all__ = ["keras", "tensorflow"]


def _keras(root: str) -> Any:
    # tensorflow.keras is loaded lazily and is an attribute, not always an importable module.
    return tensorflow.keras if root == "tensorflow.keras" else importlib.import_module(root)


keras = _keras(active().root)
