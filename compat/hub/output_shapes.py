"""The shapes of what layers put out, from their configuration in the hub dialect and the shapes that they take.

As Keras 2.2.4 to tf.keras 2.15 compute them; a dimension that depends on the data is None. A layer that is not known here, or
whose configuration says nothing of it (a Lambda, a custom layer), has no shape: that too is None.
"""
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from compat.hub.records import Config, Spec

#: With the batch first; None where nothing is known.
Shape = Optional[Tuple[Optional[int], ...]]
Infer = Callable[[Config, Sequence[Any]], List[Shape]]


def output_shapes(spec: Spec, inputs: Sequence[Shape]) -> List[Shape]:
    """The shape of each output of a layer that is no model.

    Args:
        spec: of the layer.
        inputs: the shapes that it is called on, of a recurrent layer its input before its initial states.

    Example:
        >>> output_shapes({"class_name": "Conv2D", "config": {"filters": 8, "kernel_size": 3, "strides": 2}}, [(None, 9, 9, 1)])
        [(None, 4, 4, 8)]
    """
    rule = _RULES.get(str(spec.get("class_name")).split(">")[-1])
    config = spec.get("config")
    if rule is None or not isinstance(config, dict) or not inputs:
        return [None]
    if inputs[0] is None and spec["class_name"] in _RECURRENT:
        inputs = [(None, None, None), *inputs[1:]]
    if any(shape is None for shape in (inputs if rule in (_merged, _concatenated, _dot) else inputs[:1])):
        return [None]
    try:
        return rule(config, inputs)
    except (KeyError, TypeError, ValueError, IndexError, ZeroDivisionError, AttributeError):  # a file may say anything
        return [None]


def input_shape(config: Config) -> Shape:
    """The shape that a layer states for what it takes, as an InputLayer and the first layer of a Sequential do."""
    for key in ("batch_input_shape", "batch_shape"):
        stated = config.get(key)
        if isinstance(stated, (list, tuple)) and all(each is None or isinstance(each, int) for each in stated):
            return tuple(stated)
    return None


