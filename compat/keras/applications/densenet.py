"""The old ``keras.applications.densenet`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.layers.core import Activation as Activation
    from compat.keras.layers.pooling import AveragePooling2D as AveragePooling2D
    from compat.keras.layers.normalization import BatchNormalization as BatchNormalization
    from compat.keras.layers.merge import Concatenate as Concatenate
    from compat.keras.layers.convolutional import Conv2D as Conv2D
    DENSENET121_WEIGHT_PATH: Any
    DENSENET121_WEIGHT_PATH_NO_TOP: Any
    DENSENET169_WEIGHT_PATH: Any
    DENSENET169_WEIGHT_PATH_NO_TOP: Any
    DENSENET201_WEIGHT_PATH: Any
    DENSENET201_WEIGHT_PATH_NO_TOP: Any
    from compat.keras.layers.core import Dense as Dense
    def DenseNet(blocks: Any, include_top: Any = True, weights: Any = 'imagenet', input_tensor: Any = None, input_shape: Any = None, pooling: Any = None, classes: Any = 1000) -> Any: ...
    def DenseNet121(*args: Any, **kwargs: Any) -> Any: ...
    def DenseNet169(*args: Any, **kwargs: Any) -> Any: ...
    def DenseNet201(*args: Any, **kwargs: Any) -> Any: ...
    from compat.keras.layers.pooling import GlobalAveragePooling2D as GlobalAveragePooling2D
    from compat.keras.layers.pooling import GlobalMaxPooling2D as GlobalMaxPooling2D
    from compat.keras.engine.input_layer import Input as Input
    from compat.keras import backend as K
    from compat.keras.layers.pooling import MaxPooling2D as MaxPooling2D
    from compat.keras.engine.training import Model as Model
    from compat.keras.layers.convolutional import ZeroPadding2D as ZeroPadding2D
    from compat.keras.applications.imagenet_utils import _obtain_input_shape as _obtain_input_shape
    def conv_block(x: Any, growth_rate: Any, name: Any) -> Any: ...
    def decode_predictions(*args: Any, **kwargs: Any) -> Any: ...
    def dense_block(x: Any, blocks: Any, name: Any) -> Any: ...
    from compat.keras.utils.data_utils import get_file as get_file
    from compat.keras.engine.topology import get_source_inputs as get_source_inputs
    def keras_modules_injection(base_fun: Any) -> Any: ...
    def preprocess_input(*args: Any, **kwargs: Any) -> Any: ...
    def transition_block(x: Any, reduction: Any, name: Any) -> Any: ...
