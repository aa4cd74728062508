"""Image models of ``keras.applications`` on tf.keras and tf_keras: those of Keras 2.2.4 and 2.3.1, layer by layer.

The models of the same names in the installed Keras have other layers, names and weights.
"""
from ..shared import applications

__all__ = applications.NAMES
__getattr__ = applications.served
