"""``K.function``: arrays in, arrays out, with updates of variables between one call and the next."""
from typing import Any, Callable, Dict, List, Sequence, Tuple

import keras
import numpy as np

from compat.era import current
from compat.errors import CompatError

from .. import context
from ..uncompiled import Step
from ..updates import Update, as_update
from .program import Program, as_given, is_text
from .run_metadata import note_run
from .walk import changed_by, each_once


class FunctionInputError(CompatError, TypeError):
    """A ``K.function`` that was given something other than a list of values, one per input."""


class Function:
    """What ``K.function`` returns.

    The first call runs operation by operation; from the second on the whole is compiled, as a model's ``predict`` is.

    Args:
        inputs: KerasTensors, and ``K.learning_phase()`` where the caller feeds the phase.
        outputs: KerasTensors, tensors, variables or updates; a list of them, or one.
        updates: updates, or (variable, new value) pairs, applied after the outputs are computed.
        name: accepted.
        fetches: further tensors or updates, which each call computes too and does not return.
        feed_dict: placeholder → its value, read at each call.
        options: ``RunOptions`` of TensorFlow 1.
        run_metadata: ``RunMetadata`` of TensorFlow 1, see :mod:`.run_metadata`.
        **session_kwargs: accepted, for TensorFlow 1's ``session.run``.

    Example:
        >>> x = keras.Input(batch_shape=(2,))
        >>> Function([x], [x * 2.0])([[1.0, 2.0]])
        [array([2., 4.], dtype=float32)]
    """

    def __init__(self, inputs: Any, outputs: Any, updates: Any = None, name: Any = None, fetches: Any = None,
                 feed_dict: Any = None, options: Any = None, run_metadata: Any = None, **session_kwargs: Any) -> None:
        self.inputs = list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]
        self.outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
        self._of_tf_keras = current().of_tf_keras
        self._gives_one = self._of_tf_keras and not isinstance(outputs, (list, tuple))
        self.updates = [as_update(update) for update in updates or ()]
        self.updates += [each for each in _listed(fetches) if isinstance(each, Update)]
        self.name = name
        self._options, self._metadata = options, run_metadata
        self._feeds = {} if feed_dict is None else feed_dict
        self._places = [*self.inputs, *self._feeds]
        self._fed = [place for place, each in enumerate(self._places) if _is_symbolic(each)]
        described = [*self.outputs, *(part for update in self.updates for part in update.parts)]
        self._takes_text = any(is_text(self._places[place]) for place in self._fed)
        self._program = Program([self._places[place] for place in self._fed], [x for x in described if _is_symbolic(x)])
        updated = [variable for update in self.updates for variable in update.variables]
        self._variables = each_once([*self._program.variables, *updated])
        self._changed_by_a_run = changed_by(self._program.nodes)
        self._changed = each_once([*updated, *self._changed_by_a_run])
        self._compiled: Dict[bool, Any] = {}

    def __call__(self, inputs: Any) -> Any:
        """The values of the outputs, as arrays, for a list of values of the inputs.

        tf.keras also took the value of the only input itself, and gave that of the only output where it stood in no list.

        Raises:
            FunctionInputError: another number of values.
        """
        if self._of_tf_keras and not isinstance(inputs, (list, tuple)):
            inputs = [inputs]
        if not isinstance(inputs, (list, tuple)) or len(inputs) != len(self.inputs):
            raise FunctionInputError("a K.function of {} inputs takes a list of as many values".format(
                len(self.inputs)))
        given = [*inputs, *(self._feeds[place] for place in self._places[len(inputs):])]
        values = [as_given(np.asarray(given[place]), self._places[place]) for place in self._fed]
        found = iter(self._step(self._phase(given))(values))
        if self._metadata is not None:
            note_run(self._metadata, self._options, self._program.nodes)
        values = [_as_array(next(found) if _is_symbolic(each) else each) for each in self.outputs]
        return values[0] if self._gives_one else values

    def _phase(self, given: Sequence[Any]) -> bool:
        phase = context.stated_phase()
        for place, value in zip(self._places, given):
            if isinstance(place, context.LearningPhase):
                phase = int(np.asarray(value))
        return bool(phase)

    def _run(self, values: List[Any], training: bool) -> Tuple[List[Any], List[Any]]:
        """The outputs, and the new values of what changes: random states, and what is updated.

        In Keras 2 a function ran no other updates, such as those of a moving average or of a stateful layer.
        """
        states = [(variable, keras.ops.convert_to_tensor(variable)) for variable in self._variables]
        with context.stepping(), keras.StatelessScope(state_mapping=states) as scope:
            found = self._program.values(values, training)
            drawn = {id(v): scope.get_current_value(v) for v in self._changed_by_a_run}
        with context.stepping(), keras.StatelessScope(state_mapping=states) as scope:
            left = iter(found[sum(map(_is_symbolic, self.outputs)):])
            for update in self.updates:
                update.apply(*[next(left) if _is_symbolic(part) else part for part in update.parts])
        return found, [drawn.get(id(v), scope.get_current_value(v)) for v in self._changed]

    def _step(self, training: bool) -> Callable[[List[Any]], List[Any]]:
        """What runs the function: operation by operation at first, compiled from the second time on."""
        if training not in self._compiled or self._waits_for_values() or self._takes_text:
            self._compiled[training] = None
            run: Any = lambda values: self._run(values, training)  # noqa: E731
        else:
            run = self._compiled[training] or _COMPILE[keras.backend.backend()](self, training)
            self._compiled[training] = run
        return lambda values: self._assigned(*run(values))

    def _waits_for_values(self) -> bool:
        """Whether the size of a result depends on values, which what JAX compiles cannot do."""
        return keras.backend.backend() == "jax" and any(
            hasattr(getattr(node.operation, "function", None), "spec_of_sizes_by_values") for node in self._program.nodes)

    def _assigned(self, found: List[Any], new_values: List[Any]) -> List[Any]:
        for variable, value in zip(self._changed, new_values):
            variable.assign(value)
        return found


Run = Callable[[List[Any]], Tuple[List[Any], List[Any]]]


def _by_jax(function: Function, training: bool) -> Run:
    import jax  # only where it is the backend, and so already loaded

    variables = function._variables

    @jax.jit  # type: ignore[untyped-decorator]
    def step(values: List[Any], states: List[Any]) -> Tuple[List[Any], List[Any]]:
        with keras.StatelessScope(state_mapping=list(zip(variables, states))):
            return function._run(values, training)

    run = Step(step, step.__wrapped__)  # type: ignore[attr-defined]
    return lambda values: run(values, [variable.value for variable in variables])  # type: ignore[no-any-return]


def _by_tensorflow(function: Function, training: bool) -> Run:
    import tensorflow as tf  # only where it is the backend, and so already loaded

    return tf.function(lambda values: function._run(values, training), reduce_retracing=True)  # type: ignore[no-any-return]


def _by_torch(function: Function, training: bool) -> Run:
    import torch  # only where it is the backend, and so already loaded

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def run(values: List[Any]) -> Tuple[List[Any], List[Any]]:
        return function._run(values, training)

    return run  # type: ignore[no-any-return]


_COMPILE = {"jax": _by_jax, "tensorflow": _by_tensorflow, "torch": _by_torch}


def _listed(values: Any) -> List[Any]:
    return list(values) if isinstance(values, (list, tuple)) else [] if values is None else [values]


def _is_symbolic(value: Any) -> bool:
    return isinstance(value, keras.KerasTensor)


def _as_array(value: Any) -> Any:
    from ..backend.tensors import value_of

    return value_of(value.apply() if isinstance(value, Update) else value)
