"""``tf.keras.optimizers.schedules``: what XLA rounds so that Keras's own formula has no value."""
from typing import Any, List

import keras
from keras import ops

__all__: List[str] = []


@keras.saving.register_keras_serializable(package="tf.keras")
class PolynomialDecay(keras.optimizers.schedules.PolynomialDecay):  # type: ignore[misc]
    """A rate that falls along a polynomial to ``end_learning_rate``.

    Compiled for JAX, a number divided by itself may be a bit more than 1; the root of what is then left is nan.

    Example:
        >>> float(PolynomialDecay(1.0, 6, 0.0, power=0.5)(9))
        0.0
    """

    def __call__(self, step: Any) -> Any:
        """The rate at a step, a scalar tensor."""
        step = ops.cast(step, "float32")
        steps = ops.cast(self.decay_steps, "float32")
        if self.cycle:
            steps = steps * ops.maximum(ops.ceil(step / steps), 1.0)
        left = ops.maximum(1.0 - ops.minimum(step, steps) / steps, 0.0)
        return (self.initial_learning_rate - self.end_learning_rate) * ops.power(left, self.power) + self.end_learning_rate


if keras.backend.backend() == "jax":
    __all__.append("PolynomialDecay")
