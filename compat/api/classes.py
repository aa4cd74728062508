"""Layer, initializer, regularizer, constraint, optimizer and loss classes: what files call them, and the hub's name.

The hub is tf.keras 2.15. Keras 1 facts are from Keras 1.0 to 1.2.2, Keras 2 facts from 2.0 to 2.3.1 and tf.keras 1.13
to 2.15; each can be checked by asking that Keras for ``layer.get_config()``.
"""
from typing import Any, Dict, FrozenSet, Tuple

from compat.api.tf_operations import OPERATION_LAYERS
from compat.api.weights import REMOVED, WEIGHTS, WITHOUT_WEIGHTS

MODELS: FrozenSet[str] = frozenset(
    ["Sequential", "Functional", "Model", "Container", "Network", "Graph", "SequentialV1", "Sequential2"]
)
WRAPPERS: FrozenSet[str] = frozenset(["TimeDistributed", "Bidirectional", "Wrapper", "SpectralNormalization"])

# Keras 1 → Keras 2, aliases that a file can hold, and the versioned names of early tf.keras.
LAYERS: Dict[str, str] = {
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution3D": "Conv3D",
    "AtrousConvolution1D": "Conv1D",
    "AtrousConvolution2D": "Conv2D",
    "AtrousConv1D": "Conv1D",
    "AtrousConv2D": "Conv2D",
    "Deconvolution2D": "Conv2DTranspose",
    "Deconvolution3D": "Conv3DTranspose",
    "Deconv2D": "Conv2DTranspose",
    "Deconv3D": "Conv3DTranspose",
    "Convolution2DTranspose": "Conv2DTranspose",
    "Convolution3DTranspose": "Conv3DTranspose",
    "SeparableConvolution1D": "SeparableConv1D",
    "SeparableConvolution2D": "SeparableConv2D",
    "DepthwiseConvolution2D": "DepthwiseConv2D",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "MaxPool3D": "MaxPooling3D",
    "AvgPool1D": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "AvgPool3D": "AveragePooling3D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "GlobalMaxPool3D": "GlobalMaxPooling3D",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalAvgPool3D": "GlobalAveragePooling3D",
    "BatchNormalizationV1": "BatchNormalization",
    "BatchNormalizationV2": "BatchNormalization",
    "SyncBatchNormalization": "BatchNormalization",
    "UnifiedLSTM": "LSTM",
    "UnifiedGRU": "GRU",
    "LSTMV2": "LSTM",
    "GRUV2": "GRU",
    "CuDNNLSTM": "LSTM",
    "CuDNNGRU": "GRU",
    "ConvLSTM2DV2": "ConvLSTM2D",
    "DenseV2": "Dense",
}

# Layers that no Keras 3 has and that the hub keeps under their own name, with the arguments their own Keras gave them.
REMOVED_LAYERS: FrozenSet[str] = OPERATION_LAYERS.union(
    REMOVED, ["LocallyConnected1D", "LocallyConnected2D", "ThresholdedReLU", "RandomFourierFeatures"])

