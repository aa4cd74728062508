"""TensorFlow operations that files hold as layers, and the function of the flavor that computes each.

tf.keras 2.4 to 2.15 wrote every TensorFlow function that was called on a Keras tensor as a ``TFOpLambda`` (indexing as
a ``SlicingOpLambda``), by the function's public name; tf.keras 1.14 to 2.3 wrote the graph operation itself, a
``TensorFlowOpLayer`` with the operation's type. What is in neither table is refused.
"""
from typing import Dict, FrozenSet, Mapping, NamedTuple, Tuple

#: Class names of the layers that are operations.
OPERATION_LAYERS: FrozenSet[str] = frozenset(["TFOpLambda", "SlicingOpLambda", "TensorFlowOpLayer"])

_SAME = """
abs acos add add_n argmax argmin asin atan atan2 ceil clip_by_value concat cos count_nonzero cumprod cumsum divide
equal erf exp expand_dims expm1 eye fill floor greater greater_equal identity is_finite
is_inf is_nan less less_equal log log1p logical_and logical_not logical_or logical_xor matmul maximum minimum mod
multiply negative norm not_equal one_hot ones ones_like pad pow range rank reciprocal reduce_all reduce_any
reduce_logsumexp reduce_max reduce_mean reduce_min reduce_prod reduce_sum reshape reverse round rsqrt
sequence_mask shape sigmoid sign sin size slice split sqrt square squared_difference squeeze stack stop_gradient
strided_slice subtract tan tanh tensordot tile transpose truediv unstack zeros zeros_like cast broadcast_to
convert_to_tensor to_float to_int32
"""
_OWN = """
acosh asinh atanh cosh sinh floor_div floordiv scalar_mul multiply_no_nan reduce_std reduce_variance reduce_euclidean_norm
log_sigmoid repeat roll sort ensure_shape where einsum clip_by_norm rint gather gather_nd top_k argsort erfc
zero_fraction xlogy
"""

