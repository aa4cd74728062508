"""``tf.math`` of TensorFlow 1: functions that are also at the top of ``tf``, under the names they have here."""
from compat.flavors.keras3.tf.served import refuse

__getattr__ = refuse("tf.math")
