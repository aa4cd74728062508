"""TensorFlow operations that files hold as layers, as a layer over ``keras.ops``.

    made = apply("math.add", [x], {"y": 2.0}, {"name": "tf.math.add"})     # symbolic tensors in, symbolic tensors out
"""
from compat.flavors.keras3.operations.calls import Deferred
from compat.flavors.keras3.operations.functions import knows_symbol
from compat.flavors.keras3.operations.layer import OperationCall, TFOpLambda, apply, settle
from compat.flavors.shared.tf_nodes import call_of_node

__all__ = ["Deferred", "OperationCall", "TFOpLambda", "apply", "call_of_node", "knows_symbol", "settle"]
