"""A live model as the records that :mod:`compat.writing` makes a file of, collected before anything is written."""
from typing import Any, Dict

from compat.api.names import lookup
from compat.callers import warn_caller
from compat.errors import UnsupportedError
from compat.flavors.shared.live import by_keys
from compat.hub.records import Config
from compat.writing import Dialect, Written, plain_object

from .. import losses, metrics, optimizers
from ..tf_names.new_optimizers import file_name
from .forms import dialect_for, for_a_file, in_dialect
from .models import model_spec
from .optimizers import config_of, newer_name, state_of
from .weights import named_weights, own_weights

#: Functions of Keras 3 by the names that Keras 2 had for them.
_RENAMED = {"kl_divergence": "kullback_leibler_divergence", "log_cosh": "logcosh"}


def written_weights(model: Any) -> Written:
    """The weights of a model for a file that holds nothing else."""
    dialect = dialect_for(model)
    return Written(dialect.version, [
        (layer.name, named_weights(layer)) for layer in by_keys(model, model.layers)], own=own_weights(model))


def written_model(model: Any, include_optimizer: bool) -> Written:
    """A whole model: architecture, weights, and with ``include_optimizer`` the compiled state.

    Raises:
        NotImplementedError: the model has a ``call`` of its own.
        UnsupportedError: the old Keras has no words for a part of it.
    """
    dialect = dialect_for(model)
    with in_dialect(dialect), for_a_file():
        found = written_weights(model)._replace(model_config=model_spec(model))
        if not include_optimizer:
            return found
        stated = vars(model).get("_stated_compile")
        if stated is None:
            return _with_state_of_keras_3(found, model, dialect)
        if not stated or _is_left_out(model.optimizer, dialect):
            return found
        return found._replace(training_config=_training_config(model, stated, dialect), optimizer=state_of(model, dialect))


def _with_state_of_keras_3(found: Written, model: Any, dialect: Dialect) -> Written:
    """The record with the compiled state of a model of Keras 3's own, where the old Keras has one like it."""
    if not getattr(model, "compiled", False) or not dialect.newer_optimizers or newer_name(model.optimizer) is None:
        return found
    given = getattr(getattr(model, "_compile_config", None), "config", {})
    stated = {key: given.get(key) for key in ("loss", "metrics", "weighted_metrics", "loss_weights", "sample_weight_mode")}
    try:
        return found._replace(training_config=_training_config(model, stated, dialect), optimizer=state_of(model, dialect))
    except UnsupportedError:
        return found  # which what calls this says


def _is_left_out(optimizer: Any, dialect: Dialect) -> bool:
    """Whether an optimizer is one that no file can hold, and with it what ``compile`` was given; as Keras 2, this warns.

    One of Keras 3 itself is to compat what one of tf.keras was to Keras 2.3.
    """
    if isinstance(optimizer, optimizers.TFOptimizer):
        why = "one of TensorFlow has neither a configuration nor a state to read"
    elif newer_name(optimizer) is not None and dialect.newer_optimizers:
        return False
    elif file_name(optimizer) is not None:
        why = "Keras {} does not have {} of tf.keras 2.11".format(dialect.version, type(optimizer).__name__)
    elif type(optimizer).__module__.startswith("keras."):
        why = "Keras {} does not have Keras 3's own {}".format(dialect.version, type(optimizer).__name__)
    else:
        return False
    warn_caller("the file holds no optimizer: {}. Compile the model again after loading it, or train with one of "
                "keras.optimizers".format(why))
    return True


def _training_config(model: Any, stated: Dict[str, Any], dialect: Dialect) -> Config:
    found: Dict[str, Any] = {"optimizer_config": config_of(model.optimizer, dialect),
                             "loss": _stated(stated["loss"], dialect), "metrics": _stated(stated["metrics"], dialect) or []}
    if dialect.counts_steps or stated["weighted_metrics"]:  # Keras 2.2 left them out
        found["weighted_metrics"] = _stated(stated["weighted_metrics"], dialect)
    return dict(found, sample_weight_mode=stated["sample_weight_mode"], loss_weights=stated["loss_weights"])


def _stated(value: Any, dialect: Dialect) -> Any:
    """Losses or metrics as a file states them: by name, in the lists and dictionaries of ``compile``.

    Raises:
        UnsupportedError: an object that this Keras has no class for.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return [_stated(each, dialect) for each in value]
    if isinstance(value, dict):
        return {key: _stated(each, dialect) for key, each in value.items()}
    if isinstance(value, (losses.LegacyLoss, metrics.LegacyMetric)):
        return _stated(value.fn, dialect)
    if hasattr(value, "get_config"):
        return _object(value, dialect)
    name = getattr(value, "__name__", None)
    if name is None:
        raise UnsupportedError("the model is compiled with {!r}, which has no name that a file could hold; pass a "
                               "function".format(value))
    return _RENAMED.get(name, name)


def _object(value: Any, dialect: Dialect) -> Any:
    name = type(value).__name__
    of_keras = type(value).__module__.startswith("keras.")
    places = ("tf.keras.losses", "tf.keras.metrics") if dialect.of_tf_keras else ("keras.losses", "keras.metrics")
    is_known = any(lookup(place, name) for place in places)
    if of_keras and (dialect.signatures == "2.2.4" or not is_known):
        raise UnsupportedError("the model is compiled with an object of {}, which Keras {} does not have; pass its function, "
                               "or save the model with include_optimizer=False".format(name, dialect.version))
    return plain_object({"class_name": name, "config": value.get_config()}, "the training configuration")
