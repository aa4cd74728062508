"""Layers that old code most often defined for itself, written once on the legacy API for every Keras.

Importing this package also makes the layers known to the installed Keras under the one package name ``compat``, so that
``keras.models.load_model`` opens a ``.keras`` file holding them without ``custom_objects``.
"""
from compat.flavors import home_module
from compat.keras.layers import Lambda as Lambda
from compat.layers.capsules import CapsuleLayer as CapsuleLayer
from compat.layers.capsules import Length as Length
from compat.layers.capsules import Mask as Mask
from compat.layers.capsules import squash as squash
from compat.layers.contrib_normalization import GroupNormalization as GroupNormalization
from compat.layers.contrib_normalization import InstanceNormalization as InstanceNormalization
from compat.layers.crf import CRF as CRF
from compat.layers.crf import crf_accuracy as crf_accuracy
from compat.layers.crf import crf_loss as crf_loss
from compat.layers.crf import crf_marginal_accuracy as crf_marginal_accuracy
from compat.layers.crf import crf_viterbi_accuracy as crf_viterbi_accuracy
from compat.layers.decaying_dropout import DecayingDropout as DecayingDropout
from compat.layers.keras1_batch_normalization import Keras1BatchNormalization as Keras1BatchNormalization
from compat.layers.l2_normalization import L2Normalization as L2Normalization
from compat.layers.masked_mean_pooling import MaskedMeanPooling1D as MaskedMeanPooling1D
from compat.layers.mean_pool import MyMeanPool as MyMeanPool
from compat.layers.my_layer import MyLayer as MyLayer
from compat.layers.tutorial_attention import AttentionLayer as AttentionLayer
from compat.layers.tutorial_attention import AttentionLayerSteps as AttentionLayerSteps
from compat.layers.tutorial_attention import AttentionOverSteps as AttentionOverSteps
from compat.layers.tutorial_attention import AttentionWithContext as AttentionWithContext

home_module("registered")  # and whatever else a converted file may hold

__all__ = [
    "CRF", "AttentionLayer", "AttentionLayerSteps", "AttentionOverSteps", "AttentionWithContext", "CapsuleLayer",
    "DecayingDropout", "GroupNormalization", "InstanceNormalization", "Keras1BatchNormalization", "L2Normalization",
    "Lambda", "Length", "Mask", "MaskedMeanPooling1D", "MyLayer", "MyMeanPool", "crf_accuracy", "crf_loss",
    "crf_marginal_accuracy", "crf_viterbi_accuracy", "squash",
]

for _name in __all__:
    if _name != "Lambda":  # has a registration of its own
        home_module("utils").register(globals()[_name])  # type: ignore[union-attr]
