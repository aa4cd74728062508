"""The weights of each built-in layer: names, order, and which of them are trained, as tf.keras 2.15 lists them.

Needed to divide the weights of a nested model, which a file holds as one flat list, and to say what was expected when a
file does not fit. A layer of the user's own is in neither table.
"""
from typing import FrozenSet, Mapping, NamedTuple, Tuple


class Weight(NamedTuple):
    """One weight of a layer.

    Attributes:
        name: as tf.keras names the variable.
        when: the argument that has to be true for the weight to exist, or "" for always.
        unless: the argument that, where it is stated, takes the weight's place.
        trainable: False for what training steps do not update by gradient.
    """

    name: str
    when: str = ""
    trainable: bool = True
    unless: str = ""


_BIAS = Weight("bias", "use_bias")
_KERNEL = (Weight("kernel"), _BIAS)
_DEPTHWISE = (Weight("depthwise_kernel"), _BIAS)
_SEPARABLE = (Weight("depthwise_kernel"), Weight("pointwise_kernel"), _BIAS)
_RECURRENT = (Weight("kernel"), Weight("recurrent_kernel"), _BIAS)
_SCALE = (Weight("gamma", "scale"), Weight("beta", "center"))
_ATTENTION = tuple(
    weight
    for part in ("query", "key", "value", "attention_output")
    for weight in (Weight(part + "/kernel"), Weight(part + "/bias", "use_bias"))
)

# Layers of Keras 1 that neither tf.keras nor Keras 3 has: a class of the same name in compat.flavors.shared.removed_layers
# serves each of them on every flavor whose Keras lacks it.
REMOVED: Mapping[str, Tuple[Weight, ...]] = {
    "Highway": (Weight("W"), Weight("W_carry"), Weight("b", "bias"), Weight("b_carry", "bias")),
    "MaxoutDense": (Weight("W"), Weight("b", "bias")),
    "SReLU": (Weight("t_left"), Weight("a_left"), Weight("t_right"), Weight("a_right")),
    "ParametricSoftplus": (Weight("alphas"), Weight("betas")),
}
#: An argument that every file of Keras 1 has for them: a layer without it is of a class of the user's own, of the same name.
STATED_BY_REMOVED: Mapping[str, str] = {
    "Highway": "W_regularizer", "MaxoutDense": "W_regularizer", "SReLU": "t_left_init", "ParametricSoftplus": "alpha_init"}

WEIGHTS: Mapping[str, Tuple[Weight, ...]] = {
    "Dense": _KERNEL,
    "Conv1D": _KERNEL,
    "Conv2D": _KERNEL,
    "Conv3D": _KERNEL,
    "Conv1DTranspose": _KERNEL,
    "Conv2DTranspose": _KERNEL,
    "Conv3DTranspose": _KERNEL,
    "LocallyConnected1D": _KERNEL,
    "LocallyConnected2D": _KERNEL,
    "EinsumDense": (Weight("kernel"), Weight("bias", "bias_axes")),
    "DepthwiseConv1D": _DEPTHWISE,
    "DepthwiseConv2D": _DEPTHWISE,
    "SeparableConv1D": _SEPARABLE,
    "SeparableConv2D": _SEPARABLE,
    "LSTM": _RECURRENT,
    "GRU": _RECURRENT,
    "SimpleRNN": _RECURRENT,
    "LSTMCell": _RECURRENT,
    "GRUCell": _RECURRENT,
    "SimpleRNNCell": _RECURRENT,
    "ConvLSTM1D": _RECURRENT,
    "ConvLSTM2D": _RECURRENT,
    "ConvLSTM3D": _RECURRENT,
    "Embedding": (Weight("embeddings"),),
    "PReLU": (Weight("alpha"),),
    "BatchNormalization": _SCALE
    + (Weight("moving_mean", trainable=False), Weight("moving_variance", trainable=False))
    + tuple(Weight(name, "renorm", trainable=False) for name in ("moving_stddev", "renorm_mean", "renorm_stddev")),
    "LayerNormalization": _SCALE,
    "GroupNormalization": _SCALE,
    "MultiHeadAttention": _ATTENTION,
    "AdditiveAttention": (Weight("scale", "use_scale"),),
    "Normalization": (
        Weight("mean", trainable=False, unless="mean"),
        Weight("variance", trainable=False, unless="mean"),
        Weight("count", trainable=False, unless="mean"),
    ),
    # Keras 1 alone
    "Keras1BatchNormalization": (Weight("gamma"), Weight("beta"), Weight("running_mean", trainable=False),
                                 Weight("running_std", trainable=False)),
    **REMOVED,
}

# What SpectralNormalization has after the weights of the layer in it.
SPECTRAL: Tuple[Weight, ...] = (Weight("vector_u", trainable=False),)

# Arguments that are true where a configuration does not state them.
TRUE_WHEN_ABSENT: FrozenSet[str] = frozenset(["use_bias", "scale", "center", "bias"])

WITHOUT_WEIGHTS: FrozenSet[str] = frozenset(
    [
        "InputLayer", "AddLoss", "AddMetric",
        "Activation", "ActivityRegularization", "Add", "Subtract", "Multiply", "Average", "Maximum",
        "Minimum",
        "Concatenate", "Dot", "Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise", "SpatialDropout1D",
        "SpatialDropout2D", "SpatialDropout3D", "Flatten", "Reshape", "Permute", "RepeatVector", "Masking", "Lambda",
        "MaxPooling1D", "MaxPooling2D", "MaxPooling3D", "AveragePooling1D", "AveragePooling2D", "AveragePooling3D",
        "GlobalMaxPooling1D", "GlobalMaxPooling2D", "GlobalMaxPooling3D", "GlobalAveragePooling1D",
        "GlobalAveragePooling2D", "GlobalAveragePooling3D", "UpSampling1D", "UpSampling2D", "UpSampling3D",
        "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "Cropping1D", "Cropping2D", "Cropping3D", "ReLU",
        "LeakyReLU", "ELU", "ThresholdedReLU", "Softmax", "TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer",
        "Rescaling", "Resizing",
        "CenterCrop",
        "RandomFlip", "RandomRotation", "RandomZoom", "RandomCrop", "RandomContrast", "RandomTranslation",
        "RandomHeight", "RandomWidth", "RandomBrightness", "UnitNormalization",
    ]
)  # fmt: skip