# What is written for a CuDNN layer that the general layer has to be told (keras 2.2.4, layers/cudnn_recurrent.py).
CUDNN_ARGUMENTS: Dict[str, Dict[str, Any]] = {
    "CuDNNLSTM": {"activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True},
    "CuDNNGRU": {"activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True, "reset_after": True},
}

# Keras 1's Merge(mode=…) → class and arguments; "concat" and "dot" take axes besides, "cos" keeps an axis of size 1.
MERGE_MODES: Dict[str, Tuple[str, Dict[str, Any]]] = {
    "sum": ("Add", {}),
    "mul": ("Multiply", {}),
    "ave": ("Average", {}),
    "max": ("Maximum", {}),
    "concat": ("Concatenate", {}),
    "dot": ("Dot", {"normalize": False}),
    "cos": ("Dot", {"normalize": True}),
}


def merge_layer(mode: str, concat_axis: int, dot_axes: Any) -> Tuple[str, Dict[str, Any]]:
    """The class that a mode of Keras 1's ``Merge`` is now, and its arguments.

    Raises:
        KeyError: no mode of Keras 1.

    Example:
        >>> merge_layer("cos", -1, [[1], [2]])
        ('Dot', {'normalize': True, 'axes': [1, 2]})
    """
    class_name, fixed = MERGE_MODES[mode]
    if class_name == "Concatenate":
        return class_name, dict(fixed, axis=concat_axis)
    return class_name, dict(fixed, axes=_one_axis_each(dot_axes)) if class_name == "Dot" else dict(fixed)


def _one_axis_each(axes: Any) -> Any:
    """Keras 1 also took ``[[1], [2]]`` for ``[1, 2]``."""
    pairs = (list, tuple)
    if isinstance(axes, pairs) and len(axes) == 2 and all(isinstance(axis, pairs) and len(axis) == 1 for axis in axes):
        return [axis[0] for axis in axes]
    return axes


# The initializer strings of Keras 1 (initializations.py), each with its default scale of that time.
INITIALIZERS: Dict[str, Dict[str, Any]] = {
    "uniform": {"class_name": "RandomUniform", "config": {"minval": -0.05, "maxval": 0.05, "seed": None}},
    "normal": {"class_name": "RandomNormal", "config": {"mean": 0.0, "stddev": 0.05, "seed": None}},
    "zero": {"class_name": "Zeros", "config": {}},
    "one": {"class_name": "Ones", "config": {}},
    "identity": {"class_name": "Identity", "config": {"gain": 1.0}},
    "orthogonal": {"class_name": "Orthogonal", "config": {"gain": 1.1, "seed": None}},
    "glorot_uniform": {"class_name": "GlorotUniform", "config": {"seed": None}},
    "glorot_normal": {"class_name": "GlorotNormal", "config": {"seed": None}},
    "he_uniform": {"class_name": "HeUniform", "config": {"seed": None}},
    "he_normal": {"class_name": "HeNormal", "config": {"seed": None}},
    "lecun_uniform": {"class_name": "LecunUniform", "config": {"seed": None}},
    "lecun_normal": {"class_name": "LecunNormal", "config": {"seed": None}},
}

# Functions of TensorFlow that files name as activations by another name than Keras has for what they compute.
ACTIVATIONS: Dict[str, str] = {"softmax_v2": "softmax"}

# Class names that older initializers, regularizers and constraints had.
OBJECTS: Dict[str, str] = {
    "WeightRegularizer": "L1L2",
    "ActivityRegularizer": "L1L2",
    "L1L2Regularizer": "L1L2",
    "Maxnorm": "MaxNorm",
    "Nonneg": "NonNeg",
    "Unitnorm": "UnitNorm",
    "Zero": "Zeros",
    "One": "Ones",
    "GlorotUniformV2": "GlorotUniform",
    "GlorotNormalV2": "GlorotNormal",
    "RandomUniformV2": "RandomUniform",
    "RandomNormalV2": "RandomNormal",
    "TruncatedNormalV2": "TruncatedNormal",
    "VarianceScalingV2": "VarianceScaling",
    "OrthogonalV2": "Orthogonal",
    "ZerosV2": "Zeros",
    "OnesV2": "Ones",
    "ConstantV2": "Constant",
    "IdentityV2": "Identity",
}

# Layers whose weights compat.api.weights does not list, cells, and what multi-backend Keras had besides.
OTHER_LAYERS: FrozenSet[str] = frozenset(
    [
        "RNN", "StackedRNNCells", "Bidirectional", "TimeDistributed", "Wrapper", "Attention", "RandomFourierFeatures",
        "SpectralNormalization", "Discretization", "Hashing", "HashedCrossing", "CategoryEncoding", "StringLookup",
        "IntegerLookup", "TextVectorization", "DenseFeatures", "AbstractRNNCell", "Identity", "Recurrent",
        "ConvRecurrent2D", "ConvRNN2D", "ConvLSTM2DCell", "TimeDistributedDense", "Merge", "Layer",
    ]
)  # fmt: skip

# Every layer that some Keras had.
BUILT_IN: FrozenSet[str] = REMOVED_LAYERS.union(WEIGHTS, WITHOUT_WEIGHTS, OTHER_LAYERS)

# The layers that a file may name on every flavor that has them. Missing are those that the loader makes in another way, and
# base classes.
LAYERS_OF_FILES: FrozenSet[str] = BUILT_IN - OPERATION_LAYERS - {
    "InputLayer", "AddLoss", "AddMetric", "Lambda", "Wrapper", "AbstractRNNCell", "Recurrent", "ConvRecurrent2D", "Merge",
    "Keras1BatchNormalization"}  # fmt: skip

# Layers that came with tf.keras, besides those of compat.api.published: multi-backend Keras never had one of them, and a
# class of that name in a file of its is the author's own.
TF_KERAS_LAYERS: FrozenSet[str] = frozenset(
    [
        "AdditiveAttention", "CategoryEncoding", "CenterCrop", "Conv1DTranspose", "ConvLSTM1D", "ConvLSTM3D",
        "DenseFeatures", "DepthwiseConv1D", "Discretization", "EinsumDense", "HashedCrossing", "Hashing", "Identity",
        "IntegerLookup", "LayerNormalization", "MultiHeadAttention", "Normalization", "RandomBrightness",
        "RandomContrast", "RandomCrop", "RandomFlip", "RandomFourierFeatures", "RandomHeight", "RandomRotation",
        "RandomTranslation", "RandomWidth", "RandomZoom", "Rescaling", "Resizing", "SpectralNormalization",
        "StringLookup", "TextVectorization", "UnitNormalization",
    ]
)  # fmt: skip


def plain_name(name: str) -> str:
    """A class name without its package.

    Example:
        >>> plain_name("Custom>MyLayer"), plain_name("<lambda>")
        ('MyLayer', '<lambda>')
    """
    return name.rsplit(">", 1)[-1] or name
