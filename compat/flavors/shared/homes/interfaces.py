"""``keras.legacy.interfaces`` of Keras 2: decorators with which a custom layer takes the arguments of Keras 1.

The names are in :mod:`compat.api.arguments`; here is which decorator serves which layer.
"""
import functools
import warnings
from typing import Any, Callable, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from compat.api.arguments import DIM_ORDERINGS, IMPLEMENTATIONS, KERAS1, KERAS1_METHODS
from compat.flavors.shared.keras1_calls import (
    Called,
    add_weight_args_preprocessing,
    batchnorm_args_preprocessor,
    conv1d_args_preprocessor,
    conv2d_args_preprocessor,
    conv3d_args_preprocessor,
    convlstm2d_args_preprocessor,
    deconv2d_args_preprocessor,
    embedding_kwargs_preprocessor,
    generator_methods_args_preprocessor,
    get_updates_arg_preprocessing,
    recurrent_args_preprocessor,
    separable_conv2d_args_preprocessor,
    zeropadding2d_args_preprocessor,
)

Preprocessor = Callable[[Any, Dict[str, Any]], Called]


def raise_duplicate_arg_error(old_arg: str, new_arg: str) -> None:
    """Refuse an argument under both its names.

    Raises:
        TypeError: always.
    """
    raise TypeError("For the `{1}` argument, the layer received both the legacy keyword argument `{0}` and the Keras 2 "
                    "keyword argument `{1}`. Stick to the latter!".format(old_arg, new_arg))


