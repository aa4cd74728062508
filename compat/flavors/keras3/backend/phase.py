"""Training or test: the learning phase of Keras 2.2.4 over the ``training`` flag of Keras 3.

In Keras 2 the phase was one placeholder of the graph, fed by ``fit`` and ``predict``, unless ``K.set_learning_phase``
had replaced it by a number. Here it is the flag of the layer call that asks. A number that was set wins, as it did.
"""
from typing import Any

from compat.errors import CompatError
from compat.flavors.keras3 import context
from compat.flavors.keras3.backend.control import switch, value_or_function
from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import any_symbolic, is_tensor
from compat.flavors.keras3.context import LearningPhase


class PhaseError(CompatError, ValueError):
    """A learning phase other than 0 and 1."""


def learning_phase() -> Any:
    """1 in training, 0 otherwise: what was set, else the flag of the layer call that this runs in, else 0.

    Returns:
        An int, or a scalar boolean tensor where the layer was called with one.

    Example:
        >>> int(learning_phase())
        0
    """
    stated = context.stated_phase()
    if stated is None:
        context.note_phase_asked()
    phase = context.current_training() if stated is None else stated
    return phase if is_tensor(phase) else LearningPhase(bool(phase))


def set_learning_phase(value: Any) -> None:
    """Fix the phase for everything that follows, ``fit`` and ``predict`` included, until ``K.clear_session()``.

    Raises:
        PhaseError: it is neither 0 nor 1.
    """
    if value not in (0, 1):
        raise PhaseError("the learning phase is 0 (test) or 1 (training), not {!r}".format(value))
    context.state_phase(int(value))


def in_train_phase(x: Any, alt: Any, training: Any = None) -> Any:
    """``x`` in training, else ``alt``; each a tensor or a function without arguments, only the chosen one is called.

    Args:
        training: True, False, a scalar tensor, or None for the learning phase.

    Returns:
        A tensor of the shape of ``x``. On KerasTensors outside a layer: a node that chooses when the model runs.
    """
    if training is None:
        if context.stated_phase() is None and not context.in_call():
            x, alt = value_or_function(x), value_or_function(alt)
            if any_symbolic(x, alt):
                return call_when_run(_choose, x, alt)
        training = learning_phase()
    if not is_tensor(training):
        return value_or_function(x if training else alt)
    return switch(training, x, alt)


def in_test_phase(x: Any, alt: Any, training: Any = None) -> Any:
    """``x`` outside training, else ``alt``; otherwise as :func:`in_train_phase`."""
    return in_train_phase(alt, x, training=training)


def _choose(x: Any, alt: Any) -> Any:
    return in_train_phase(x, alt)
