"""TensorFlow operations that files hold as layers, as a layer over ``keras.ops``.

    made = apply("math.add", [x], {"y": 2.0}, {"name": "tf.math.add"})     # symbolic tensors in, symbolic tensors out
"""
from compat.flavors.keras3.lazily import lazily, listed

_NAMES = {
    ".calls": "Deferred",
    ".layer": "OperationCall TFOpLambda apply settle",
    ".symbols": "knows_symbol",
    "compat.flavors.shared.tf_nodes": "call_of_node",
}

__getattr__, __dir__ = lazily(__name__, lambda: listed(_NAMES))
