"""``get_config`` of layers in the words of an old Keras, and of what they hold: wrapped layers, cells, models."""
import functools
from typing import Any, Callable, Dict, Iterable

import keras

from compat.api.names import lookup
from compat.errors import UnsupportedError
from compat.hub.records import Config, Spec
from compat.writing import Dialect, layer_config, plain_object
from compat.writing.layers import arguments_of

from .forms import dialect_for, in_dialect, is_native, native_form
from .lambdas import lambda_spec

#: Class of Keras 3, or of this package → what Keras 2 called it.
_CLASS_NAMES = {"Functional": "Model", "MultiAxisLayerNormalization": "LayerNormalization",
                "MultiAxisBatchNormalization": "BatchNormalization", "VirtualBatchNormalization": "BatchNormalization",
                "NumericIntegerLookup": "IntegerLookup"}
#: Class → what its instances are in a file, for those that :mod:`.models` describes.
SPECS: Dict[Any, Callable[[Any], Spec]] = {}
#: Arguments that are activations; those that tf.keras 2.15 knew by name and ``tf.keras.activations`` does not list.
_ACTIVATIONS = ("activation", "recurrent_activation")
_UNLISTED = frozenset(["leaky_relu", "log_softmax", "relu6", "silu"])
#: Attributes that hold a layer or cell, under the name of the argument.
_HELD = ("layer", "cell")


def written_form(cls: Any) -> Any:
    """Decorator of a layer class: its ``get_config`` answers in the words of the era, see :mod:`.forms`."""
    defined = vars(cls).get("get_config")
    native: Callable[[Any], Config] = defined or (lambda self: super(cls, self).get_config())

    @functools.wraps(defined or keras.layers.Layer.get_config, updated=())  # that of Keras is marked as its default
    def get_config(self: Any) -> Config:
        if is_native():
            return native(self)
        with native_form(by_program=True):
            found = native(self)
        return config_of(_CLASS_NAMES.get(cls.__name__, cls.__name__), self, found, dialect_for(self))

    cls.get_config = get_config
    return cls


def config_of(class_name: str, layer: Any, native: Config, dialect: Dialect) -> Config:
    """The configuration of a live layer from what Keras 3 says of it.

    Args:
        class_name: the class of Keras 2 that the layer is, or derives from.
        layer: the layer.
        native: its configuration in Keras 3's form.
        dialect: whose words to use.

    Raises:
        UnsupportedError: this Keras has no words for it.
    """
    if getattr(layer, "quantization_mode", None):
        raise UnsupportedError("layer {!r} is quantized to {}, which Keras {} does not have; save the model as '.keras'".format(
            layer.name, layer.quantization_mode, dialect.version))
    for key in _ACTIVATIONS:
        _check_activation(layer, key, dialect)
    found = dict(native, trainable=layer.trainable)
    known = arguments_of(class_name, dialect)
    if known is None or "activity_regularizer" in known:
        found.update(_activity_regularizer(layer))
    found.update(_unsaid(layer, found, known or ()))
    with in_dialect(dialect):
        found.update(_held(class_name, layer, found))
    return layer_config(class_name, found, dialect, keras.config.floatx())


def _check_activation(layer: Any, key: str, dialect: Dialect) -> None:
    """Refuse a function of Keras 3 that the old Keras does not have, or has another one of its name."""
    function = getattr(layer, key, None)
    name = getattr(function, "__name__", "")
    if function is None or getattr(keras.activations, name, None) is not function:
        return
    is_known = lookup("tf.keras.activations" if dialect.of_tf_keras else "keras.activations", name)
    if name == "hard_sigmoid" or not (is_known or dialect.of_tf_keras and name in _UNLISTED):
        raise UnsupportedError("layer {!r} has {}={!r} of Keras 3, {} Keras {}; save the model as '.keras'".format(
            layer.name, key, name, "which is another function in" if is_known else "which is not in", dialect.version))


def _activity_regularizer(layer: Any) -> Dict[str, Any]:
    regularizer = getattr(layer, "activity_regularizer", None)
    return {} if regularizer is None else {"activity_regularizer": keras.regularizers.serialize(regularizer)}


