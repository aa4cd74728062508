"""Layers of Keras 1 and 2 on Keras 3, one module for each module of ``keras.layers``."""
from .classes import *  # noqa: F403
from .serialization import deserialize as deserialize
from .serialization import serialize as serialize
