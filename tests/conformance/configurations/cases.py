"""Every class whose configuration old files hold, with default and with other arguments, and what a Keras answers for it.

The same code runs on a real Keras (``record.py``) and on ``compat.keras``. A row: module, name, arguments, keyword arguments;
a layer inside is a row in a list.
"""
L2 = {"class_name": "L1L2", "config": {"l1": 0.25, "l2": 0.5}}
SCALED = {"class_name": "VarianceScaling",
          "config": {"scale": 2.0, "mode": "fan_out", "distribution": "uniform", "seed": 3}}
NORM = {"class_name": "MaxNorm", "config": {"max_value": 2, "axis": 0}}
KERNEL = {"kernel_initializer": SCALED, "bias_initializer": "ones", "kernel_regularizer": L2, "bias_regularizer": L2,
          "activity_regularizer": L2, "kernel_constraint": NORM, "bias_constraint": "non_neg", "activation": "relu",
          "use_bias": False}
RECURRENT = dict({key: value for key, value in KERNEL.items() if key != "activity_regularizer"},
                 recurrent_initializer="orthogonal", recurrent_regularizer=L2, recurrent_constraint="unit_norm",
                 dropout=0.25, recurrent_dropout=0.5, return_sequences=True)
SEPARABLE = {"depthwise_initializer": "he_uniform", "pointwise_initializer": "zeros", "depthwise_regularizer": L2,
             "pointwise_regularizer": L2, "depthwise_constraint": "non_neg", "pointwise_constraint": NORM,
             "bias_regularizer": L2, "depth_multiplier": 2}
DEPTHWISE = {"depthwise_initializer": "ones", "depthwise_regularizer": L2, "bias_regularizer": L2,
             "activity_regularizer": L2, "depthwise_constraint": "non_neg", "bias_constraint": "non_neg"}
NORMALIZATION = {"momentum": 0.5, "epsilon": 0.25, "center": False, "scale": False, "beta_initializer": "ones",
                 "gamma_initializer": "normal", "moving_mean_initializer": "ones", "moving_variance_initializer": "zeros",
                 "beta_regularizer": L2, "gamma_regularizer": L2, "beta_constraint": "non_neg",
                 "gamma_constraint": "non_neg", "input_shape": (3, 4)}
