"""Scaling of images and names of classes of ``keras.applications.imagenet_utils``."""
from keras.applications.imagenet_utils import decode_predictions, preprocess_input

__all__ = ["decode_predictions", "preprocess_input"]
