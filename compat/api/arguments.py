"""Layer arguments: what Keras 1 called them, which were dropped, and what their absence meant.

Tables are keyed by the hub's class name (tf.keras 2.15), after :mod:`compat.api.classes` has renamed the class. A
Keras 1 file is recognised argument by argument, so that a file that states no version, or a wrong one, opens too.
"""
from typing import Any, Dict, FrozenSet, Mapping, Tuple

_DENSE: Dict[str, str] = {
    "init": "kernel_initializer",
    "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "bias": "use_bias",
}
_CONV: Dict[str, str] = dict(
    _DENSE,
    nb_filter="filters",
    border_mode="padding",
    dim_ordering="data_format",
    subsample="strides",
    atrous_rate="dilation_rate",
)
_CONV_1D: Dict[str, str] = dict(_CONV, filter_length="kernel_size", subsample_length="strides")
_RECURRENT: Dict[str, str] = dict(
    _DENSE,
    output_dim="units",
    inner_init="recurrent_initializer",
    inner_activation="recurrent_activation",
    U_regularizer="recurrent_regularizer",
    dropout_W="dropout",
    dropout_U="recurrent_dropout",
)
_POOLING: Dict[str, str] = {"border_mode": "padding", "dim_ordering": "data_format"}
_POOLING_1D: Dict[str, str] = {"border_mode": "padding", "pool_length": "pool_size", "stride": "strides"}
_IMAGE: Dict[str, str] = {"dim_ordering": "data_format"}
_RATE: Dict[str, str] = {"p": "rate"}

# Keras 1 name → Keras 2 name. https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes
KERAS1: Mapping[str, Mapping[str, str]] = {
    "Dense": dict(_DENSE, output_dim="units"),
    "Conv1D": _CONV_1D,
    "Conv2D": _CONV,
    "Conv3D": _CONV,
    "Conv2DTranspose": _CONV,
    "Conv3DTranspose": _CONV,
    "SeparableConv2D": dict(_CONV, init="depthwise_initializer"),
    "LocallyConnected1D": _CONV_1D,
    "LocallyConnected2D": _CONV,
    "ConvLSTM2D": dict(
        _CONV,
        inner_init="recurrent_initializer",
        inner_activation="recurrent_activation",
        U_regularizer="recurrent_regularizer",
        dropout_W="dropout",
        dropout_U="recurrent_dropout",
    ),
    "LSTM": _RECURRENT,
    "GRU": _RECURRENT,
    "SimpleRNN": _RECURRENT,
    "Embedding": {
        "init": "embeddings_initializer",
        "W_regularizer": "embeddings_regularizer",
        "W_constraint": "embeddings_constraint",
    },
    "BatchNormalization": {"beta_init": "beta_initializer", "gamma_init": "gamma_initializer"},
    "PReLU": {"init": "alpha_initializer"},
    "Dropout": _RATE,
    "SpatialDropout1D": _RATE,
    "SpatialDropout2D": dict(_RATE, dim_ordering="data_format"),
    "SpatialDropout3D": dict(_RATE, dim_ordering="data_format"),
    "GaussianDropout": _RATE,
    "GaussianNoise": {"sigma": "stddev"},
    "MaxPooling1D": _POOLING_1D,
    "AveragePooling1D": _POOLING_1D,
    "MaxPooling2D": _POOLING,
    "AveragePooling2D": _POOLING,
    "MaxPooling3D": _POOLING,
    "AveragePooling3D": _POOLING,
    "GlobalMaxPooling2D": _IMAGE,
    "GlobalAveragePooling2D": _IMAGE,
    "GlobalMaxPooling3D": _IMAGE,
    "GlobalAveragePooling3D": _IMAGE,
    "UpSampling1D": {"length": "size"},
    "UpSampling2D": _IMAGE,
    "UpSampling3D": _IMAGE,
    "ZeroPadding2D": _IMAGE,
    "ZeroPadding3D": _IMAGE,
    "Cropping2D": _IMAGE,
    "Cropping3D": _IMAGE,
}

# Names that only Keras 1 used, in any layer: finding one tells a file that states no version.
ONLY_KERAS1: FrozenSet[str] = frozenset(
    [
        "border_mode",
        "dim_ordering",
        "nb_filter",
        "nb_row",
        "nb_col",
        "filter_length",
        "subsample",
        "subsample_length",
        "inner_init",
        "inner_activation",
        "W_regularizer",
        "W_constraint",
        "U_regularizer",
        "input_dtype",
        "consume_less",
        "pool_length",
        "concat_axis",
    ]
)

# Several Keras 1 arguments that became one: hub argument → the parts in order.
KERAS1_TUPLES: Mapping[str, Mapping[str, Tuple[str, ...]]] = {
    "Conv2D": {"kernel_size": ("nb_row", "nb_col")},
    "Conv2DTranspose": {"kernel_size": ("nb_row", "nb_col")},
    "SeparableConv2D": {"kernel_size": ("nb_row", "nb_col")},
    "LocallyConnected2D": {"kernel_size": ("nb_row", "nb_col")},
    "ConvLSTM2D": {"kernel_size": ("nb_row", "nb_col")},
    "Conv3D": {"kernel_size": ("kernel_dim1", "kernel_dim2", "kernel_dim3")},
    "Conv3DTranspose": {"kernel_size": ("kernel_dim1", "kernel_dim2", "kernel_dim3")},
}

