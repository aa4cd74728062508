"""The compiled state: ``training_config`` of every version to the hub's.

Keras 1 to 2.3 wrote ``lr``; tf.keras writes ``learning_rate`` and metrics as objects. The hub: ``{"loss", "metrics",
"weighted_metrics", "loss_weights", "sample_weight_mode", "optimizer_config": {"class_name", "config"}}``, the
optimizer's arguments complete and under tf.keras 2.10's names (``learning_rate``, ``decay``), metrics and losses by
name where they have one. Two arguments say which formula an optimizer's name stood for: ``epsilon_in_root`` of RMSprop
and Adagrad, and Nadam's ``schedule_decay``, which is 1 for the optimizers of tf.keras 2.11 to 2.15. What scaled losses
for mixed precision stands beside ``config`` as ``loss_scale``, and ``iterations`` where the file has no array for them.
"""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Sequence

from compat.config.values import plain, registered
from compat.errors import ConfigError, typed
from compat.hub.records import Config, Origin

OPTIMIZERS: Dict[str, str] = {
    name.lower(): name
    for name in (
        "SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam", "Ftrl", "AdamW", "Adafactor", "Lion"
    )  # fmt: skip
}
# What each argument meant where the file does not say: multi-backend Keras wrote all but the newest.
OPTIMIZER_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "SGD": {"momentum": 0.0, "decay": 0.0, "nesterov": False},
    "RMSprop": {"rho": 0.9, "epsilon": None, "decay": 0.0},
    "Adagrad": {"epsilon": None, "decay": 0.0},
    "Adadelta": {"rho": 0.95, "epsilon": None, "decay": 0.0},
    "Adam": {"beta_1": 0.9, "beta_2": 0.999, "epsilon": None, "decay": 0.0, "amsgrad": False},
    "Adamax": {"beta_1": 0.9, "beta_2": 0.999, "epsilon": None, "decay": 0.0},
    "Nadam": {"beta_1": 0.9, "beta_2": 0.999, "epsilon": None, "schedule_decay": 0.004},
}
CUSTOM = "Custom>"
# What tf.keras 2.11 to 2.15 gave an optimizer that was asked for by name, where it was not 0.001.
DEFAULT_RATES: Mapping[str, float] = {"SGD": 0.01, "Lion": 0.0001}
# What mixed precision puts around an optimizer: class → the new optimizers of tf.keras since 2.11 are inside.
LOSS_SCALING: Mapping[str, bool] = {"LossScaleOptimizer": False, "LossScaleOptimizerV3": True}
# One metric, which until 2.2 was the loss of that name, with its minus, and since 2.3 is none.
COSINES = ("cosine", "cosine_proximity", "cosine_similarity")
# Names of metrics that stand for a function by the shapes of the outputs → how the names of those functions end.
_BY_SHAPES: Mapping[Any, str] = {"accuracy": "_accuracy", "acc": "_accuracy", "crossentropy": "_crossentropy",
                                 "ce": "_crossentropy"}  # fmt: skip
EPSILON = 1e-7
KERAS1_EPSILON = 1e-8
MOST_STEPS = 2**31  # that an optimizer counts


def upgrade_training(training_config: Config, origin: Origin) -> Config:
    """The compiled state in the hub dialect.

    Args:
        training_config: as the file holds it.
        origin: which Keras wrote it.

    Raises:
        ConfigError: it names no optimizer, or no Keras wrote this form.

    Example:
        >>> upgrade_training({"loss": "mse", "optimizer_config": {"class_name": "SGD", "config": {"lr": 0.5}}},
        ...                  Origin("2.2.4", "tensorflow"))["optimizer_config"]["config"]["learning_rate"]
        0.5
    """
    with typed(ConfigError, "the training configuration does not have the form of any Keras"):
        return _upgraded(plain(training_config), origin)


def without_lost_clipping(training: Config, origin: Origin, slots: Sequence[str]) -> Config:
    """A training configuration as its Keras followed it: the optimizers of TensorFlow 2.0 left bounds of gradients aside.

    https://github.com/tensorflow/tensorflow/issues/33929. Those of TensorFlow 1.14 and 1.15, of the same version of Keras, kept
    bounds; they made their state in a scope ``training``.

    Args:
        training: in the hub dialect.
        origin: which Keras wrote it.
        slots: the names of the optimizer's arrays in the file.
    """
    stated = training["optimizer_config"]
    if origin.keras_version != "2.2.4-tf" or any(name.startswith("training") for name in slots):
        return training
    kept = {key: value for key, value in stated["config"].items() if key not in ("clipnorm", "clipvalue")}
    return dict(training, optimizer_config=dict(stated, config=kept))


def _upgraded(config: Any, origin: Origin) -> Config:
    if not isinstance(config, dict):
        raise ConfigError("the training configuration is not an object")
    return {
        "optimizer_config": _optimizer(config.get("optimizer_config"), origin),
        "loss": _named(config.get("loss")),
        "metrics": _metrics(config.get("metrics"), origin),
        "weighted_metrics": _metrics(config.get("weighted_metrics"), origin),
        "loss_weights": config.get("loss_weights"),
        "sample_weight_mode": config.get("sample_weight_mode"),
    }


