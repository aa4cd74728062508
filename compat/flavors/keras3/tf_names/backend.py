"""Functions of ``tf.keras.backend`` that Keras 2.2.4 had not, or under another name."""
from contextlib import contextmanager
from typing import Any, Iterator

import keras

from compat.flavors.keras3 import backend as K

__all__ = ["binary_focal_crossentropy", "categorical_focal_crossentropy", "disable_tf_random_generator",
           "enable_tf_random_generator", "is_tf_random_generator_enabled", "learning_phase_scope", "random_bernoulli"]

_random = {"generators": False}


def is_tf_random_generator_enabled() -> bool:
    """Whether the program asked for generators of random numbers; Keras 3 draws from generators of its own either way."""
    return _random["generators"]


def enable_tf_random_generator() -> None:
    """Ask for generators, see :func:`is_tf_random_generator_enabled`."""
    _random["generators"] = True


def disable_tf_random_generator() -> None:
    """Ask for random numbers without generators, see :func:`is_tf_random_generator_enabled`."""
    _random["generators"] = False


@contextmanager
def learning_phase_scope(value: int) -> Iterator[None]:
    """Within the block the learning phase is ``value``: 0 for testing, 1 for training; afterwards it is as before.

    Raises:
        ValueError: neither 0 nor 1.
    """
    if value not in (0, 1):
        raise ValueError("Expected learning phase to be 0 or 1.")
    before = K.learning_phase()
    K.set_learning_phase(value)
    try:
        yield
    finally:
        K.set_learning_phase(int(before))


def random_bernoulli(shape: Any, p: float = 0.0, dtype: Any = None, seed: Any = None) -> Any:
    """Ones with probability ``p``, else zeros, as a tensor of ``shape``."""
    return K.random_binomial(shape, p=p, dtype=dtype, seed=seed)


def binary_focal_crossentropy(target: Any, output: Any, apply_class_balancing: bool = False, alpha: float = 0.25,
                              gamma: float = 2.0, from_logits: bool = False) -> Any:
    """The binary cross entropy of each element, less for what is right already: times ``(1 - p_right) ** gamma``."""
    if from_logits:
        output = keras.ops.sigmoid(output)
    target = keras.ops.cast(target, output.dtype)
    right = target * output + (1.0 - target) * (1.0 - output)
    loss = (1.0 - right) ** gamma * K.binary_crossentropy(target, output)
    return (target * alpha + (1.0 - target) * (1.0 - alpha)) * loss if apply_class_balancing else loss


def categorical_focal_crossentropy(target: Any, output: Any, alpha: float = 0.25, gamma: float = 2.0,
                                   from_logits: bool = False, axis: int = -1) -> Any:
    """The cross entropy of each distribution along ``axis``, less for what is right already."""
    output = keras.ops.softmax(output, axis=axis) if from_logits else output / keras.ops.sum(output, axis=axis, keepdims=True)
    output = keras.ops.clip(output, keras.config.epsilon(), 1.0 - keras.config.epsilon())
    crossentropy = -keras.ops.cast(target, output.dtype) * keras.ops.log(output)
    return keras.ops.sum(alpha * (1.0 - output) ** gamma * crossentropy, axis=axis)
