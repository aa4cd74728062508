"""The old ``keras.engine`` of Keras 2.2.4 and 2.3.1, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
from typing import TYPE_CHECKING

from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)

if TYPE_CHECKING:
    from compat.keras.engine.topology import Container as Container
    from compat.keras.engine.input_layer import Input as Input
    from compat.keras.engine.input_layer import InputLayer as InputLayer
    from compat.keras.engine.base_layer import InputSpec as InputSpec
    from compat.keras.engine.base_layer import Layer as Layer
    from compat.keras.layers.core import Merge as Merge
    from compat.keras.engine.training import Model as Model
    from compat.keras.engine import base_layer as base_layer
    from compat.keras.engine.topology import get_source_inputs as get_source_inputs
    from compat.keras.engine import input_layer as input_layer
    from compat.keras.layers.core import merge as merge
    from compat.keras.engine import network as network
    from compat.keras.engine import saving as saving
    from compat.keras.engine import sequential as sequential
    from compat.keras.engine import training as training
    from compat.keras.engine import training_arrays as training_arrays
    from compat.keras.engine import training_generator as training_generator
    from compat.keras.engine import training_utils as training_utils
