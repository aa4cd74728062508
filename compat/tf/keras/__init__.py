"""The old ``tf.keras`` of TensorFlow 2.4 to 2.15, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.tf.keras.layers import Input as Input
    from compat.tf.keras.models import Model as Model
    from compat.tf.keras.models import Sequential as Sequential
    from compat.tf.keras import activations as activations
    from compat.tf.keras import applications as applications
    from compat.tf.keras import backend as backend
    from compat.tf.keras import callbacks as callbacks
    from compat.tf.keras import constraints as constraints
    from compat.tf.keras import datasets as datasets
    from compat.tf.keras import dtensor as dtensor
    from compat.tf.keras import estimator as estimator
    from compat.tf.keras import experimental as experimental
    from compat.tf.keras import export as export
    from compat.tf.keras import initializers as initializers
    from compat.tf.keras import layers as layers
    from compat.tf.keras import losses as losses
    from compat.tf.keras import metrics as metrics
    from compat.tf.keras import mixed_precision as mixed_precision
    from compat.tf.keras import models as models
    from compat.tf.keras import optimizers as optimizers
    from compat.tf.keras import preprocessing as preprocessing
    from compat.tf.keras import regularizers as regularizers
    from compat.tf.keras import saving as saving
    from compat.tf.keras import utils as utils
    from compat.tf.keras import wrappers as wrappers
