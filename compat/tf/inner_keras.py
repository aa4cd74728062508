"""The modules inside tf.keras 2 from which code imports what is public elsewhere: ``tensorflow.python.keras.optimizer_v2``.

``from tensorflow.python.keras.optimizer_v2.optimizer_v2 import OptimizerV2`` is the base of optimizers,
``from keras.engine.functional import Functional`` a class of models. Any other name is that of the first module of ``tf.keras``
that has it.
"""
import importlib
from typing import Any, Callable

from compat.flavors.aliases import explained

#: Name inside → its place below ``compat``.
_PLACES = {
    "Conv": "keras.layers.convolutional._Conv",
    "Functional": "tf.keras.models.Model",
    "OptimizerV2": "tf.keras.optimizers.legacy.Optimizer",
    "Optimizer": "tf.keras.optimizers.legacy.Optimizer",
    "PreprocessingLayer": "tf.keras.layers.experimental.preprocessing.PreprocessingLayer",
    "ReductionV2": "tf.keras.losses.Reduction",
}
_MODULES = ("layers", "models", "utils", "losses", "metrics", "optimizers", "backend")


@explained
def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError("module {!r} has no attribute {!r}".format(__name__, name))
    keras = importlib.import_module("compat.tf.keras")
    if name == "KerasTensor":
        return type(keras.Input((1,)))
    if name in _PLACES:
        found: Any = importlib.import_module("compat")
        for part in _PLACES[name].split("."):
            found = getattr(found, part) if hasattr(found, part) else importlib.import_module(found.__name__ + "." + part)
        return found
    for module in _MODULES:
        if hasattr(getattr(keras, module), name):
            return getattr(getattr(keras, module), name)
    raise AttributeError("compat serves no {} of a module inside tf.keras".format(name))


def smart_cond(pred: Any, true_fn: Callable[[], Any], false_fn: Callable[[], Any], name: Any = None) -> Any:
    """The result of one of two functions; only a tensor, whose value may be unknown, takes ``tf.cond``.

    Example:
        >>> smart_cond(True, lambda: "yes", lambda: "no")
        'yes'
    """
    if isinstance(pred, (bool, int)):
        return true_fn() if pred else false_fn()
    return importlib.import_module("compat.tf").cond(pred, true_fn, false_fn)


def shape_type_conversion(fn: Callable[..., Any]) -> Callable[..., Any]:
    """The decorator of ``build`` and ``compute_output_shape`` in ``tf_utils``: shapes are tuples in any case."""
    return fn
