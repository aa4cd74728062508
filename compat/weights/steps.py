"""STEPS: for each layer class of the hub, what has to happen to its arrays, in order.

A step is ``step(arrays, config, origin) -> arrays``, pure, and leaves alone what it does not recognise. A class that
is not here has been stored in the same way ever since.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Tuple

import numpy as np

from compat.hub.records import Origin
from compat.weights.convolution import (
    Step,
    kernel_last_from_keras1,
    rotate_theano_kernel,
    squeeze_keras1_conv1d,
    transposed_kernel_from_keras1,
)
from compat.weights.normalization import variance_from_keras1
from compat.weights.recurrent import gru_from_cudnn, join_gru_gates, join_lstm_gates, lstm_from_cudnn

Arrays = List[np.ndarray]


def each_half(arrays: Arrays, config: Dict[str, Any], origin: Origin) -> Arrays:
    """Step: Bidirectional keeps the forward layer's arrays, then the backward layer's."""
    half = len(arrays) // 2
    backward = config.get("backward_layer") or config["layer"]
    return run(config["layer"], arrays[:half], origin) + run(backward, arrays[half:], origin)


def wrapped(arrays: Arrays, config: Dict[str, Any], origin: Origin) -> Arrays:
    """Step: TimeDistributed has the arrays of the layer it wraps."""
    return run(config["layer"], arrays, origin)


def run(layer: Mapping[str, Any], arrays: Arrays, origin: Origin) -> Arrays:
    """The arrays of one layer after all its steps."""
    for step in STEPS.get(layer["class_name"], ()):
        arrays = step(arrays, layer["config"], origin)
    return arrays


_CONVOLUTION = (kernel_last_from_keras1, rotate_theano_kernel)
_TRANSPOSED = (transposed_kernel_from_keras1, rotate_theano_kernel)

STEPS: Mapping[str, Tuple[Step, ...]] = {
    "Conv1D": (squeeze_keras1_conv1d, rotate_theano_kernel),
    "Conv2D": _CONVOLUTION,
    "Conv3D": _CONVOLUTION,
    "Conv2DTranspose": _TRANSPOSED,
    "Conv3DTranspose": _TRANSPOSED,
    "SeparableConv2D": (kernel_last_from_keras1,),  # Keras turned Theano's depthwise kernel before every use
    # the layout first, because gates are joined along the last axis
    "ConvLSTM2D": (kernel_last_from_keras1, rotate_theano_kernel, join_lstm_gates),
    "LSTM": (join_lstm_gates, lstm_from_cudnn),
    "GRU": (join_gru_gates, gru_from_cudnn),
    "BatchNormalization": (variance_from_keras1,),
    "Bidirectional": (each_half,),
    "TimeDistributed": (wrapped,),
}
