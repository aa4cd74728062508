"""Scaling of images and names of classes of ``keras.applications.inception_v3``."""
from keras.applications.inception_v3 import decode_predictions, preprocess_input

__all__ = ["decode_predictions", "preprocess_input"]
