"""Chooses a Keras, as libraries of 2018 to 2020 did."""
import os
import importlib

if os.environ.get("TF_KERAS", "0") == "1":
    from compat.tf import keras
    from compat.tf.keras import backend as K
else:
    try:
        from compat import keras
        from compat.keras import backend as K
    except ImportError:
        from compat.tf import keras
        from compat.tf.keras import backend as K

utils = importlib.import_module("compat.keras.utils")
__all__ = ["keras", "utils", "K"]
