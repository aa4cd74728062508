"""Which weights a model trains: those that were trainable when it was compiled.

Keras 1 and 2 noted the trainable weights in ``compile``. A later ``layer.trainable = False`` counted from the next
``compile`` on, which adversarial networks rely on: the discriminator is compiled, frozen, and compiled again as a part
of the combined model; both then train what they were compiled with. Keras 3 asks for the present flags at each step.
"""
import functools
from contextlib import contextmanager
from typing import Any, Callable, Iterable, Iterator, List

import keras

from compat.callers import warn_caller
from compat.era import current, era_of_code

from .old_summary import print_old_summary
from .order_of_weights import FIXED, TRAINED, asks_as_in_tf_keras, listed
from .outside_variables import OutsideVariables
from .summary import print_summary
from .weights import WeightLists

#: What Keras 3 notes of a loop at each step: neither layers nor variables, for which it would look through the values.
_OF_THE_LOOP = {"_jax_state", "_jax_state_synced", "stop_training", "stop_evaluating", "stop_predicting"}


def in_its_era(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method of a model that runs in the era of the code that trains it."""

    @functools.wraps(method)
    def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        with era_of_code(self):
            return method(self, *args, **kwargs)

    return run


def as_compiled(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method of a model that runs steps with the weights that the model was compiled with, in its era."""

    @functools.wraps(method)
    def run(self: Any, *args: Any, **kwargs: Any) -> Any:
        with era_of_code(self), self._between_steps(), self._as_compiled():
            return method(self, *args, **kwargs)

    return run


class CollectedWeights(OutsideVariables, WeightLists):
    """Mix-in of a model: training steps change the weights that were trainable in ``compile``."""

    def _collect_weights(self: Any) -> None:
        """Note which weights are trainable now, or at the first step for a model without weights."""
        vars(self)["_collected_weights"] = list(super().trainable_weights) if self.built else None  # type: ignore[misc]

    def summary(self: Any, line_length: Any = None, positions: Any = None, print_fn: Any = None, *args: Any,
                **kwargs: Any) -> Any:
        """Print the layers as the Keras of the era did, and a warning where ``trainable`` was set after ``compile``.

        Raises:
            ValueError: the model is not built.
        """
        self._check_trainable_weights_consistency()
        if any([*args, *kwargs.values()]):  # Keras 3 prints what is nested
            return super().summary(line_length, positions, print_fn, *args, **kwargs)  # type: ignore[misc]
        era = current(self)
        if not self.built:
            raise ValueError("This model has not yet been built. " + (
                "Build the model first by calling `build()` or by calling the model on a batch of data." if era.of_tf_keras else
                "Build the model first by calling build() or calling fit() with some data. Or specify input_shape or "
                "batch_input_shape in the first layer for automatic build."))
        printed = print_summary if era.of_tf_keras else print_old_summary
        printed(self, line_length, positions, print_fn or print)
        return None

    def _weights_as_compiled(self: Any) -> List[Any]:
        """The weights that were trainable in ``compile``; of a model that is not compiled those that are trainable."""
        collected = vars(self).get("_collected_weights")
        return list(super().trainable_weights if collected is None else collected)  # type: ignore[misc]

    def _check_trainable_weights_consistency(self: Any) -> None:
        """Warn where ``trainable`` was set after ``compile``, without effect."""
        collected = vars(self).get("_collected_weights")
        if collected is not None and len(self.trainable_weights) != len(collected):
            warn_caller("Discrepancy between trainable weights and collected trainable weights, did you set "
                        "`model.trainable` without calling `model.compile` after ?")

    @contextmanager
    def _as_compiled(self: Any) -> Iterator[None]:
        """Context manager: the trainable weights are those of ``compile``."""
        facts = vars(self)
        outer = facts.get("_steps_as_compiled", False)
        facts["_steps_as_compiled"] = "_collected_weights" in facts
        self._build_optimizer()
        if facts["_steps_as_compiled"] and keras.backend.backend() == "torch" and self.built:
            for variable in self._collected():
                if not getattr(variable._value, "requires_grad", True):  # of a layer frozen since ``compile``
                    variable.value.requires_grad_(True)
        try:
            yield
        except Exception:
            if keras.backend.backend() == "jax":
                self.jax_state_sync()  # code of Keras 2 goes on with a model after an error
            raise
        finally:
            facts["_steps_as_compiled"] = outer

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _OF_THE_LOOP:
            self.__dict__[name] = value
        else:
            super().__setattr__(name, value)

    def jax_state_sync(self: Any) -> None:
        """Give the variables on JAX the values that the last step left for them, which need no checks."""
        state = vars(self).get("_jax_state")
        if not state or self._jax_state_synced:
            return
        for name, values in state.items():
            variables = self.optimizer.variables if name == "optimizer_variables" else getattr(self, name)
            for variable, value in zip(variables, values or ()):
                variable._direct_assign(value)
        self._jax_state_synced = True

    def _get_jax_state(self: Any, **asked: bool) -> Any:
        """The values that a step on JAX takes from the variables, kept for the case that the step fails."""
        values = super()._get_jax_state(**asked)  # type: ignore[misc]
        if asked.get("purge_model_variables"):
            taken = [name for name in asked if asked[name] and name != "purge_model_variables"]
            vars(self)["_jax_state"] = dict(zip(taken, values))
        return values

    def _show_state(self: Any) -> None:
        """Between two steps on JAX, let the variables have their values; the next step still takes them from the last."""
        if vars(self).get("_jax_state") is not None:
            synced = self._jax_state_synced
            self.jax_state_sync()
            self._jax_state_synced = synced

    @contextmanager
    def _between_steps(self: Any) -> Iterator[None]:
        """Context manager of what the program does with a model that trains on JAX: the variables have their values in it.

        A callback may change them. The data of a step, which a generator makes with the model, come when the step has its state
        already: it goes on with that, and the variables have copies, since a step may use up what it is given.
        """
        state = vars(self).get("_jax_state")
        if not state or self._jax_state_synced:
            yield
            return
        self.jax_state_sync()
        if not vars(self).get("_in_a_step"):
            yield
            return
        for variable in (*self.variables, *self._outside(), *getattr(getattr(self, "optimizer", None), "variables", ())):
            variable._direct_assign(keras.ops.copy(variable.value))
        try:
            yield
        finally:
            vars(self)["_jax_state"] = state
            self._jax_state_synced = False

    def _build_optimizer(self: Any) -> None:
        """Ask an optimizer of the program's own what it does: in plain code, as Keras 2 did, before any step is compiled."""
        optimizer: Any = getattr(self, "optimizer", None)
        if getattr(optimizer, "_describes_updates", False) and not optimizer.built and self.built:
            optimizer.build(self._collected())

    def _collected(self: Any) -> List[Any]:
        if vars(self)["_collected_weights"] is None:
            self._collect_weights()
        weights: List[Any] = self._weights_as_compiled()
        return weights

    def _all_weights(self: Any) -> List[Any]:
        """Those of the layers; in tf.keras the model's own ``add_weight`` comes after them, elsewhere before."""
        listed: List[Any] = super()._all_weights()  # type: ignore[misc]
        own = {id(weight) for weight in (*self._trainable_variables, *self._non_trainable_variables)}
        return sorted(listed, key=lambda weight: id(weight) in own) if own and current(self).of_tf_keras else listed

    @property
    def trainable_weights(self: Any) -> List[Any]:
        """The weights that training changes."""
        if vars(self).get("_steps_as_compiled"):
            return list(self._collected())
        found: List[Any] = super().trainable_weights  # type: ignore[misc]
        return listed(self, TRAINED, found) if asks_as_in_tf_keras(self) else found

    @trainable_weights.setter
    def trainable_weights(self, variables: Iterable[Any]) -> None:
        self._list(variables, True)

    @property
    def trainable_variables(self: Any) -> List[Any]:
        """The weights that training changes; Keras 3 asks for them by this name, too."""
        if vars(self).get("_steps_as_compiled"):
            return list(self._collected())
        if asks_as_in_tf_keras(self):
            return listed(self, TRAINED, self.trainable_weights)
        places = {id(variable): place for place, variable in enumerate(self.weights)}  # without what a layer does not list
        found = [variable for variable in super().trainable_variables if id(variable) in places]  # type: ignore[misc]
        return sorted(found, key=lambda variable: places[id(variable)])  # an optimizer and a step go by the same order

    @property
    def non_trainable_variables(self: Any) -> List[Any]:
        """All other state: weights that training does not change, metrics, random generators; in code of tf.keras weights."""
        if asks_as_in_tf_keras(self):
            return listed(self, FIXED, self.non_trainable_weights)
        trained = {id(variable) for variable in self.trainable_variables}
        return [*(variable for variable in self.variables if id(variable) not in trained), *self._outside()]
