"""``tf.math`` of TensorFlow 1, the module that code imports: arithmetic, comparisons, reductions and a part of ``tf.nn``."""
import compat.flavors.keras3.tf.comparison as comparison
import compat.flavors.keras3.tf.elementwise as elementwise
import compat.flavors.keras3.tf.nn as nn
import compat.flavors.keras3.tf.reductions as reductions
import compat.flavors.keras3.tf.segments as segments
from compat.flavors.keras3.lazily import defined_in
from compat.flavors.keras3.tf.served import refuse

#: What TensorFlow has in ``tf`` alone.
_NOT_HERE = frozenset(("checked", "clip_by_value", "div", "div_no_nan", "norm", "trace"))
_OF_NN = ("in_top_k", "l2_normalize", "log_softmax", "softplus", "softsign", "top_k")
_found = {name: getattr(module, name)
          for module in (elementwise, comparison, reductions, segments) for name in defined_in(module) if name not in _NOT_HERE}
_found.update({name: getattr(nn, name) for name in _OF_NN}, divide_no_nan=elementwise.div_no_nan, floormod=elementwise.mod)
globals().update(_found)

__all__ = sorted(_found)
__getattr__ = refuse("tf.math")