#: Public name of a function, without ``compat.v1.`` → where the flavor has it: a path below its ``tf``, or, after
#: ``own.``, one of its functions for TensorFlow 2.
SYMBOLS: Mapping[str, str] = dict(
    {prefix + name: name for name in _SAME.split() for prefix in ("", "math.", "linalg.", "nn.", "dtypes.")},
    **dict({prefix + name: "own." + name for name in _OWN.split() for prefix in ("", "math.", "linalg.")}, **{
        "__operators__.add": "add",
        "realdiv": "truediv",
        "boolean_mask": "own.boolean_mask",
        "linalg.diag_part": "own.diag_part",
        "keras.backend.batch_flatten": "own.batch_flatten",
        "keras.backend.binary_crossentropy": "own.binary_crossentropy",
        "keras.backend.categorical_crossentropy": "own.categorical_crossentropy",
        "keras.backend.sparse_categorical_crossentropy": "own.sparse_categorical_crossentropy",
        "__operators__.getitem": "own.getitem",
        "math.floormod": "mod",
        "math.divide_no_nan": "div_no_nan",
        "div_no_nan": "div_no_nan",
        "math.log_softmax": "nn.log_softmax",
        "math.softmax": "nn.softmax",
        "math.softplus": "nn.softplus",
        "math.softsign": "nn.softsign",
        "math.l2_normalize": "nn.l2_normalize",
        "linalg.l2_normalize": "nn.l2_normalize",
        "linalg.normalize": "own.normalize",
        "nn.bias_add": "own.bias_add",
        "nn.relu": "nn.relu",
        "nn.relu6": "nn.relu6",
        "nn.leaky_relu": "nn.leaky_relu",
        "nn.elu": "nn.elu",
        "nn.selu": "nn.selu",
        "nn.gelu": "own.gelu",
        "nn.silu": "own.silu",
        "nn.swish": "own.silu",
        "nn.softmax": "nn.softmax",
        "nn.log_softmax": "nn.log_softmax",
        "nn.softplus": "nn.softplus",
        "nn.softsign": "nn.softsign",
        "nn.l2_normalize": "nn.l2_normalize",
        "nn.crelu": "own.crelu",
        "nn.depth_to_space": "nn.depth_to_space",
        "nn.space_to_depth": "nn.space_to_depth",
        "nn.moments": "nn.moments",
        "nn.batch_normalization": "nn.batch_normalization",
        "nn.local_response_normalization": "nn.local_response_normalization",
        "nn.embedding_lookup": "nn.embedding_lookup",
        "nn.avg_pool": "own.avg_pool2d",
        "nn.avg_pool2d": "own.avg_pool2d",
        "nn.avg_pool1d": "own.avg_pool1d",
        "nn.max_pool1d": "own.max_pool1d",
        "nn.top_k": "own.top_k",
        "nn.zero_fraction": "own.zero_fraction",
        "nn.max_pool": "own.max_pool2d",
        "nn.max_pool2d": "own.max_pool2d",
        "nn.conv2d": "own.conv2d",
        "nn.depthwise_conv2d": "own.depthwise_conv2d",
        "nn.conv1d": "own.conv1d",
        "nn.dropout": "own.dropout",
        "image.resize": "own.resize",
        "image.resize_bilinear": "own.resize_bilinear",
        "image.resize_nearest_neighbor": "own.resize_nearest_neighbor",
        "image.resize_bicubic": "own.resize_bicubic",
        "image.flip_left_right": "image.flip_left_right",
        "image.flip_up_down": "image.flip_up_down",
        "image.rgb_to_grayscale": "image.rgb_to_grayscale",
        "image.grayscale_to_rgb": "own.grayscale_to_rgb",
        "image.per_image_standardization": "image.per_image_standardization",
        "image.crop_to_bounding_box": "image.crop_to_bounding_box",
        "image.pad_to_bounding_box": "image.pad_to_bounding_box",
        "image.central_crop": "image.central_crop",
        "image.extract_patches": "own.extract_patches",
        "image.convert_image_dtype": "own.convert_image_dtype",
        "image.adjust_brightness": "own.adjust_brightness",
        "image.adjust_contrast": "own.adjust_contrast",
        "image.resize_with_crop_or_pad": "own.resize_with_crop_or_pad",
        "image.resize_with_pad": "own.resize_with_pad",
        "image.rot90": "own.rot90",
        "image.transpose": "own.transpose_images",
        "random.normal": "own.random_normal",
        "random_normal": "own.random_normal",
        "random.uniform": "own.random_uniform",
        "random_uniform": "own.random_uniform",
        "random.truncated_normal": "own.truncated_normal",
        "truncated_normal": "own.truncated_normal",
        "linalg.band_part": "linalg.band_part",
        "linalg.diag": "linalg.diag",
        "linalg.trace": "linalg.trace",
        "linalg.matrix_transpose": "linalg.transpose",
    }))

#: Functions that are not those of TensorFlow 1 of the same name, or that it lacks.
ONLY_TENSORFLOW_2: FrozenSet[str] = frozenset(name for name, home in SYMBOLS.items() if home.startswith("own."))
#: Functions that mean something else under ``compat.v1.``.
VERSION_1: Mapping[str, str] = {
    "where": "where",
    "nn.conv2d": "own.conv2d",
    "image.resize": "image.resize_images",
    "image.resize_images": "image.resize_images",
}

#: The first argument of these is a list of tensors, of which a file may hold one alone.
TAKES_LIST: FrozenSet[str] = frozenset(["concat", "stack", "add_n", "math.add_n"])

#: Shapes and numbers computed from them: no tensors in a compiled model of JAX, and folded into what uses them.
STARTS_SHAPE: FrozenSet[str] = frozenset(["shape", "size", "rank"])
#: Never folded, though all their tensors may be shapes.
NEVER_SHAPE: FrozenSet[str] = frozenset(
    symbol for symbol in SYMBOLS if "random" in symbol or "truncated" in symbol or symbol in (
        "zeros", "ones", "fill", "eye", "range", "broadcast_to"))


class Node(NamedTuple):
    """One type of graph operation.

    Attributes:
        symbol: of :data:`SYMBOLS`.
        inputs: argument for each input in order; one with ``*`` takes all that the others leave, as a list.
        attributes: attribute of the operation → argument.
    """

    symbol: str
    inputs: Tuple[str, ...]
    attributes: Mapping[str, str] = {}


def _unary(names: Mapping[str, str]) -> Dict[str, Node]:
    return {kind: Node(symbol, ("x",)) for kind, symbol in names.items()}


