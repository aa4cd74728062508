"""Names of ``tf.keras.dtensor`` that only a tf.keras has; see :mod:`compat.api.refused`."""
import functools

from compat.flavors.shared.refused import refused

__getattr__ = functools.partial(refused, "dtensor")
