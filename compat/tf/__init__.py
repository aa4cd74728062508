"""The TensorFlow 1 names that legacy layers call, on whichever Keras is installed: ``from compat import tf``.

On multi-backend Keras this is the real TensorFlow; on Keras 3 each name is written over ``keras.ops``, so that a layer
that said ``import tensorflow as tf`` also runs on JAX and torch; where TensorFlow is the backend, all its other names are
its own. ``tf.keras`` is :mod:`compat.tf.keras`. Names are looked up on first use.
"""
import importlib
import sys
from typing import Any, List

from compat.flavors import explained, home_module, tensorflow_1

#: What TensorFlow 2 has of its Keras under names of its own.
_OF_KERAS = ("initializers", "losses", "metrics", "optimizers")


@explained
def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError("module 'compat.tf' has no attribute {!r}".format(name))
    if name == "keras" or name in _OF_KERAS and not hasattr(home_module("tf"), name):
        found: Any = importlib.import_module("compat.tf.keras" + ("" if name == "keras" else "." + name))
    else:
        found = tensorflow_1(name)
    setattr(sys.modules[__name__], name, found)
    return found


def __dir__() -> List[str]:
    return sorted(name for name in dir(home_module("tf")) if not name.startswith("_"))
