"""The engine of Keras 1 and 2 on Keras 3: ``Layer``, ``Input``, nodes and masks.

``Network`` and ``Container`` are the functional model, and live in :mod:`..models`, which needs this package first.
"""
from typing import Any

from .inputs import Input, InputLayer, InputSpec
from .layer import Layer
from .nodes import Node, get_source_inputs

__all__ = ["Input", "InputLayer", "InputSpec", "Layer", "Network", "Node", "get_source_inputs"]


def __getattr__(name: str) -> Any:
    if name == "Network":
        from .model import Model

        return Model
    raise AttributeError("module {!r} has no attribute {!r}".format(__name__, name))
