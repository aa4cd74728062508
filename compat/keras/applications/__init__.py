"""The old ``keras.applications`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING, Any

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.applications.densenet import DenseNet121 as DenseNet121
    from compat.keras.applications.densenet import DenseNet169 as DenseNet169
    from compat.keras.applications.densenet import DenseNet201 as DenseNet201
    from compat.keras.applications.inception_resnet_v2 import InceptionResNetV2 as InceptionResNetV2
    from compat.keras.applications.inception_v3 import InceptionV3 as InceptionV3
    from compat.keras.applications.mobilenet import MobileNet as MobileNet
    from compat.keras.applications.mobilenet_v2 import MobileNetV2 as MobileNetV2
    from compat.keras.applications.nasnet import NASNetLarge as NASNetLarge
    from compat.keras.applications.nasnet import NASNetMobile as NASNetMobile
    from compat.keras.applications.resnet import ResNet101 as ResNet101
    from compat.keras.applications.resnet_v2 import ResNet101V2 as ResNet101V2
    from compat.keras.applications.resnet import ResNet152 as ResNet152
    from compat.keras.applications.resnet_v2 import ResNet152V2 as ResNet152V2
    from compat.keras.applications.resnet50 import ResNet50 as ResNet50
    from compat.keras.applications.resnet_v2 import ResNet50V2 as ResNet50V2
    from compat.keras.applications.vgg16 import VGG16 as VGG16
    from compat.keras.applications.vgg19 import VGG19 as VGG19
    from compat.keras.applications.xception import Xception as Xception
    from compat.keras import backend as backend
    from compat.keras.applications import densenet as densenet
    from compat.keras.applications import inception_resnet_v2 as inception_resnet_v2
    from compat.keras.applications import inception_v3 as inception_v3
    keras_applications: Any
    from compat.keras.applications.densenet import keras_modules_injection as keras_modules_injection
    from compat.keras import layers as layers
    from compat.keras.applications import mobilenet as mobilenet
    from compat.keras.applications import mobilenet_v2 as mobilenet_v2
    from compat.keras import models as models
    from compat.keras.applications import nasnet as nasnet
    from compat.keras.applications import resnet as resnet
    from compat.keras.applications import resnet50 as resnet50
    from compat.keras.applications import resnet_v2 as resnet_v2
    from compat.keras import utils as utils
    from compat.keras.applications import vgg16 as vgg16
    from compat.keras.applications import vgg19 as vgg19
    from compat.keras.applications import xception as xception
