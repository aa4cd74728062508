"""``tf.keras.mixed_precision.LossScaleOptimizer`` with the methods that training loops of tf.keras call."""
from typing import Any, List, Sequence

import keras
from keras import ops

from compat.errors import UnsupportedError

__all__ = ["LossScaleOptimizer"]


@keras.saving.register_keras_serializable(package="tf.keras")
class LossScaleOptimizer(keras.optimizers.LossScaleOptimizer):  # type: ignore[misc]
    """An optimizer that scales losses up, so that the gradients of float16 do not vanish, and gradients down again.

    Args:
        inner_optimizer: the optimizer that changes the variables.
        dynamic: True: the scale follows the gradients.
        initial_scale: the first scale; default 2 ** 15.
        dynamic_growth_steps: steps without an overflow after which the scale doubles; default 2000.
        **kwargs: arguments of the one of Keras 3.

    Raises:
        UnsupportedError: a scale that stays.
    """

    def __init__(self, inner_optimizer: Any, dynamic: bool = True, initial_scale: Any = None,
                 dynamic_growth_steps: Any = None, **kwargs: Any) -> None:
        if not dynamic:
            raise UnsupportedError("LossScaleOptimizer is not served with dynamic=False; give loss_scale_factor={} to the "
                                   "optimizer inside, and compile the model with that".format(initial_scale))
        super().__init__(inner_optimizer, initial_scale=float(initial_scale or 2.0 ** 15),
                         dynamic_growth_steps=dynamic_growth_steps or 2000, **kwargs)
        self.dynamic = True

    @property
    def loss_scale(self) -> Any:
        """What losses are multiplied by."""
        return ops.convert_to_tensor(self.dynamic_scale) if self.built else ops.convert_to_tensor(self.initial_scale)

    @property
    def lr(self) -> Any:
        """The learning rate of the optimizer inside."""
        return self.inner_optimizer.learning_rate

    def get_scaled_loss(self, loss: Any) -> Any:
        """The loss times the scale; of a function, one that gives this."""
        if callable(loss):
            return lambda: self.get_scaled_loss(loss())
        return loss * ops.cast(self.loss_scale, loss.dtype)

    def get_unscaled_gradients(self, grads: Sequence[Any]) -> List[Any]:
        """The gradients as they are: :meth:`apply_gradients` divides them by the scale."""
        return list(grads)


def scaled(optimizer: Any) -> Any:
    """The optimizer that a model is compiled with under the policy ``mixed_float16``."""
    float16 = keras.config.dtype_policy().name == "mixed_float16"
    if not float16 or isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
        return optimizer
    return LossScaleOptimizer(optimizer) if isinstance(optimizer, keras.optimizers.Optimizer) else optimizer
