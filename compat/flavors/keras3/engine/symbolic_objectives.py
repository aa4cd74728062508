"""``model.add_loss`` and ``model.add_metric`` of tensors of the graph, as variational autoencoders used them.

Keras 2 had one graph, to which any tensor belonged. Keras 3 runs a model from its inputs to its outputs; here the
tensors that were added are further outputs of the same run, so that what a random layer drew is drawn once, and
become losses and metrics of the call.
"""
from typing import Any, Dict, List, NamedTuple, Optional

import keras
from keras import ops, tree
from keras.src import backend
from keras.src.models.functional import Functional  # not public: what keras.Model(inputs, outputs) makes
from keras.src.utils.naming import auto_name

from compat.errors import UnsupportedError

from ..graph.program import AsStated, is_settleable
from ..graph.walk import nodes_before, placeholders_of, variables_of
from ..losses import LegacyLoss
from ..metrics import LegacyMetric
from .described import described, run_by, tensors_of
from .fed_training import FedTraining
from .layer import Layer
from .measured import Measured, measured_by
from .network import NetworkFacts
from .objectives import listed
from .step_functions import StepFunctions
from .training_graph import TrainingGraph


class AddedMetric(NamedTuple):
    """A tensor to log.

    Attributes:
        tensor: symbolic, usually a scalar.
        name: key in the logs.
        by_sample: a batch counts by its size, as it did for a tensor that was appended to ``metrics_tensors``.
        measured: the call of a metric that gave the tensor; the metric itself counts over all batches.
    """

    tensor: Any
    name: str
    by_sample: bool = False
    measured: Optional[Measured] = None

    def tensors(self) -> List[Any]:
        """What a batch has to compute."""
        return [self.tensor] if self.measured is None else self.measured.tensors()


