"""The optimizers of ``tf.train`` of TensorFlow 1, as optimizers of Keras: for ``model.compile``, and for sessions.

``minimize(loss)`` and ``apply_gradients(grads_and_vars)`` of symbolic tensors give an update for a session to run, as in
policy gradients and other losses of a program's own: ``session.run([loss, step], feed_dict={…})``.
"""
from typing import Any, List, Optional, Tuple

import keras

from compat.flavors.keras3.backend.tensors import is_symbolic
from compat.flavors.keras3.graph.gradients import gradients
from compat.flavors.keras3.graph.reading import variable_behind
from compat.flavors.keras3.graph.walk import nodes_before, variables_of
from compat.flavors.keras3.optimizer_updates import StepUpdate
from compat.flavors.keras3.tf.stand_ins import rules
from compat.flavors.keras3.tf_names import legacy_optimizers
from compat.flavors.keras3.tf_names.minimizing import Minimizing
from compat.flavors.keras3.updates import Group, Update


class StepAtRate(StepUpdate):
    """A step of an optimizer whose learning rate is a tensor of the graph, such as a placeholder.

    Attributes:
        parts: the gradients, then the rate.
    """

    __slots__ = ()

    def apply(self, *parts: Any) -> Any:
        """Change the parameters by these gradients, at this rate."""
        *found, rate = parts
        self.optimizer.learning_rate.assign(rate)
        return super().apply(*found)


class OfSessions(Minimizing):
    """Mix-in of an optimizer: steps as updates that a session runs."""

    def __init__(self, learning_rate: Any, *args: Any, **kwargs: Any) -> None:
        self.__dict__["_rate_of_graph"] = learning_rate if is_symbolic(learning_rate) else None
        start = 0.001 if is_symbolic(learning_rate) else learning_rate
        super().__init__(start, *args, **kwargs)  # type: ignore[call-arg]

    def minimize(self: Any, loss: Any, global_step: Any = None, var_list: Any = None,  # type: ignore[override]
                 gate_gradients: Any = None, aggregation_method: Any = None, colocate_gradients_with_ops: bool = False,
                 name: Optional[str] = None, grad_loss: Any = None) -> Any:
        """A step that makes ``loss`` smaller.

        Args:
            loss: a symbolic tensor, or a function of nothing.
            global_step: a variable that the step advances by one.
            var_list: the variables to change; by default all trainable ones that the loss depends on.
            grad_loss: a factor of the gradient.

        Returns:
            What a session runs; of a function of nothing, None: the step is made at once.
        """
        return self.apply_gradients(self.compute_gradients(loss, var_list, grad_loss=grad_loss), global_step)

    def compute_gradients(self: Any, loss: Any, var_list: Any = None, gate_gradients: Any = None,
                          aggregation_method: Any = None, colocate_gradients_with_ops: bool = False,
                          grad_loss: Any = None) -> List[Tuple[Any, Any]]:
        """``(gradient, variable)`` for each variable, None for a gradient where the loss does not depend on it."""
        if not is_symbolic(loss):
            return super().compute_gradients(loss, var_list)  # type: ignore[misc,no-any-return]
        if var_list is None:
            var_list = [each for each in variables_of(nodes_before([loss])) if each.trainable]
        variables = list(var_list)
        weighed = loss if grad_loss is None else loss * keras.ops.stop_gradient(grad_loss)
        return list(zip(gradients([weighed], variables), variables))

    def apply_gradients(self: Any, grads_and_vars: Any, global_step: Any = None,  # type: ignore[override]
                        name: Optional[str] = None) -> Any:
        """A step that changes variables by their gradients; at once where these have values.

        Raises:
            ValueError: no variable has a gradient.
        """
        pairs = [(gradient, variable) for gradient, variable in grads_and_vars if gradient is not None]
        if not pairs:
            raise ValueError("No gradients provided for any variable, check your graph for ops that do not support gradients, "
                             "between variables {} and loss.".format([variable for _, variable in grads_and_vars]))
        if not any(is_symbolic(gradient) for gradient, _ in pairs):
            return super().apply_gradients(pairs)  # type: ignore[misc]
        step = self._step([variable_behind(variable) for _, variable in pairs], [gradient for gradient, _ in pairs])
        if global_step is None:
            return step
        return Group([step, Update(global_step, lambda: global_step + 1)])

    def _step(self: Any, variables: List[Any], found: List[Any]) -> StepUpdate:
        optimizer, rate = self, self.__dict__["_rate_of_graph"]
        if self.built and {id(each) for each in variables} != {id(each) for each in self._trainable_variables}:
            optimizer = type(self).from_config(self.get_config())
        optimizer.build(variables)
        return StepUpdate(optimizer, variables, found) if rate is None else StepAtRate(optimizer, variables, [*found, rate])


