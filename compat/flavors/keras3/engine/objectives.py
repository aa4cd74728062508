"""What a layer adds to training besides its outputs: ``add_update``, ``add_loss``, ``add_metric``.

In Keras 1 and 2 these were parts of the graph, wherever they were added. Here they are found anew in each step: what
``call`` adds by calling, what ``build`` adds by building again (:mod:`..recording`), a function by calling it.
"""
import functools
import itertools
from typing import Any, Iterable, List, Optional

import keras
from keras import ops, tree

from compat.era import current
from compat.errors import UnsupportedError

from ..context import current_layer, current_training, in_call, in_plain_call, runs_updates
from ..graph.program import is_settleable, settled
from ..graph.reading import variable_behind
from ..graph.walk import nodes_before, variables_of
from ..late_updates import of_a_call
from ..recording import current_build
from ..updates import apply_all
from ..variables import is_variable
from .call_losses import CallLosses
from .late_losses import add_at_end

#: Whether any layer has added a metric in a call: most programs have none, and calls need not look for it.
_metrics_are_added = False


def adds_metrics() -> bool:
    """Whether some layer of this program has added a metric in a call."""
    return _metrics_are_added


class Objectives(CallLosses):
    """Mix-in of a layer: updates, losses and metrics of its own."""

    trainable: bool
    stateful: bool

    def _begin_objectives(self) -> None:
        facts = vars(self)
        facts["_standing_updates"] = []
        facts["_pending_updates"] = []
        facts["_standing_losses"] = []
        facts["_symbolic_losses"] = []
        facts["_pending_metrics"] = []
        facts["_measured"] = []  # what metrics gave in the call that is going on
        facts["_first_build"] = None
        facts["_objectives_by_input"] = []

    def _note_inputs(self: Any, kind: str, values: Any, inputs: Any) -> None:
        if in_call():  # the tensors of one step: nobody can ask for them, and kept they would fill the memory
            return
        key = None if inputs is None else tuple(id(each) for each in listed(inputs))
        self._objectives_by_input.extend((kind, key, value) for value in listed(values))

    def _noted_for(self: Any, kind: str, inputs: Any) -> List[Any]:
        key = None if inputs is None else tuple(id(each) for each in listed(inputs))
        return [value for kind_of, key_of, value in self._objectives_by_input if (kind_of, key_of) == (kind, key)]

    # Updates

    def add_update(self: Any, updates: Any, inputs: Any = None) -> None:
        """Attach updates to the training step: they run once per call in training, never in predict or evaluate.

        Args:
            updates: what ``K.update`` and its kin return, a ``(variable, new value)`` pair, a function without
                arguments that returns one, or a list of these. Added in ``build`` or ``__init__``, they hold for good.
            inputs: tensors that they depend on, for :meth:`get_updates_for`.
        """
        self._note_inputs("update", updates, inputs)
        build = current_build()
        if in_call() and current_layer() is self:
            self._pending_updates.extend(listed(updates))
        elif build is not None:
            build.updates.extend(listed(updates))
        else:
            self._standing_updates.extend(listed(updates))

    def get_updates_for(self: Any, inputs: Any) -> List[Any]:
        """The updates of the call on these inputs and those added with them; with None, those that depend on no input."""
        calls = self._calls_on(inputs)
        inner = [update for layer in self._wrapped_layers() for update in layer.get_updates_for(inputs)]
        return [*self._noted_for("update", inputs), *self._updates_of(calls[:1]), *inner]

    def _apply_updates(self: Any) -> None:
        pending = self._pending_updates[:]
        del self._pending_updates[:]
        if not (current_training() or self.stateful or current(self).behaviour("updates_outside_training")):
            return
        if self.stateful or runs_updates(self):
            given = self._standing_updates + self._updates_of_build() + pending
            found = [update() if callable(update) else update for update in given]
            if found:
                with of_a_call():
                    apply_all(itertools.chain.from_iterable(listed(update) for update in found if update is not None))

    def _updates_of_build(self: Any) -> List[Any]:
        if self._first_build is None or not self._first_build.updates:
            return []
        with self._first_build.again() as build:
            return list(build.updates)

    def _calls_on(self: Any, inputs: Any) -> List[Any]:
        """The nodes of the calls on these inputs: symbolic tensors, or a variable."""
        first = inputs[0] if isinstance(inputs, (list, tuple)) and inputs else inputs
        return [node for node in self._inbound_nodes if first is not None and node.input_tensors
                and (node.input_tensors[0] is first or variable_behind(node.input_tensors[0]) is first)]

    def _wrapped_layers(self) -> List[Any]:
        """The layers whose updates and losses are this one's, too."""
        return []

    def _updates_of(self, nodes: Iterable[Any]) -> List[Any]:
        """Updates of these calls on symbolic tensors, but of those that are never in training."""
        return [update for node in nodes if node.input_tensors and not _is_off(node.arguments.kwargs.get("training"))
                for update in self._updates_on(node.input_tensors[0])]

    def _updates_on(self, inputs: Any) -> List[Any]:
        """What a call on this symbolic tensor updates, as a training loop of the program's own runs it."""
        return []

    @property
    def updates(self: Any) -> List[Any]:
        """Updates that run at each training step; none in a frozen layer."""
        if not (self.trainable or self.stateful):
            return []
        inner = [update for layer in self._wrapped_layers() for update in layer.updates]
        return [*self._standing_updates, *self._updates_of_build(), *self._updates_of(self._inbound_nodes), *inner]

    @updates.setter
    def updates(self: Any, updates: Any) -> None:
        self._standing_updates[:] = listed(updates)

    # Losses

    def add_loss(self: Any, losses: Any, inputs: Any = None) -> None:
        """Add scalar losses, in ``call`` or ``build``.

        Args:
            losses: a tensor or number, or a function without arguments that gives one, or a list of these.
            inputs: tensors that they depend on, for :meth:`get_losses_for`.

        Raises:
            UnsupportedError: a tensor that was computed outside of a call or build: it would never change.
        """
        self._note_inputs("loss", losses, inputs)
        build = current_build()
        for loss in listed(losses):
            if build is not None:
                build.losses.append(loss)
            elif in_call() and isinstance(loss, (int, float)):
                super().add_loss(ops.convert_to_tensor(loss, keras.config.floatx()))  # type: ignore[misc]
            elif callable(loss) and not is_variable(loss):
                add_at_end(self, loss) if in_call() else self._standing_losses.append(loss)
            elif isinstance(loss, (int, float)):
                self._standing_losses.append(functools.partial(ops.convert_to_tensor, loss, keras.config.floatx()))
            elif is_settleable(loss):
                self._hold(variables_of(nodes_before([loss])))
                self._standing_losses.append(functools.partial(settled, loss))
            elif isinstance(loss, keras.KerasTensor) and not in_call():
                self._symbolic_losses.append(loss)  # of the models with its inputs, from their next compile on
            elif isinstance(loss, keras.KerasTensor):
                self._closes_over_graph = True
            elif in_call():
                super().add_loss(loss)  # type: ignore[misc]
            else:
                raise UnsupportedError(
                    "add_loss() of {!r} was given a number computed once, outside of call() and build(); give it a "
                    "function instead: add_loss(lambda: …)".format(self.name))

    def get_losses_for(self: Any, inputs: Any) -> List[Any]:
        """The losses that were added with these inputs; with None, those that depend on none, of weights among them."""
        found = self._get_regularization_losses() if inputs is None else self._losses_of_calls(self._calls_on(inputs)[:1])
        return [*found, *self._added_losses_for(inputs)]

    def _added_losses_for(self, inputs: Any) -> List[Any]:
        inner = [loss for layer in self._wrapped_layers() for loss in layer._added_losses_for(inputs)]
        return self._noted_for("loss", inputs) + inner

    def _described_losses(self: Any) -> List[Any]:
        """The symbolic losses that were added."""
        return list(self._symbolic_losses)

    def _get_own_losses(self: Any) -> List[Any]:
        own = super()._get_own_losses() + [loss() for loss in self._standing_losses]  # type: ignore[misc]
        if self._first_build is None or not self._first_build.losses:
            return own  # type: ignore[no-any-return]
        with self._first_build.again() as build:
            return own + [loss() if callable(loss) else loss for loss in build.losses]  # type: ignore[no-any-return]

    # Metrics

    def add_metric(self: Any, value: Any, name: Optional[str] = None, aggregation: Optional[str] = "mean") -> None:
        """Log a value that ``call`` computed, averaged over the batches of an epoch.

        Args:
            value: a tensor, of several numbers the mean counts; or what a metric of this layer gave in this call, which is
                logged under its own name.
            name: key in the logs.
            aggregation: ``"mean"`` or None, which tf.keras took for a value that is a metric's result already.

        Raises:
            ValueError: no name, another aggregation, or two metrics of this name.
        """
        measured = [metric for known, metric in self._measured if known is value]
        if measured:
            self._check_metrics_named(measured[0].name)
        else:
            self._log(self._checked_metric_name(name, aggregation), value)

    def _measure(self: Any, metric: Any, args: Any, kwargs: Any) -> Any:
        """What a metric says of this call alone. The model counts the call beside its loss, as it does with added values."""
        self._count(metric, args, kwargs)
        self._measured.append((result_alone(metric, *args, **kwargs), metric))
        return self._measured[-1][0]

    def _count(self: Any, metric: Any, args: Any, kwargs: Any) -> None:
        """Let a metric of this layer count these values, beside the loss of the model."""
        self._hold_metric(metric)
        self._pending_metrics.append((metric, tree.map_structure(_constant, args), kwargs))

    def _hold_metric(self: Any, metric: Any) -> None:
        _note_added_metric()
        if all(metric is not each for each in self._metrics):
            setattr(self, "_added_metric_{}".format(len(self._metrics)), metric)

    def _check_metrics_named(self: Any, name: str) -> None:
        same = sum(metric.name == name for metric in self._metrics)
        if same > 1:
            raise ValueError("Please provide different names for the metrics you have added. We found {} metrics with the "
                             "name: {!r}".format(same, name))

    def _checked_metric_name(self: Any, name: Optional[str], aggregation: Optional[str]) -> str:
        if not name or aggregation not in ("mean", None):
            raise ValueError("add_metric() needs a name, and aggregation='mean' or None; it was given {!r} and {!r}"
                             .format(name, aggregation))
        return name

    def _log(self: Any, name: str, value: Any, weight: Any = None) -> None:
        self._pending_metrics.append((self._metric_named(name), (ops.stop_gradient(value),), {"sample_weight": weight}))

    def _metric_named(self: Any, name: str) -> Any:
        self._check_metrics_named(name)
        for metric in self._metrics:
            if metric.name == name:
                return metric
        _note_added_metric()
        setattr(self, "_added_metric_{}".format(len(self._metrics)), keras.metrics.Mean(name=name))
        return self._metrics[-1]

    def _update_added_metrics(self: Any) -> None:
        """Count the values of the last call, once. The model does so beside its loss: on JAX no later step sees them."""
        for metric, args, kwargs in self._pending_metrics:
            metric.update_state(*args, **kwargs)
        del self._pending_metrics[:]

    def _count_after_a_plain_call(self: Any) -> None:
        """Count the values of a call that no model's step makes: nothing else would, and tf.keras counted them at once."""
        if in_plain_call():
            for layer in self._flatten_layers():
                if isinstance(layer, Objectives):
                    layer._update_added_metrics()

    def _clear_losses(self: Any) -> None:
        """Keras 3 calls this at the outermost layer when a new call begins."""
        del self._pending_metrics[:], self._measured[:]
        super()._clear_losses()  # type: ignore[misc]


def _note_added_metric() -> None:
    global _metrics_are_added
    _metrics_are_added = True


def result_alone(metric: Any, *args: Any, **kwargs: Any) -> Any:
    """What a metric says of these values alone, whatever it has counted before."""
    variables = [ops.zeros(each.shape, each.dtype) for each in metric.variables]
    return metric.stateless_result(metric.stateless_update_state(variables, *args, **kwargs))


def _constant(value: Any) -> Any:
    """A tensor without its gradient; anything else is left unchanged."""
    return ops.stop_gradient(value) if ops.is_tensor(value) else value


def _is_off(training: Any) -> bool:
    """Whether a call states that it is not in training."""
    return isinstance(training, (bool, int)) and not training


def listed(values: Any) -> List[Any]:
    """One value or a list of them, as a list; a (variable, new value) pair is one value."""
    if isinstance(values, tuple) and len(values) == 2 and is_variable(values[0]):
        return [values]
    return list(values) if isinstance(values, (list, tuple)) else [values]
