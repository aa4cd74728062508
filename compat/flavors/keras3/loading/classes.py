"""Which class of Keras 3, or of compat, a layer of a file becomes.

A native class is used where it does what the file's Keras did; :data:`ADAPTED` and :data:`REPLACED` list where it does not,
and why. Only the names of :data:`compat.api.classes.LAYERS_OF_FILES` are looked up, so that no file can name a class that
reads files or holds code.
"""
import inspect
from typing import Any, Callable, FrozenSet, Mapping, Optional, Tuple

import keras

from compat.api.classes import BUILT_IN, LAYERS_OF_FILES
from compat.api.tf_operations import OPERATION_LAYERS
from compat.era import Era
from compat.errors import ConfigError
from compat.hub.graph import OBJECTIVES, BuildContext
from compat.hub.records import Spec
from compat.hub.walk import is_model, walk_from

from .. import layers as own

#: Layers that Keras 3 has under the same name and that do something else: its Layer does not pass its input on, and its
#: RandomCrop does not crop at prediction time.
_OTHERS: FrozenSet[str] = frozenset(("Layer", "RandomCrop"))

#: Layers of Keras 3 that look up and hash with TensorFlow, on every backend.
WITH_TENSORFLOW: FrozenSet[str] = frozenset(("HashedCrossing", "Hashing", "IntegerLookup", "StringLookup",
                                               "TextVectorization"))
#: Of these, those that may take texts.
OF_TEXTS: FrozenSet[str] = WITH_TENSORFLOW - {"IntegerLookup"}
_MERGES = ("Add", "Average", "Concatenate", "Maximum", "Minimum", "Multiply", "Subtract")
RECURRENT = ("GRU", "LSTM", "RNN", "SimpleRNN")
#: Layers that do something else under a mask of two axes or more.
_TAKE_MASKS = ("Bidirectional", "ConvLSTM2D", "Masking") + RECURRENT
Condition = Callable[[Spec, BuildContext, Era], bool]


def _masked_merge(config: Spec, context: BuildContext, era: Era) -> bool:
    return context.masked and era.behaviour("merge_masks") == "and"


def _matches_axes(config: Spec, context: BuildContext, era: Era) -> bool:
    return era.behaviour("batch_dot") == "matched"


def _begins_otherwise(config: Spec, context: BuildContext, era: Era) -> bool:
    # On masked steps before the first valid one Keras 3 returns zeros; on JAX sometimes zeros, sometimes the initial state.
    native = None if keras.backend.backend() == "jax" else "zero"
    is_other = era.behaviour("rnn_output_before_valid_steps") != native and not config.get("unroll")
    return bool(context.masked and is_other and (config.get("stateful") or context.several))


def _carries_masked_steps(config: Spec, context: BuildContext, era: Era) -> bool:
    inner = config.get("layer", {}).get("config", {})
    carried = era.behaviour("bidirectional_output_on_masked_steps") == "carried"
    return bool(context.masked and carried and inner.get("return_sequences"))


def _sees_all_steps_at_once(config: Spec, context: BuildContext, era: Era) -> bool:
    return any(spec["class_name"] in ("ActivityRegularization", "BatchNormalization") or not _is_built_in(spec)
               or spec["config"].get("activity_regularizer") or spec["config"].get("mask_zero")
               or context.masked and spec["class_name"] in _TAKE_MASKS for _, spec, _ in walk_from(config["layer"]))


def _is_built_in(spec: Spec) -> bool:
    """Whether Keras had a layer or model of this class; one of a program's own may add losses."""
    return spec["class_name"] in BUILT_IN or is_model(spec)


def _interpolates_otherwise(config: Spec, context: BuildContext, era: Era) -> bool:
    if config.get("interpolation") == "bicubic" and keras.backend.backend() == "torch":
        return True
    return bool(config.get("interpolation") == "bilinear" and era.behaviour("bilinear_upsampling") == "aligned_corners")


def _resizes_otherwise(config: Spec, context: BuildContext, era: Era) -> bool:
    method = config.get("interpolation", "bilinear")
    return method not in ("bilinear", "nearest") and (
        keras.backend.backend() != "tensorflow" or method in ("gaussian", "mitchellcubic"))


def _frozen_with_batch_statistics(config: Spec, context: BuildContext, era: Era) -> bool:
    return config.get("trainable") is False and era.behaviour("frozen_batch_normalization") == "batch_statistics"


def _hides_all_values(config: Spec, context: BuildContext, era: Era) -> bool:
    # Where a mask hides all values from a query, Keras 3 gives zeros, or has other gradients. JAX refuses another value_dim.
    return context.masked or config.get("value_dim") not in (None, config.get("key_dim"))


def _leaves_masks_aside(config: Spec, context: BuildContext, era: Era) -> bool:
    return context.masked and era.behaviour("multi_head_attention_masks") == "ignored"


def _hides_values_from_wrong_queries(config: Spec, context: BuildContext, era: Era) -> bool:
    from ..layers.attention import takes_the_mask_of_values_for_queries

    return context.masked and takes_the_mask_of_values_for_queries()


def _forgets_output_padding(config: Spec, context: BuildContext, era: Era) -> bool:
    native = inspect.signature(keras.layers.Conv2DTranspose.__init__).parameters
    return config.get("output_padding") is not None and "output_padding" not in native


def _several_axes(config: Spec, context: BuildContext, era: Era) -> bool:
    return isinstance(config.get("axis"), list) and len(config["axis"]) > 1


def _in_virtual_batches(config: Spec, context: BuildContext, era: Era) -> bool:
    return config.get("virtual_batch_size") is not None


