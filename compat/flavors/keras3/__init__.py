"""Keras 3, on TensorFlow, JAX and torch: each legacy name over `keras.layers` and `keras.ops`."""
from compat.flavor import stated_backend

with stated_backend():  # before any module here imports it
    import keras  # noqa: F401
