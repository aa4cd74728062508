"""The training of a model as symbolic tensors: ``model.total_loss``, ``targets``, ``sample_weights`` of Keras 1 and 2.

Old code derived by them (``optimizer.get_gradients(model.total_loss, model.trainable_weights)``) and fed them
(``K.function(model._feed_inputs + model._feed_targets + …)``). They are made when they are asked for.
"""
from typing import Any, List, Tuple

import keras

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
        inputs, count = len(model.inputs), len(model.targets)
        x, y, weights = values[:inputs], values[inputs:inputs + count], values[inputs + count:]
        with model._as_compiled():
            y_pred = model(_single(x), training=training)
            return model.compute_loss(x=_single(x), y=_single(y), y_pred=y_pred, sample_weight=_single(weights),
                                      training=training)


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