def _optimizer(stated: Any, origin: Origin) -> Config:
    stated_name = stated.get("class_name") if isinstance(stated, dict) else None
    if not isinstance(stated_name, str):
        raise ConfigError("the training configuration names no optimizer")
    if stated_name in LOSS_SCALING and _scaled_one(stated["config"]) is not None:
        return _scaled(stated, origin)
    # tf.keras 2.11 to 2.15 write their own optimizers as "Custom>Adam", as if a user had registered them.
    plain_name = stated_name[len(CUSTOM) :] if stated_name.startswith(CUSTOM) else stated_name
    name = OPTIMIZERS.get(plain_name.lower(), stated_name)
    config = dict(stated.get("config") or {})
    if not config and stated_name.startswith(CUSTOM):  # as compile was given it by name
        config = {"learning_rate": DEFAULT_RATES.get(name, 0.001)}
    if "lr" in config:
        config.setdefault("learning_rate", config["lr"])
        del config["lr"]
    complete = dict(OPTIMIZER_DEFAULTS.get(name, {}), **_formula(name, config, stated_name.startswith(CUSTOM)))
    if "epsilon" in complete and complete["epsilon"] is None:
        complete["epsilon"] = KERAS1_EPSILON if origin.major == 1 else EPSILON
    found = {"class_name": name if name in OPTIMIZER_DEFAULTS else registered(stated, name), "config": complete}
    steps = stated.get("iterations")  # which this package writes where the Keras of the file kept none
    return dict(found, iterations=steps) if type(steps) is int and 0 <= steps < MOST_STEPS else found


def _scaled_one(config: Config) -> Optional[Config]:
    """The optimizer in one that scales losses; tf.keras 2.1 to 2.3 had another name for the argument."""
    return next((config[key] for key in ("inner_optimizer", "optimizer") if isinstance(config.get(key), dict)), None)


def _scaled(stated: Config, origin: Origin) -> Config:
    """The optimizer inside one that scales losses, and under ``loss_scale`` how it does."""
    config = stated["config"]
    inner = dict(_scaled_one(config) or {})
    if LOSS_SCALING[stated["class_name"]] and not str(inner.get("class_name")).startswith(CUSTOM):
        inner = dict(inner, class_name="{}{}".format(CUSTOM, inner.get("class_name")))
    scale = {key: config.get(key) for key in ("dynamic", "initial_scale", "dynamic_growth_steps")}
    object_of_scale = config.get("loss_scale")  # of tf.keras 2.1 to 2.3
    if isinstance(object_of_scale, dict):
        own = object_of_scale.get("config") or {}
        scale = {"dynamic": object_of_scale.get("class_name") == "DynamicLossScale",
                 "initial_scale": own.get("initial_loss_scale"), "dynamic_growth_steps": own.get("increment_period")}
    return dict(_optimizer(inner, origin), loss_scale=scale)


def _formula(name: str, config: Config, is_new: bool) -> Config:
    """The optimizer's arguments with those that say which formula is meant.

    Args:
        is_new: it is one of the optimizers that tf.keras has since 2.11.
    """
    if name in ("RMSprop", "Adagrad"):
        # tf.keras up to 2.10 has two ways to compute RMSprop; that with momentum adds epsilon under the root.
        return dict(config, epsilon_in_root=is_new or bool(name == "RMSprop" and config.get("momentum")))
    if name != "Nadam":
        return config
    if is_new:
        return dict(config, schedule_decay=1.0)
    rest = {key: value for key, value in config.items() if key != "decay"}
    return dict({"schedule_decay": config["decay"]}, **rest) if "decay" in config else rest


def _named(value: Any) -> Any:
    """Losses and metrics in lists and dictionaries, each by name where its object is no more than one."""
    if isinstance(value, list):
        return [_named(part) for part in value]
    if isinstance(value, dict) and "class_name" in value:
        return _object(value)
    if isinstance(value, dict):
        return {key: _named(part) for key, part in value.items()}
    return value


def _metrics(value: Any, origin: Origin) -> Any:
    """Metrics by name; that of the cosine by the name that says its sign."""
    was_the_loss = origin.before("2.3") and not origin.is_tf_keras
    return _cosines(_named(value), "cosine_proximity" if was_the_loss else "cosine_similarity")


def _cosines(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return [_cosines(part, name) for part in value]
    if isinstance(value, dict) and "class_name" not in value:
        return {key: _cosines(part, name) for key, part in value.items()}
    return name if isinstance(value, str) and value in COSINES else value


def _object(value: Config) -> Any:
    config = value.get("config")
    if value["class_name"] in ("function", "builtin_function_or_method") and isinstance(config, str):
        return config
    if not isinstance(config, dict):
        return value
    if value["class_name"] in ("MeanMetricWrapper", "LossFunctionWrapper") and isinstance(config.get("fn"), str):
        return _short_name(config["fn"], config.get("name")) or config["fn"]
    return {"class_name": registered(value, value["class_name"]), "config": config}


def _short_name(function: str, name: Any) -> Optional[str]:
    """The name by which ``compile`` was given a function, which names its numbers in logs; None where it is another.

    Example:
        >>> _short_name("mean_absolute_error", "mae"), _short_name("binary_accuracy", "accuracy"), _short_name("hinge", "mine")
        ('mae', 'accuracy', None)
    """
    if name is None or name == function:
        return None
    if name in _BY_SHAPES:
        return str(name) if function.endswith(_BY_SHAPES[name]) else None
    from compat.api.names import LOSS_ALIASES  # here: few files have such a name, and these tables are large

    return str(name) if LOSS_ALIASES.get(str(name)) == function else None
