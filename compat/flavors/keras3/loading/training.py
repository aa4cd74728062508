"""The compiled state of a file: losses, metrics and optimizer, so that training continues where it stopped."""
import inspect
from typing import Any, Callable, Dict, FrozenSet, List, Mapping, Optional, Sequence

import keras

from compat.api.names import LOSS_ALIASES
from compat.era import Era
from compat.errors import ConfigError
from compat.flavors.protocol import Compiled
from compat.hub.custom_objects import CustomObjects, plain_name

from .. import losses, metrics
from ..engine.masks import get_mask
from ..engine.output_names import told_apart
from . import old_code
from .cross_entropies import is_plain_sparse, reads_wrong_logits, scales_scores, symbolic_outputs
from .losses import FileLoss
from .objects import instance
from .optimizers import optimizer
from .resuming import resumed

#: Losses that Keras 3 computes as the Keras of a file did, by their full names.
_NATIVE_LOSSES: FrozenSet[str] = frozenset((
    "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "mean_squared_logarithmic_error",
    "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy", "kl_divergence", "poisson",
    "huber", "cosine_similarity", "binary_focal_crossentropy", "categorical_focal_crossentropy", "log_cosh",
))
#: Full names of losses that Keras 3 has under another one.
_RENAMED_LOSSES: Mapping[str, str] = {"kullback_leibler_divergence": "kl_divergence", "huber_loss": "huber"}



def compile_model(built: Any, training: Mapping[str, Any], outputs: Sequence[str], custom: CustomObjects, era: Era,
                  state: Any) -> Compiled:
    """Compile a model as its file says.

    Args:
        built: what ``build`` returned, weights assigned.
        training: the compiled state in the hub dialect.
        outputs: names of the output layers, in the order of the model's outputs; tf.keras numbered those of one layer.
        custom: the user's objects.
        era: the Keras that wrote the file.
        state: iterations and slots of the optimizer, or None where there are none that fit.

    Raises:
        ConfigError: there is no loss, neither in the file nor in a layer.
    """
    unique = told_apart(outputs)
    if unique != list(outputs) and not built.is_for_old_code:  # models of old code do so themselves
        built.model.output_names = unique  # Keras 3 keeps one loss and one metric for a name
    keys = unique if era.of_tf_keras else outputs
    compiler = (_OldCompiler if built.is_for_old_code else _Compiler)(built.model, keys, custom, era)
    given = compiler.arguments(training)
    chosen = compiler.optimizer(training["optimizer_config"])
    if any(not name.startswith("metric") for name in compiler.missing):
        return Compiled(False, compiler.missing)
    if not any(each is not None for each in keras.tree.flatten(given["loss"])) and not _adds_losses(built.model):
        raise ConfigError("the file names no loss: the program added one with add_loss, which is not saved; call "
                          "model.compile() again")
    built.model.compile(optimizer=chosen, **given)
    return Compiled(True, compiler.missing, resumed(built, chosen, state))


def _trains_embedding(model: Any) -> bool:
    layers = model._flatten_layers()
    return any(isinstance(layer, keras.layers.Embedding) and layer.trainable_variables for layer in layers)


def _adds_losses(model: Any) -> bool:
    """Whether a model or one of its layers may add a loss; a layer of the user always may."""
    return bool(model.losses) or any(
        not type(layer).__module__.startswith(("keras.", "compat.")) or getattr(layer, "activity_regularizer", None)
        or isinstance(layer, keras.layers.ActivityRegularization)
        or hasattr(layer, "_added_losses") and layer._added_losses()
        for layer in model._flatten_layers())


def _loss_weights(weights: Any) -> Any:
    if not isinstance(weights, list):
        return weights
    return [1.0 if weight is None else float(weight) for weight in weights]


def _native_loss(name: str) -> str:
    """The full name, as Keras 3 has it, of a loss that a file names.

    Example:
        >>> _native_loss("mse"), _native_loss("kld")
        ('mean_squared_error', 'kl_divergence')
    """
    full = LOSS_ALIASES.get(name, name)
    return _RENAMED_LOSSES.get(full, full)