_LAYERS = [
    ("Dense", [3], KERNEL, {"input_dim": 5, "trainable": False}, {"batch_input_shape": (2, 5), "dtype": "float32"}),
    ("Activation", ["tanh"], {"input_shape": (3,)}), ("Activation", ["hard_sigmoid"]),
    ("Dropout", [0.5], {"noise_shape": (None, 1), "seed": 5}),
    ("SpatialDropout1D", [0.5]), ("SpatialDropout2D", [0.5]), ("SpatialDropout3D", [0.5]),
    ("Flatten", [], {"data_format": "channels_first", "input_shape": (2, 3)}),
    ("Reshape", [(2, -1)]), ("Permute", [(2, 1)]), ("RepeatVector", [3]),
    ("ActivityRegularization", [], {"l1": 0.25, "l2": 0.5}), ("Masking", [], {"mask_value": -1.0, "input_shape": (None, 3)}),
    ("Conv1D", [4, 3], dict(KERNEL, padding="same", strides=2), {"padding": "causal", "input_shape": (9, 2)}),
    ("Conv2D", [4, (3, 2)], dict(KERNEL, padding="same", strides=2), {"dilation_rate": 2, "input_shape": (8, 8, 3)}),
    ("Conv3D", [4, 3], dict(KERNEL, padding="same", strides=2), {"dilation_rate": 2}),
    ("Conv2DTranspose", [4, 3], dict(KERNEL, strides=2, output_padding=1)),
    ("Conv3DTranspose", [4, 3], dict(KERNEL, strides=2, output_padding=1)),
    ("SeparableConv1D", [4, 3], SEPARABLE), ("SeparableConv2D", [4, 3], SEPARABLE),
    ("DepthwiseConv2D", [(3, 2)], DEPTHWISE),
    ("UpSampling1D", [3]), ("UpSampling2D", [], {"size": (2, 3), "interpolation": "bilinear"}), ("UpSampling3D", [2]),
    ("ZeroPadding1D", [(1, 2)]), ("ZeroPadding2D", [(1, 2)], {"data_format": "channels_first"}), ("ZeroPadding3D", [2]),
    ("Cropping1D", [2]), ("Cropping2D", [((1, 2), (3, 4))]), ("Cropping3D", [1]),
    ("LocallyConnected1D", [4, 3], dict(KERNEL, strides=2)), ("LocallyConnected2D", [4, (3, 2)], KERNEL),
    ("SimpleRNN", [3], dict(RECURRENT, go_backwards=True, input_shape=(None, 4))),
    ("GRU", [3], dict(RECURRENT, reset_after=True, unroll=True, implementation=2, recurrent_activation="sigmoid",
                      activity_regularizer=L2)),
    ("LSTM", [3], dict(RECURRENT, unit_forget_bias=False, stateful=True, return_state=True, activity_regularizer=L2),
     {"input_dim": 4, "input_length": 7}),
    ("SimpleRNNCell", [3]), ("GRUCell", [3], {"reset_after": True}), ("LSTMCell", [3], {"dropout": 0.5, "implementation": 2}),
    ("StackedRNNCells", [[("layers", "LSTMCell", [3], {}), ("layers", "GRUCell", [2], {})]]),
    ("RNN", [("layers", "LSTMCell", [3], {})], {"return_state": True, "unroll": True, "input_shape": (3, 4)}),
    ("ConvLSTM2D", [3, 2], dict(RECURRENT, padding="same", activity_regularizer=L2)),
    ("CuDNNLSTM", [3], {"return_sequences": True, "kernel_regularizer": L2}), ("CuDNNGRU", [3]),
    ("Bidirectional", [("layers", "LSTM", [3], {"name": "inner"})], {"merge_mode": "sum", "input_shape": (3, 4)}),
    ("TimeDistributed", [("layers", "Dense", [3], {})], {"input_shape": (4, 5)}),
    ("Embedding", [10, 4], {"embeddings_initializer": "normal", "embeddings_regularizer": L2, "activity_regularizer": L2,
                            "embeddings_constraint": "unit_norm", "mask_zero": True, "input_length": 7}),
    ("BatchNormalization", [], NORMALIZATION), ("GaussianNoise", [0.5]), ("GaussianDropout", [0.5]), ("AlphaDropout", [0.5]),
    ("LeakyReLU", [], {"alpha": 0.5}), ("ELU", [0.5]), ("ThresholdedReLU", [0.5]), ("Softmax", [1]),
    ("PReLU", [], {"alpha_initializer": "ones", "alpha_regularizer": L2, "alpha_constraint": "non_neg", "shared_axes": [1]}),
    ("ReLU", [], {"max_value": 6.0, "negative_slope": 0.5, "threshold": 0.25}),
    ("Concatenate", [], {"axis": 1}), ("Dot", [1], {"normalize": True}),
    ("InputLayer", [(3, 4)]),
]
_LAYERS += [(name, []) for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")]
_LAYERS += [(kind + "Pooling{}D".format(rank), [], {"data_format": "channels_first"}, {"padding": "same", "strides": 2})
            for kind in ("Max", "Average") for rank in (1, 2, 3)]
_LAYERS += [("Global" + kind + "Pooling{}D".format(rank), [], {"data_format": "channels_first"})
            for kind in ("Max", "Average") for rank in (1, 2, 3)]
_OBJECTS = [
    ("initializers", "Constant", [0.5]), ("initializers", "RandomNormal", [], {"mean": 0.5, "stddev": 0.25, "seed": 3}),
    ("initializers", "RandomUniform", []), ("initializers", "TruncatedNormal", []), ("initializers", "VarianceScaling", []),
    ("initializers", "Orthogonal", []), ("initializers", "Identity", [], {"gain": 2.0}), ("regularizers", "l1", []),
    ("regularizers", "l2", [0.5]), ("regularizers", "l1_l2", []), ("constraints", "MaxNorm", [3], {"axis": [0, 1]}),
    ("constraints", "MinMaxNorm", []), ("constraints", "NonNeg", []), ("constraints", "UnitNorm", [], {"axis": [0, 1]}),
    ("optimizers", "SGD", [], {"momentum": 0.5, "decay": 0.125, "nesterov": True}),
    ("optimizers", "Adam", [], {"beta_1": 0.5, "amsgrad": True, "epsilon": 0.25}),
]
_OBJECTS += [("initializers", name, [], {"seed": 4}) for name in (
    "glorot_uniform", "glorot_normal", "he_normal", "he_uniform", "lecun_normal", "lecun_uniform")]
_OBJECTS += [("initializers", "get", [name]) for name in (
    "zeros", "ones", "uniform", "normal", "orthogonal", "identity", "one", "zero", "constant", "glorot_uniform")]
_OBJECTS += [("optimizers", name, [], {"lr": 0.25, "clipnorm": 1.0, "clipvalue": 0.5}) for name in (
    "SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam")]
#: Each row: module, name, arguments, keyword arguments.
ROWS = [("layers", row[0], row[1], kwargs) for row in _LAYERS for kwargs in ({},) + row[2:]]
ROWS += [row[:3] + (kwargs,) for row in _OBJECTS for kwargs in row[3:] or ({},)]


def title(row):
    """A row as a test is called."""
    given = [str(each) for each in row[2] if isinstance(each, (str, int, float))] + sorted(row[3])
    return "{}.{}({})".format(row[0], row[1], ",".join(given))


def made(keras, row):
    """The object of a row."""
    module, name, args, kwargs = row
    return getattr(getattr(keras, module), name)(*[_argument(keras, each) for each in args], **kwargs)


def _argument(keras, value):
    if isinstance(value, tuple) and value[:1] == ("layers",):
        return made(keras, value)
    return [_argument(keras, each) for each in value] if isinstance(value, list) else value


def answer(keras, row):
    """``{"class_name": …, "config": …}`` of a row, as plain values."""
    keras.backend.clear_session()
    found = made(keras, row)
    if row[0] == "layers":
        return plain({"class_name": type(found).__name__, "config": found.get_config()})
    return plain(getattr(keras, row[0]).serialize(found))


def plain(value):
    """A value as JSON holds it; numbers as float32, in which old Keras kept some of them."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if value is None or isinstance(value, (str, int)):  # bool, too
        return value
    return float("{:.6g}".format(float(value)))
