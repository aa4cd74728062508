"""Wrappers of Keras models for other libraries (``keras.wrappers`` of Keras 1 and 2)."""
