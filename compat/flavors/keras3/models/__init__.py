"""Models of Keras 1 and 2 on Keras 3: ``Model``, ``Sequential``, and what builds, saves and clones them."""
from ..engine.inputs import Input, InputLayer
from .model import FunctionalModel, Model
from .sequential import Sequential

__all__ = ["FunctionalModel", "Input", "InputLayer", "Model", "Sequential"]