def _unsaid(layer: Any, native: Config, known: Iterable[str]) -> Dict[str, Any]:
    """Arguments of the old class that Keras 3 keeps and does not state: ELU's alpha, the implementation of an RNN."""
    if isinstance(layer, keras.layers.InputLayer):
        return {}
    values = {key: vars(layer)[key] for key in known if key not in native and key in vars(layer)}
    return {key: value for key, value in values.items() if isinstance(value, (bool, int, float, str, tuple))}


def _held(class_name: str, layer: Any, native: Config) -> Dict[str, Any]:
    """The layers and cells that a layer holds, as specifications."""
    if isinstance(layer, keras.layers.Bidirectional):
        return _halves(layer, native)
    found: Dict[str, Any] = {key: spec_of(getattr(layer, key)) for key in _HELD if isinstance(native.get(key), dict)}
    if isinstance(native.get("cells"), (list, tuple)):
        found["cells"] = [spec_of(cell) for cell in layer.cells]
    return found


def _halves(layer: Any, native: Config) -> Dict[str, Any]:
    """The forward layer of a Bidirectional under its own name; the backward layer where it is not its mirror image."""
    forward, backward = _half(layer.forward_layer, "forward_"), _half(layer.backward_layer, "backward_")
    mirrored = dict(forward["config"], go_backwards=not forward["config"]["go_backwards"])
    is_mirror = forward["class_name"] == backward["class_name"] and mirrored == dict(backward["config"])
    if is_mirror or dialect_for().functional == "Functional":
        return {"layer": forward, "backward_layer": None if is_mirror else backward}
    raise UnsupportedError("Bidirectional {!r} has a backward_layer of its own, which Keras {} does not have; save the model "
                           "as '.keras'".format(layer.name, dialect_for().version))


def _half(layer: Any, prefix: str) -> Spec:
    found = spec_of(layer, zero_output_for_mask=False)  # Bidirectional chooses it itself
    name = str(found["config"]["name"])
    return dict(found, config=dict(found["config"], name=name[len(prefix):] if name.startswith(prefix) else name))


def spec_of(layer: Any, **implied: Any) -> Spec:
    """``{"class_name": …, "config": …}`` of a live layer, cell or model.

    Args:
        layer: of this package, of Keras 3 or of the user.
        **implied: arguments of Keras 3 that what holds the layer decides.

    Raises:
        UnsupportedError: the old Keras has no such layer, or no words for it.
    """
    if isinstance(layer, keras.Model) and not _answers(layer):  # one of Keras 3's own
        return SPECS[keras.Model](layer)
    class_name = class_name_of(layer)
    if class_name == "Lambda" and _answers(layer):
        return lambda_spec(layer)
    if implied or not _answers(layer):
        with native_form():
            native = dict(layer.get_config(), **implied)
        return {"class_name": class_name, "config": config_of(class_name, layer, native, dialect_for(layer))}
    return {"class_name": class_name, "config": plain_object(
        layer.get_config(), "layer {!r}".format(layer.name), dialect_for(layer).of_tf_keras)}


def class_name_of(layer: Any) -> str:
    """What an old Keras calls the class of a layer.

    Raises:
        UnsupportedError: it has none like it.
    """
    cls = type(layer)
    name = _CLASS_NAMES.get(cls.__name__, cls.__name__)
    if name == "Model":
        return dialect_for(layer).functional
    if name == "Lambda":
        return name
    of_a_keras = _is_of_a_keras(cls)
    registered = keras.saving.get_registered_name(cls)
    if not of_a_keras and ">" in registered and dialect_for(layer).of_tf_keras:
        return str(registered)
    if of_a_keras and name != "Sequential" and arguments_of(name, dialect_for(layer)) is None:
        raise UnsupportedError("layer {!r}: Keras {} has no layer {}; save the model as '.keras'".format(
            layer.name, dialect_for(layer).version, name))
    return name


def _answers(layer: Any) -> bool:
    """Whether ``get_config`` of a layer answers in the words of the era; that of Keras's own layers does not."""
    return bool(getattr(layer, "_is_legacy", False)) or not _is_of_a_keras(type(layer))


def _is_of_a_keras(cls: Any) -> bool:
    """Whether a class is of Keras, or one of Keras's that this package changes."""
    return str(cls.__module__).startswith(("keras.", "compat.flavors."))
