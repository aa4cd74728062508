"""The old ``keras`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.engine.input_layer import Input as Input
    from compat.keras.engine.training import Model as Model
    from compat.keras.engine.sequential import Sequential as Sequential
    from compat.keras import activations as activations
    from compat.keras import applications as applications
    from compat.keras import backend as backend
    from compat.keras import callbacks as callbacks
    from compat.keras import constraints as constraints
    from compat.keras import datasets as datasets
    from compat.keras import engine as engine
    from compat.keras import initializers as initializers
    from compat.keras import layers as layers
    from compat.keras import legacy as legacy
    from compat.keras import losses as losses
    from compat.keras import metrics as metrics
    from compat.keras import models as models
    from compat.keras import optimizers as optimizers
    from compat.keras import preprocessing as preprocessing
    from compat.keras import regularizers as regularizers
    from compat.keras import utils as utils
    from compat.keras import wrappers as wrappers
