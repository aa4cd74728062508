"""Layers that old code most often defined for itself, written once on the legacy API for every Keras.

Importing this package also makes the layers known to the installed Keras under the one package name ``compat``, so that
``keras.models.load_model`` opens a ``.keras`` file holding them without ``custom_objects``.
"""
from compat.flavors import home_module
from compat.keras.layers import Lambda as Lambda
from compat.layers.decaying_dropout import DecayingDropout as DecayingDropout
from compat.layers.masked_mean_pooling import MaskedMeanPooling1D as MaskedMeanPooling1D
from compat.layers.mean_pool import MyMeanPool as MyMeanPool
from compat.layers.my_layer import MyLayer as MyLayer

home_module("registered")  # and whatever else a converted file may hold

__all__ = ["DecayingDropout", "Lambda", "MaskedMeanPooling1D", "MyLayer", "MyMeanPool"]

for _layer in (DecayingDropout, MaskedMeanPooling1D, MyLayer, MyMeanPool):
    home_module("utils").register(_layer)  # type: ignore[union-attr]
