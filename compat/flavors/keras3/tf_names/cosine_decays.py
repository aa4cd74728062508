"""``tf.keras.experimental.LinearCosineDecay`` and its noisy form, of TensorFlow 2.0 to 2.4 (arXiv 1709.07417)."""
import math
from typing import Any, Dict, Optional

import keras
from keras import ops

from ..pythons_random import seed_generator


@keras.saving.register_keras_serializable(package="tf.keras")
class LinearCosineDecay(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """A rate that falls along a line and swings along a cosine.

    Args:
        initial_learning_rate: the first rate.
        decay_steps: steps after which it stays.
        num_periods: of the cosine.
        alpha, beta: see ``rate = initial * ((alpha + linear) * cosine + beta)``.
        name: string.

    Example:
        >>> round(float(LinearCosineDecay(1.0, 10)(5)), 4)
        0.251
    """

    def __init__(self, initial_learning_rate: float, decay_steps: int, num_periods: float = 0.5, alpha: float = 0.0,
                 beta: float = 0.001, name: Optional[str] = None) -> None:
        super().__init__()
        self.initial_learning_rate, self.decay_steps, self.num_periods = initial_learning_rate, decay_steps, num_periods
        self.alpha, self.beta, self.name = alpha, beta, name

    def __call__(self, step: Any) -> Any:
        """The rate at a step, a scalar tensor."""
        done = ops.minimum(ops.cast(step, "float32"), float(self.decay_steps))
        completed = done / float(self.decay_steps)
        cosine = 0.5 * (1.0 + ops.cos(2.0 * math.pi * self.num_periods * completed))
        linear = 1.0 - completed + self._noise(done)
        return self.initial_learning_rate * ((self.alpha + linear) * cosine + self.beta)

    def _noise(self, done: Any) -> Any:
        return 0.0

    def get_config(self) -> Dict[str, Any]:
        """The arguments."""
        names = ("initial_learning_rate", "decay_steps", "num_periods", "alpha", "beta", "name")
        return {name: getattr(self, name) for name in names}


@keras.saving.register_keras_serializable(package="tf.keras")
class NoisyLinearCosineDecay(LinearCosineDecay):
    """:class:`LinearCosineDecay` with normal noise on the line, whose variance is ``initial_variance / (1 + step) **
    variance_decay``."""

    def __init__(self, initial_learning_rate: float, decay_steps: int, initial_variance: float = 1.0,
                 variance_decay: float = 0.55, num_periods: float = 0.5, alpha: float = 0.0, beta: float = 0.001,
                 name: Optional[str] = None) -> None:
        super().__init__(initial_learning_rate, decay_steps, num_periods, alpha, beta, name)
        self.initial_variance, self.variance_decay = initial_variance, variance_decay
        self._seed = seed_generator()

    def _noise(self, done: Any) -> Any:
        deviation = ops.sqrt(self.initial_variance / ops.power(1.0 + done, self.variance_decay))
        return keras.random.normal((), seed=self._seed) * deviation

    def get_config(self) -> Dict[str, Any]:
        """The arguments."""
        return {**super().get_config(), "initial_variance": self.initial_variance, "variance_decay": self.variance_decay}