def _same(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    return [inputs[0]]


def _dense(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    return [inputs[0][:-1] + (int(config["units"]),)]


def _embedding(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    return [inputs[0] + (int(config["output_dim"]),)]


def _flatten(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    return [(inputs[0][0], _product(inputs[0][1:]))]


def _reshape(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    target = [int(each) for each in config["target_shape"]]
    if -1 in target:
        whole, rest = _product(inputs[0][1:]), _product([each for each in target if each != -1]) or 1
        at = target.index(-1)
        return [(inputs[0][0], *target[:at], None if whole is None else whole // rest, *target[at + 1:])]
    return [(inputs[0][0], *target)]


def _permute(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    return [(inputs[0][0], *(inputs[0][axis] for axis in config["dims"]))]


def _repeat_vector(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    return [(inputs[0][0], int(config["n"]), inputs[0][1])]


def _product(sizes: Sequence[Optional[int]]) -> Optional[int]:
    whole = 1
    for size in sizes:
        if size is None:
            return None
        whole *= size
    return whole


def _several(value: Any, rank: int) -> List[int]:
    return [int(each) for each in value] if isinstance(value, (list, tuple)) else [int(value)] * rank


def _split(config: Config, shape: Tuple[Any, ...]) -> Tuple[List[Optional[int]], Any, bool]:
    """The spatial sizes, the channels, and whether these come first."""
    first = config.get("data_format") == "channels_first"
    return (list(shape[2:]), shape[1], True) if first else (list(shape[1:-1]), shape[-1], False)


def _joined(batch: Any, sizes: Sequence[Optional[int]], channels: Any, first: bool) -> Shape:
    return (batch, channels, *sizes) if first else (batch, *sizes, channels)


def _window(size: Optional[int], kernel: int, stride: int, padding: str, dilation: int = 1) -> Optional[int]:
    if size is None:
        return None
    reach = (kernel - 1) * dilation + 1
    length = {"valid": size - reach + 1, "full": size + reach - 1}.get(padding, size)
    return (length + stride - 1) // stride


def _convolution(channels: Callable[[Config, Any], Any]) -> Infer:
    def infer(config: Config, inputs: Sequence[Any]) -> List[Shape]:
        sizes, taken, first = _split(config, inputs[0])
        rank, padding = len(sizes), config.get("padding", "valid")
        arguments = [_several(config.get(key, 1), rank) for key in ("kernel_size", "strides", "dilation_rate")]
        made = [_window(size, kernel, stride, padding, dilation) for size, kernel, stride, dilation in zip(sizes, *arguments)]
        return [_joined(inputs[0][0], made, channels(config, taken), first)]

    return infer


def _transposed(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    sizes, _, first = _split(config, inputs[0])
    rank, padding = len(sizes), config.get("padding", "valid")
    kernels, strides = (_several(config.get(key, 1), rank) for key in ("kernel_size", "strides"))
    dilations = _several(config.get("dilation_rate") or 1, rank)
    more = config.get("output_padding")
    extra: Sequence[Optional[int]] = [None] * rank if more is None else _several(more, rank)
    made = [_enlarged(*each, padding) for each in zip(sizes, kernels, strides, dilations, extra)]
    return [_joined(inputs[0][0], made, int(config["filters"]), first)]


def _enlarged(size: Optional[int], kernel: int, stride: int, dilation: int, extra: Optional[int],
              padding: str) -> Optional[int]:
    if size is None:
        return None
    reach = (kernel - 1) * dilation + 1
    if extra is None:
        return size * stride + (max(reach - stride, 0) if padding == "valid" else 0)
    return (size - 1) * stride + reach - (2 * (reach // 2) if padding == "same" else 0) + extra


def _pooling(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    sizes, channels, first = _split(config, inputs[0])
    pools = _several(config.get("pool_size", 2), len(sizes))
    strides = _several(config["strides"], len(sizes)) if config.get("strides") is not None else pools
    made = [_window(size, pool, stride, config.get("padding", "valid")) for size, pool, stride in zip(sizes, pools, strides)]
    return [_joined(inputs[0][0], made, channels, first)]


def _global_pooling(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    sizes, channels, first = _split(config, inputs[0])
    return [_joined(inputs[0][0], [1] * len(sizes) if config.get("keepdims") else [], channels, first)]


def _up_sampling(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    sizes, channels, first = _split(config, inputs[0])
    times = _several(config.get("size", 2), len(sizes))
    return [_joined(inputs[0][0], [size and size * time for size, time in zip(sizes, times)], channels, first)]


def _bordered(key: str, sign: int) -> Infer:
    def infer(config: Config, inputs: Sequence[Any]) -> List[Shape]:
        sizes, channels, first = _split(config, inputs[0])
        borders = config[key]
        each_axis = list(borders) if isinstance(borders, (list, tuple)) else [borders] * len(sizes)
        pairs = [borders] if len(sizes) == 1 else each_axis
        totals = [sum(pair) if isinstance(pair, (list, tuple)) else 2 * pair for pair in pairs]
        made = [None if size is None else size + sign * total for size, total in zip(sizes, totals)]
        return [_joined(inputs[0][0], made, channels, first)]

    return infer


def _recurrent(states: int) -> Infer:
    def infer(config: Config, inputs: Sequence[Any]) -> List[Shape]:
        return _steps(config, inputs[0], int(config["units"]), [int(config["units"])] * states)

    return infer


def _steps(config: Config, shape: Any, units: int, states: Sequence[int]) -> List[Shape]:
    first: Shape = (shape[0], shape[1], units) if config.get("return_sequences") else (shape[0], units)
    return [first] + [(shape[0], size) for size in (states if config.get("return_state") else ())]


def _of_cells(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    cell = config["cell"]
    cells = cell["config"]["cells"] if cell["class_name"] == "StackedRNNCells" else [cell]
    sizes = [int(each["config"]["units"]) for each in cells for _ in range(2 if each["class_name"] == "LSTMCell" else 1)]
    known = all(each["class_name"] in ("LSTMCell", "GRUCell", "SimpleRNNCell") for each in cells)
    return _steps(config, inputs[0], int(cells[-1]["config"]["units"]), sizes) if known else [None]


def _both_ways(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    inner = output_shapes(config["layer"], inputs[:1])
    mode, own = config.get("merge_mode", "concat"), inner[0]
    if own is None:
        return [None]
    if mode is None:
        return [own, own, *inner[1:], *inner[1:]]
    doubled: Shape = own[:-1] + (None if own[-1] is None else 2 * own[-1],)
    return [doubled if mode == "concat" else own, *inner[1:], *inner[1:]]


def _each_step(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    shape = inputs[0]
    inner = output_shapes(config["layer"], [(shape[0], *shape[2:])])[0]
    return [None if inner is None else (inner[0], shape[1], *inner[1:])]


def _merged(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    rank = max(len(shape) for shape in inputs)
    padded = [(1,) * (rank - len(shape)) + tuple(shape) for shape in inputs]
    made = []
    for sizes in zip(*padded):
        known = {size for size in sizes if size not in (None, 1)}
        made.append(known.pop() if len(known) == 1 else 1 if not known and None not in sizes else None)
    return [tuple(made)]


def _concatenated(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    axis = int(config.get("axis", -1)) % len(inputs[0])
    sizes = [shape[axis] for shape in inputs]
    made = [next((size for size in each if size is not None), None) for each in zip(*inputs)]
    made[axis] = None if None in sizes else sum(sizes)
    return [tuple(made)]


def _dot(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    first, second = inputs
    axes = _several(config["axes"], 2)
    left = [size for place, size in enumerate(first) if place != axes[0] % len(first)]
    right = [size for place, size in enumerate(second) if place != axes[1] % len(second)][1:]
    made = left + right
    return [tuple(made) if len(made) > 1 else (made[0], 1)]


def _lambda(config: Config, inputs: Sequence[Any]) -> List[Shape]:
    stated = config.get("output_shape")
    if config.get("output_shape_type", "raw") == "raw" and isinstance(stated, (list, tuple)) \
            and all(each is None or isinstance(each, int) for each in stated):
        return [(inputs[0][0], *stated)]
    return [None]


def _filters(config: Config, taken: Any) -> Any:
    return int(config["filters"])


def _depthwise(config: Config, taken: Any) -> Any:
    return None if taken is None else taken * int(config.get("depth_multiplier", 1))


def _named(rule: Infer, names: str) -> Dict[str, Infer]:
    return dict.fromkeys(names.split(), rule)


_RULES: Mapping[str, Infer] = {
    **_named(_same, """
        Activation ActivityRegularization AlphaDropout BatchNormalization Dropout ELU GaussianDropout GaussianNoise
        GroupNormalization InstanceNormalization Keras1BatchNormalization L2Normalization LayerNormalization
        LeakyReLU Masking PReLU ReLU Softmax SpatialDropout1D
        SpatialDropout2D SpatialDropout3D ThresholdedReLU UnitNormalization Rescaling Normalization Highway DecayingDropout"""),
    "Dense": _dense, "Embedding": _embedding, "Flatten": _flatten, "Reshape": _reshape, "Permute": _permute,
    "RepeatVector": _repeat_vector, "TimeDistributed": _each_step, "Bidirectional": _both_ways, "RNN": _of_cells,
    "Concatenate": _concatenated, "Dot": _dot, "Lambda": _lambda,
    **_named(_convolution(_filters), """
        Conv1D Conv2D Conv3D SeparableConv1D SeparableConv2D LocallyConnected1D LocallyConnected2D"""),
    **_named(_convolution(_depthwise), "DepthwiseConv1D DepthwiseConv2D"),
    **_named(_transposed, "Conv1DTranspose Conv2DTranspose Conv3DTranspose"),
    **_named(_pooling, "MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D"),
    **_named(_global_pooling, """
        GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GlobalAveragePooling1D GlobalAveragePooling2D
        GlobalAveragePooling3D"""),
    **_named(_up_sampling, "UpSampling1D UpSampling2D UpSampling3D"),
    **_named(_bordered("padding", 1), "ZeroPadding1D ZeroPadding2D ZeroPadding3D"),
    **_named(_bordered("cropping", -1), "Cropping1D Cropping2D Cropping3D"),
    **_named(_recurrent(1), "SimpleRNN GRU CuDNNGRU"), **_named(_recurrent(2), "LSTM CuDNNLSTM"),
    **_named(_merged, "Add Subtract Multiply Average Maximum Minimum"),
}
#: They take sequences of features, whatever else is known of their input, and put out a number of features that they state.
_RECURRENT = ("SimpleRNN", "GRU", "LSTM", "CuDNNGRU", "CuDNNLSTM", "RNN")
