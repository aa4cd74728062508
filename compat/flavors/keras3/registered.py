"""Every class and function that a ``.keras`` file converted here may hold: importing this registers them with Keras.

``import compat.layers`` does so, after which ``keras.models.load_model`` opens such a file without ``custom_objects``.
"""
import compat.flavors.keras3.loading.losses as file_losses
import compat.flavors.keras3.loading.optimizers as file_optimizers
import compat.flavors.keras3.loading.regularizers as regularizers

from . import activations, batch_counting, layers, losses, metrics, optimizers
from .layers.serialization import own_classes

own_classes()
__all__ = ["activations", "batch_counting", "file_losses", "file_optimizers", "layers", "losses", "metrics", "optimizers",
           "regularizers"]
