"""``tf.keras.optimizers.legacy.Ftrl``."""
from typing import Any, Dict, List, Sequence

import keras
from keras import ops

from compat.callers import is_called_from, warn_caller

from ..optimizer_base import dense
from ..variables import array_of
from ..written.forms import is_native
from .minimizing import CallableList, Minimizing
from .rows import rows_read

_CLIPPING = ("clipnorm", "clipvalue", "global_clipnorm")
#: Arguments of ``Ftrl`` that came with TensorFlow 2.11 or Keras 3.
_SINCE_211 = ("weight_decay", "use_ema", "ema_momentum", "ema_overwrite_frequency", "loss_scale_factor",
              "gradient_accumulation_steps", "jit_compile")


class Ftrl(Minimizing, keras.optimizers.Ftrl):  # type: ignore[misc]
    """Follow the regularized leader, as Keras 3 computes it."""

    def __init__(self, *args: Any, lr: Any = None, decay: float = 0.0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if lr is not None:
            warn_caller("tf.keras took `lr` of Ftrl and left it aside; use `learning_rate`")
        self.decay = decay

    @property
    def lr(self) -> Any:
        """The variable that holds the learning rate; may be assigned."""
        return self._learning_rate

    @lr.setter
    def lr(self, value: Any) -> None:
        self.learning_rate = value

    @property
    def variables(self) -> List[Any]:
        """The state; for a program what ``weights`` lists, and called as well: it was a method."""
        found: List[Any] = super().variables
        return found if is_called_from("keras", "compat") else CallableList(self.weights)

    @property
    def weights(self) -> List[Any]:
        """The count of steps, then the two sums of each parameter."""
        slots = zip(self._accumulators, self._linears) if self.built else ()
        return [self.iterations, *(slot for pair in slots for slot in pair)]

    def get_weights(self) -> List[Any]:
        """The values of :attr:`weights`, as arrays."""
        return [array_of(each) for each in self.weights]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Set the values of :attr:`weights`.

        Raises:
            ValueError: their number is not that of the optimizer.
        """
        if len(weights) != len(self.weights):
            raise ValueError("{} arrays were given to an optimizer with {} weights".format(len(weights), len(self.weights)))
        for variable, value in zip(self.weights, weights):
            variable.assign(value)

    def _get_current_learning_rate(self) -> Any:
        rate = super()._get_current_learning_rate()
        return rate / (1.0 + self.decay * ops.cast(self.iterations, rate.dtype)) if self.decay else rate

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Apply one gradient to one variable; of an Embedding to the rows that were read."""
        rows, place = rows_read(gradient, variable), self._get_variable_index(variable)
        changed = [] if rows is None else [variable, self._accumulators[place], self._linears[place]]
        before = [ops.copy(ops.convert_to_tensor(each)) for each in changed]
        super().update_step(dense(gradient, variable), variable, learning_rate)
        for each, old in zip(changed, before):
            self.assign(each, ops.where(rows, ops.convert_to_tensor(each), old))

    def get_config(self) -> Dict[str, Any]:
        """The arguments, with ``decay``."""
        config = {**super().get_config(), "decay": self.decay}
        if is_native():
            return config
        is_given = {key: config[key] is not None for key in _CLIPPING}
        return {key: value for key, value in config.items() if key not in _SINCE_211 and is_given.get(key, True)}
