"""Weights drawn with NumPy from the layers' names: every Keras starts the same model from the same numbers."""
from __future__ import print_function

import zlib

import numpy as np


def seed_of(text):
    """A number that is the same for ``text`` on every Python."""
    return zlib.crc32(text.encode("ascii")) & 0x7FFFFFFF


def leaves(model):
    """The layers of ``model``, those of nested models in their places."""
    for layer in model.layers:
        if hasattr(layer, "layers") and not hasattr(layer, "layer"):
            for inner in leaves(layer):
                yield inner
        else:
            yield layer


def draw(random, name, value):
    """A new value for the weight called ``name``: scales and variances positive, counters as they are."""
    kind = name.split("/")[-1].split(":")[0]
    if "iterations" in kind:
        return value
    if kind.endswith(("gamma", "variance", "running_std", "stddev")):
        return random.uniform(0.5, 1.5, value.shape).astype(value.dtype)
    return random.uniform(-0.5, 0.5, value.shape).astype(value.dtype)


def set_initial_weights(model):
    """Give every layer of ``model`` weights that depend on nothing but its name and their shapes."""
    for layer in leaves(model):
        if layer.weights:
            random = np.random.RandomState(seed_of(layer.name))
            names = [weight.name for weight in layer.weights]
            layer.set_weights([draw(random, *pair) for pair in zip(names, layer.get_weights())])
