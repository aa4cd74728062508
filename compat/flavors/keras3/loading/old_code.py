"""The compiled state of a file for old code that opens it: what ``compile`` was given there, and compat's own optimizers."""
import inspect
from typing import Any, Callable, Dict, Mapping, Optional

from compat.era import Era, current
from compat.hub.custom_objects import CustomObjects, plain_name

from .. import losses, metrics, optimizers
from .losses import FileLoss

Config = Dict[str, Any]
#: Metrics that ``compile`` finds a function for by the loss and the shapes.
_CHOSEN = ("accuracy", "acc", "crossentropy", "ce")


def each(stated: Any, find: Callable[[Any], Any]) -> Any:
    """Losses or metrics as a file states them, in lists and dictionaries, each replaced by what ``find`` gives for it."""
    if isinstance(stated, list):
        return [each(value, find) for value in stated]
    if isinstance(stated, dict) and "class_name" not in stated:
        return {key: each(value, find) for key, value in stated.items()}
    return None if stated is None else find(stated)


def loss(name: str, era: Era) -> Optional[Any]:
    """The loss of a name for ``compile``, reduced as the Keras of the file did; None if there is none.

    Example:
        >>> loss("mse", current())
        'mse'
    """
    if name not in losses.BY_NAME:
        return None
    return name if era.version == current().version else FileLoss(losses.BY_NAME[name], era=era.version)


def metric(name: str) -> Optional[Any]:
    """The metric of a name for ``compile``; None if there is none."""
    return name if name in _CHOSEN or name in metrics.BY_NAME else None


def optimizer(stated: Mapping[str, Any], custom: CustomObjects, era: Era) -> Optional[Any]:
    """Compat's optimizer for a hub ``optimizer_config``, or one of the user's; None where Keras 3's own has its formula.

    Args:
        stated: ``{"class_name", "config"}`` with the arguments of tf.keras 2.10, complete.
        custom: the user's objects.
        era: the Keras that wrote the file.
    """
    name, config = stated["class_name"], dict(stated["config"])
    if custom.has(name):
        return custom.find(name).from_config(_named_rate(custom.find(name), config))
    cls = optimizers.BY_NAME.get(plain_name(name).lower())
    if cls is None or era.behaviour("tf_keras_layers") or stated.get("loss_scale"):
        return None
    return made(cls, config)


def made(cls: Any, config: Config) -> Any:
    """One of compat's optimizers, with those arguments of the hub that it takes."""
    names = [*inspect.signature(cls.__init__).parameters, "clipnorm", "clipvalue", "name"]
    return cls(**{key: value for key, value in dict(config, lr=config["learning_rate"]).items() if key in names})


def _named_rate(cls: Any, config: Config) -> Config:
    """The learning rate under the name that a constructor has for it."""
    parameters = inspect.signature(cls.__init__).parameters
    if "lr" not in parameters or "learning_rate" in parameters or "learning_rate" not in config:
        return config
    return {"lr" if key == "learning_rate" else key: value for key, value in config.items()}
