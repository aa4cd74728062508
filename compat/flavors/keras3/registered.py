"""Every class and function that a ``.keras`` file converted here may hold: importing this registers them with Keras.

``import compat.layers`` does so, after which ``keras.models.load_model`` opens such a file without ``custom_objects``.
"""
from . import activations, layers, losses, metrics, optimizers
from .layers.serialization import own_classes
from .loading import losses as file_losses
from .loading import optimizers as file_optimizers
from .loading import regularizers

own_classes()
__all__ = ["activations", "file_losses", "file_optimizers", "layers", "losses", "metrics", "optimizers", "regularizers"]