class _Compiler:
    """Finds the losses and metrics of each output, and collects what is missing."""

    for_old_code = False

    def __init__(self, model: Any, outputs: Sequence[str], custom: CustomObjects, era: Era) -> None:
        self.model = model
        self.outputs = list(outputs)
        self.custom = custom
        self.era = era
        self.missing: List[str] = []

    def optimizer(self, stated: Dict[str, Any]) -> Any:
        """The optimizer of a hub ``optimizer_config``, or None, noted as missing."""
        found = optimizer(stated, self.custom, self.era, _trains_embedding(self.model), self.for_old_code)
        if found is None:
            self.missing.append("optimizer {!r}".format(stated["class_name"]))
        return found

    def arguments(self, training: Mapping[str, Any]) -> Dict[str, Any]:
        """The arguments of ``compile`` besides the optimizer."""
        found = {
            "loss": self.per_output(training["loss"], self.loss), "metrics": self.metrics(training["metrics"]),
            "weighted_metrics": self.metrics(training["weighted_metrics"]),
            "loss_weights": _loss_weights(self.per_output(training["loss_weights"], lambda value, index: value))}
        return {key: self.as_outputs(value) for key, value in found.items()}

    def per_output(self, stated: Any, find: Callable[[Any, int], Any]) -> Any:
        """A value, list or dictionary of the file as one value, or one for each output."""
        if isinstance(stated, dict) and "class_name" not in stated:
            stated = [stated.get(name) for name in self.outputs]
        elif len(self.outputs) > 1 and not isinstance(stated, list) and stated is not None:
            stated = [stated] * len(self.outputs)
        if isinstance(stated, list):
            found = [None if value is None else find(value, index) for index, value in enumerate(stated)]
            return found[0] if len(found) == 1 else found or None  # none where layers alone added losses
        return None if stated is None else find(stated, 0)

    def as_outputs(self, values: Any) -> Any:
        """Values for several outputs in the structure of the model's outputs: a dictionary where those are one."""
        is_named = len(self.outputs) > 1 and isinstance(values, list) and isinstance(self.model.output, dict)
        return dict(zip(self.outputs, values)) if is_named else values

    def loss(self, stated: Any, index: int) -> Any:
        """The loss of one output: Keras 3's own where it reduces masked steps as the file's Keras did."""
        full = _full_name(stated)
        name = plain_name(full)
        if self.custom.has(full):
            found = _of_the_user(self.custom.find(full), stated)
            return self._of_the_file(found, index) if inspect.isfunction(found) else found
        if isinstance(stated, dict):
            return self._loss_object(name, stated.get("config") or {}, index)
        if self._computes_otherwise(name, index):
            return FileLoss(losses.BY_NAME[name], era=self.era.version)
        function = self._loss_function(name)
        if function is None:
            self.missing.append("loss {!r}".format(name))
        return function and self._of_the_file(function, index)

    def _of_the_file(self, function: Any, index: int) -> Any:
        """A loss function, reduced over masked steps as the file's Keras did where Keras 3 does it otherwise."""
        if self._is_masked(index) and self.era.behaviour("masked_loss") != Era("3").behaviour("masked_loss"):
            return FileLoss(function, era=self.era.version)
        return function

    def _loss_function(self, name: str) -> Any:
        if _native_loss(name) in _NATIVE_LOSSES:
            return getattr(keras.losses, _native_loss(name))
        if name in ("hinge", "squared_hinge") and self.era.behaviour("hinge_labels") == "signs":
            return getattr(keras.losses, name)
        return losses.BY_NAME.get(name)

    def _computes_otherwise(self, name: str, index: int) -> bool:
        """Whether a cross entropy of Keras 3 may give another number for an output than that of the file's Keras."""
        return reads_wrong_logits(self.model, name, index, self.era) or scales_scores(self.model, name, index)

    def _loss_object(self, name: str, config: Dict[str, Any], index: int) -> Any:
        if is_plain_sparse(name, config) and scales_scores(self.model, "sparse_categorical_crossentropy", index):
            return FileLoss(losses.sparse_categorical_crossentropy, era=self.era.version, name=config.get("name"))
        found = getattr(keras.losses, name, None)
        if not (isinstance(found, type) and issubclass(found, keras.losses.Loss)):
            self.missing.append("loss {!r}".format(name))
            return None
        if config.get("reduction") in ("auto", "sum_over_batch_size"):
            config = dict(config, reduction="sum_over_batch_size")
        config = {key: value for key, value in config.items() if key != "fn"}
        return found(**config)

    def _is_masked(self, index: int) -> bool:
        tensors = symbolic_outputs(self.model)
        return index < len(tensors) and get_mask(tensors[index]) is not None

    def metrics(self, stated: Any) -> Any:
        """Metrics as a list, or a list for each of several outputs."""
        if not stated:
            return None
        if isinstance(stated, dict) and "class_name" not in stated:
            stated = [stated.get(name) or [] for name in self.outputs]
        elif len(self.outputs) > 1 and not any(isinstance(each, list) for each in stated):
            stated = [stated] * len(self.outputs)
        if len(self.outputs) == 1:
            return self._found(stated[0] if len(stated) == 1 and isinstance(stated[0], list) else stated, 0)
        return [self._found(each, index) for index, each in enumerate(stated)]

    def _found(self, stated: Any, index: int) -> List[Any]:
        listed = stated if isinstance(stated, list) else [stated]
        found = [self.metric(each, index) for each in listed if each is not None]
        return [each for each in found if each is not None]

    def metric(self, stated: Any, index: int) -> Any:
        """One metric of one output, or None, noted as missing, if it is unknown."""
        full = _full_name(stated)
        name = plain_name(full)
        if self.custom.has(full):
            return _of_the_user(self.custom.find(full), stated)
        if name in ("accuracy", "acc", "crossentropy", "ce"):
            return "accuracy" if name in ("accuracy", "acc") else "crossentropy"
        if isinstance(stated, dict):
            return self._metric_object(name, stated.get("config") or {})
        function = getattr(keras.metrics, _native_loss(name), None)
        if not callable(function) or isinstance(function, type) or self._computes_otherwise(name, index):
            function = metrics.BY_NAME.get(name)
        if function is None:
            self.missing.append("metric {!r}".format(name))
        return function

    def _metric_object(self, name: str, config: Dict[str, Any]) -> Optional[Any]:
        found = getattr(keras.metrics, name, None)
        if not (isinstance(found, type) and issubclass(found, keras.metrics.Metric)):
            self.missing.append("metric {!r}".format(name))
            return None
        metric: Any = found
        return metric.from_config({key: value for key, value in config.items() if key != "dtype"})


