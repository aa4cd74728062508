"""``Optimizer.get_updates`` of Keras 1 and 2: the step of an optimizer as a list of updates.

Old programs call it (policy gradients, ``K.function(…, updates=optimizer.get_updates(…))``), and write optimizers of
their own by overriding it: it described the new value of each parameter, once, and Keras 2 ran that in each step. Here
such an optimizer is asked once, too, with symbolic gradients; a step of Keras 3 then computes what it described.
"""
import functools
import threading
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

import keras
from keras import ops

from .backend.symbolic import call_when_run
from .described_steps import described_step
from .graph.gradients import gradients
from .graph.program import Program
from .graph.variable import GraphVariable
from .shared_optimizers import sibling
from .step_counts import advance_of_loss
from .updates import Update, as_update
from .variables import array_of, is_variable


class StepUpdate(Update):
    """One step of an optimizer of Keras's own, as an update.

    Attributes:
        parts: the gradients.
    """

    __slots__ = ("optimizer", "parameters")

    def __init__(self, optimizer: Any, parameters: Sequence[Any], found: Sequence[Any]) -> None:
        super().__init__(optimizer.iterations, lambda: None, found)
        self.optimizer = optimizer
        self.parameters = list(parameters)

    @property
    def variables(self) -> List[Any]:
        """The parameters, and the state of the optimizer."""
        return [*self.optimizer.variables, *self.parameters]

    def apply(self, *parts: Any) -> Any:
        """Change the parameters by these gradients."""
        self.optimizer.apply(list(parts), self.parameters)
        return self.optimizer.iterations

    def fetched(self) -> None:
        """None: a step has no value."""


class _Losses(threading.local):
    def __init__(self) -> None:
        self.known: Dict[int, Dict[int, Any]] = {}
        self.advance: Dict[int, int] = {}


_losses = _Losses()


@contextmanager
def loss_of(given: Dict[int, Any], advance: int) -> Iterator[Any]:
    """A loss whose gradients are given: by ``id`` of the parameter, a symbolic tensor.

    Args:
        given: the gradients.
        advance: by how much a step is ahead of ``iterations``, see :mod:`.step_counts`.
    """
    loss = keras.Input(batch_shape=(), name="loss_of_training")
    _losses.known[id(loss)], _losses.advance[id(loss)] = given, advance
    try:
        yield loss
    finally:
        del _losses.known[id(loss)], _losses.advance[id(loss)]


def gradients_of(loss: Any, parameters: Sequence[Any]) -> List[Optional[Any]]:
    """The gradients of a loss, or of the loss of :func:`loss_of`, whose gradients are given."""
    given = _losses.known.get(id(loss))
    if given is None:
        return gradients(loss if isinstance(loss, (list, tuple)) else [loss], parameters)
    return [given.get(id(parameter)) for parameter in parameters]


