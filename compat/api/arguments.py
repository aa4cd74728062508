"""Layer arguments: what Keras 1 called them, which were dropped, and what their absence meant.

Tables are keyed by the hub's class name (tf.keras 2.15), after :mod:`compat.api.classes` has renamed the class. A
Keras 1 file is recognized argument by argument, so that a file that states no version, or a wrong one, opens too.
Constructors and methods of models take Keras 1's names from the same tables, as those of Keras 2.0 to 2.3 did.
"""
from typing import Any, Dict, FrozenSet, Mapping, Tuple

from compat.api.weights import REMOVED

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

# What describes the input: a constructor needs it, a file has said it elsewhere.
INPUT_ARGUMENTS: FrozenSet[str] = frozenset(["input_dim", "input_length"])

# Keras 1's consume_less of recurrent layers → implementation of Keras 2.
IMPLEMENTATIONS: Mapping[str, int] = {"cpu": 0, "mem": 1, "gpu": 2}

# Keras 1 arguments that only chose an implementation, described the input, or are given by the graph.
KERAS1_DROPPED: Mapping[str, FrozenSet[str]] = {
    "Dense": INPUT_ARGUMENTS,
    "Conv1D": INPUT_ARGUMENTS,
    "LocallyConnected1D": INPUT_ARGUMENTS,
    "LSTM": INPUT_ARGUMENTS | {"consume_less"},
    "GRU": INPUT_ARGUMENTS | {"consume_less"},
    "SimpleRNN": INPUT_ARGUMENTS | {"consume_less"},
    "Conv2DTranspose": frozenset(["output_shape"]),
    "Conv3DTranspose": frozenset(["output_shape"]),
    **dict.fromkeys(REMOVED, INPUT_ARGUMENTS),
}

# Keras 1 arguments that a constructor takes and leaves out, and what the caller is to know, as real Keras 2.2.4 did.
KERAS1_IGNORED: Mapping[str, Mapping[str, str]] = {
    "Embedding": {"dropout": "put a SpatialDropout1D after the layer for the same effect"},
    "LSTM": {"forget_bias_init": "the forget gate's bias begins at one unless unit_forget_bias=False"},
    "ConvLSTM2D": {"forget_bias_init": "the forget gate's bias begins at one unless unit_forget_bias=False"},
}

# Values that a constructor refuses: argument → value → why.
KERAS1_REFUSED: Mapping[str, Mapping[str, Mapping[Any, str]]] = {
    "BatchNormalization": {
        "mode": {
            1: "normalizes each sample by itself",
            2: "uses the statistics of the batch even in prediction",
        }
    }
}

# Layers of this package that still take them.
TAKES_REFUSED: Mapping[str, str] = {"BatchNormalization": "compat.layers.Keras1BatchNormalization"}

# The channel order by Keras 1's names; the default one is that of the installation.
DIM_ORDERINGS: Mapping[str, Any] = {"th": "channels_first", "tf": "channels_last", "default": None}

# Functions of K that Lambdas of Keras 1 call with its argument names → Keras 2 names.
KERAS1_BACKEND: Mapping[str, Mapping[str, str]] = dict(
    dict.fromkeys(("conv1d", "conv2d", "conv3d", "deconv2d", "separable_conv2d", "pool2d", "pool3d"), _POOLING),
    **dict.fromkeys(("spatial_2d_padding", "spatial_3d_padding", "resize_volumes"), _IMAGE),
    resize_images=dict(_IMAGE, X="x"),
    expand_dims={"dim": "axis"},
    random_normal={"std": "stddev"},
    random_uniform={"low": "minval", "high": "maxval"},
)

# Names of regularizers and constraints that Keras 1 and 2 knew and Keras 3 does not, by the end of the argument's name.
OLD_VALUES: Mapping[str, Mapping[str, str]] = {
    "_regularizer": {"l1_l2": "l1l2"},
    "_constraint": {"maxnorm": "max_norm", "nonneg": "non_neg", "unitnorm": "unit_norm"},
}

# Padding that Keras 1 wrote as a dictionary of sides.
PADDING_SIDES: Mapping[str, Tuple[Tuple[str, str], ...]] = {
    "ZeroPadding1D": (("left_pad", "right_pad"),),
    "ZeroPadding2D": (("top_pad", "bottom_pad"), ("left_pad", "right_pad")),
}

# Arguments of a model's methods. "samples_per_epoch" and "val_samples" counted samples; what took their place counts
# batches, and Keras 2 passed the number on as it was.
_FEEDING: Dict[str, str] = {"max_q_size": "max_queue_size", "nb_worker": "workers",
                            "pickle_safe": "use_multiprocessing"}
KERAS1_METHODS: Mapping[str, Mapping[str, str]] = {
    "Model": {"input": "inputs", "output": "outputs"},
    "fit": {"nb_epoch": "epochs"},
    "fit_generator": dict(_FEEDING, nb_epoch="epochs", samples_per_epoch="steps_per_epoch",
                          nb_val_samples="validation_steps"),
    "evaluate_generator": dict(_FEEDING, val_samples="steps"),
    "predict_generator": dict(_FEEDING, val_samples="steps"),
}  # fmt: skip
COUNTED_SAMPLES: FrozenSet[str] = frozenset(["samples_per_epoch", "nb_val_samples", "val_samples"])

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

# Arguments of layers that were experimental in tf.keras 2.4 and 2.5 → their names since 2.6, and some of their values.
EXPERIMENTAL_NAMES: Mapping[str, Mapping[str, str]] = {
    "IntegerLookup": {"max_values": "max_tokens", "mask_value": "mask_token", "oov_value": "oov_token"},
    "CategoryEncoding": {"max_tokens": "num_tokens"},
    "Discretization": {"bins": "bin_boundaries"},
}
EXPERIMENTAL_VALUES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "CategoryEncoding": {"output_mode": {"binary": "multi_hot", "tf-idf": "tf_idf"}},
    "IntegerLookup": {"output_mode": {"binary": "multi_hot", "tf-idf": "tf_idf"}},
    "StringLookup": {"output_mode": {"binary": "multi_hot", "tf-idf": "tf_idf"}},
    "TextVectorization": {"output_mode": {"binary": "multi_hot", "tf-idf": "tf_idf"}},
}

ANY = object()
# Arguments that later Keras do not know, and the value with which leaving them out changes nothing (ANY: always so).
_RNN_NEUTRAL: Dict[str, Any] = {"time_major": False, "implementation": ANY}
_CONV_NEUTRAL: Dict[str, Any] = {"groups": 1}
_NORM_NEUTRAL: Dict[str, Any] = {
    "mode": 0,
    "renorm": False,
    "renorm_clipping": ANY,
    "renorm_momentum": ANY,
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
    "Hashing": {"salt": [0xDECAFCAFFE, 0xDECAFCAFFE]},  # tf.keras up to 2.5 wrote it where it used none
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
# Argument → the switch beside it: while that is on, the argument changes what the layer computes and stays.
MEANS_SOMETHING_WITH: Mapping[str, str] = {"renorm_clipping": "renorm", "renorm_momentum": "renorm"}
