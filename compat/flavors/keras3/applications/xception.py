"""Scaling of images and names of classes of ``keras.applications.xception``."""
from keras.applications.xception import decode_predictions, preprocess_input

__all__ = ["decode_predictions", "preprocess_input"]