class Updates:
    """Mix-in of an optimizer: its steps as updates, and steps made of the updates that a subclass describes."""

    def get_gradients(self: Any, loss: Any, params: Sequence[Any]) -> List[Any]:
        """The symbolic gradients of ``loss`` by each of ``params``, clipped as the optimizer was told to.

        Args:
            loss: a symbolic tensor.
            params: weights.

        Raises:
            ValueError: the loss does not depend on one of them.
        """
        found = gradients_of(loss, params)
        for parameter, gradient in zip(params, found):
            if gradient is None:
                raise ValueError("the loss does not depend on {!r}: its gradient is None. Leave it out of the parameters, "
                                 "or compute the loss from it by functions of K that have a gradient".format(
                                     getattr(parameter, "path", parameter)))
        if self.global_clipnorm is not None and self.global_clipnorm > 0:
            norm = ops.sqrt(sum(ops.sum(ops.square(gradient)) for gradient in found))
            found = [ops.where(norm >= self.global_clipnorm, gradient * self.global_clipnorm / norm, gradient)
                     for gradient in found]
        if self.clipvalue is not None and self.clipvalue > 0:
            found = [ops.clip(gradient, -self.clipvalue, self.clipvalue) for gradient in found]
        return found

    def get_updates(self: Any, *args: Any, **kwargs: Any) -> List[Any]:
        """``get_updates(loss, params)``, or Keras 1's ``get_updates(params, constraints, loss)``: updates that make one step.

        Returns:
            A list for ``K.function(inputs, outputs, updates=…)``.
        """
        loss, parameters = _loss_and_parameters(args, kwargs)
        optimizer = self
        if self.built and {id(each) for each in parameters} - {id(each) for each in self._trainable_variables}:
            optimizer = sibling(self)
        if id(loss) in _losses.known:  # an optimizer of the program describes its step, and has that of this one in it
            optimizer._build_slots(parameters)
            optimizer.advance = _losses.advance[id(loss)] if optimizer.adds_before_reading else 0
            described: List[Any] = described_step(optimizer, parameters, self.get_gradients(loss, parameters))
            self.updates = described
            return described
        optimizer.build(parameters)
        optimizer.advance = advance_of_loss(optimizer, loss)
        # Clipping is a part of the step itself.
        step: List[Any] = [StepUpdate(optimizer, parameters, gradients_of(loss, parameters))]
        self.updates = step
        return step

    # State as old code sees it

    @property
    def iterations(self: Any) -> Any:
        """The variable that counts the steps; may be assigned."""
        return self._iterations

    @iterations.setter
    def iterations(self: Any, variable: Any) -> None:
        self._exchange("_iterations", variable)

    def _exchange(self: Any, attribute: str, variable: Any = None) -> None:
        """Put another variable in the place of one that Keras made; by default one whose operators describe in plain code."""
        old = getattr(self, attribute)
        if not is_variable(old):
            return
        if variable is None:
            variable = GraphVariable(ops.convert_to_numpy(old), dtype=old.dtype, trainable=False, name=old.name,
                                     aggregation="only_first_replica")
        self._untrack_variable(old)
        self._track_variable(variable)
        setattr(self, attribute, variable)

    @property
    def weights(self: Any) -> List[Any]:
        """The variables that a file keeps: the count of steps, then the state of each parameter; may be assigned.

        A list that was assigned is given as it is: programs append to it.
        """
        listed: Optional[List[Any]] = vars(self).get("_legacy_weights")
        return list(self._kept_state()) if listed is None else listed

    @weights.setter
    def weights(self: Any, variables: Sequence[Any]) -> None:
        vars(self)["_legacy_weights"] = variables if isinstance(variables, list) else list(variables)

    def get_weights(self: Any) -> List[Any]:
        """The values of :attr:`weights`, as arrays."""
        return [array_of(variable) for variable in self.weights]

    def set_weights(self: Any, weights: Sequence[Any]) -> None:
        """Set the values of :attr:`weights`.

        Raises:
            ValueError: their number or shapes are not those of the optimizer.
        """
        variables = self.weights
        if len(variables) != len(weights):
            raise ValueError("{} arrays were given to an optimizer with {} weights; a new optimizer has all of its weights "
                             "after model._make_train_function() or a step".format(len(weights), len(variables)))
        for place, (variable, value) in enumerate(zip(variables, weights)):
            if tuple(variable.shape) != tuple(value.shape):
                raise ValueError("weight {} of the optimizer has shape {}, the array given for it {}".format(
                    place, tuple(variable.shape), tuple(value.shape)))
        for variable, value in zip(variables, weights):
            variable.assign(value)

    # What a subclass describes

    @property
    def _describes_updates(self) -> bool:
        """Whether the program has a ``get_updates`` or ``get_gradients`` of its own, in a class or on this optimizer."""
        return any(getattr(getattr(self, name), "__func__", None) is not getattr(Updates, name)
                   for name in ("get_updates", "get_gradients"))

    @property
    def derives(self: Any) -> bool:
        """Whether a step needs gradients; the ``get_updates`` of a subclass may ask for none."""
        if not self._describes_updates or not self.built:
            return True
        program = self._described[0]
        used = {id(tensor) for node in program.nodes for tensor in node.input_tensors} | {id(each) for each in program.outputs}
        return any(id(place) in used for place in program.inputs)

    def _build_described(self: Any, variables: Sequence[Any]) -> None:
        """Ask for the updates once, with a placeholder for each gradient."""
        places = [keras.Input(batch_shape=tuple(v.shape), dtype=keras.backend.standardize_dtype(v.dtype)) for v in variables]
        gradients_of = {id(variable): place for variable, place in zip(variables, places)}
        with loss_of(gradients_of, self.advance) as loss, _described_constraints(variables):
            found = [as_update(update) for update in self.get_updates(loss=loss, params=list(variables))]
        described = [part for update in found for part in update.parts if isinstance(part, keras.KerasTensor)]
        self._described = (Program(places, described), found)
        self._trainable_variables = list(variables)
        self._trainable_variables_indices = {self._var_key(v): place for place, v in enumerate(variables)}
        self.built = True

    def _described_state(self: Any) -> List[Any]:
        """The variables that the described updates read or change, other than the parameters."""
        program, updates = self._described
        parameters = {id(variable) for variable in self._trainable_variables}
        own = [value for value in vars(self).values() if is_variable(value)]
        listed = [value for value in vars(self).get("_legacy_weights") or () if is_variable(value)]
        every = [self._iterations, *own, *listed, *program.variables, *(v for update in updates for v in update.variables)]
        return list({id(v): v for v in every if id(v) not in parameters}.values())

    def _apply_described(self: Any, found: Sequence[Any]) -> None:
        program, updates = self._described
        first = [update for update in updates if self.advance and update.variable is self._iterations
                 and not any(isinstance(part, keras.KerasTensor) for part in update.parts)]
        for update in first:
            update.apply()
        with self._advanced(0 if first else self.advance):
            left = iter(program.values(found))
        for update in updates:
            if update not in first:
                update.apply(*[next(left) if isinstance(part, keras.KerasTensor) else part for part in update.parts])


    @contextmanager
    def _advanced(self: Any, advance: int) -> Iterator[None]:
        """Context manager: what a step adds to ``iterations`` before it reads it."""
        before, self.advance = self.advance, advance
        try:
            yield
        finally:
            self.advance = before


@contextmanager
def _described_constraints(variables: Sequence[Any]) -> Iterator[None]:
    """Let the constraints of variables take tensors of the graph in this block: Keras 3's own compute at once."""
    constraints = [variable.constraint for variable in variables]
    try:
        for variable, constraint in zip(variables, constraints):
            if constraint is not None:
                variable.constraint = functools.partial(call_when_run, constraint)
        yield
    finally:
        for variable, constraint in zip(variables, constraints):
            variable.constraint = constraint


def _loss_and_parameters(args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Tuple[Any, List[Any]]:
    order = ("params", "constraints", "loss") if len(args) == 3 or "constraints" in kwargs else ("loss", "params")
    named = {**dict(zip(order, args)), **kwargs}
    return named["loss"], list(named["params"])
