"""The training of a model as symbolic tensors: ``model.total_loss``, ``targets``, ``sample_weights`` of Keras 1 and 2.

Old code derived by them (``optimizer.get_gradients(model.total_loss, model.trainable_weights)``) and fed them
(``K.function(model._feed_inputs + model._feed_targets + …)``). They are made when they are asked for.
"""
from typing import Any, List, Sequence, Tuple

import keras
import numpy as np

from ..context import current_training
from ..graph.reading import started


class LossOfModel(keras.Operation):
    """The operation that computes the total loss from inputs, targets and sample weights.

    Attributes:
        variables: those of the model.
    """

    def __init__(self, model: Any) -> None:
        super().__init__()
        self._model = [model]  # in a list: no sublayer

    @property
    def variables(self) -> List[Any]:
        found: List[Any] = self._model[0].variables
        return found

    def compute_output_spec(self, *values: Any) -> Any:
        """A scalar."""
        return keras.KerasTensor(shape=(), dtype=keras.config.floatx())

    def call(self, *values: Any) -> Any:
        """The total loss for these values of the inputs, targets and sample weights, in this order."""
        (model,), training = self._model, current_training()
        x, y, weights = self._parts(values)
        with model._as_compiled():
            y_pred = model(x, training=training)
            return model.compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=weights, training=training)

    def _parts(self, values: Sequence[Any]) -> Tuple[Any, Any, Any]:
        inputs, count = len(self._model[0].inputs), len(self._model[0].targets)
        return _single(values[:inputs]), _single(values[inputs:inputs + count]), _single(values[inputs + count:])


class MetricsOfModel(LossOfModel):
    """The operation that computes the metrics of one batch from inputs, targets and sample weights.

    Args:
        model: compiled, called on data before.
        names: of the metrics, in the order of their values.
    """

    def __init__(self, model: Any, names: Sequence[str]) -> None:
        super().__init__(model)
        self._names = list(names)

    @property
    def variables(self) -> List[Any]:
        model = self._model[0]
        return [*model.variables, *model.metrics_variables]

    def compute_output_spec(self, *values: Any) -> Any:
        """A scalar for each metric."""
        return [keras.KerasTensor(shape=(), dtype=keras.config.floatx()) for _ in self._names]

    def call(self, *values: Any) -> Any:
        """The metrics for these values of the inputs, targets and sample weights, in this order."""
        (model,), training = self._model, current_training()
        x, y, weights = self._parts(values)
        for metric in model._metrics_of_a_batch():
            metric.reset_state()
        with model._as_compiled(), model._in_a_step_of_keras():
            y_pred = model(x, training=training)
            model.compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=weights, training=training)
            logs = model.compute_metrics(x, y, y_pred, weights)
        return [logs[name] for name in self._names]


class TrainingGraph:
    """Mix-in of a model with inputs and outputs: its training as a graph."""

    @property
    def targets(self: Any) -> List[Any]:
        """A placeholder for the targets of each output that has a loss."""
        return list(self._training_graph()[0])

    @property
    def sample_weights(self: Any) -> List[Any]:
        """A placeholder for the sample weights of each output that has a loss."""
        return list(self._training_graph()[1])

    @property
    def total_loss(self: Any) -> Any:
        """The loss that training makes small, of all outputs and with regularization losses: a symbolic scalar."""
        return self._training_graph()[2]

    @property
    def _is_compiled(self: Any) -> bool:
        return bool(self.compiled)

    @property
    def _feed_targets(self: Any) -> List[Any]:
        return self.targets  # type: ignore[no-any-return]

    @property
    def _feed_sample_weights(self: Any) -> List[Any]:
        return self.sample_weights  # type: ignore[no-any-return]

    @property
    def metrics_tensors(self: Any) -> List[Any]:
        """A symbolic scalar for each metric, in the order of ``metrics_names`` after the loss.

        Code of Keras 2.0 to 2.2 appended tensors of its own, each with a name appended to ``metrics_names``.
        """
        facts = vars(self)
        if facts.get("_metrics_tensors") is None:
            facts["_metrics_tensors"] = [*self._metrics_as_tensors(facts.get("_names_of_compile", ())[1:])]
            facts["_metrics_of_compile"] = len(facts["_metrics_tensors"])
        return facts["_metrics_tensors"]  # type: ignore[no-any-return]

    def _appended_metrics(self: Any) -> List[Any]:
        """The metrics that the program appended."""
        return list((vars(self).get("_metrics_tensors") or ())[vars(self).get("_metrics_of_compile", 0):])

    def _metrics_as_tensors(self: Any, names: Sequence[str]) -> List[Any]:
        fed = [*self.inputs, *self.targets, *self.sample_weights]
        if not names or not fed:
            return []
        zeros = [np.zeros([size or 2 for size in each.shape], keras.backend.standardize_dtype(each.dtype)) for each in fed]
        inputs, count = len(self.inputs), len(self.targets)
        self._symbolic_build(data_batch=(_single(zeros[:inputs]), _single(zeros[inputs:inputs + count]), None))
        found: List[Any] = MetricsOfModel(self, names)(*fed)
        return found

    def _training_graph(self: Any) -> Tuple[List[Any], List[Any], Any]:
        facts = vars(self)
        if facts.get("_graph_of_training") is None:
            places = [each for each, loss in zip(self.outputs, self._compiled_losses()) if loss is not None]
            targets = [_placeholder((None,) * len(each.shape)) for each in places]
            weights = [_placeholder((None,) * (2 if self.sample_weight_mode == "temporal" else 1)) for _ in places]
            operation = LossOfModel(self)
            fed = [*self.inputs, *targets, *weights]
            facts["_graph_of_training"] = (targets, weights, operation(*fed) if fed else started(operation))
        return facts["_graph_of_training"]  # type: ignore[no-any-return]

    def _compiled_losses(self: Any) -> List[Any]:
        given = vars(self).get("_legacy_compile", {}).get("loss")
        return given if isinstance(given, list) else [given for _ in self.outputs]

    # What programs called before they handed a model to another thread, or to read the optimizer's weights

    def _make_train_function(self: Any) -> None:
        if not self.optimizer.built:
            self.optimizer.build(self._collected())
        self.make_train_function()

    def _make_test_function(self: Any) -> None:
        self.make_test_function()

    def _make_predict_function(self: Any) -> None:
        self.make_predict_function()


def _placeholder(shape: Tuple[Any, ...]) -> Any:
    return keras.Input(batch_shape=shape, dtype=keras.config.floatx())


def _single(values: Any) -> Any:
    return values[0] if len(values) == 1 else list(values)
