"""Scaling of images and names of classes of ``keras.applications.nasnet``."""
from keras.applications.nasnet import decode_predictions, preprocess_input

__all__ = ["decode_predictions", "preprocess_input"]
