"""Learning rate schedules of ``tf.train`` of TensorFlow 1 that Keras has none of."""
from typing import Any, Dict, Optional

import keras
import numpy as np
from keras import ops

from ...pythons_random import seed_generator


class NaturalExpDecay(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """``initial_learning_rate * exp(-decay_rate * step / decay_steps)``, with ``staircase`` of whole numbers of decay steps."""

    def __init__(self, initial_learning_rate: Any, decay_steps: Any, decay_rate: Any, staircase: bool = False) -> None:
        self._config: Dict[str, Any] = {"initial_learning_rate": initial_learning_rate, "decay_steps": decay_steps,
                                        "decay_rate": decay_rate, "staircase": staircase}

    def __call__(self, step: Any) -> Any:
        passed = ops.cast(step, "float32") / float(self._config["decay_steps"])
        passed = ops.floor(passed) if self._config["staircase"] else passed
        return ops.exp(-float(self._config["decay_rate"]) * passed) * float(self._config["initial_learning_rate"])

    def get_config(self) -> Dict[str, Any]:
        """The arguments."""
        return dict(self._config)


class LinearCosineDecay(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
    """``rate * ((alpha + linear + noise) * cosine + beta)``: a line down to 0 in ``decay_steps``, times half a wave or more.

    The noise is normal with the variance ``initial_variance / (1 + step) ** variance_decay``; there is none unless given.
    """

    def __init__(self, initial_learning_rate: Any, decay_steps: Any, initial_variance: Optional[float] = None,
                 variance_decay: float = 0.55, num_periods: float = 0.5, alpha: float = 0.0, beta: float = 0.001) -> None:
        self._config: Dict[str, Any] = {
            "initial_learning_rate": initial_learning_rate, "decay_steps": decay_steps, "initial_variance": initial_variance,
            "variance_decay": variance_decay, "num_periods": num_periods, "alpha": alpha, "beta": beta}
        self._seeds = seed_generator()

    def __call__(self, step: Any) -> Any:
        given = self._config
        step = ops.minimum(ops.cast(step, "float32"), float(given["decay_steps"]))
        passed = step / float(given["decay_steps"])
        line = float(given["alpha"]) + 1.0 - passed
        if given["initial_variance"] is not None:
            variance = float(given["initial_variance"]) / ops.power(1.0 + step, float(given["variance_decay"]))
            line = line + keras.random.normal((), seed=self._seeds) * ops.sqrt(variance)
        wave = 0.5 * (1.0 + ops.cos(2.0 * np.pi * float(given["num_periods"]) * passed))
        return (line * wave + float(given["beta"])) * float(given["initial_learning_rate"])

    def get_config(self) -> Dict[str, Any]:
        """The arguments."""
        return dict(self._config)
