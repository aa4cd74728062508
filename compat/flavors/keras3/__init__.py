"""Keras 3, on TensorFlow, JAX and torch: each legacy name over `keras.layers` and `keras.ops`."""
from compat.flavor import state_backend

state_backend()  # before any module here imports Keras
