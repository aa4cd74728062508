"""TensorFlow 1 over ``keras.ops``: the names that layers written for Keras 2 call, on TensorFlow, JAX and torch alike.

Served publicly as ``compat.tf``. ``tf.float32`` is a name of a dtype, ``tf.shape(x)`` behaves as vector and as tuple,
``tf.Session().run`` gives NumPy arrays. There is no ``__version__``: this is no TensorFlow. A name that is missing is
not served yet; ``compat.tf``, ``tf.nn`` and its like say so with a NotServedError.
"""
from compat.flavors.keras3.tf import compat as compat
from compat.flavors.keras3.tf import version1
from compat.flavors.keras3.tf.version1 import *  # noqa: F403

__all__ = version1.__all__ + ["compat"]
