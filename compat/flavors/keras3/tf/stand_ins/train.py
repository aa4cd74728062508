"""``tf.train``: the optimizers of TensorFlow 1 as optimizers of Keras, to be given to ``model.compile``.

``minimize(loss, var_list=…)`` gives an update for a session to run.
"""
import os
from typing import Any, Optional

import keras
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors import Names
from compat.flavors.keras3.tf.stand_ins.rules import AdagradOptimizer as AdagradOptimizer
from compat.flavors.keras3.tf.stand_ins.rules import RMSPropOptimizer as RMSPropOptimizer
from compat.flavors.keras3.tf.stand_ins.schedules import LinearCosineDecay, NaturalExpDecay
from compat.writing.checkpoint import newest

_legacy = Names("tf.keras.optimizers.legacy")
_global_step: Optional[Any] = None
Optimizer = keras.optimizers.Optimizer


def GradientDescentOptimizer(learning_rate: Any, use_locking: bool = False, name: str = "GradientDescent") -> Any:
    """``w -= learning_rate * g``."""
    return _legacy.SGD(learning_rate, name=name)


def MomentumOptimizer(learning_rate: Any, momentum: float, use_locking: bool = False, name: str = "Momentum",
                      use_nesterov: bool = False) -> Any:
    """``v = momentum * v + g``, ``w -= learning_rate * v``."""
    return _legacy.SGD(learning_rate, momentum=momentum, nesterov=use_nesterov, name=name)


def AdamOptimizer(learning_rate: Any = 0.001, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-08,
                  use_locking: bool = False, name: str = "Adam") -> Any:
    """Adam, ``epsilon`` added to the root of the uncorrected second moment."""
    return _legacy.Adam(learning_rate, beta_1=beta1, beta_2=beta2, epsilon=epsilon, name=name)


def AdadeltaOptimizer(learning_rate: Any = 0.001, rho: float = 0.95, epsilon: float = 1e-08, use_locking: bool = False,
                      name: str = "Adadelta") -> Any:
    """Adadelta."""
    return _legacy.Adadelta(learning_rate, rho=rho, epsilon=epsilon, name=name)


def FtrlOptimizer(learning_rate: Any, learning_rate_power: float = -0.5, initial_accumulator_value: float = 0.1,
                  l1_regularization_strength: float = 0.0, l2_regularization_strength: float = 0.0,
                  use_locking: bool = False, name: str = "Ftrl") -> Any:
    """Follow the regularized leader."""
    return _legacy.Ftrl(learning_rate, learning_rate_power=learning_rate_power,
                        initial_accumulator_value=initial_accumulator_value,
                        l1_regularization_strength=l1_regularization_strength,
                        l2_regularization_strength=l2_regularization_strength, name=name)


def get_or_create_global_step(graph: Any = None) -> Any:
    """A variable that counts steps: int64 where the backend has it."""
    global _global_step
    if _global_step is None:
        _global_step = keras.Variable(0, dtype="int32" if keras.backend.backend() == "jax" else "int64", trainable=False,
                                      name="global_step")
    return _global_step


create_global_step = get_global_step = get_or_create_global_step


def exponential_decay(learning_rate: Any, global_step: Any, decay_steps: Any, decay_rate: Any, staircase: bool = False,
                      name: Optional[str] = None) -> Any:
    """``learning_rate * decay_rate ** (step / decay_steps)``: a schedule for an optimizer, which counts its own steps."""
    _own_step(global_step)
    return keras.optimizers.schedules.ExponentialDecay(learning_rate, decay_steps, decay_rate, staircase=staircase)


def polynomial_decay(learning_rate: Any, global_step: Any, decay_steps: Any, end_learning_rate: float = 0.0001,
                     power: float = 1.0, cycle: bool = False, name: Optional[str] = None) -> Any:
    """From one rate to another in ``decay_steps`` steps: a schedule for an optimizer, which counts its own steps."""
    _own_step(global_step)
    return keras.optimizers.schedules.PolynomialDecay(learning_rate, decay_steps, end_learning_rate, power=power, cycle=cycle)


def inverse_time_decay(learning_rate: Any, global_step: Any, decay_steps: Any, decay_rate: Any, staircase: bool = False,
                       name: Optional[str] = None) -> Any:
    """``learning_rate / (1 + decay_rate * step / decay_steps)``: a schedule for an optimizer, which counts its own steps."""
    _own_step(global_step)
    return keras.optimizers.schedules.InverseTimeDecay(learning_rate, decay_steps, decay_rate, staircase=staircase)


def piecewise_constant(x: Any, boundaries: Any, values: Any, name: Optional[str] = None) -> Any:
    """One rate up to each boundary: a schedule for an optimizer, which counts its own steps."""
    _own_step(x)
    return keras.optimizers.schedules.PiecewiseConstantDecay(list(boundaries), list(values))


