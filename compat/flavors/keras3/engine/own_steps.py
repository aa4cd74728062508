"""``train_step(self, data)`` that a program wrote for tf.keras 2.2 to 2.15, also on JAX, whose steps take and give the state.

Such a step changes variables as it goes: those of the model, of further optimizers and metrics. On JAX it therefore runs one
operation at a time: variables are given their values before it, and are read after it.
"""
import functools
import inspect
from contextlib import nullcontext
from typing import Any, Callable, List, Sequence, Tuple

import keras
from keras import ops, tree
from keras.src.models.functional import Functional  # not public: what keras.Model(inputs, outputs) makes

from ..context import compiled
from ..programs import is_of_a_program

#: What the state of a step consists of, and what a step gives back, as Keras 3 has them on JAX.
_STATES = {"train_step": ("trainable", "non_trainable", "optimizer", "metrics"),
           "test_step": ("trainable", "non_trainable", "metrics"),
           "predict_step": ("trainable", "non_trainable")}


class OwnSteps:
    """Mix-in of a model: steps of its own that take the data alone."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in _STATES:
            step = vars(cls).get(name)
            if inspect.isfunction(step) and _takes_data_alone(step):
                step = _as_given(step)
                setattr(cls, name, _with_state(name, step) if keras.backend.backend() == "jax" else step)

    def _make_function(self, step: Any, **kwargs: Any) -> Any:
        plain = getattr(step, "__wrapped__", None) if hasattr(step, "lower") else None  # of what jax.jit gives
        own = getattr(type(self), getattr(plain, "__name__", ""), None)
        return super()._make_function(plain if hasattr(own, "takes_data_alone") else step, **kwargs)  # type: ignore[misc]

    def make_train_function(self: Any, force: bool = False) -> Any:
        """Compile the training step; optimizers know by its context that tf.keras traced it."""
        super().make_train_function(force=force)  # type: ignore[misc]
        if not (self.run_eagerly or hasattr(self.train_function, "is_as_graph")):
            self.train_function: Any = _as_graph(self, self.train_function)
        return self.train_function

    def make_test_function(self: Any, force: bool = False) -> Any:
        """Compile the step of evaluation, as :meth:`make_train_function` does."""
        super().make_test_function(force=force)  # type: ignore[misc]
        if not (self.run_eagerly or hasattr(self.test_function, "is_as_graph")):
            self.test_function: Any = _as_graph(self, self.test_function)
        return self.test_function

    def make_predict_function(self: Any, force: bool = False) -> Any:
        """Compile the step of prediction."""
        super().make_predict_function(force=force)  # type: ignore[misc]
        if keras.backend.backend() == "jax" and not hasattr(self.predict_function, "is_as_graph"):
            self.predict_function: Any = _as_graph(self, self.predict_function, nullcontext)
        return self.predict_function

    def _symbolic_build(self: Any, iterator: Any = None, data_batch: Any = None) -> None:
        """Make the state of metrics, loss and optimizer. A model whose steps may give its parts other data than its first
        item, and that has all its weights, is not called for it. Once all is made, it is not looked for before each step."""
        compiled_as = (self.optimizer, self._compile_loss, self._compile_metrics)
        made_for = vars(self).get("_made_for")
        if made_for is not None and self.built and all(one is other for one, other in zip(made_for, compiled_as)):
            return
        self._make_state(iterator, data_batch)
        parts = [each for each in compiled_as if each is not None]
        vars(self)["_made_for"] = compiled_as if all(each.built for each in [*parts, *self._flatten_layers()]) else None

    def _has_own_steps(self) -> bool:
        """Whether the program says how the model trains, or how it is evaluated."""
        return is_of_a_program(type(self).train_step) or is_of_a_program(type(self).test_step)  # type: ignore[attr-defined]

    def _make_state(self: Any, iterator: Any, data_batch: Any) -> None:
        own = self._has_own_steps()
        if not own or self._is_called_on_data() and not self._has_what_steps_need():
            try:
                with self._as_traced(), self._noting_outside():
                    super()._symbolic_build(iterator=iterator, data_batch=data_batch)  # type: ignore[misc]
                return
            except Exception:
                if not own or not all(each.built for each in self._flatten_layers(include_self=False)):
                    raise  # else the data are not what the model is called on, as its own steps know
        self.built = True
        if self.optimizer is not None and not self.optimizer.built:
            with self._as_traced():
                self.optimizer.build(self.trainable_variables)
        self._post_build()

    def _get_metrics_result_or_logs(self: Any, logs: Any) -> Any:
        """What an epoch logs: the metrics, or what a step gave that computed its own loss, of which no metric knows."""
        if isinstance(logs, dict) and self._has_own_steps():
            vars(self)["_order_of_logs"] = list(dict.fromkeys([*vars(self).get("_order_of_logs", ()), *logs]))
            if "loss" in logs and not vars(self).get("_loss_seen"):
                return logs
        return super()._get_metrics_result_or_logs(logs)  # type: ignore[misc]

    def _as_traced(self: Any) -> Any:
        """Context manager: what tf.keras did within the graph of a step, unless the model runs eagerly."""
        return nullcontext() if self.run_eagerly else compiled()

    def _is_called_on_data(self: Any) -> bool:
        return bool(self._defines_call) or isinstance(self, (Functional, keras.Sequential))

    def _has_what_steps_need(self: Any) -> bool:
        """Whether all layers inside have their weights, and no loss or metric of ``compile`` waits for outputs."""
        waiting = (self._compile_loss, self._compile_metrics)
        return all(each is None for each in waiting) and all(each.built for each in self._flatten_layers(include_self=False))

    def _stepped(self: Any, name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        """A step of Keras 3 that on JAX, too, may be given the data alone, by a step of the program."""
        def stepped(*args: Any) -> Any:
            if len(args) > 1 or keras.backend.backend() != "jax":
                return step(*args)
            lists = _variables(self, name)
            found, state = step(tuple([variable.value for variable in each] for each in lists), *args)
            changed = zip(lists[1:], [state]) if name == "predict_step" else zip(lists, state)
            for variables, values in changed:
                _assign(variables, values)
            return found

        return stepped


def _as_graph(model: Any, function: Callable[..., Any], context: Callable[[], Any] = compiled) -> Callable[..., Any]:
    """A compiled step, which Keras calls with its data, on JAX after its state."""
    facts = vars(model)

    @functools.wraps(function)
    def called(*args: Any, **kwargs: Any) -> Any:
        facts["_in_a_step"] = True
        try:
            with context():
                return function(*model._with_outside(args), **kwargs)
        finally:
            facts["_in_a_step"] = False

    called.is_as_graph = True  # type: ignore[attr-defined]
    return called


def _as_given(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step that is given what a batch has: Keras 3 fills up ``(x, y)`` with None in ``train_on_batch`` and its like."""
    @functools.wraps(step)
    def stepped(self: Any, data: Any) -> Any:
        while isinstance(data, tuple) and 1 < len(data) <= 3 and data[-1] is None:
            data = data[:-1]
        return step(self, data)

    return stepped


