"""Keras 1 layers to Keras 2: class names, argument names, and values that changed with them.

The renames are tables, :mod:`compat.api.classes` and :mod:`compat.api.arguments`; here is what a table cannot say.
Keras 1.0 to 1.2.2; https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes.
"""

from __future__ import annotations

from typing import Any, Callable, Dict

from compat.api.arguments import (
    DIM_ORDERINGS,
    IMAGE_LAYERS,
    KERAS1,
    KERAS1_DROPPED,
    KERAS1_REFUSED,
    KERAS1_TUPLES,
    PADDING_SIDES,
)
from compat.api.classes import CUDNN_ARGUMENTS, LAYERS
from compat.config.records import Context
from compat.config.values import keras1_initializer
from compat.errors import ConfigError
from compat.hub.records import Spec, renamed, with_config, without

ONES = ("one", "ones")


def rename_class(layer: Spec, context: Context) -> Spec:
    """Step: the hub's class name; CuDNN layers become the general ones with the arguments cuDNN has built in."""
    old = layer["class_name"]
    new = LAYERS.get(old)
    if new is None:
        return layer
    context.upgraded(layer, "{} is called {} now".format(old, new))
    return with_config(renamed(layer, new), **CUDNN_ARGUMENTS.get(old, {}))


def unroll_time_distributed_dense(layer: Spec, context: Context) -> Spec:
    """Step: ``TimeDistributedDense`` of Keras 1 is ``TimeDistributed(Dense)``."""
    if layer["class_name"] != "TimeDistributedDense":
        return layer
    outer = {key: layer["config"][key] for key in ("name", "trainable", "batch_input_shape", "input_dtype")
             if key in layer["config"]}  # fmt: skip
    inner = {key: value for key, value in layer["config"].items() if key not in ("batch_input_shape", "input_dtype")}
    inner["name"] = "{}_dense".format(layer["config"].get("name", "time_distributed"))
    context.upgraded(layer, "TimeDistributedDense is TimeDistributed(Dense) now")
    outer["layer"] = {"class_name": "Dense", "config": inner}
    return dict(layer, class_name="TimeDistributed", config=outer)


def join_sizes(layer: Spec, context: Context) -> Spec:
    """Step: ``nb_row`` and ``nb_col`` become ``kernel_size``."""
    config = dict(layer["config"])
    for joined, parts in KERAS1_TUPLES.get(layer["class_name"], {}).items():
        if all(part in config for part in parts):
            config[joined] = [config.pop(part) for part in parts]
    return dict(layer, config=config)


def rename_arguments(layer: Spec, context: Context) -> Spec:
    """Step: Keras 1 argument names become Keras 2's; an argument already there under its new name wins."""
    old = layer["config"]
    names = KERAS1.get(layer["class_name"], {})
    changed = sorted(key for key in names if key in old)
    if not changed:
        return layer
    new = {key: value for key, value in old.items() if key not in names}
    for key in changed:
        value = old[key]
        if key == "init" or key.endswith("_init"):
            value = keras1_initializer(value)
        new.setdefault(names[key], value)
    context.upgraded(layer, "Keras 1 arguments renamed: {}".format(", ".join(changed)))
    return dict(layer, config=new)


def translate_values(layer: Spec, context: Context) -> Spec:
    """Step: values of Keras 1 arguments, layer by layer: channel order, forget bias, separable initializers."""
    config = layer["config"]
    data_format = config.get("data_format")
    if data_format in DIM_ORDERINGS:
        layer = with_config(layer, data_format=DIM_ORDERINGS[data_format])
    translate = _VALUES.get(layer["class_name"])
    return translate(layer, context) if translate else layer


def drop_arguments(layer: Spec, context: Context) -> Spec:
    """Step: remove Keras 1 arguments that have no meaning in Keras 2, and rename the dtype of the input."""
    layer = without(layer, *KERAS1_DROPPED.get(layer["class_name"], ()))
    if "input_dtype" not in layer["config"]:
        return layer
    stated = layer["config"]["input_dtype"]
    layer = without(layer, "input_dtype")
    return with_config(layer, dtype=stated) if layer["class_name"] == "InputLayer" else _with_input_dtype(layer, stated)


