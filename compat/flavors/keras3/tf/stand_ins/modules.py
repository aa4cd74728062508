"""``tf.Module`` where TensorFlow is the backend: TensorFlow's own, which knows the layers of Keras 3 that it holds, too.

The layers of tf.keras 2 were modules; those of Keras 3 are none, so that a module of them had no variables to train.
"""
import tensorflow

from compat.flavors.keras3.tf.stand_ins.scopes import HoldsVariables


class Module(HoldsVariables, tensorflow.Module):  # type: ignore[misc]
    """An object that knows its variables, and those of the modules and layers it holds."""

    _TF_MODULE_IGNORED_PROPERTIES = tensorflow.Module._TF_MODULE_IGNORED_PROPERTIES