def _takes_data_alone(step: Any) -> bool:
    places = [each for each in inspect.signature(step).parameters.values()
              if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)]
    return len(places) == 2


def _with_state(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
    """A step that takes the data, and also the state and the data as Keras 3 gives them on JAX."""
    @functools.wraps(step)
    def stepped(self: Any, *args: Any, **kwargs: Any) -> Any:
        if len(args) < 2:
            return step(self, *args, **kwargs)
        state, data = args
        lists = _variables(self, name)
        for variables, values in zip(lists, state):
            _assign(variables, values)
        found = step(self, tree.map_structure(_tensor, data))
        values_after = tuple([variable.value for variable in each] for each in lists)
        return found, values_after if name != "predict_step" else values_after[1]

    stepped.takes_data_alone = True  # type: ignore[attr-defined]
    return stepped


def _tensor(value: Any) -> Any:
    return value if value is None else ops.convert_to_tensor(value)


def _variables(model: Any, name: str) -> Tuple[List[Any], ...]:
    optimizer = getattr(model, "optimizer", None)
    found = {"trainable": model.trainable_variables, "non_trainable": model.non_trainable_variables,
             "optimizer": [] if optimizer is None else optimizer.variables, "metrics": model.metrics_variables}
    return tuple(list(found[each]) for each in _STATES[name])


def _assign(variables: Sequence[Any], values: Sequence[Any]) -> None:
    for variable, value in zip(variables, values):
        variable.assign(value)
