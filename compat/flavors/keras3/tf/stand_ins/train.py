"""``tf.train`` of TensorFlow 1: optimizers, rates that fall, moving averages and checkpoints."""
import os
from typing import Any, Optional

import keras
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors.keras3.tf.stand_ins.checkpoints import Checkpoint as Checkpoint
from compat.flavors.keras3.tf.stand_ins.checkpoints import CheckpointManager as CheckpointManager
from compat.flavors.keras3.tf.stand_ins.minimizers import AdadeltaOptimizer as AdadeltaOptimizer
from compat.flavors.keras3.tf.stand_ins.minimizers import AdagradOptimizer as AdagradOptimizer
from compat.flavors.keras3.tf.stand_ins.minimizers import AdamOptimizer as AdamOptimizer
from compat.flavors.keras3.tf.stand_ins.minimizers import FtrlOptimizer as FtrlOptimizer
from compat.flavors.keras3.tf.stand_ins.minimizers import GradientDescentOptimizer as GradientDescentOptimizer
from compat.flavors.keras3.tf.stand_ins.minimizers import MomentumOptimizer as MomentumOptimizer
from compat.flavors.keras3.tf.stand_ins.minimizers import RMSPropOptimizer as RMSPropOptimizer
from compat.flavors.keras3.tf.stand_ins.schedules import LinearCosineDecay, NaturalExpDecay
from compat.writing.checkpoint import newest

_global_step: Optional[Any] = None
Optimizer = keras.optimizers.Optimizer


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
