"""Keras 3, on TensorFlow, JAX and torch: each legacy name over `keras.layers` and `keras.ops`."""