def _full_name(stated: Any) -> str:
    """The name by which a file states a loss or metric; that of a registered class with its package."""
    if isinstance(stated, str):
        return stated
    registered = stated.get("registered_name")
    return registered if isinstance(registered, str) and ">" in registered else str(stated.get("class_name"))


def _of_the_user(found: Any, stated: Any) -> Any:
    """A loss or metric of the user as the file states it: an instance of a class, where it states a configuration."""
    return instance(found, stated.get("config")) if isinstance(stated, dict) else found


class _OldCompiler(_Compiler):
    """Finds what ``compile`` of old code is given: what the file states, in the same lists and dictionaries."""

    for_old_code = True

    def arguments(self, training: Mapping[str, Any]) -> Dict[str, Any]:
        return {"loss": old_code.each(training["loss"], self._loss),
                "metrics": old_code.each(training["metrics"], self._metric),
                "weighted_metrics": old_code.each(training["weighted_metrics"], self._metric),
                "loss_weights": training["loss_weights"], "sample_weight_mode": training["sample_weight_mode"]}

    def optimizer(self, stated: Dict[str, Any]) -> Any:
        return old_code.optimizer(stated, self.custom, self.era) or super().optimizer(stated)

    def _loss(self, stated: Any) -> Any:
        if isinstance(stated, str) and not self.custom.has(stated):
            return old_code.loss(stated, self.era) or self.loss(stated, 0)
        return self.custom.find(stated) if isinstance(stated, str) else self.loss(stated, 0)

    def _metric(self, stated: Any) -> Any:
        is_known = isinstance(stated, str) and not self.custom.has(stated)
        return is_known and old_code.metric(stated) or self.metric(stated, 0)
