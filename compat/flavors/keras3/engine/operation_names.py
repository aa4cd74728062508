"""Names of symbolic tensors and of the operations that give them, as TensorFlow 1 had them.

Old code takes the layer from ``tensor.name.split("/")[0]`` and lists ``[t.op.name for t in model.outputs]``. A layer's
operations had its name before theirs, with ``_1`` from its second call on, and those of a nested model the model's, too. The
last operation is that of Keras 2.2.4 on TensorFlow 1.15 for the layers of Keras; any other layer has its class instead.
"""
from collections import namedtuple
from typing import Any, List

import keras

#: ``name`` and ``type`` of the operation that gives a tensor.
Operation = namedtuple("Operation", ("name", "type"))

#: The last operation of a layer without a bias.
_WITHOUT_BIAS = {
    "Dense": "MatMul", "Conv1D": "convolution/Squeeze", "Conv2D": "convolution", "Conv3D": "convolution",
    "SeparableConv1D": "Squeeze", "SeparableConv2D": "separable_conv2d", "DepthwiseConv2D": "depthwise",
    "Conv2DTranspose": "conv2d_transpose",
}
#: The last operation of a layer by its class; of one with a bias and without an activation.
_OF_CLASS = {
    "Dense": "BiasAdd", "Conv1D": "add", "Conv2D": "BiasAdd", "Conv3D": "add", "SeparableConv1D": "add",
    "SeparableConv2D": "BiasAdd", "DepthwiseConv2D": "BiasAdd", "Conv2DTranspose": "BiasAdd", "Conv3DTranspose": "add_3",
    "Activation": "Identity",
    "LocallyConnected1D": "add", "LocallyConnected2D": "add", "Embedding": "embedding_lookup/Identity",
    "MaxPooling1D": "Squeeze", "AveragePooling1D": "Squeeze", "MaxPooling2D": "MaxPool", "AveragePooling2D": "AvgPool",
    "MaxPooling3D": "MaxPool3D", "AveragePooling3D": "AvgPool3D",
    "GlobalMaxPooling1D": "Max", "GlobalMaxPooling2D": "Max", "GlobalMaxPooling3D": "Max",
    "GlobalAveragePooling1D": "Mean", "GlobalAveragePooling2D": "Mean", "GlobalAveragePooling3D": "Mean",
    "Flatten": "Reshape", "Reshape": "Reshape", "Permute": "transpose", "RepeatVector": "Tile",
    "ActivityRegularization": "Identity", "Masking": "mul",
    "UpSampling1D": "concat", "UpSampling2D": "ResizeNearestNeighbor", "UpSampling3D": "concat_2",
    "ZeroPadding1D": "Pad", "ZeroPadding2D": "Pad", "ZeroPadding3D": "Pad",
    "Cropping1D": "strided_slice", "Cropping2D": "strided_slice", "Cropping3D": "strided_slice",
    "LeakyReLU": "LeakyRelu", "PReLU": "add", "ELU": "Elu", "ThresholdedReLU": "mul", "Softmax": "Softmax",
    "BatchNormalization": "cond/Merge", "Dropout": "cond/Merge", "SpatialDropout1D": "cond/Merge",
    "SpatialDropout2D": "cond/Merge", "SpatialDropout3D": "cond/Merge", "GaussianNoise": "cond/Merge",
    "GaussianDropout": "cond/Merge", "AlphaDropout": "cond/Merge",
    "Add": "add", "Subtract": "sub", "Multiply": "mul", "Average": "truediv", "Maximum": "Maximum", "Minimum": "Minimum",
    "Concatenate": "concat", "Dot": "ExpandDims", "Bidirectional": "concat", "TimeDistributed": "Reshape_1",
    "SimpleRNN": "TensorArrayReadV3", "GRU": "TensorArrayReadV3", "LSTM": "TensorArrayReadV3",
    "ConvLSTM2D": "TensorArrayReadV3", "InputLayer": "Placeholder",
}
#: The operation of an activation that a layer ends with.
_OF_ACTIVATION = {"relu": "Relu", "softmax": "Softmax", "sigmoid": "Sigmoid", "tanh": "Tanh", "elu": "Elu", "selu": "mul_1",
                  "softplus": "Softplus", "softsign": "Softsign", "hard_sigmoid": "clip_by_value",
                  "compat>hard_sigmoid": "clip_by_value", "exponential": "Exp"}


def name_tensors(layer: Any, tensors: List[Any]) -> None:
    """Give the symbolic outputs of a layer's last call ``name`` and ``op``; an input keeps its name, which Keras 3 looks up."""
    calls = len(layer._inbound_nodes)
    scope = layer.name if calls < 2 else "{}_{}".format(layer.name, calls - 1)
    inner = getattr(layer, "outputs", None) or [] if isinstance(layer, keras.Model) else []
    for place, tensor in enumerate(tensors):
        if isinstance(layer, keras.layers.InputLayer):
            tensor.op = Operation(layer.name, "Placeholder")
            continue
        last = _inner_name(inner[place]) if len(inner) == len(tensors) else _last_operation(layer, place, len(tensor.shape))
        tensor.op = Operation("{}/{}".format(scope, last), last.split("/")[-1].rstrip("_0123456789"))
        tensor.name = tensor.op.name + ":0"


def _inner_name(tensor: Any) -> str:
    return str(getattr(getattr(tensor, "op", None), "name", tensor.name))


def _last_operation(layer: Any, place: int, rank: int) -> str:
    kind = type(layer).__name__
    if kind == "ReLU":
        return _of_relu(layer)
    if kind in ("SimpleRNN", "GRU", "LSTM", "ConvLSTM2D"):
        sequence = "transpose_1" if layer.return_sequences else _OF_CLASS[kind]
        return "while/Exit_{}".format(place + 2) if place else sequence  # the states come out of the loop itself
    activation = getattr(getattr(layer, "activation", None), "__name__", None)
    if activation in _OF_ACTIVATION and kind in _OF_CLASS:
        return _OF_ACTIVATION[activation]
    without = kind in _WITHOUT_BIAS and not layer.use_bias
    if kind == "Dense" and rank > 2:  # a product of tensors and a sum, not of matrices
        return "Reshape_2" if without else "add"
    return _WITHOUT_BIAS[kind] if without else _OF_CLASS.get(kind, kind)


def _of_relu(layer: Any) -> str:
    if layer.negative_slope:
        return "LeakyRelu"
    return "Relu6" if layer.max_value == 6 else "Relu"
