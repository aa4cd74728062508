"""Chooses a Keras, as libraries of 2018 to 2020 did."""
import os
import importlib

if os.environ.get("TF_KERAS", "0") == "1":
    from tensorflow.python import keras
    from tensorflow.python.keras import backend as K
else:
    try:
        import keras
        from keras import backend as K
    except ImportError:
        from tensorflow import keras
        from tensorflow.keras import backend as K

utils = importlib.import_module("keras.utils")
__all__ = ["keras", "utils", "K"]
