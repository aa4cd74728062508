"""Steps on JAX that read variables which are not the model's: the weight of a loss, a temperature, another model's weights.

Keras 2 read them anew in each step: ``K.set_value(beta, …)`` after an epoch changes the next one. The state that a step of
Keras 3 takes and gives on JAX has the model's own variables. Here it has these, too, behind those that training leaves alone.
"""
from contextlib import contextmanager, nullcontext
from typing import Any, ContextManager, Dict, Iterator, List, Tuple

import keras
from keras import ops

from ..graph.outside import noting_reads

_OUTSIDE = "_outside_variables"
#: Where the state of a step has what training leaves alone, and the optimizer's variables.
_FIXED, _OPTIMIZER = 1, 2


class OutsideVariables:
    """Mix-in of a model: its steps on JAX have the variables that they read."""

    def _outside(self) -> List[Any]:
        found: List[Any] = vars(self).get(_OUTSIDE, [])
        return found

    def _hold_outside(self, variables: List[Any]) -> None:
        """Let the steps on JAX have these variables, which they change."""
        if variables and keras.backend.backend() == "jax":
            known = {id(each) for each in self._outside()}
            vars(self)[_OUTSIDE] = [*self._outside(), *(each for each in variables if id(each) not in known)]

    def _noting_outside(self, args: Tuple[Any, ...] = ()) -> ContextManager[None]:
        """Context manager of what is traced: of a step with these arguments, or of what makes the state of a model."""
        return self._noting(args) if keras.backend.backend() == "jax" else nullcontext()

    @contextmanager
    def _noting(self: Any, args: Tuple[Any, ...]) -> Iterator[None]:
        known: Dict[int, Any] = {}
        if len(args) > 1 and len(args[0]) > _OPTIMIZER + 1:
            known = {id(variable): value for variable, value in zip(self.optimizer.variables, args[0][_OPTIMIZER])}
        with noting_reads(known) as noted:
            yield
        if noted:
            own = {id(variable) for variable in (*super().variables, *self.metrics_variables)}  # type: ignore[misc]
            self._hold_outside([variable for variable in noted if id(variable) not in own])

    def _with_outside(self: Any, args: Tuple[Any, ...]) -> Tuple[Any, ...]:
        """The arguments of a compiled step; its state gets the variables that were noted since it was taken."""
        if not self._outside() or len(args) < 2:
            return args
        state = list(args[0])
        missing = self.non_trainable_variables[len(state[_FIXED]):]
        if missing:
            elsewhere = dict(zip(map(id, self.optimizer.variables), state[_OPTIMIZER])) if len(state) > _OPTIMIZER + 1 else {}
            state[_FIXED] = [*state[_FIXED], *(ops.copy(elsewhere.get(id(each), each.value)) for each in missing)]
        return (tuple(state), *args[1:])

    def _get_jax_state(self: Any, **asked: bool) -> Any:
        """The values that a step takes. Those of variables outside are copies: a step may use up what it is given."""
        outside = self._outside() if asked.get("non_trainable_variables") else []
        kept = [(variable, variable._value) for variable in outside]
        values = super()._get_jax_state(**asked)  # type: ignore[misc]
        for variable, value in kept:
            variable._value = value
        if outside:
            place = int(bool(asked.get("trainable_variables")))
            values[place][-len(outside):] = [ops.copy(variable.value) for variable in outside]
        return values
