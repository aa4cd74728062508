"""Scaling of images and names of classes of ``keras.applications.mobilenet``."""
from keras.applications.mobilenet import decode_predictions, preprocess_input

__all__ = ["decode_predictions", "preprocess_input"]
