"""Operations of Keras 3 that stand between layers, and the function of TensorFlow as which tf.keras 2.4 to 2.15 saved each.

The reverse, TensorFlow's functions of a file as operations of Keras 3, is in :mod:`compat.api.tf_operations`.
"""
from typing import Dict, Mapping, NamedTuple, Tuple


class Written(NamedTuple):
    """One operation in a file of tf.keras.

    Attributes:
        symbol: TensorFlow's public name of the function.
        others: what it calls the arguments after the first.
        attributes: attribute of the operation → argument.
        neutral: attribute → the one value with which the function computes the same.
    """

    symbol: str
    others: Tuple[str, ...] = ()
    attributes: Mapping[str, str] = {}
    neutral: Mapping[str, object] = {}


_AXIS = {"axis": "axis"}
_REDUCED = {"axis": "axis", "keepdims": "keepdims"}
_UNARY = {
    "Abs": "abs", "Absolute": "abs", "Negative": "math.negative", "Exp": "math.exp", "Expm1": "math.expm1", "Log": "math.log",
    "Log1p": "math.log1p", "Sqrt": "math.sqrt", "Rsqrt": "math.rsqrt", "Square": "math.square", "Sign": "math.sign",
    "Sin": "math.sin", "Cos": "math.cos", "Tan": "math.tan", "Tanh": "math.tanh", "Sigmoid": "math.sigmoid",
    "Floor": "math.floor", "Ceil": "math.ceil", "Reciprocal": "math.reciprocal", "LogicalNot": "math.logical_not",
    "Erf": "math.erf", "Relu": "nn.relu", "Relu6": "nn.relu6", "Softplus": "math.softplus", "Softsign": "nn.softsign",
    "Selu": "nn.selu", "Silu": "nn.silu", "LogSigmoid": "math.log_sigmoid", "StopGradient": "stop_gradient",
}  # fmt: skip
_BINARY = {
    "Add": "__operators__.add", "Subtract": "math.subtract", "Multiply": "math.multiply", "Divide": "math.truediv",
    "TrueDivide": "math.truediv", "FloorDivide": "math.floordiv", "Mod": "math.floormod", "Power": "math.pow",
    "Maximum": "math.maximum", "Minimum": "math.minimum", "Greater": "math.greater", "GreaterEqual": "math.greater_equal",
    "Less": "math.less", "LessEqual": "math.less_equal", "Equal": "math.equal", "NotEqual": "math.not_equal",
    "LogicalAnd": "math.logical_and", "LogicalOr": "math.logical_or",
}  # fmt: skip
_REDUCTIONS = {
    "Sum": "math.reduce_sum", "Mean": "math.reduce_mean", "Max": "math.reduce_max", "Min": "math.reduce_min",
    "Prod": "math.reduce_prod", "Any": "math.reduce_any", "All": "math.reduce_all", "Std": "math.reduce_std",
    "Var": "math.reduce_variance", "Logsumexp": "math.reduce_logsumexp",
}  # fmt: skip
_SLICE = "__operators__.getitem"

#: Class of Keras 3's operation → how a file has it.
WRITTEN: Dict[str, Written] = {
    **{name: Written(symbol) for name, symbol in _UNARY.items()},
    **{name: Written(symbol, ("y",)) for name, symbol in _BINARY.items()},
    **{name: Written(symbol, (), _REDUCED, {"dtype": None, "initial": None}) for name, symbol in _REDUCTIONS.items()},
    "GetItem": Written(_SLICE, ("slice_spec",)),
    "Concatenate": Written("concat", (), _AXIS),
    "Stack": Written("stack", (), _AXIS),
    "Reshape": Written("reshape", (), {"newshape": "shape"}),
    "Transpose": Written("transpose", (), {"axes": "perm"}),
    "ExpandDims": Written("expand_dims", (), _AXIS),
    "Squeeze": Written("squeeze", (), _AXIS),
    "Tile": Written("tile", (), {"repeats": "multiples"}),
    "Cast": Written("cast", (), {"dtype": "dtype"}),
    "Clip": Written("clip_by_value", (), {"x_min": "clip_value_min", "x_max": "clip_value_max"}),
    "Softmax": Written("nn.softmax", (), _AXIS),
    "LogSoftmax": Written("nn.log_softmax", (), _AXIS),
    "LeakyRelu": Written("nn.leaky_relu", (), {"negative_slope": "alpha"}),
    "Elu": Written("nn.elu", (), {}, {"alpha": 1.0}),
    "Gelu": Written("nn.gelu", (), {"approximate": "approximate"}),
    "Round": Written("math.round", (), {}, {"decimals": 0}),
    "Matmul": Written("linalg.matmul", ("b",)),
    "Cumsum": Written("math.cumsum", (), _AXIS, {"dtype": None}),
    "TopK": Written("math.top_k", (), {"k": "k", "sorted": "sorted"}),
}

#: Class of the layer in the file, where it is no ``TFOpLambda``.
CLASSES: Mapping[str, str] = {_SLICE: "SlicingOpLambda"}
