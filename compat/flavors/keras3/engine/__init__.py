"""The engine of Keras 1 and 2 on Keras 3: ``Layer``, ``Input``, nodes and masks; ``Network`` is the functional model."""
from compat.flavors.keras3.lazily import lazily, listed

_NAMES = {
    ".inputs": "Input InputLayer InputSpec",
    ".layer": "Layer",
    ".model": "Network",
    ".nodes": "Node get_source_inputs",
}

__getattr__, __dir__ = lazily(__name__, lambda: listed(_NAMES))
