"""Kernels between data formats and backends (``keras.utils.layer_utils`` and ``conv_utils`` of Keras 2)."""
from typing import Any, Sequence

import numpy as np

#: Layers whose kernels Theano turned; it had no separable ones.
_TURNED = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose")


def convert_kernel(kernel: Any) -> Any:
    """A convolution kernel between the layouts of Theano and TensorFlow: each spatial axis reversed.

    Raises:
        ValueError: a kernel of neither 3, 4 nor 5 axes.
    """
    kernel = np.asarray(kernel)
    if not 3 <= kernel.ndim <= 5:
        raise ValueError("Invalid kernel shape: {}".format(kernel.shape))
    return np.copy(kernel[tuple(slice(None, None, -1) for _ in range(kernel.ndim - 2)) + (slice(None), slice(None))])


def convert_all_kernels_in_model(model: Any) -> None:
    """Turn the kernel of each convolution of a model, see :func:`convert_kernel`; layers of inner models are left."""
    for layer in model.layers:
        if type(layer).__name__ in _TURNED:
            layer.set_weights([
                convert_kernel(value) if weight is layer.kernel else value
                for weight, value in zip(layer.weights, layer.get_weights())])


def convert_dense_weights_data_format(dense: Any, previous_feature_map_shape: Sequence[int],
                                      target_data_format: str = "channels_first") -> None:
    """Reorder the kernel of a Dense layer that follows a Flatten, when the model's ``data_format`` changes.

    Args:
        dense: the layer, with a bias.
        previous_feature_map_shape: ``(channels, height, width)`` before Flatten for ``"channels_first"``, else
            ``(height, width, channels)``.
        target_data_format: what the model's data format becomes.
    """
    assert target_data_format in ("channels_last", "channels_first")
    kernel, bias = dense.get_weights()
    if target_data_format == "channels_first":
        channels, height, width = previous_feature_map_shape
        before, order = (height, width, channels), (2, 0, 1, 3)
    else:
        height, width, channels = previous_feature_map_shape
        before, order = (channels, height, width), (1, 2, 0, 3)
    turned = np.transpose(kernel.reshape(before + (-1,)), order)
    dense.set_weights([turned.reshape(kernel.shape), bias])
