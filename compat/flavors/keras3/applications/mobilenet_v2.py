"""Scaling of images and names of classes of ``keras.applications.mobilenet_v2``."""
from keras.applications.mobilenet_v2 import decode_predictions, preprocess_input

__all__ = ["decode_predictions", "preprocess_input"]