def _leaves_sizes_open(config: Spec, context: BuildContext, era: Era) -> bool:
    sizes = config.get("output_shape")
    return isinstance(sizes, (list, tuple)) and None in sizes


def _not_the_last_axis(config: Spec, context: BuildContext, era: Era) -> bool:
    # Of sequences and images; for a vector axis 1 is the last, and both classes do the same.
    return _several_axes(config, context, era) or config.get("axis") in (1, [1])


def _pads_unevenly(config: Spec, context: BuildContext, era: Era) -> bool:
    if keras.backend.backend() != "torch" or config.get("padding") != "same":
        return False
    windows = keras.tree.flatten(config.get("pool_size"))
    steps = keras.tree.flatten(config.get("strides") or windows)
    return any(step != 1 for step in steps) or any(window is None or window % 2 == 0 for window in windows)


def _without_tensorflow(config: Spec, context: BuildContext, era: Era) -> bool:
    return bool(keras.backend.backend() != "tensorflow")


#: Class → the classes of compat that replace it, and when; the first that does.
REPLACED: Mapping[str, Tuple[Tuple[str, Condition], ...]] = {
    "AdditiveAttention": (("MaskedAdditiveAttention", _hides_values_from_wrong_queries),),  # Keras 3.3
    "Attention": (("MaskedAttention", _hides_values_from_wrong_queries),),
    "BatchNormalization": (("VirtualBatchNormalization", _in_virtual_batches),  # Keras 3 has none
                           ("MultiAxisBatchNormalization", _several_axes)),  # Keras 3 takes one axis
    "HashedCrossing": (("PlainHashedCrossing", _without_tensorflow),),  # Keras 3 computes these with TensorFlow
    "Hashing": (("PlainHashing", _without_tensorflow),),
    "IntegerLookup": (("NumericIntegerLookup", _without_tensorflow),),
    "LayerNormalization": (("MultiAxisLayerNormalization", _not_the_last_axis),),  # Keras 3 fails on torch
    "MultiHeadAttention": (("UnmaskedMultiHeadAttention", _leaves_masks_aside),),  # Keras 3 uses every mask
    "StringLookup": (("PlainStringLookup", _without_tensorflow),),
    "TextVectorization": (("PlainTextVectorization", _without_tensorflow),),
}
#: Class → when compat's class of the same name replaces the native one.
ADAPTED: Mapping[str, Condition] = dict(
    dict.fromkeys(_MERGES, _masked_merge),  # Keras 3 joins the masks by OR
    Dot=_matches_axes,  # Keras 3 multiplies out axes that Keras 2.2.4 matched
    BatchNormalization=_frozen_with_batch_statistics,  # Keras 3 then uses the moving averages in training
    MultiHeadAttention=_hides_all_values,
    Conv2DTranspose=_forgets_output_padding,  # Keras 3.3 takes it, but does not save it
    Conv3DTranspose=_forgets_output_padding,
    EinsumDense=_leaves_sizes_open,  # Keras 3 leaves them open even where the input has them
    TimeDistributed=_sees_all_steps_at_once,  # Keras 3 calls the layer once per timestep, computes no masks and drops losses
    Bidirectional=_carries_masked_steps,  # Keras 3 puts zeros where the old one repeated the last output
    **dict.fromkeys(RECURRENT, _begins_otherwise),
    Resizing=_resizes_otherwise,  # Keras 3 samples bicubic images otherwise on JAX and torch, and lacks methods
    UpSampling2D=_interpolates_otherwise,  # Keras 3 uses half-pixel centers, on torch another bicubic polynomial
    **dict.fromkeys(("AveragePooling1D", "AveragePooling2D", "AveragePooling3D"), _pads_unevenly),  # Keras 3 counts padding
)


def class_of(name: str, config: Spec, context: BuildContext, era: Era, is_for_old_code: bool = False) -> Any:
    """The class for a hub class name in this place.

    Args:
        name: of the hub.
        config: of the layer.
        context: where it stands.
        era: the Keras that wrote the file.
        is_for_old_code: old code opens the file and knows compat's classes, which come first.

    Raises:
        ConfigError: there is none.
    """
    for replacement, is_needed in REPLACED.get(name, ()):
        if is_needed(config, context, era):
            return getattr(own, replacement)
    condition = ADAPTED.get(name)
    if condition is not None and condition(config, context, era):
        found = _own_class(name)
    elif is_for_old_code:
        found = _own_class(name) or native_class(name)
    else:
        found = native_class(name) or _own_class(name)
    if found is None:
        raise ConfigError("layer {!r} is a {}, which Keras 3 cannot express the way the file means it".format(
            config.get("name"), name))
    return found


def native_class(name: str) -> Optional[Any]:
    """The class of Keras 3 for a hub class name, or None where it has none that does the same."""
    return None if name in _OTHERS else _layer_class(keras.layers, name)


def _own_class(name: str) -> Optional[Any]:
    """Compat's class of that name for this flavor, or None."""
    return _layer_class(own, name)


def _layer_class(module: Any, name: str) -> Optional[Any]:
    found = getattr(module, name, None) if name in LAYERS_OF_FILES else None
    return found if isinstance(found, type) and issubclass(found, keras.layers.Layer) else None


def knows(class_name: str) -> bool:
    """Whether a hub class name can be made without the user's help.

    Example:
        >>> knows("Dense"), knows("TFSMLayer")
        (True, False)
    """
    is_made = class_name in OPERATION_LAYERS or class_name in ("InputLayer",) + OBJECTIVES
    return is_made or native_class(class_name) is not None or _own_class(class_name) is not None
