"""``tf.keras.mixed_precision.LossScaleOptimizer`` with the methods that training loops of tf.keras call."""
from typing import Any, List, Sequence

import keras
from keras import ops

from compat.callers import is_called_from
from compat.errors import UnsupportedError
from compat.flavor import keras3_backend

from ..context import in_compiled_code

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
        """The gradients of a scaled loss, divided by the scale."""
        return [None if each is None else each / ops.cast(self.loss_scale, each.dtype) for each in grads]

    def apply_gradients(self, grads_and_vars: Any, *args: Any, **kwargs: Any) -> Any:
        """Change variables by their gradients, which code of tf.keras gives without the scale, and Keras 3 with it."""
        if is_called_from("keras"):
            return super().apply_gradients(grads_and_vars)
        scaled_up = [(None if gradient is None else gradient * ops.cast(self.loss_scale, gradient.dtype), variable)
                     for gradient, variable in grads_and_vars]
        if keras3_backend() == "jax" and not in_compiled_code():
            return self._apply_without_state(scaled_up)
        return super().apply_gradients(scaled_up)

    def _apply_without_state(self, grads_and_vars: Any) -> None:
        """A step on JAX, where Keras 3 assigns variables in a branch that JAX traces, so that traced values leave it."""
        if not self.built:
            with keras.name_scope(self.name, caller=self):
                self.build([variable for _, variable in grads_and_vars])
        gradients = {id(variable): gradient for gradient, variable in grads_and_vars}
        trained, state = self.inner_optimizer._trainable_variables, self.variables
        values, states = self.stateless_apply([each.value for each in state], [gradients[id(each)] for each in trained],
                                              [each.value for each in trained])
        for variable, value in [*zip(trained, values), *zip(state, states)]:
            variable.assign(value)


def scaled(optimizer: Any) -> Any:
    """The optimizer that a model is compiled with under the policy ``mixed_float16``."""
    float16 = keras.config.dtype_policy().name == "mixed_float16"
    if not float16 or isinstance(optimizer, keras.optimizers.LossScaleOptimizer):
        return optimizer
    return LossScaleOptimizer(optimizer) if isinstance(optimizer, keras.optimizers.Optimizer) else optimizer
