"""``fit`` and the other training methods, with the arguments, defaults and return values of Keras 1 and 2.

Everything runs in Keras 3's own ``fit``, ``evaluate`` and ``predict``, compiled as they compile; here arguments are
renamed, data brought to arrays, and results put in the old order.
"""
from typing import Any, Dict, List, Optional

import keras
from keras import tree

import compat.flavors.keras3.engine.compiling as compiling
from compat.callers import is_called_from
from compat.era import current

from .. import keras1
from ..callbacks.end_of_data import ending
from ..callbacks.loop import Extent, Hooks, following
from ..callbacks.order import ordered
from ..context import stepping_of_a_model
from ..late_updates import assigning_after_gradients
from ..uncompiled import Uncompiled
from .any_size import of_any_size, with_any_size
from .arrays import by_sample, is_endless, limited, listed_weights, of_no_samples, peeked, ranks_of, standardized, tupled
from .batch_logs import BatchLogs, EpochLoss, batches_in, samples_of
from .collected import CollectedWeights, as_compiled, in_its_era
from .compiled import Compiled, count_outputs_by_size
from .cycling import counted, in_steps, without_steps
from .generators import GeneratorTraining, of_inputs, without_queue
from .listed_metrics import ListedMetrics, has_names_to_come
from .masks import detached
from .objectives import Objectives
from .on_batch import OnBatch
from .output_names import told_apart
from .outputs_by_name import by_output, in_order
from .own_steps import OwnSteps
from .phases import derivable, in_training
from .repeated import repeated
from .sequences import TrainsOnSequences
from .settled_updates import SettledUpdates
from .shuffled import shuffled
from .stated_numbers import with_whole_numbers


