"""Activations of Keras 2.2.4.

All but one are those of Keras 3. ``hard_sigmoid`` was ``clip(0.2 x + 0.5, 0, 1)`` until Keras 3 made it
``relu6(x + 3) / 6``; here the era decides, by name and in layers. ``softmax`` refused a tensor of one axis.
"""
import warnings
from typing import Any, Callable, Dict, Optional

import keras
from keras import ops

from compat.era import current
from compat.errors import UnknownLayerError
from compat.flavors import Names

from .logits import with_logits
from .objects import registered_object
from .overrides import is_overridden, with_gradient
from .serializing import without_tensorflow


def softmax(x: Any, axis: int = -1) -> Any:
    """Exponentials that sum to 1 over ``axis``.

    Raises:
        ValueError: a tensor of fewer than two axes.
    """
    if len(x.shape) < 2:
        raise ValueError("Cannot apply softmax to a tensor that is 1D. Received input: {}".format(x))
    return with_logits(ops.softmax(x, axis=axis), x)


def elu(x: Any, alpha: float = 1.0) -> Any:
    """``x`` where positive, ``alpha * (exp(x) - 1)`` elsewhere."""
    return ops.elu(x, alpha)


def selu(x: Any) -> Any:
    """Scaled exponential linear unit."""
    return ops.selu(x)


def softplus(x: Any) -> Any:
    """``log(1 + exp(x))``."""
    return ops.softplus(x)


def softsign(x: Any) -> Any:
    """``x / (1 + |x|)``."""
    return ops.softsign(x)


def relu(x: Any, alpha: float = 0.0, max_value: Optional[float] = None, threshold: float = 0.0) -> Any:
    """``x`` above ``threshold``, at most ``max_value``; ``alpha * (x - threshold)`` below."""
    if alpha or threshold or max_value is not None:
        return keras.activations.relu(x, negative_slope=alpha, max_value=max_value, threshold=threshold)
    return with_gradient("Relu", keras.activations.relu, x)


def tanh(x: Any) -> Any:
    """Hyperbolic tangent."""
    return ops.tanh(x)


def sigmoid(x: Any) -> Any:
    """``1 / (1 + exp(-x))``."""
    return with_logits(ops.sigmoid(x), x)


@keras.saving.register_keras_serializable(package="compat", name="hard_sigmoid")  # type: ignore[untyped-decorator]
def hard_sigmoid(x: Any) -> Any:
    """``clip(0.2 x + 0.5, 0, 1)``, the formula until Keras 3.

    Example:
        >>> float(hard_sigmoid(ops.convert_to_tensor(1.0)))
        0.699999988079071
    """
    return ops.clip(0.2 * ops.convert_to_tensor(x) + 0.5, 0.0, 1.0)


# Keras 3.3 stores a function by its plain name, even a registered one, and here the plain name means Keras's own formula.
# Later versions store the registered name anyway, and programs read the plain one.
with without_tensorflow():
    if keras.activations.serialize(hard_sigmoid) == "hard_sigmoid":
        hard_sigmoid.__name__ = "compat>hard_sigmoid"


def exponential(x: Any) -> Any:
    """``exp(x)``."""
    return ops.exp(x)


def linear(x: Any) -> Any:
    """``x`` itself."""
    return x


_SHARED = ("elu", "exponential", "linear", "relu", "selu", "sigmoid", "softmax", "softplus", "softsign", "tanh")


def _hard_sigmoid_of_the_era() -> Callable[[Any], Any]:
    linear_formula = current().behaviour("hard_sigmoid") == "linear"
    return hard_sigmoid if linear_formula else keras.activations.hard_sigmoid  # type: ignore[no-any-return]


def get(identifier: Any) -> Any:
    """The activation of a name; a function stays as it is; None is ``linear``.

    Raises:
        UnknownLayerError: no activation of that name.
    """
    if identifier is None:
        return linear
    if isinstance(identifier, str):
        return deserialize(identifier)
    if isinstance(identifier, keras.layers.Layer):
        warnings.warn("{!r} is a layer: use advanced activation layers as any other layer, not as an activation".format(
            identifier.name), stacklevel=2)
    if identifier is keras.activations.hard_sigmoid:
        return _hard_sigmoid_of_the_era()
    return keras.activations.get(identifier)


def of_layer(identifier: Any) -> Any:
    """As :func:`get`, for a layer: functions that Keras 3 shares are its own, whose plain names a configuration holds."""
    found = get(identifier)
    keeps_logits = keras.backend.backend() == "jax" and found in (sigmoid, softmax)  # which Keras 3 does elsewhere
    shared = getattr(found, "__module__", None) == __name__ and found is not hard_sigmoid and not keeps_logits
    shared = shared and not (found is relu and is_overridden("Relu"))
    return getattr(keras.activations, found.__name__) if shared else found


#: Activations that came with tf.keras, of which Keras 3 has the functions.
_OF_TF_KERAS = ("gelu", "hard_sigmoid", "mish", "swish")


def of_program(found: Any, layer: Any) -> Any:
    """The function that the program of a layer has by the name of one of Keras 3; any other as it is."""
    of_tf_keras = current(layer).of_tf_keras
    for name in _SHARED + (_OF_TF_KERAS if of_tf_keras else ()):
        if found is getattr(keras.activations, name, None):
            return getattr(Names("tf.keras.activations" if of_tf_keras else "keras.activations"), name)
    return found


def deserialize(name: str, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """The activation of a name, looked for in ``custom_objects`` first."""
    own = globals()[name] if name in _SHARED else getattr(keras.activations, name, None)
    found = registered_object(name, custom_objects) or own
    if found is keras.activations.hard_sigmoid:
        return _hard_sigmoid_of_the_era()
    if found is None:
        raise UnknownLayerError(
            "Unknown activation function: {0!r}; pass it in custom_objects={{{0!r}: function}}".format(name))
    return found


def serialize(activation: Any) -> str:
    """The name of an activation."""
    return "hard_sigmoid" if activation is hard_sigmoid else str(activation.__name__)
