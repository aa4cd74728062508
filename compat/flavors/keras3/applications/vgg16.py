"""Scaling of images and names of classes of ``keras.applications.vgg16``."""
from keras.applications.vgg16 import decode_predictions, preprocess_input

__all__ = ["decode_predictions", "preprocess_input"]
