"""Two optimizers of TensorFlow 1 whose rule no optimizer of Keras has."""
from typing import Any, Dict, List

import keras
from keras import ops

from compat.flavors.keras3.tf_names.minimizing import Minimizing


class AdagradOptimizer(Minimizing, keras.optimizers.Optimizer):
    """``a += g²``, ``w -= learning_rate * g / sqrt(a)``, ``a`` from ``initial_accumulator_value`` on."""

    def __init__(self, learning_rate: Any = 0.001, initial_accumulator_value: float = 0.1, use_locking: bool = False,
                 name: str = "Adagrad", **kwargs: Any) -> None:
        super().__init__(learning_rate=learning_rate, name=name, **kwargs)
        self.initial_accumulator_value = initial_accumulator_value

    def build(self, variables: Any) -> None:
        """Make the accumulators."""
        if not self.built:
            super().build(variables)
            self._accumulators = _slots(self, variables, "accumulator", self.initial_accumulator_value)

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Change one variable."""
        accumulator = self._accumulators[self._get_variable_index(variable)]
        gradient = ops.cast(gradient, variable.dtype)
        self.assign_add(accumulator, ops.square(gradient))
        self.assign_sub(variable, ops.cast(learning_rate, variable.dtype) * gradient * ops.rsqrt(accumulator))

    def get_config(self) -> Dict[str, Any]:
        """The arguments."""
        return dict(super().get_config(), initial_accumulator_value=self.initial_accumulator_value)


class RMSPropOptimizer(Minimizing, keras.optimizers.Optimizer):
    """``s = decay * s + (1 - decay) * g²`` from 1 on, ``v = momentum * v + learning_rate * g / sqrt(s + epsilon)``, ``w -= v``.

    With ``centered`` the square of the mean gradient is taken from ``s``.
    """

    def __init__(self, learning_rate: Any = 0.001, decay: float = 0.9, momentum: float = 0.0, epsilon: float = 1e-10,
                 use_locking: bool = False, centered: bool = False, name: str = "RMSProp", **kwargs: Any) -> None:
        super().__init__(learning_rate=learning_rate, name=name, **kwargs)
        self.decay, self.momentum, self.epsilon, self.centered = decay, momentum, epsilon, centered

    def build(self, variables: Any) -> None:
        """Make the averages."""
        if not self.built:
            super().build(variables)
            self._squares = _slots(self, variables, "rms", 1.0)
            self._moments = _slots(self, variables, "momentum", 0.0)
            self._means = _slots(self, variables, "mean", 0.0) if self.centered else []

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Change one variable."""
        place = self._get_variable_index(variable)
        gradient, rate = ops.cast(gradient, variable.dtype), ops.cast(learning_rate, variable.dtype)
        square = self._squares[place]
        self.assign(square, self.decay * square + (1.0 - self.decay) * ops.square(gradient))
        spread = square + self.epsilon
        if self.centered:
            mean = self._means[place]
            self.assign(mean, self.decay * mean + (1.0 - self.decay) * gradient)
            spread = spread - ops.square(mean)
        moment = self._moments[place]
        self.assign(moment, self.momentum * moment + rate * gradient * ops.rsqrt(spread))
        self.assign_sub(variable, moment)

    def get_config(self) -> Dict[str, Any]:
        """The arguments."""
        return dict(super().get_config(), decay=self.decay, momentum=self.momentum, epsilon=self.epsilon,
                    centered=self.centered)


def _slots(optimizer: Any, variables: Any, name: str, value: float) -> List[Any]:
    """A variable for each, that begins with one value everywhere."""
    return [optimizer.add_variable(shape=variable.shape, initializer=keras.initializers.Constant(value),
                                   dtype=variable.dtype, name="{}_{}".format(name, number))
            for number, variable in enumerate(variables)]