# Keras 1 arguments that only chose an implementation, described the input, or are given by the graph.
KERAS1_DROPPED: Mapping[str, FrozenSet[str]] = {
    "Dense": frozenset(["input_dim", "input_length"]),
    "Conv1D": frozenset(["input_dim", "input_length"]),
    "LocallyConnected1D": frozenset(["input_dim", "input_length"]),
    "LSTM": frozenset(["input_dim", "input_length", "consume_less"]),
    "GRU": frozenset(["input_dim", "input_length", "consume_less"]),
    "SimpleRNN": frozenset(["input_dim", "input_length", "consume_less"]),
    "Conv2DTranspose": frozenset(["output_shape"]),
    "Conv3DTranspose": frozenset(["output_shape"]),
    "Highway": frozenset(["input_dim"]),
    "MaxoutDense": frozenset(["input_dim"]),
}

# Layers with a channel axis; Keras 1 did not store which one for all of them.
IMAGE_LAYERS: FrozenSet[str] = frozenset(
    [
        "Conv2D", "Conv3D", "Conv2DTranspose", "Conv3DTranspose", "SeparableConv2D", "DepthwiseConv2D",
        "LocallyConnected2D", "ConvLSTM2D", "MaxPooling2D", "AveragePooling2D", "MaxPooling3D", "AveragePooling3D",
        "GlobalMaxPooling2D", "GlobalAveragePooling2D", "GlobalMaxPooling3D", "GlobalAveragePooling3D",
        "UpSampling2D", "UpSampling3D", "ZeroPadding2D", "ZeroPadding3D", "Cropping2D", "Cropping3D",
        "SpatialDropout2D", "SpatialDropout3D",
    ]
)  # fmt: skip

# What an argument meant while its layer did not write it yet: made explicit, because the default changed since.
ABSENT: Mapping[str, Mapping[str, Any]] = {
    "LSTM": {"recurrent_activation": "hard_sigmoid", "activation": "tanh", "unit_forget_bias": True},
    "LSTMCell": {"recurrent_activation": "hard_sigmoid", "unit_forget_bias": True},
    "GRU": {"recurrent_activation": "hard_sigmoid", "activation": "tanh", "reset_after": False},
    "GRUCell": {"recurrent_activation": "hard_sigmoid", "reset_after": False},
    "SimpleRNN": {"activation": "tanh"},
    "ConvLSTM2D": {"recurrent_activation": "hard_sigmoid", "unit_forget_bias": True},
    "BatchNormalization": {"axis": -1, "epsilon": 1e-3, "momentum": 0.99, "center": True, "scale": True},
    "LeakyReLU": {"alpha": 0.3},
    "UpSampling2D": {"interpolation": "nearest"},
    "Embedding": {"mask_zero": False},
    "Bidirectional": {"merge_mode": "concat"},
    "Concatenate": {"axis": -1},
    "Dot": {"normalize": False},
    "Lambda": {"arguments": {}, "mask": None},
}

ANY = object()
# Arguments that later Keras do not know, and the value with which leaving them out changes nothing (ANY: always so).
_RNN_NEUTRAL: Dict[str, Any] = {"time_major": False, "implementation": ANY}
_CONV_NEUTRAL: Dict[str, Any] = {"groups": 1}
_NORM_NEUTRAL: Dict[str, Any] = {
    "mode": 0,
    "renorm": False,
    "fused": ANY,
    "virtual_batch_size": None,
    "adjustment": None,
    "synchronized": ANY,
}
NEUTRAL: Mapping[str, Mapping[str, Any]] = {
    "LSTM": _RNN_NEUTRAL,
    "GRU": _RNN_NEUTRAL,
    "SimpleRNN": _RNN_NEUTRAL,
    "RNN": {"time_major": False},
    "LSTMCell": {"implementation": ANY},
    "GRUCell": {"implementation": ANY},
    "ConvLSTM1D": dict(_RNN_NEUTRAL, unroll=ANY),
    "ConvLSTM2D": dict(_RNN_NEUTRAL, unroll=ANY),
    "ConvLSTM3D": dict(_RNN_NEUTRAL, unroll=ANY),
    "Conv1DTranspose": _CONV_NEUTRAL,
    "Conv2DTranspose": _CONV_NEUTRAL,
    "Conv3DTranspose": _CONV_NEUTRAL,
    "DepthwiseConv1D": _CONV_NEUTRAL,
    "DepthwiseConv2D": dict(_CONV_NEUTRAL, filters=ANY, kernel_initializer=ANY, kernel_regularizer=ANY,
                            kernel_constraint=ANY),
    "SeparableConv1D": dict(_CONV_NEUTRAL, kernel_initializer=ANY, kernel_regularizer=ANY, kernel_constraint=ANY),
    "SeparableConv2D": dict(_CONV_NEUTRAL, kernel_initializer=ANY, kernel_regularizer=ANY, kernel_constraint=ANY),
    "Embedding": {"input_length": ANY, "sparse": False, "dropout": 0.0},
    "InputLayer": {"sparse": False, "ragged": False, "type_spec": None, "optional": False},
    "SpatialDropout1D": {"noise_shape": None},
    "SpatialDropout2D": {"noise_shape": None},
    "SpatialDropout3D": {"noise_shape": None},
    "BatchNormalization": _NORM_NEUTRAL,
    "MultiHeadAttention": {"query_shape": ANY, "key_shape": ANY, "value_shape": ANY},
    "Attention": {"causal": False},
    "AdditiveAttention": {"causal": False},
}  # fmt: skip
# The same for arguments that any layer of any class may hold.
NEUTRAL_ANYWHERE: Mapping[str, Any] = {"autocast": ANY, "experimental_autocast": ANY, "dynamic": False}
