"""Scaling of images and names of classes of ``keras.applications.resnet50``."""
from keras.applications.resnet50 import decode_predictions, preprocess_input

__all__ = ["decode_predictions", "preprocess_input"]
