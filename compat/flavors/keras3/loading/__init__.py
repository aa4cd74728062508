"""From hub configuration and arrays to a live model of Keras 3: what :mod:`compat.loading.load` asks of this flavour.

The result consists of native Keras 3 classes wherever these do what the file's Keras did, so that a plain model that is
saved again opens without this package; classes registered under the package name ``compat`` stand where they do not.
"""
from compat.flavors.keras3.loading.build import build, knows, live
from compat.flavors.keras3.loading.files import predict, reopen, save, weights_of
from compat.flavors.keras3.loading.training import compile_model, trainable
from compat.flavors.keras3.loading.variables import assign

__all__ = ["assign", "build", "compile_model", "knows", "live", "predict", "reopen", "save", "trainable", "weights_of"]
