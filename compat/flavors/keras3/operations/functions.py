"""The function for each TensorFlow symbol of :mod:`compat.api.tf_operations`, over ``keras.ops``.

Most are those of ``compat.tf``; here are the ones that TensorFlow 2 has besides, or in which it differs from
TensorFlow 1. Arguments have TensorFlow's names.
"""
import functools
import inspect
from typing import Any, Callable, Dict, Optional

import numpy as np
from keras import ops

import compat.flavors.keras3.operations.images as images
import compat.flavors.keras3.operations.picking as picking
import compat.flavors.keras3.operations.resizing as resizing
import compat.flavors.keras3.operations.windows as windows
import compat.flavors.keras3.tf.version1 as tf
from compat.errors import ConfigError, UnsupportedError
from compat.flavors.shared.tf_nodes import plain

from .. import backend
from ..tf_api import real
from ..tf_api.homes import function_at
from ..variables import is_variable
from .slicing import getitem, masked_slice
from .symbols import path_of

#: Arguments that change no number, whatever their value.
_WITHOUT_EFFECT = ("validate_indices", "validate_shape", "back_prop", "swap_memory", "infer_shape", "use_cudnn_on_gpu")


def function_of(symbol: str) -> Callable[..., Any]:
    """The function of a symbol.

    Raises:
        ConfigError: it is not in the tables.
    """
    path = path_of(symbol)
    if path is None:
        raise ConfigError("the file calls tf.{} as a layer, which is not served on Keras 3".format(symbol))
    if path.startswith("own."):
        return OWN[path[len("own."):]]
    if path.startswith("home."):
        return _or_of_tensorflow(symbol, function_at(path[len("home."):]))
    found: Any = tf
    for part in path.split("."):
        found = getattr(found, part)
    return found  # type: ignore[no-any-return]