class GradientDescentOptimizer(OfSessions, legacy_optimizers.SGD):
    """``w -= learning_rate * g``."""

    def __init__(self, learning_rate: Any, use_locking: bool = False, name: str = "GradientDescent", **kwargs: Any) -> None:
        super().__init__(learning_rate, name=name, **kwargs)


class MomentumOptimizer(OfSessions, legacy_optimizers.SGD):
    """``v = momentum * v + g``, ``w -= learning_rate * v``."""

    def __init__(self, learning_rate: Any, momentum: float = 0.0, use_locking: bool = False, name: str = "Momentum",
                 use_nesterov: bool = False, **kwargs: Any) -> None:
        super().__init__(learning_rate, momentum=momentum, name=name, **{"nesterov": use_nesterov, **kwargs})

    def step(self, value: Any, gradient: Any, rate: Any, slots: List[Any]) -> Tuple[Any, List[Any]]:
        """New values of a variable and of its velocity, which does not hold the rate: a new rate counts at once."""
        velocity = self.momentum * slots[0] + gradient
        return value - rate * (gradient + self.momentum * velocity if self.nesterov else velocity), [velocity]


class AdamOptimizer(OfSessions, legacy_optimizers.Adam):
    """Adam, ``epsilon`` added to the root of the uncorrected second moment."""

    def __init__(self, learning_rate: Any = 0.001, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-08,
                 use_locking: bool = False, name: str = "Adam", **kwargs: Any) -> None:
        super().__init__(learning_rate, name=name, **{"beta_1": beta1, "beta_2": beta2, "epsilon": epsilon, **kwargs})


class AdadeltaOptimizer(OfSessions, legacy_optimizers.Adadelta):
    """Adadelta."""

    def __init__(self, learning_rate: Any = 0.001, rho: float = 0.95, epsilon: float = 1e-08, use_locking: bool = False,
                 name: str = "Adadelta", **kwargs: Any) -> None:
        super().__init__(learning_rate, rho=rho, epsilon=epsilon, name=name, **kwargs)


class FtrlOptimizer(OfSessions, legacy_optimizers.Ftrl):
    """Follow the regularized leader."""

    def __init__(self, learning_rate: Any, learning_rate_power: float = -0.5, initial_accumulator_value: float = 0.1,
                 l1_regularization_strength: float = 0.0, l2_regularization_strength: float = 0.0,
                 use_locking: bool = False, name: str = "Ftrl", **kwargs: Any) -> None:
        super().__init__(learning_rate, learning_rate_power=learning_rate_power,
                         initial_accumulator_value=initial_accumulator_value,
                         l1_regularization_strength=l1_regularization_strength,
                         l2_regularization_strength=l2_regularization_strength, name=name, **kwargs)


class AdagradOptimizer(OfSessions, rules.AdagradOptimizer):
    """``a += g²``, ``w -= learning_rate * g / sqrt(a)``, ``a`` from ``initial_accumulator_value`` on."""


class RMSPropOptimizer(OfSessions, rules.RMSPropOptimizer):
    """``s = decay * s + (1 - decay) * g²`` from 1 on, ``v = momentum * v + learning_rate * g / sqrt(s + epsilon)``,
    ``w -= v``."""
