"""Keras 3, on TensorFlow, JAX and torch: each legacy name over `keras.layers` and `keras.ops`."""
import random

import numpy

from compat.flavor import stated_backend

# A program that seeds NumPy in its first line, as Keras 2's own examples do, gets the numbers of that seed: JAX draws some
# while it is imported.
_states = random.getstate(), numpy.random.get_state()
with stated_backend():  # before any module here imports it
    import keras  # noqa: F401
random.setstate(_states[0])
numpy.random.set_state(_states[1])
