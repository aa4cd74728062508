"""The old ``keras.applications.nasnet`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.layers.core import Activation as Activation
    from compat.keras.layers.pooling import AveragePooling2D as AveragePooling2D
    from compat.keras.layers.normalization import BatchNormalization as BatchNormalization
    from compat.keras.layers.convolutional import Conv2D as Conv2D
    from compat.keras.layers.convolutional import Cropping2D as Cropping2D
    from compat.keras.layers.core import Dense as Dense
    from compat.keras.layers.pooling import GlobalAveragePooling2D as GlobalAveragePooling2D
    from compat.keras.layers.pooling import GlobalMaxPooling2D as GlobalMaxPooling2D
    from compat.keras.engine.input_layer import Input as Input
    from compat.keras import backend as K
    from compat.keras.layers.pooling import MaxPooling2D as MaxPooling2D
    from compat.keras.engine.training import Model as Model
    NASNET_LARGE_WEIGHT_PATH: Any
    NASNET_LARGE_WEIGHT_PATH_NO_TOP: Any
    NASNET_MOBILE_WEIGHT_PATH: Any
    NASNET_MOBILE_WEIGHT_PATH_NO_TOP: Any
    def NASNetLarge(*args: Any, **kwargs: Any) -> Any: ...
    def NASNetMobile(*args: Any, **kwargs: Any) -> Any: ...
    from compat.keras.layers.convolutional import SeparableConv2D as SeparableConv2D
    from compat.keras.layers.convolutional import ZeroPadding2D as ZeroPadding2D
    from compat.keras.applications.imagenet_utils import _obtain_input_shape as _obtain_input_shape
    from compat.keras.layers.merge import add as add
    from compat.keras.layers.merge import concatenate as concatenate
    def decode_predictions(*args: Any, **kwargs: Any) -> Any: ...
    from compat.keras.utils.data_utils import get_file as get_file
    from compat.keras.engine.topology import get_source_inputs as get_source_inputs
    from compat.keras.applications.densenet import keras_modules_injection as keras_modules_injection
    def preprocess_input(*args: Any, **kwargs: Any) -> Any: ...
