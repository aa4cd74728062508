"""What ``import tensorflow as tf`` becomes, on whichever Keras is installed: ``from compat import tf``.

On multi-backend Keras, tf.keras and tf_keras this is the real TensorFlow. On Keras 3 what computes is written over
``keras.ops``, so that a layer that said ``import tensorflow as tf`` also runs on JAX and torch, with the signatures and the
meaning of TensorFlow 1 or 2, as the era of the code says; below ``tf.compat.v1`` and ``tf.compat.v2`` with those. Where
TensorFlow is the backend, every other name is its own; where it is only installed, what prepares data is
(``tf.data``, ``tf.io`` …), imported when it is first used. ``tf.keras`` is :mod:`compat.tf.keras`.
"""
import importlib
import sys
import types
from typing import Any, List

from compat.flavors.aliases import explained, find_aliases
from compat.flavors.tf_root import OF_KERAS, attribute, is_of_keras, is_ours, names

find_aliases()


@explained
def __getattr__(name: str) -> Any:
    if name.startswith("__") and name not in ("__version__", "__git_version__"):
        raise AttributeError("module 'compat.tf' has no attribute {!r}".format(name))
    if name == "keras_v1":
        return importlib.import_module("compat.tf.keras_v1")
    if name == "keras" or is_of_keras(name):
        found: Any = _keras("" if name == "keras" else name)
    else:
        found = _versions() if name == "compat" else attribute(name)
    if name in ("compat", "keras") or getattr(found, "__module__", None) == __name__:
        setattr(sys.modules[__name__], name, found)
    return found


def _keras(name: str) -> types.ModuleType:
    return importlib.import_module("compat.tf.keras" + ("." + name if name else ""))


def _versions() -> Any:
    """``tf.compat``, with the one Keras below both versions; on a Keras 2, ``tf.compat.v1`` is ``compat.tf`` itself."""
    found = attribute("compat")
    if not is_ours():
        both = types.ModuleType("compat.tf.compat")
        vars(both).update({key: value for key, value in vars(found).items() if not key.startswith("__")}, __path__=[],
                          v1=sys.modules[__name__], v2=getattr(found, "v2", sys.modules[__name__]))
        return both
    for version, modules in ((found.v1, ("initializers", "metrics")), (found.v2, OF_KERAS)):
        version.keras = _keras("") if version is found.v2 else importlib.import_module("compat.tf.keras_v1")
        for name in modules:
            setattr(version, name, _keras(name))
    return found


def __dir__() -> List[str]:
    return names()
