"""``model.train_function``, ``test_function`` and ``predict_function`` as Keras 2 had them: a list of arrays in, a list out.

There, each was a ``K.function`` of ``model._feed_inputs + model._feed_targets + model._feed_sample_weights``, and of the
learning phase where the model has one. Programs called them, and put functions of their own in their place: adversarial
training, gradient accumulation, lookahead. Keras 3 calls its own with an iterator of batches, on JAX with the state before it.
"""
from typing import Any, Callable, Dict, List, Tuple

import keras
import numpy as np
from keras import ops, tree

from compat.callers import is_called_from
from compat.era import era_of_code
from compat.errors import CompatError

from ..callbacks.loop import SIZE, Means
from ..context import LearningPhase, stated_phase
from ..graph.function import Function
from ..programs import is_of_a_program
from .feeding import Fed, single
from .objectives import listed


class StepFunctionError(CompatError, ValueError):
    """A function of a model's steps that is given, or that gives, another number of values than the model has."""


class StepFunction:
    """What Keras 3 compiled for one kind of step, which also takes a list of values, as in Keras 2.

    Args:
        model: that it belongs to.
        kind: ``"train"``, ``"test"`` or ``"predict"``.
        native: what Keras 3 calls.
    """

    is_as_graph = True

    def __init__(self, model: Any, kind: str, native: Callable[..., Any]) -> None:
        self._model, self._kind, self.native = model, kind, native

    def __call__(self, *args: Any) -> Any:
        """Run a step: of an iterator of batches, or of a list of arrays and numbers.

        Returns:
            Of a list of values, the loss and the metrics of this batch, or the outputs: a list.

        Raises:
            StepFunctionError: another number of values than the model takes.
        """
        if not is_called_from("keras"):
            return self._of_values(list(args[0]))
        return self.native(*args)

    def _of_values(self, values: List[Any]) -> List[Any]:
        model, kind = self._model, self._kind
        parts = _taken(model, kind)
        ends = np.cumsum([0, *map(len, parts)])
        if len(values) - ends[-1] not in (0, 1):
            raise StepFunctionError("{}_function of model {!r} takes {} inputs, {} targets and {} sample weights, and the "
                                    "learning phase: it was given {} values".format(
                                        kind, model.name, *map(len, parts), len(values)))
        phase = bool(np.asarray(values[-1])) if len(values) > ends[-1] else kind == "train"
        fed = Fed(*[values[start:end] for start, end in zip(ends, ends[1:])])
        with _InPlace(model, self):
            if kind != "predict":
                self._check_phase(phase)
                return [np.float32(each) for each in listed(model._one_step_of(kind, *model._native_step(fed)))]
            if phase:
                return Function([*model._feed_inputs, LearningPhase(True)], model.outputs)([*fed.inputs, 1])  # type: ignore[no-any-return]
            return listed(model.predict_on_batch(single(fed.inputs)))

    def _check_phase(self, phase: bool) -> None:
        if self._model.uses_learning_phase and phase != (self._kind == "train"):
            raise StepFunctionError("{}_function of model {!r} was given the learning phase {:d}, which Keras 3 has in no such "
                                    "step: call a K.function of model.total_loss".format(self._kind, self._model.name, phase))


class ProgramFunction:
    """A function that a program put in the place of one of these, called as Keras 3 calls its own.

    Args:
        model: that it belongs to.
        kind: ``"train"``, ``"test"`` or ``"predict"``.
        function: of the program.
    """

    is_as_graph = True

    def __init__(self, model: Any, kind: str, function: Callable[..., Any]) -> None:
        self._model, self._kind, self.function = model, kind, function
        self.means = Means()

    def __call__(self, *args: Any) -> Any:
        """Run a step of an iterator of batches, after the state of the model on JAX; or of a list of values."""
        if not is_called_from("keras"):
            return self.function(args[0])
        *states, batches = args
        lists = _variables_of_state(self._model, self._kind)
        for variables, values in zip(lists, states[0] if states else ()):
            for variable, value in zip(variables, values):
                variable._direct_assign(value)
        if states:
            self._model._jax_state_synced = True  # the variables have the state, which the function may change
        logs = self._logs(next(iter(batches)))
        if not states:
            return logs
        after = tuple([variable.value for variable in each] for each in lists)
        return logs, after

    def _logs(self, batch: Any) -> Any:
        model = self._model
        x, y, weights = keras.utils.unpack_x_y_sample_weight(tree.map_structure(_array, batch))
        values: List[Any] = [np.asarray(each) for each in listed(x)]
        size = len(values[0]) if values else 0
        if self._kind != "predict":
            targets = [np.asarray(each) for each in listed(y)] if y is not None else []
            values += targets + [np.ones(size, "float32") if each is None else each
                                 for each in (listed(weights) if weights is not None else [None] * len(targets))]
        if model._uses_dynamic_learning_phase():
            values.append(float(self._kind == "train"))
        found = self.function(values)
        if self._kind == "predict":
            return single([ops.convert_to_tensor(each) for each in listed(found)])
        names = list(model.metrics_names)
        if len(listed(found)) != len(names):
            raise StepFunctionError("the {}_function that model {!r} was given returns {} values; the model has {}: {}".format(
                self._kind, model.name, len(listed(found)), len(names), ", ".join(names)))
        logs = {**{name: np.float32(value) for name, value in zip(names, listed(found))}, SIZE: size}
        if self._kind == "train":
            return logs
        self.means.add(logs)
        return MeansSoFar(self.means.values())