piecewise_constant_decay = piecewise_constant


def cosine_decay(learning_rate: Any, global_step: Any, decay_steps: Any, alpha: float = 0.0,
                 name: Optional[str] = None) -> Any:
    """Half a wave down to ``alpha * learning_rate``: a schedule for an optimizer, which counts its own steps."""
    _own_step(global_step)
    return keras.optimizers.schedules.CosineDecay(learning_rate, decay_steps, alpha=alpha)


def natural_exp_decay(learning_rate: Any, global_step: Any, decay_steps: Any, decay_rate: Any, staircase: bool = False,
                      name: Optional[str] = None) -> Any:
    """``learning_rate * exp(-decay_rate * step / decay_steps)``: a schedule for an optimizer, which counts its own steps."""
    _own_step(global_step)
    return NaturalExpDecay(learning_rate, decay_steps, decay_rate, staircase)


def cosine_decay_restarts(learning_rate: Any, global_step: Any, first_decay_steps: Any, t_mul: float = 2.0, m_mul: float = 1.0,
                          alpha: float = 0.0, name: Optional[str] = None) -> Any:
    """:func:`cosine_decay` that begins anew, each time ``t_mul`` times as long: a schedule for an optimizer."""
    _own_step(global_step)
    return keras.optimizers.schedules.CosineDecayRestarts(learning_rate, first_decay_steps, t_mul, m_mul, alpha)


def linear_cosine_decay(learning_rate: Any, global_step: Any, decay_steps: Any, num_periods: float = 0.5, alpha: float = 0.0,
                        beta: float = 0.001, name: Optional[str] = None) -> Any:
    """A line times a wave, down to ``beta * learning_rate``: a schedule for an optimizer, which counts its own steps."""
    _own_step(global_step)
    return LinearCosineDecay(learning_rate, decay_steps, None, 0.55, num_periods, alpha, beta)


def noisy_linear_cosine_decay(learning_rate: Any, global_step: Any, decay_steps: Any, initial_variance: float = 1.0,
                              variance_decay: float = 0.55, num_periods: float = 0.5, alpha: float = 0.0, beta: float = 0.001,
                              name: Optional[str] = None) -> Any:
    """:func:`linear_cosine_decay` with noise that falls from ``initial_variance`` on: a schedule for an optimizer."""
    _own_step(global_step)
    return LinearCosineDecay(learning_rate, decay_steps, initial_variance, variance_decay, num_periods, alpha, beta)


def _own_step(step: Any) -> None:
    """A schedule follows the steps of the optimizer that has it: the global step, or a number that is not counted on.

    Raises:
        UnsupportedError: a step of the program's own.
    """
    if not (step is _global_step or isinstance(step, int) and step == 0):
        raise UnsupportedError("decay by a step of the program's own is not served; pass tf.train.get_or_create_global_step(): "
                               "the rate then follows the steps of the optimizer that it is given to")


class ExponentialMovingAverage:
    """Moving averages of variables: ``average = decay * average + (1 - decay) * value``.

    Args:
        decay: close to 1.
        num_updates: a number of steps, for a smaller decay at first: ``(1 + n) / (10 + n)``.
    """

    def __init__(self, decay: float, num_updates: Any = None, zero_debias: bool = False,
                 name: str = "ExponentialMovingAverage") -> None:
        if zero_debias:
            raise UnsupportedError("tf.train.ExponentialMovingAverage is served without zero_debias")
        self._decay, self._num_updates, self._averages = decay, num_updates, {}  # type: ignore[var-annotated]

    def apply(self, var_list: Any) -> None:
        """Begin the averages of these variables, or take their values in."""
        decay = self._decay
        if self._num_updates is not None:
            steps = float(ops.convert_to_numpy(ops.convert_to_tensor(self._num_updates)))
            decay = min(decay, (1.0 + steps) / (10.0 + steps))
        for variable in var_list:
            known = self._averages.get(id(variable))
            if known is None:
                average = keras.Variable(ops.convert_to_numpy(variable.value), trainable=False)
                self._averages[id(variable)] = (variable, average)
            else:
                known[1].assign(known[1] * decay + ops.convert_to_tensor(variable) * (1.0 - decay))

    def average(self, var: Any) -> Any:
        """The average of a variable, None before :meth:`apply`."""
        return self._averages.get(id(var), (None, None))[1]


def latest_checkpoint(checkpoint_dir: Any, latest_filename: Any = None) -> Optional[str]:
    """The prefix of the newest checkpoint in a folder, for ``load_weights``; None where there is none.

    Raises:
        UnsupportedError: the folder names its newest in another file than ``checkpoint``.
    """
    if latest_filename not in (None, "checkpoint"):
        raise UnsupportedError("tf.train.latest_checkpoint reads the file 'checkpoint', not {!r}".format(latest_filename))
    return newest(os.fspath(checkpoint_dir))