def generate_legacy_interface(
        allowed_positional_args: Optional[Sequence[str]] = None, conversions: Optional[Sequence[Tuple[str, str]]] = None,
        preprocessor: Optional[Preprocessor] = None,
        value_conversions: Optional[Mapping[str, Mapping[Any, Any]]] = None, object_type: str = "class") -> Any:
    """A decorator of a constructor or method that lets it be called as in Keras 1, with a warning that says how it is now.

    Args:
        allowed_positional_args: names that may be given by position; any number if None.
        conversions: pairs of the name in Keras 1 and the one in Keras 2.
        preprocessor: from ``(args, kwargs)`` to new ones, and a list that is empty when nothing has changed.
        value_conversions: old argument → old value → new value.
        object_type: ``"class"`` if messages are to name the object's class, not the function.

    Raises:
        TypeError: when called: too many arguments by position, or one under both its names.

    Example:
        >>> class Units:
        ...     @generate_legacy_interface(conversions=[("output_dim", "units")])
        ...     def __init__(self, units):
        ...         self.units = units
        >>> with warnings.catch_warnings():
        ...     warnings.simplefilter("ignore")
        ...     Units(output_dim=3).units
        3
    """
    def legacy_support(func: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(func)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            name = type(args[0]).__name__ if object_type == "class" else func.__name__
            args, kwargs, converted = preprocessor(args, kwargs) if preprocessor else (args, kwargs, [])
            _check_positions(name, args, allowed_positional_args)
            converted = converted + _rename(kwargs, conversions or (), value_conversions or {})
            if converted:
                warnings.warn(_advice(name, args, kwargs), stacklevel=2)
            return func(*args, **kwargs)
        wrapper._original_function = func  # type: ignore[attr-defined]
        return wrapper

    return legacy_support


def _check_positions(name: str, args: Sequence[Any], allowed: Optional[Sequence[str]]) -> None:
    if allowed is not None and len(args) > len(allowed) + 1:
        raise TypeError("`{}` can accept only {} positional arguments {}, but you passed the following positional "
                        "arguments: {}".format(name, len(allowed), tuple(allowed), list(args[1:])))


def _rename(kwargs: Dict[str, Any], conversions: Sequence[Tuple[str, str]],
            values: Mapping[str, Mapping[Any, Any]]) -> List[Tuple[str, Any]]:
    converted: List[Tuple[str, Any]] = []
    for old, new in conversions:
        if old in kwargs:
            value = kwargs.pop(old)
            if new in kwargs:
                raise_duplicate_arg_error(old, new)
            known = values.get(old, {})
            kwargs[new] = known[value] if isinstance(value, (str, int)) and value in known else value
            converted.append((new, old))
    return converted


def _advice(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    parts = [_brief(value) for value in args[1:]] + ["{}={}".format(key, _brief(value)) for key, value in kwargs.items()]
    return "Update your `{0}` call to the Keras 2 API: `{0}({1})`".format(name, ", ".join(parts))


def _brief(value: Any) -> str:
    if isinstance(value, str):
        return '"{}"'.format(value)
    text = "array" if isinstance(value, np.ndarray) else str(value)
    return text if len(text) <= 10 else text[:10] + "..."


class _Interface(NamedTuple):
    """One decorator: the old → new names, which arguments may go by position, and what comes first."""

    names: Mapping[str, str] = {}
    positional: Optional[Tuple[str, ...]] = None
    preprocessor: Optional[Preprocessor] = None
    object_type: str = "class"


_KERNEL, _POOL, _RATE = ("filters", "kernel_size"), ("pool_size", "strides", "padding"), ("rate",)
_INTERFACES: Dict[str, _Interface] = {
    "add_weight": _Interface({}, ("name", "shape"), add_weight_args_preprocessing),
    "batchnorm": _Interface(KERAS1["BatchNormalization"], (), batchnorm_args_preprocessor),
    "conv1d": _Interface(KERAS1["Conv1D"], _KERNEL, conv1d_args_preprocessor),
    "conv2d": _Interface(KERAS1["Conv2D"], _KERNEL, conv2d_args_preprocessor),
    "conv3d": _Interface(KERAS1["Conv3D"], _KERNEL, conv3d_args_preprocessor),
    "convlstm2d": _Interface(KERAS1["ConvLSTM2D"], _KERNEL, convlstm2d_args_preprocessor),
    "cropping2d": _Interface(KERAS1["Cropping2D"], ("cropping",)),
    "cropping3d": _Interface(KERAS1["Cropping3D"], ("cropping",)),
    "deconv2d": _Interface(KERAS1["Conv2DTranspose"], _KERNEL, deconv2d_args_preprocessor),
    "dense": _Interface(KERAS1["Dense"], ("units",)),
    "dropout": _Interface(KERAS1["Dropout"], ("rate", "noise_shape", "seed")),
    "embedding": _Interface(KERAS1["Embedding"], ("input_dim", "output_dim"), embedding_kwargs_preprocessor),
    "gaussiandropout": _Interface(KERAS1["GaussianDropout"], _RATE),
    "gaussiannoise": _Interface(KERAS1["GaussianNoise"], ("stddev",)),
    "generator_methods": _Interface(
        dict(KERAS1_METHODS["evaluate_generator"], **KERAS1_METHODS["fit_generator"]),
        ("generator", "steps_per_epoch", "epochs"), generator_methods_args_preprocessor, "method"),
    "get_updates": _Interface({}, None, get_updates_arg_preprocessing),
    "global_pooling": _Interface(KERAS1["GlobalMaxPooling2D"]),
    "input": _Interface({"input_dtype": "dtype"}),
    "lambda": _Interface({}, ("function", "output_shape")),
    "model_constructor": _Interface(KERAS1_METHODS["Model"]),
    "pooling1d": _Interface(KERAS1["MaxPooling1D"], _POOL),
    "pooling2d": _Interface(KERAS1["MaxPooling2D"], _POOL),
    "pooling3d": _Interface(KERAS1["MaxPooling3D"], _POOL),
    "prelu": _Interface(KERAS1["PReLU"], ("alpha_initializer",)),
    "recurrent": _Interface(dict(KERAS1["LSTM"], consume_less="implementation"), ("units",), recurrent_args_preprocessor),
    "separable_conv2d": _Interface(KERAS1["SeparableConv2D"], _KERNEL, separable_conv2d_args_preprocessor),
    "spatialdropout1d": _Interface(KERAS1["SpatialDropout1D"], _RATE),
    "spatialdropoutNd": _Interface(KERAS1["SpatialDropout2D"], _RATE),
    "upsampling1d": _Interface(KERAS1["UpSampling1D"], ("size",)),
    "upsampling2d": _Interface(KERAS1["UpSampling2D"], ("size",)),
    "upsampling3d": _Interface(KERAS1["UpSampling3D"], ("size",)),
    "zeropadding2d": _Interface(KERAS1["ZeroPadding2D"], ("padding",), zeropadding2d_args_preprocessor),
    "zeropadding3d": _Interface(KERAS1["ZeroPadding3D"], ("padding",)),
}
globals().update({
    "legacy_{}_support".format(name): generate_legacy_interface(
        row.positional, list(row.names.items()), row.preprocessor,
        {"dim_ordering": DIM_ORDERINGS, "consume_less": IMPLEMENTATIONS}, row.object_type)
    for name, row in _INTERFACES.items()})