class MeansSoFar(Dict[str, Any]):
    """What an evaluation by a function of the program logs: Keras's own metrics do not know of it."""


class StepFunctions:
    """Mix-in of a model with inputs and outputs: the functions of its steps in programs of Keras 2."""

    @property
    def metrics_updates(self: Any) -> List[Any]:
        """Updates that run with each step of training and evaluation, to which programs appended their own."""
        found: List[Any] = vars(self).setdefault("_metrics_updates", [])
        return found

    @property
    def _function_kwargs(self) -> Dict[str, Any]:
        return {}

    @property
    def _collected_trainable_weights(self: Any) -> List[Any]:
        return list(self._collected())

    def _uses_dynamic_learning_phase(self: Any) -> bool:
        return bool(self.uses_learning_phase) and stated_phase() is None

    def make_train_function(self: Any, force: bool = False) -> Any:
        """Compile the training step, or take the function that a program set."""
        return self._function_of_step("train", force)

    def make_test_function(self: Any, force: bool = False) -> Any:
        """Compile the evaluation step, or take the function that a program set."""
        return self._function_of_step("test", force)

    def make_predict_function(self: Any, force: bool = False) -> Any:
        """Compile the prediction step, or take the function that a program set."""
        return self._function_of_step("predict", force)

    def _function_of_step(self: Any, kind: str, force: bool) -> Any:
        name, facts = kind + "_function", vars(self)
        native = getattr(super(), "make_" + name)
        if era_of_code(self).behaviour("plain_code") != "describes":
            return native(force=force)
        self._ask_program(name)
        there = facts.get(name)
        if there is not None and not hasattr(there, "is_as_graph"):
            there = facts[name] = ProgramFunction(self, kind, there)
        if isinstance(there, ProgramFunction) and not force:
            return there
        if isinstance(there, StepFunction):
            facts[name] = there.native
        made = native(force=force)
        if not isinstance(there, StepFunction) or made is not there.native:
            made, updates = StepFunction(self, kind, made), self.metrics_updates if kind != "predict" else ()
            there = made if not updates else ProgramFunction(self, kind, _updating(made, list(updates)))
        facts[name] = there
        return there

    def reset_metrics(self: Any) -> None:
        """Begin all metrics anew, and the means of an evaluation by a function of the program."""
        super().reset_metrics()  # type: ignore[misc]
        function = vars(self).get("test_function")
        if isinstance(function, ProgramFunction) and not vars(self).get("_keeps_metrics"):
            function.means = Means(self._running_metrics())

    def _get_metrics_result_or_logs(self: Any, logs: Any) -> Any:
        return logs if isinstance(logs, MeansSoFar) else super()._get_metrics_result_or_logs(logs)  # type: ignore[misc]

    def _ask_program(self: Any, name: str) -> None:
        """Let a ``_make_train_function`` of the program's own set the function, where there is none."""
        facts, maker = vars(self), getattr(self, "_make_" + name)
        if facts.get(name) is None and is_of_a_program(maker) and not facts.get("_asks_program"):
            facts["_asks_program"] = True
            try:
                maker()
            finally:
                facts["_asks_program"] = False

    def _one_step_of(self: Any, kind: str, x: Any, y: Any, sample_weight: Any) -> Any:
        """The loss and the metrics of one batch: those that are no sums over batches are of this batch alone."""
        for metric in self._metrics_of_a_batch():
            metric.reset_state()
        given = {"sample_weight": sample_weight, **({"class_weight": None} if kind == "train" else {})}
        return self._on_one_batch(kind, False, False, x, y, **given)


def _updating(function: Callable[..., Any], updates: List[Any]) -> Callable[..., Any]:
    """A step, before which these updates run: in the graph they read the weights while the gradients were still computed."""
    run = Function([], [], updates)

    def stepped(values: List[Any]) -> Any:
        run([])
        return function(values)

    return stepped


class _InPlace:
    """Context manager: a model's steps are run by Keras's own function, not by one that the program put in its place."""

    def __init__(self, model: Any, function: StepFunction) -> None:
        self._facts, self._name, self._function = vars(model), function._kind + "_function", function

    def __enter__(self) -> None:
        self._outer, self._facts[self._name] = self._facts.get(self._name), self._function

    def __exit__(self, *error: Any) -> None:
        self._facts[self._name] = self._outer


def _taken(model: Any, kind: str) -> Tuple[List[Any], List[Any], List[Any]]:
    if kind == "predict":
        return model._feed_inputs, [], []
    return model._feed_inputs, model._feed_targets, model._feed_sample_weights


def _variables_of_state(model: Any, kind: str) -> List[List[Any]]:
    """The variables of the state that Keras 3 gives a step on JAX, in its order."""
    optimizer = getattr(model, "optimizer", None)
    lists = [model.trainable_variables, model.non_trainable_variables]
    if kind == "train":
        lists.append([] if optimizer is None else optimizer.variables)
    return [list(each) for each in (*lists, *([] if kind == "predict" else [model.metrics_variables]))]


def _array(value: Any) -> Any:
    return value if value is None else ops.convert_to_numpy(value)
