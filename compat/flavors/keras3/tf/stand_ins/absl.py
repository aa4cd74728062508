"""``tf.app`` and ``tf.flags`` of TensorFlow 1: those of absl, which Keras 3 needs."""
from typing import Any

from absl import app, flags


def __getattr__(name: str) -> Any:
    if name == "flags":
        return flags
    return getattr(app if name == "run" else flags, name)