def _binary(names: Mapping[str, str]) -> Dict[str, Node]:
    return {kind: Node(symbol, ("x", "y")) for kind, symbol in names.items()}


def _reduction(names: Mapping[str, str]) -> Dict[str, Node]:
    return {kind: Node(symbol, ("input_tensor", "axis"), {"keep_dims": "keepdims"}) for kind, symbol in names.items()}


#: Type of a graph operation → what it computes. https://www.tensorflow.org/api_docs/python/tf/raw_ops
NODES: Mapping[str, Node] = dict(
    **_unary({
        "Abs": "math.abs", "Neg": "math.negative", "Exp": "math.exp", "Expm1": "math.expm1", "Log": "math.log",
        "Log1p": "math.log1p", "Sqrt": "math.sqrt", "Rsqrt": "math.rsqrt", "Square": "math.square",
        "Sigmoid": "math.sigmoid", "Tanh": "math.tanh", "Sin": "math.sin", "Cos": "math.cos", "Tan": "math.tan",
        "Asin": "math.asin", "Acos": "math.acos", "Atan": "math.atan", "Sinh": "math.sinh", "Cosh": "math.cosh",
        "Erf": "math.erf", "Floor": "math.floor", "Ceil": "math.ceil", "Round": "math.round", "Sign": "math.sign",
        "Reciprocal": "math.reciprocal", "Inv": "math.reciprocal", "Relu": "nn.relu", "Relu6": "nn.relu6",
        "Elu": "nn.elu", "Selu": "nn.selu", "Softplus": "nn.softplus", "Softsign": "nn.softsign",
        "Softmax": "nn.softmax", "LogSoftmax": "nn.log_softmax", "Identity": "identity",
        "StopGradient": "stop_gradient", "LogicalNot": "math.logical_not", "ZerosLike": "zeros_like",
        "OnesLike": "ones_like", "IsNan": "math.is_nan", "IsInf": "math.is_inf", "IsFinite": "math.is_finite",
        "Rank": "rank",
    }),
    **_binary({
        "Add": "math.add", "AddV2": "math.add", "Sub": "math.subtract", "Mul": "math.multiply",
        "RealDiv": "math.truediv", "Div": "math.truediv", "DivNoNan": "math.divide_no_nan",
        "FloorDiv": "math.floordiv", "FloorMod": "math.floormod", "Pow": "math.pow", "Maximum": "math.maximum",
        "Minimum": "math.minimum", "SquaredDifference": "math.squared_difference", "Greater": "math.greater",
        "GreaterEqual": "math.greater_equal", "Less": "math.less", "LessEqual": "math.less_equal",
        "Equal": "math.equal", "NotEqual": "math.not_equal", "LogicalAnd": "math.logical_and",
        "LogicalOr": "math.logical_or", "Atan2": "math.atan2", "MulNoNan": "math.multiply_no_nan",
    }),
    **_reduction({
        "Sum": "math.reduce_sum", "Mean": "math.reduce_mean", "Max": "math.reduce_max", "Min": "math.reduce_min",
        "Prod": "math.reduce_prod", "All": "math.reduce_all", "Any": "math.reduce_any",
    }),
    ArgMax=Node("math.argmax", ("input", "axis")),
    ArgMin=Node("math.argmin", ("input", "axis")),
    AddN=Node("math.add_n", ("*inputs",)),
    LeakyRelu=Node("nn.leaky_relu", ("features",), {"alpha": "alpha"}),
    BiasAdd=Node("nn.bias_add", ("value", "bias"), {"data_format": "data_format"}),
    MatMul=Node("linalg.matmul", ("a", "b"), {"transpose_a": "transpose_a", "transpose_b": "transpose_b"}),
    BatchMatMul=Node("linalg.matmul", ("a", "b"), {"adj_x": "adjoint_a", "adj_y": "adjoint_b"}),
    BatchMatMulV2=Node("linalg.matmul", ("a", "b"), {"adj_x": "adjoint_a", "adj_y": "adjoint_b"}),
    Cast=Node("cast", ("x",), {"DstT": "dtype"}),
    Shape=Node("shape", ("input",)),
    Size=Node("size", ("input",)),
    Reshape=Node("reshape", ("tensor", "shape")),
    ExpandDims=Node("expand_dims", ("input", "axis")),
    Squeeze=Node("squeeze", ("input",), {"squeeze_dims": "axis"}),
    Transpose=Node("transpose", ("a", "perm")),
    Tile=Node("tile", ("input", "multiples")),
    BroadcastTo=Node("broadcast_to", ("input", "shape")),
    Fill=Node("fill", ("dims", "value")),
    Pack=Node("stack", ("*values",), {"axis": "axis"}),
    Unpack=Node("unstack", ("value",), {"num": "num", "axis": "axis"}),
    ConcatV2=Node("concat", ("*values", "axis")),
    Concat=Node("concat", ("axis", "*values")),
    Split=Node("split", ("axis", "value"), {"num_split": "num_or_size_splits"}),
    SplitV=Node("split", ("value", "num_or_size_splits", "axis")),
    StridedSlice=Node("own.masked_slice", ("input", "begin", "end", "strides"), {
        "begin_mask": "begin_mask", "end_mask": "end_mask", "ellipsis_mask": "ellipsis_mask",
        "new_axis_mask": "new_axis_mask", "shrink_axis_mask": "shrink_axis_mask"}),
    Slice=Node("slice", ("input_", "begin", "size")),
    Pad=Node("pad", ("tensor", "paddings")),
    PadV2=Node("pad", ("tensor", "paddings", "constant_values")),
    MirrorPad=Node("pad", ("tensor", "paddings"), {"mode": "mode"}),
    GatherV2=Node("gather", ("params", "indices", "axis")),
    GatherNd=Node("gather_nd", ("params", "indices")),
    OneHot=Node("one_hot", ("indices", "depth", "on_value", "off_value"), {"axis": "axis"}),
    Select=Node("where", ("condition", "x", "y")),
    SelectV2=Node("where", ("condition", "x", "y")),
    ReverseV2=Node("reverse", ("tensor", "axis")),
    Cumsum=Node("math.cumsum", ("x", "axis"), {"exclusive": "exclusive", "reverse": "reverse"}),
    ClipByValue=Node("clip_by_value", ("t", "clip_value_min", "clip_value_max")),
    DepthToSpace=Node("nn.depth_to_space", ("input",), {"block_size": "block_size", "data_format": "data_format"}),
    SpaceToDepth=Node("nn.space_to_depth", ("input",), {"block_size": "block_size", "data_format": "data_format"}),
    ResizeBilinear=Node("image.resize_bilinear", ("images", "size"), {
        "align_corners": "align_corners", "half_pixel_centers": "half_pixel_centers"}),
    ResizeNearestNeighbor=Node("image.resize_nearest_neighbor", ("images", "size"), {
        "align_corners": "align_corners", "half_pixel_centers": "half_pixel_centers"}),
    ResizeBicubic=Node("image.resize_bicubic", ("images", "size"), {
        "align_corners": "align_corners", "half_pixel_centers": "half_pixel_centers"}),
    AvgPool=Node("nn.avg_pool2d", ("input",), {"ksize": "ksize", "strides": "strides", "padding": "padding",
                                               "data_format": "data_format"}),
    MaxPool=Node("nn.max_pool2d", ("input",), {"ksize": "ksize", "strides": "strides", "padding": "padding",
                                               "data_format": "data_format"}),
    Conv2D=Node("nn.conv2d", ("input", "filters"), {"strides": "strides", "padding": "padding",
                                                    "data_format": "data_format", "dilations": "dilations"}),
    DepthwiseConv2dNative=Node("nn.depthwise_conv2d", ("input", "filter"), {
        "strides": "strides", "padding": "padding", "data_format": "data_format", "dilations": "dilations"}),
)

#: ``tf.metrics`` of TensorFlow 1, streaming metrics in local variables of a session, and the classes that replace them.
STREAMING_METRICS: Mapping[str, str] = {
    "accuracy": "Accuracy", "auc": "AUC", "false_negatives": "FalseNegatives", "false_positives": "FalsePositives",
    "mean": "Mean", "mean_iou": "MeanIoU", "precision": "Precision", "recall": "Recall",
    "root_mean_squared_error": "RootMeanSquaredError", "sensitivity_at_specificity": "SensitivityAtSpecificity",
    "specificity_at_sensitivity": "SpecificityAtSensitivity", "true_negatives": "TrueNegatives",
    "true_positives": "TruePositives",
}