class LegacyTraining(GeneratorTraining, OnBatch, TrainsOnSequences, OwnSteps, SettledUpdates, Uncompiled, Compiled,
                     BatchLogs, ListedMetrics, CollectedWeights):
    """Mix-in of a model: ``compile``, ``fit``, ``evaluate``, ``predict`` and their kin of Keras 1 and 2."""

    @in_its_era
    def compile(self: Any, optimizer: Any = "rmsprop", loss: Any = None, metrics: Any = None, loss_weights: Any = None,
                sample_weight_mode: Any = None, weighted_metrics: Any = None, target_tensors: Any = None,
                **kwargs: Any) -> None:
        """Configure the model for training.

        Args:
            optimizer: name or object.
            loss: name, function of ``(y_true, y_pred)``, or a list or dict of them by output.
            metrics: list of names or functions, or a dict by output.
            loss_weights: list or dict of factors by output.
            sample_weight_mode: accepted; weights of rank 2 are understood without it.
            weighted_metrics: metrics that sample weights apply to.
            target_tensors: variables or tensors of the graph that are the targets of the outputs: a list, a dict by
                output, or one; these outputs take no ``y`` unless the tensor is a placeholder.
            **kwargs: arguments of Keras 3's own ``compile``.

        Raises:
            ValueError: a list of another length than the outputs, or a name that is not an output.
            TypeError: arguments of another type.
        """
        loss, metrics, weighted_metrics, loss_weights = by_output(self, loss, metrics, weighted_metrics, loss_weights)
        names = self._names_of_outputs(loss)
        tensors = compiling.legacy_targets(target_tensors, names)
        compiling.check_sample_weight_mode(sample_weight_mode, names)
        found_losses = compiling.legacy_losses(loss, names)
        found = compiling.legacy_metrics(metrics, loss, names)
        weighted = compiling.legacy_metrics(weighted_metrics, loss, names, weighted=True)
        super().compile(  # type: ignore[misc]
            optimizer=compiling.own_optimizer(self, optimizer), loss=found_losses, metrics=found, weighted_metrics=weighted,
            loss_weights=compiling.legacy_loss_weights(loss_weights, names), **compiling.steps_of_one_execution(kwargs))
        vars(self).update(_loss_tracker=EpochLoss(name="loss"), _loss_seen=False)
        self._list_metrics(metrics, found, weighted)
        compiling.log_only_loss(self._compile_loss, found_losses, told_apart(names))
        self._describe(found_losses, found, weighted)
        self._remember(loss, metrics, sample_weight_mode, weighted_metrics, loss_weights)
        self.__dict__.update(_settled_updates=None, _graph_of_training=None, _target_function=None, _target_tensors=tensors)
        self._collect_weights()
        shown = compiling.metric_names(found_losses, found, weighted, told_apart(names))
        self.__dict__.update(_legacy_names=shown, _names_of_compile=tuple(shown), _legacy_compile={
            "optimizer": self.optimizer, "loss": found_losses, "metrics": found, "weighted_metrics": weighted,
            "loss_weights": loss_weights})

    def _describe(self, *compiled: Any) -> None:
        """A model with symbolic outputs calls the functions it is compiled with on these."""

    def _remember(self: Any, loss: Any, metrics: Any, sample_weight_mode: Any, weighted_metrics: Any = None,
                  loss_weights: Any = None) -> None:
        facts = vars(self)
        facts["_made_for"] = facts["_metrics_tensors"] = None
        facts["_metrics_updates"] = []
        facts["loss"], facts["loss_weights"], facts["sample_weight_mode"] = loss, loss_weights, sample_weight_mode
        facts["_user_metrics"] = metrics
        facts["_stated_compile"] = {"loss": loss, "metrics": metrics, "weighted_metrics": weighted_metrics,
                                    "sample_weight_mode": sample_weight_mode, "loss_weights": loss_weights}

    def get_compile_config(self: Any) -> Dict[str, Any]:
        """What ``compile`` was given, as Keras 3 writes it into a ``.keras`` file."""
        given = vars(self).get("_legacy_compile")
        if not given:
            return {}
        return {name: keras.saving.serialize_keras_object(value) for name, value in given.items()}

    def compile_from_config(self: Any, config: Dict[str, Any]) -> None:
        """Compile as a ``.keras`` file says."""
        self.compile(**keras.saving.deserialize_keras_object(config))
        if self.built:
            self.optimizer.build(self.trainable_variables)

    @property
    def metrics_names(self: Any) -> List[str]:
        """The names of what ``evaluate`` returns, a list that code of Keras 2.0 to 2.2 appended to."""
        if current(self).of_tf_keras and type(self).metrics is not ListedMetrics.metrics:  # the program's own list
            return [metric.name for metric in self.metrics]
        names: List[str] = vars(self).get("_legacy_names") or super().metrics_names  # type: ignore[misc]
        names = [] if has_names_to_come(self) and not is_called_from("compat") else names
        for layer in (*self._flatten_layers(include_self=False), self):
            names.extend(metric.name for metric in layer._metrics if metric.name not in names)
        shown = {} if is_called_from("compat") else self._shown_names()
        return [shown.get(name, name) for name in names] if shown else names

    @keras1.method
    @with_whole_numbers
    @as_compiled
    def fit(self: Any, x: Any = None, y: Any = None, batch_size: Optional[int] = None, epochs: int = 1,
            verbose: Any = 1, callbacks: Any = None, validation_split: float = 0.0, validation_data: Any = None,
            shuffle: Any = True, class_weight: Any = None, sample_weight: Any = None, initial_epoch: int = 0,
            steps_per_epoch: Optional[int] = None, validation_steps: Optional[int] = None, **kwargs: Any) -> Any:
        """Train, and return a ``History`` whose ``history`` has the keys of Keras 2.2.4.

        Args:
            x: array, nested list, or a list of them by input.
            y: the same by output.
            batch_size: default 32.
            epochs: number of passes over the data.
            verbose: 0, 1 or 2.
            callbacks: list.
            validation_split: fraction of the data, taken from its end, for validation.
            validation_data: ``(x, y)`` or ``(x, y, weights)``.
            shuffle: whether to shuffle before each epoch; ``'batch'`` moves whole batches of arrays.
            class_weight: factor by class.
            sample_weight: factor by sample, or by sample and step.
            initial_epoch: number of the first epoch.
            steps_per_epoch: batches per epoch.
            validation_steps: batches of validation.
            **kwargs: ``validation_freq`` and the arguments of the queue of Keras 2.3, and those of Keras 3's own ``fit``.
        """
        kwargs = without_queue(kwargs, x)
        named = {
            "batch_size": batch_size, "epochs": epochs, "verbose": verbose, "callbacks": ending(callbacks, steps_per_epoch),
            "validation_split": validation_split, "shuffle": shuffle, "class_weight": class_weight,
            "initial_epoch": initial_epoch, "steps_per_epoch": steps_per_epoch, "validation_steps": validation_steps}
        named.update(kwargs)
        if not isinstance(named.get("validation_freq", 1), int):  # Keras 3 takes the epochs as a list alone
            named["validation_freq"] = list(named["validation_freq"])
        x, validation = in_steps(tupled(self._inputs_of(x)), steps_per_epoch, bool(shuffle)), self._validation(
            validation_data, validation_steps)
        x = limited(x, steps_per_epoch and steps_per_epoch * (epochs - initial_epoch))
        if self._logs_batches():
            samples = samples_of(x) and int((samples_of(x) or 0) * (1.0 - validation_split))
            extent = Extent(samples, batch_size or 32, steps_per_epoch or (None if samples else batches_in(x)))
            named["callbacks"] = following(x, steps_per_epoch, self._hooks(
                callbacks, named, extent, bool(validation_split or validation is not None)))
        found = shuffled(repeated(x, self._targets_of(y), self._weights_of(sample_weight, y), validation, named))
        return super().fit(**with_any_size(self, self._note_epochs(without_steps(found))))  # type: ignore[misc]

    @with_whole_numbers
    @as_compiled
    def evaluate(self: Any, x: Any = None, y: Any = None, batch_size: Optional[int] = None, verbose: Any = 1,
                 sample_weight: Any = None, steps: Optional[int] = None, **kwargs: Any) -> Any:
        """The loss, or a list of loss and metrics in the order of ``metrics_names``."""
        kwargs = without_queue(kwargs, x)
        as_dict, callbacks = kwargs.pop("return_dict", False), kwargs.pop("callbacks", None)
        if isinstance(callbacks, Hooks) and self.stop_training:
            return {}  # a callback has stopped the epoch, which Keras 2 then did not validate
        kwargs["callbacks"] = self._bar(callbacks, verbose, x, batch_size, steps)
        if is_endless(x):  # what Keras 3 kept within ``fit`` would begin again with the first batches
            kwargs.pop("_use_cached_eval_dataset", None)
        data, steps = counted(tupled(self._inputs_of(x)), steps)
        logs = super().evaluate(  # type: ignore[misc]
            of_any_size(self, data), self._targets_of(y), batch_size, verbose,
            sample_weight=self._weights_of(sample_weight, y), steps=steps, return_dict=True, **kwargs)
        return ordered(self.metrics_names, logs) if as_dict else compiling.rows(logs, self.metrics_names)

    @with_whole_numbers
    @as_compiled
    def predict(self: Any, x: Any, batch_size: Optional[int] = None, verbose: Any = 0, steps: Optional[int] = None,
                **kwargs: Any) -> Any:
        """The outputs as an array, or a list of arrays for several outputs."""
        kwargs = without_queue(kwargs, x)
        callbacks = kwargs.pop("callbacks", None)
        if samples_of(x) == 0:
            return of_no_samples(self.outputs)
        inputs = self._inputs_of(x)
        if not (verbose or callbacks or steps) and self._is_one_batch(inputs, batch_size or 32):
            return self._predicted_at_once(inputs)
        kwargs["callbacks"] = self._bar(callbacks, verbose, x, batch_size, steps)
        data, steps = counted(of_inputs(inputs), steps)
        data = of_any_size(self, data)
        return super().predict(data, batch_size=batch_size, verbose=verbose, steps=steps, **kwargs)  # type: ignore[misc]

    # Steps

    def train_step(self: Any, *args: Any) -> Any:
        """One step of training, as Keras 3 compiles it."""
        state = assigning_after_gradients() if keras.backend.backend() == "torch" else self._noting_outside(args)
        with stepping_of_a_model(), in_training(self), self._running_settled_updates(), self._in_a_step_of_keras(), state:
            return self._logging_alone(self._stepped("train_step", super().train_step), args)  # type: ignore[misc]

    def test_step(self: Any, *args: Any) -> Any:
        """One step of evaluation, as Keras 3 compiles it."""
        with stepping_of_a_model(), self._in_a_step_of_keras(), self._noting_outside(args):
            return self._stepped("test_step", super().test_step)(*args)  # type: ignore[misc]

    def predict_step(self: Any, *args: Any) -> Any:
        """One step of prediction, as Keras 3 compiles it."""
        with stepping_of_a_model(), self._noting_outside(args):
            return by_sample(self._stepped("predict_step", super().predict_step)(*args), args)  # type: ignore[misc]

    def stateless_call(self: Any, *args: Any, **kwargs: Any) -> Any:
        """The outputs and new states for given weights, as one call: Keras 3 forgets the losses of a shared layer's
        earlier calls when none is known to be going on."""
        self._get_call_context().training = kwargs.get("training")
        try:
            return super().stateless_call(*args, **kwargs)  # type: ignore[misc]
        finally:
            self._maybe_reset_call_context()

    def compute_loss(self: Any, x: Any = None, y: Any = None, y_pred: Any = None, sample_weight: Any = None,
                     **kwargs: Any) -> Any:
        """The total loss. A step of Keras 3 counts metrics here too: on JAX masks of ``y_pred`` do not outlive the gradient."""
        self._loss_tracker.by_batch = y is None and current(self).behaviour("loss_without_targets") == "by_batch"
        y, y_pred, sample_weight = in_order(self, y, y_pred, sample_weight)
        count_outputs_by_size(self, y, y_pred)
        loss = super().compute_loss(x=x, y=y, y_pred=y_pred, sample_weight=sample_weight, **kwargs)  # type: ignore[misc]
        if not vars(self).get("_step_of_keras"):
            return self._counted(loss, y_pred)
        if self._compile_metrics is not None and y is not None:
            self._compile_metrics.update_state(y, tree.map_structure(detached, y_pred), sample_weight)
        for layer in self._flatten_layers():
            if isinstance(layer, Objectives):
                layer._update_added_metrics()
        return derivable(self, loss)

    def compute_metrics(self: Any, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """The values of all metrics, which :meth:`compute_loss` has updated."""
        counted, metrics = vars(self).get("_step_of_keras"), self._compile_metrics
        if counted and (metrics is None or metrics.built):
            return self.get_metrics_result()
        y, y_pred, sample_weight = in_order(self, y, y_pred, sample_weight)
        if not counted or y is not None:
            return super().compute_metrics(x, y, y_pred, sample_weight)  # type: ignore[misc]
        metrics.build(y, y_pred)
        return self.get_metrics_result()

    def make_train_function(self: Any, force: bool = False) -> Any:
        """Compile the training step, anew when tensors were appended to ``metrics_tensors``."""
        return super().make_train_function(force=self._adopt_metrics_tensors() or force)  # type: ignore[misc]

    def make_test_function(self: Any, force: bool = False) -> Any:
        """Compile the evaluation step, anew when tensors were appended to ``metrics_tensors``."""
        return super().make_test_function(force=self._adopt_metrics_tensors() or force)  # type: ignore[misc]

    def _adopt_metrics_tensors(self) -> bool:
        return False

    # Data

    def _inputs_of(self: Any, x: Any) -> Any:
        found = standardized(x, ranks_of(self, "inputs"))
        self._make_weights_for(found)
        return found

    def _targets_of(self: Any, y: Any) -> Any:
        return standardized(y, ranks_of(self, "outputs"))

    def _weights_of(self: Any, weights: Any, y: Any) -> Any:
        return listed_weights(weights, y, self._names_of_outputs())

    def _validation(self: Any, data: Any, steps: Optional[int]) -> Any:
        if not isinstance(data, (list, tuple)):
            return data if data is None else in_steps(peeked(tupled(data)), steps)
        if len(data) == 1:  # the losses need no targets
            return (self._inputs_of(data[0]),)
        x, y = self._inputs_of(data[0]), self._targets_of(data[1])
        return (x, y) + tuple(self._weights_of(one, y) for one in data[2:])
