"""Scaling of images and names of classes of ``keras.applications.densenet``."""
from keras.applications.densenet import decode_predictions, preprocess_input

__all__ = ["decode_predictions", "preprocess_input"]
