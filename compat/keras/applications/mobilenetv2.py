"""The old ``keras.applications.mobilenetv2`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.applications.mobilenet_v2 import MobileNetV2 as MobileNetV2
    from compat.keras.applications.mobilenet_v2 import decode_predictions as decode_predictions
    from compat.keras.applications.densenet import keras_modules_injection as keras_modules_injection
    from compat.keras.applications.mobilenet_v2 import preprocess_input as preprocess_input