class SymbolicObjectives(FedTraining, NetworkFacts, TrainingGraph, StepFunctions):
    """Mix-in of a model with inputs and outputs: losses and metrics that are symbolic tensors."""

    inputs: List[Any]
    outputs: List[Any]

    def add_loss(self: Any, losses: Any, inputs: Any = None) -> None:
        """Add scalar losses to the loss that training minimizes; with them, ``compile`` needs no ``loss`` and ``fit`` no ``y``.

        Args:
            losses: a tensor that depends on the inputs of this model, or a function without arguments, or a list.
            inputs: accepted for old code.

        Raises:
            UnsupportedError: a symbolic tensor that does not depend on the inputs alone.
        """
        symbolic = [loss for loss in listed(losses) if isinstance(loss, backend.KerasTensor) and not is_settleable(loss)]
        # Past the class that Keras 3 puts first, whose add_loss only raises.
        Layer.add_loss(self, [loss for loss in listed(losses) if all(loss is not one for one in symbolic)])
        self._extend(self._added_losses() + symbolic, self._added_metrics())

    def add_metric(self: Any, value: Any, name: Optional[str] = None, aggregation: Optional[str] = "mean") -> None:
        """Log a symbolic tensor that depends on the inputs of this model; the mean over the batches of an epoch, or what a
        metric that was called with symbolic tensors says of the whole epoch."""
        if not isinstance(value, backend.KerasTensor):
            Layer.add_metric(self, value, name, aggregation)
            return
        measured = measured_by(value)
        if measured is not None:
            self._hold_metric(measured.metric)
            self._check_metrics_named(measured.metric.name)
            added = AddedMetric(value, measured.metric.name, measured=measured)
            self._extend(self._added_losses(), self._added_metrics() + [added])
            return
        self._metric_named(self._checked_metric_name(name, aggregation))
        self._extend(self._added_losses(), self._added_metrics() + [AddedMetric(value, str(name))])

    def get_losses_for(self: Any, inputs: Any) -> List[Any]:
        """The losses that depend on these inputs of the model; with None, those that depend on none."""
        found: List[Any] = Layer.get_losses_for(self, inputs)
        if inputs is None or found:
            return found
        wanted = {id(tensor) for tensor in listed(inputs)}
        return [loss for loss in self.losses if isinstance(loss, backend.KerasTensor)
                and wanted & {id(tensor) for tensor in placeholders_of([loss])}]

    def _describe(self: Any, *compiled: Any) -> None:
        """Call the functions of losses and metrics with symbolic tensors: some close over tensors of the graph."""
        if not self.built or not self.outputs:
            return
        tensors = tensors_of(self.inputs, self.outputs)
        captured: List[Any] = []
        for given in compiled:
            for place, output in enumerate(self.outputs):
                of_output = given[place] if isinstance(given, list) and len(self.outputs) > 1 else given
                for one in filter(_takes_description, listed(of_output)):
                    found = described(one.fn, output, tensors)
                    one.described = run_by(one.fn, found, self._values_of)
                    captured.extend(found.captured if found else ())
                    if found and found.counts and isinstance(one, LegacyMetric):
                        one.hold(found.counts)
        vars(self)["_captured"] = captured
        self._extend(self._added_losses() + self._losses_of_layers(), self._added_metrics())

    def _losses_of_layers(self: Any) -> List[Any]:
        """The symbolic losses that were added to layers and depend on the inputs of this model alone, but those it has."""
        known = {id(tensor) for tensor in self.inputs}
        added = {id(loss) for loss in self._added_losses()}
        return [loss for layer in self._flatten_layers(include_self=False)
                for loss in vars(layer).get("_symbolic_losses", ())
                if id(loss) not in added and {id(each) for each in placeholders_of([loss])} <= known]

    def _values_of(self: Any, tensors: List[Any]) -> List[Any]:
        """The values that the last call computed for captured tensors."""
        return [vars(self)["_captured_values"][id(tensor)] for tensor in tensors]

    def _adopt_metrics_tensors(self: Any) -> bool:
        """Log the tensors that were appended; whether there were any new ones."""
        appended = [tensor for tensor in self._appended_metrics() if all(tensor is not m.tensor for m in self._added_metrics())]
        if not appended:
            return False
        names = self.metrics_names[len(self.metrics_names) - len(appended):]
        for tensor, name in zip(appended, names):
            self._metric_named(name)
            self._extend(self._added_losses(), self._added_metrics() + [AddedMetric(tensor, name, by_sample=True)])
        return True

    def call(self: Any, inputs: Any, training: Any = None, mask: Any = None, **kwargs: Any) -> Any:
        """The outputs for these inputs; what was added to the model is computed with them."""
        extended = vars(self).get("_extended")
        if extended is None:
            return self._call_alone(inputs, training=training, mask=mask, **kwargs)
        found = tree.flatten(extended.call(inputs, training=training, mask=mask, **kwargs))
        outputs, added = found[:len(self.outputs)], found[len(self.outputs):]
        self._collect(added, ops.shape(tree.flatten(inputs)[0])[0])
        stated = getattr(self, "_functional", None) or self
        return tree.pack_sequence_as(stated._outputs_struct, outputs)

    def _call_alone(self: Any, *args: Any, **kwargs: Any) -> Any:
        """The outputs, and nothing added."""
        return super().call(*args, **kwargs)  # type: ignore[misc]

    def _collect(self: Any, values: List[Any], batch_size: Any) -> None:
        losses, metrics = self._added_losses(), self._added_metrics()
        Layer.add_loss(self, values[:len(losses)])
        left = iter(values[len(losses):])
        for metric in metrics:
            found = [next(left) for _ in metric.tensors()]
            if metric.measured is None:
                self._log(metric.name, found[0], batch_size if metric.by_sample else None)
            else:
                self._count(metric.measured.metric, *metric.measured.filled(found))
        captured = vars(self).get("_captured", [])
        if captured:
            vars(self)["_captured_values"] = dict(zip(map(id, captured), left))

    def _described_losses(self) -> List[Any]:
        return self._added_losses()

    def _added_losses(self) -> List[Any]:
        return list(self._added().get("losses", ()))

    def _added_metrics(self) -> List[AddedMetric]:
        return list(self._added().get("metrics", ()))

    def _added(self) -> Dict[str, Any]:
        found: Dict[str, Any] = vars(self).get("_added_objectives", {})
        return found

    def _extend(self: Any, losses: List[Any], metrics: List[AddedMetric]) -> None:
        measured = [tensor for metric in metrics for tensor in metric.tensors()]
        added = losses + measured + vars(self).get("_captured", [])
        if not added:
            vars(self).pop("_extended", None)
            return
        stated = getattr(self, "_functional", None) or self  # of a stack of layers, the model that Keras 3 made of it
        _rename(_operations_before(added, self), stated._operations)
        # Past Keras's __setattr__: the larger model is another view of these layers, not a layer inside this one.
        vars(self)["_added_objectives"] = {"losses": losses, "metrics": metrics}
        self._hold(variables_of(nodes_before(added, self.inputs)))
        vars(self)["_extended"] = _Extended(inputs=stated._inputs_struct, outputs=list(self.outputs) + added)


class _Extended(AsStated, Functional):  # type: ignore[misc]
    """A model with what was added to it as further outputs."""


def _operations_before(tensors: List[Any], model: Any) -> List[Any]:
    """The operations that lead from the model's inputs to these tensors.

    Raises:
        UnsupportedError: a tensor depends on another input as well.
    """
    left, found = list(tensors), []
    while left:
        tensor = left.pop()
        if any(tensor is one for one in model.inputs):
            continue
        operation, node_index, _ = tensor._keras_history
        if isinstance(operation, keras.layers.InputLayer):
            raise UnsupportedError("a loss or metric was added to model {!r} that depends on {!r}, which is not an input: "
                                   "add it to the inputs".format(model.name, operation.name))
        left.extend(operation._inbound_nodes[node_index].input_tensors)
        found.append(operation)
    return found


def _rename(operations: List[Any], kept: Any) -> None:
    """Give operations that are no layers names of their own: a layer of the model may be called like one, ``mean``."""
    seen = {id(operation) for operation in kept}
    for operation in operations:
        if id(operation) not in seen and not isinstance(operation, keras.layers.Layer):
            seen.add(id(operation))
            operation.name = auto_name("added_" + operation.name)


def _takes_description(compiled: Any) -> bool:
    """Whether this is a loss or metric made of a function of the program's own, not one of Keras's."""
    function = getattr(compiled, "fn", None)
    own = not str(getattr(function, "__module__", "")).startswith("compat.flavors.")
    return isinstance(compiled, (LegacyLoss, LegacyMetric)) and callable(function) and own