def state_channel_order(layer: Spec, context: Context) -> Spec:
    """Step: image layers state ``data_format``, which Keras 1 did not store for padding, cropping and upsampling."""
    if layer["class_name"] not in IMAGE_LAYERS or layer["config"].get("data_format"):
        return layer
    return with_config(layer, data_format=context.data_format)


def _with_input_dtype(layer: Spec, stated: Any) -> Spec:
    # Only the first layer's counts: the Sequential step moves it to the InputLayer it makes.
    return with_config(layer, _input_dtype=stated) if "batch_input_shape" in layer["config"] else layer


def _lstm(layer: Spec, context: Context) -> Spec:
    return _forget_bias(_recurrent_regularizer(layer, context), context)


def _recurrent_regularizer(layer: Spec, context: Context) -> Spec:
    """Keras 1.2 gave the recurrent weights of each gate the regularizer of the input's, unless all gates were in one weight."""
    config = layer["config"]
    of_1_2 = context.origin.major == 1 and context.origin.version_stated and not context.origin.before("1.2")
    if not of_1_2 or config.get("consume_less", "gpu") == "gpu":
        return layer
    if config.get("kernel_regularizer") == config.get("recurrent_regularizer"):
        return layer
    context.upgraded(layer, "recurrent weights are penalized by W_regularizer, not by U_regularizer, as Keras 1.2 did")
    return with_config(layer, recurrent_regularizer=config.get("kernel_regularizer"))


def _forget_bias(layer: Spec, context: Context) -> Spec:
    if "forget_bias_init" not in layer["config"]:
        return layer
    one = layer["config"]["forget_bias_init"] in ONES
    return with_config(without(layer, "forget_bias_init"), unit_forget_bias=one)


def _separable(layer: Spec, context: Context) -> Spec:
    if "depthwise_initializer" in layer["config"] and "pointwise_initializer" not in layer["config"]:
        return with_config(layer, pointwise_initializer=layer["config"]["depthwise_initializer"])
    return layer


def _batch_normalization(layer: Spec, context: Context) -> Spec:
    mode = layer["config"].get("mode", 0)
    if mode in (0, None):
        return layer
    what = KERAS1_REFUSED["BatchNormalization"]["mode"].get(mode, "is unknown")
    if mode not in (1, 2) or context.origin.before("1.0.8") or not context.origin.version_stated:
        raise ConfigError(
            "BatchNormalization {!r} has mode={!r} of Keras 1, which {}; before 1.0.8, and where the file does not state "
            "the version, its formula is not known here. Give your own class as custom_objects={{'BatchNormalization': "
            "…}}.".format(layer["config"].get("name"), mode, what)
        )
    context.upgraded(layer, "BatchNormalization in mode {} {}; it is compat.layers.Keras1BatchNormalization".format(mode, what))
    return dict(layer, class_name="Keras1BatchNormalization")


def _embedding(layer: Spec, context: Context) -> Spec:
    if layer["config"].get("dropout"):
        context.warn(layer, "Embedding(dropout=…) of Keras 1 dropped whole words in training; it is left out")
    return without(layer, "dropout")


def _zero_padding_1d(layer: Spec, context: Context) -> Spec:
    return with_config(layer, padding=_sides(layer["config"].get("padding", 1), PADDING_SIDES["ZeroPadding1D"][0]))


def _zero_padding_2d(layer: Spec, context: Context) -> Spec:
    padding = layer["config"].get("padding", [1, 1])
    if isinstance(padding, dict):
        return with_config(layer, padding=[_sides(padding, names) for names in PADDING_SIDES["ZeroPadding2D"]])
    if isinstance(padding, list) and len(padding) == 4:
        return with_config(layer, padding=[padding[:2], padding[2:]])
    return layer


def _sides(padding: Any, names: Any) -> Any:
    if isinstance(padding, dict):
        return [padding.get(name, 0) for name in names]
    return padding


_VALUES: Dict[str, Callable[[Spec, Context], Spec]] = {
    "LSTM": _lstm,
    "GRU": _recurrent_regularizer,
    "ConvLSTM2D": _forget_bias,
    "SeparableConv2D": _separable,
    "BatchNormalization": _batch_normalization,
    "Embedding": _embedding,
    "ZeroPadding1D": _zero_padding_1d,
    "ZeroPadding2D": _zero_padding_2d,
}
