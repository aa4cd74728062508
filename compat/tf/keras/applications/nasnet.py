"""The old ``tf.keras.applications.nasnet`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    def NASNetLarge(input_shape: Any = None, include_top: Any = True, weights: Any = 'imagenet', input_tensor: Any = None, pooling: Any = None, classes: Any = 1000, classifier_activation: Any = 'softmax') -> Any: ...
    def NASNetMobile(input_shape: Any = None, include_top: Any = True, weights: Any = 'imagenet', input_tensor: Any = None, pooling: Any = None, classes: Any = 1000, classifier_activation: Any = 'softmax') -> Any: ...
    def decode_predictions(preds: Any, top: Any = 5) -> Any: ...
    def preprocess_input(x: Any, data_format: Any = None) -> Any: ...