def _or_of_tensorflow(symbol: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function; where TensorFlow is the backend and makes a graph, in which values are unknown, TensorFlow's own."""
    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except UnsupportedError:
            found: Any = real.name_of(plain(symbol), 1 if plain(symbol) != symbol else 2) if real.is_backend() else real.MISSING
            if found is real.MISSING:
                raise
            return found(*args, **kwargs)

    return called


def accepted(symbol: str, kwargs: Dict[str, Any]) -> Dict[str, Any]:
    """The keyword arguments that the function takes; what it does not know must say nothing.

    Raises:
        ConfigError: an argument that means something is not served.
    """
    function = function_of(symbol)
    names = inspect.signature(function).parameters
    found, refused = {}, {}
    for key, value in kwargs.items():
        if key == "name":
            continue
        if key in names:
            found[key] = value
        elif not _says_nothing(key, value):
            refused[key] = value
    if refused:
        raise ConfigError("tf.{} is called with {}, which is not served on Keras 3".format(symbol, refused))
    return found


def _says_nothing(key: str, value: Any) -> bool:
    return key in _WITHOUT_EFFECT or value is None or value is False or (isinstance(value, (list, tuple)) and not value) or (
        isinstance(value, str) and value in ("NHWC", "NWC", "CONSTANT")) or (isinstance(value, int) and value == 0)


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    """``x`` where the condition holds, else ``y``, all three broadcast."""
    if x is None:
        return tf.where(condition)
    x, y = [each.value if is_variable(each) else each for each in (x, y)]  # of which JAX takes none
    return ops.where(condition, x, y)


def as_integers(sizes: Any) -> Any:
    """A shape, or one size, as a tensor of int32."""
    if isinstance(sizes, (list, tuple)):
        return ops.stack([as_integers(size) for size in sizes])
    return ops.cast(ops.convert_to_tensor(sizes), "int32")


def bias_add(value: Any, bias: Any, data_format: Optional[str] = None) -> Any:
    """A vector added along the channels."""
    bias = ops.convert_to_tensor(bias, dtype=value.dtype)
    if data_format in ("NCHW", "NCW", "NC..") and len(value.shape) > 2:
        bias = ops.reshape(bias, (-1,) + (1,) * (len(value.shape) - 2))
    return value + bias


def einsum(equation: str, *inputs: Any) -> Any:
    """Sums of products by an equation."""
    if not inputs:
        raise ConfigError("the file holds tf.einsum({!r}) without its operands, which tf.keras loses when it saves; "
                          "give the layer anew, for example as keras.ops.einsum".format(equation))
    return ops.einsum(equation, *inputs)


def resize(images: Any, size: Any, method: Any = "bilinear", preserve_aspect_ratio: bool = False,
           antialias: bool = False) -> Any:
    """Images of another size, as TensorFlow 2 does, or with ``preserve_aspect_ratio`` of the largest size within it."""
    if preserve_aspect_ratio:
        sizes = [int(each) for each in images.shape[-3:-1]]
        factor = min(int(wanted) / each for wanted, each in zip(size, sizes))
        size = [int(np.rint(factor * each)) for each in sizes]
    by_number = {0: "bilinear", 1: "nearest", 2: "bicubic", 3: "area"}  # of tf.image.ResizeMethod in TensorFlow 1
    return resizing.resize(images, size, str(by_number.get(method, method)), antialias=antialias)


def resize_bilinear(images: Any, size: Any, align_corners: bool = False, half_pixel_centers: bool = False) -> Any:
    """The graph operation; without ``half_pixel_centers`` as TensorFlow 1."""
    if half_pixel_centers:
        return resizing.resize(images, size, "bilinear")
    return tf.image.resize_bilinear(images, size, align_corners)


def resize_nearest_neighbor(images: Any, size: Any, align_corners: bool = False,
                            half_pixel_centers: bool = False) -> Any:
    """The graph operation; without ``half_pixel_centers`` as TensorFlow 1."""
    if half_pixel_centers:
        return resizing.resize(images, size, "nearest")
    return tf.image.resize_nearest_neighbor(images, size, align_corners)


def resize_bicubic(images: Any, size: Any, align_corners: bool = False, half_pixel_centers: bool = False) -> Any:
    """The graph operation, with half-pixel centers alone.

    Raises:
        UnsupportedError: it is that of TensorFlow 1.
    """
    if not half_pixel_centers:
        raise UnsupportedError("bicubic resizing of TensorFlow 1 is not served on Keras 3")
    return resizing.resize(images, size, "bicubic")


def normalize(tensor: Any, ord: Any = "euclidean", axis: Any = None) -> Any:
    """The tensor divided by its norm, and the norm."""
    size = tf.norm(tensor, ord=ord, axis=axis, keepdims=True)
    return [tensor / size, size]


def dropout(x: Any, rate: Any = None, noise_shape: Any = None, seed: Any = None, keep_prob: Any = None) -> Any:
    """``tf.nn.dropout``, which as a layer drops in prediction too."""
    return tf.nn.dropout(x, keep_prob=keep_prob, rate=rate, noise_shape=noise_shape, seed=seed)


def _random(name: str) -> Callable[..., Any]:
    def draw(shape: Any, *args: Any, **kwargs: Any) -> Any:
        return getattr(tf.random, name)(shape, *args, **kwargs)

    draw.__signature__ = inspect.signature(getattr(tf.random, name))  # type: ignore[attr-defined]
    return draw


def _std(input_tensor: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return ops.std(input_tensor, axis=_axes(axis), keepdims=bool(keepdims))


def _variance(input_tensor: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return ops.var(input_tensor, axis=_axes(axis), keepdims=bool(keepdims))


def _euclidean_norm(input_tensor: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return ops.sqrt(backend.sum(ops.square(input_tensor), axis=_axes(axis), keepdims=bool(keepdims)))


def _axes(axis: Any) -> Any:
    return tuple(axis) if isinstance(axis, (list, tuple)) else axis


def _clip_by_norm(t: Any, clip_norm: Any, axes: Any = None) -> Any:
    size = _euclidean_norm(t, axis=axes, keepdims=True)
    return t * clip_norm / ops.maximum(size, ops.cast(clip_norm, t.dtype))


def _multiply_no_nan(x: Any, y: Any) -> Any:
    product = ops.multiply(x, y)
    return ops.where(ops.equal(y, ops.zeros_like(y)), ops.zeros_like(product), product)


def _gelu(features: Any, approximate: bool = False) -> Any:
    return ops.gelu(features, approximate=bool(approximate))


def _silu(features: Any, beta: float = 1.0) -> Any:
    return features * ops.sigmoid(ops.cast(beta, features.dtype) * features)


def _erfc(x: Any) -> Any:
    return 1.0 - ops.erf(x)


def _zero_fraction(value: Any) -> Any:
    return ops.mean(ops.cast(ops.equal(value, 0), "float32"))


def _xlogy(x: Any, y: Any) -> Any:
    zero = ops.equal(x, 0)
    return ops.where(zero, ops.zeros_like(y), x * ops.log(ops.where(zero, ops.ones_like(y), y)))


def _diag_part(input: Any, k: int = 0) -> Any:
    return ops.diagonal(input, offset=k, axis1=-2, axis2=-1)


def _crelu(features: Any, axis: int = -1) -> Any:
    return ops.concatenate([ops.relu(features), ops.relu(-features)], axis=axis)


def _repeat(input: Any, repeats: Any, axis: Any = None) -> Any:
    return ops.repeat(input, repeats, axis=axis)


def _roll(input: Any, shift: Any, axis: Any) -> Any:
    return ops.roll(input, shift, axis=axis)


def _scalar_mul(scalar: Any, x: Any) -> Any:
    return tf.multiply(scalar, x)


def _ensure_shape(x: Any, shape: Any = None) -> Any:
    return x


def _log_sigmoid(x: Any) -> Any:
    return ops.log_sigmoid(x)


def _unary(name: str) -> Callable[..., Any]:
    def function(x: Any) -> Any:
        return getattr(ops, name)(x)

    return function


def _floor_div(x: Any, y: Any) -> Any:
    whole = all(isinstance(each, int) or "int" in str(getattr(each, "dtype", "")) for each in (x, y))
    # Rounded down rather than divided so: torch has no derivative of a floor division.
    return tf.floordiv(x, y) if whole else ops.floor(tf.divide(x, y))


OWN: Dict[str, Callable[..., Any]] = {
    "as_integers": as_integers, "getitem": getitem, "masked_slice": masked_slice, "where": where,
    "bias_add": bias_add, "einsum": einsum,
    "resize": resize, "resize_bilinear": resize_bilinear, "resize_nearest_neighbor": resize_nearest_neighbor,
    "resize_bicubic": resize_bicubic,
    **{name: getattr(images, name) for name in (
        "adjust_brightness", "adjust_contrast", "convert_image_dtype", "extract_patches", "grayscale_to_rgb",
        "resize_with_crop_or_pad", "resize_with_pad", "rot90")},
    "transpose_images": images.transpose,
    **{name: getattr(picking, name) for name in ("argsort", "boolean_mask", "gather", "gather_nd", "sort", "top_k")},
    "avg_pool2d": windows.pool("avg_pool"), "max_pool2d": windows.pool("max_pool"),
    "avg_pool1d": windows.pool1d("average"), "max_pool1d": windows.pool1d("max"),
    **{name: getattr(windows, name) for name in ("conv2d", "conv1d", "depthwise_conv2d")},
    "normalize": normalize,
    "dropout": dropout, "random_normal": _random("random_normal"),
    "random_uniform": _random("random_uniform"), "truncated_normal": _random("truncated_normal"),
    "reduce_std": _std, "reduce_variance": _variance, "reduce_euclidean_norm": _euclidean_norm,
    "clip_by_norm": _clip_by_norm, "multiply_no_nan": _multiply_no_nan, "gelu": _gelu, "silu": _silu, "crelu": _crelu,
    "repeat": _repeat, "roll": _roll, "scalar_mul": _scalar_mul, "ensure_shape": _ensure_shape,
    "log_sigmoid": _log_sigmoid, "erfc": _erfc, "zero_fraction": _zero_fraction, "xlogy": _xlogy,
    "diag_part": _diag_part,
    **{name: getattr(backend, name) for name in (
        "batch_flatten", "binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy")},
    "floor_div": _floor_div, "floordiv": _floor_div, "rint": _unary("round"),
    **{name: _unary("arc" + name[1:]) for name in ("acosh", "asinh", "atanh")},
    **{name: _unary(name) for name in ("cosh", "sinh")},
}
