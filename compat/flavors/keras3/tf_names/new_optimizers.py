"""``tf.keras.optimizers``: from TensorFlow 2.11 on those of Keras 3 under the old arguments, before that the legacy ones.

tf.keras 2.11 to 2.15 warned of ``lr=`` and left it aside, and refused ``decay=``; the rate could be read as ``.lr``.
"""
from typing import Any, Dict, List, Optional

import keras
from keras import ops

from compat.callers import is_called_from, warn_caller
from compat.era import era_of_tf_keras
from compat.flavor import keras3_backend

from ..context import in_compiled_code, outside_functions
from ..graph.variable import plain_names
from ..objects import registered_object
from ..optimizer_base import dense
from ..tf_optimizer import wrapped
from ..variables import is_variable
from ..written.forms import is_native
from . import legacy_optimizers as legacy
from . import stated
from .minimizing import CallableList, Minimizing
from .own_steps import OwnSteps, StepsWithoutRate, rate_of_step

#: Arguments that no tf.keras has.
_SINCE_KERAS_3 = ("gradient_accumulation_steps", "loss_scale_factor")
_NAMES = ("Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Lion", "Nadam", "Optimizer", "RMSprop", "SGD")


class _OfTensorFlow(StepsWithoutRate, Minimizing):
    """Mix-in: arguments, attributes and methods that Keras 3 dropped."""

    def __init__(self, *args: Any, lr: Any = None, decay: Any = None, jit_compile: Any = None,
                 is_legacy_optimizer: Any = False, **kwargs: Any) -> None:
        if decay:
            raise ValueError("decay is deprecated in the new Keras optimizer; give a schedule as learning_rate, or use "
                             "tf.keras.optimizers.legacy.{}".format(type(self).__name__))
        if lr is not None:
            warn_caller("`lr` is deprecated in tf.keras {} and has no effect; use `learning_rate`, or "
                        "tf.keras.optimizers.legacy.{}".format(era_of_tf_keras().version, type(self).__name__))
        super().__init__(*args, **kwargs)
        if kwargs.get("name") is None:  # which Keras 3 would call ``adam_1``; nobody passes it by position
            self.name = next(each.__name__ for each in type(self).__mro__ if each.__name__ in _NAMES)
        self.jit_compile = False  # as tf.keras had it on a machine without a GPU

    def get_config(self) -> Dict[str, Any]:
        """The arguments of tf.keras; where Keras 3 asks, its own."""
        config: Dict[str, Any] = super().get_config()  # type: ignore[misc]
        if is_native():
            return config
        given = {key: value for key, value in config.items() if key not in _SINCE_KERAS_3 or value is not None}
        return {**given, "jit_compile": self.jit_compile, "is_legacy_optimizer": False}

    @property
    def variables(self: Any) -> List[Any]:
        """The count of steps and the state of each parameter; in a program of tf.keras without the rate, and called as well."""
        found: List[Any] = super().variables  # type: ignore[misc]
        if is_called_from("keras", "compat"):
            return found
        others = (self._learning_rate, getattr(self, "_u_product", None))
        return CallableList(each for each in found if all(each is not other for other in others))

    def build(self, variables: Any) -> None:
        """Make the state; ``Adafactor`` calls its variables as those that they belong to. Averages begin with the values that
        the variables have: Keras 3 begins with those after the first step."""
        with plain_names():
            super().build(variables)  # type: ignore[misc]
        if self.use_ema:  # type: ignore[attr-defined]
            with outside_functions():
                for variable, average in self._averaged():
                    average.assign(ops.copy(ops.convert_to_tensor(variable)))  # which JAX gives away

    def _averaged(self: Any) -> Any:
        pairs = zip(self._trainable_variables, self._model_variables_moving_average)
        return [(variable, average) for variable, average in pairs if average is not None]

    def _update_model_variables_moving_average(self: Any, trainable_variables: Any) -> None:
        if self.use_ema:
            for variable, average in self._averaged():
                average.assign(self.ema_momentum * average + (1 - self.ema_momentum) * variable)

    @property
    def learning_rate(self: Any) -> Any:
        """The learning rate; for a program that gave a schedule, the one of the last step, as tf.keras kept it."""
        schedule, rate = self._learning_rate, rate_of_step(self)
        if rate is not None:
            return rate
        if not isinstance(schedule, keras.optimizers.schedules.LearningRateSchedule) or is_called_from("keras"):
            return super().learning_rate  # type: ignore[misc]
        return schedule(ops.maximum(ops.cast(self.iterations, "int32") - 1, 0))

    @learning_rate.setter
    def learning_rate(self, value: Any) -> None:
        keras.optimizers.Optimizer.learning_rate.fset(self, value)

    @property
    def lr(self: Any) -> Any:
        """The variable that holds the learning rate; may be assigned. The rate of the last step, where there is a schedule."""
        return self._learning_rate if is_variable(self._learning_rate) else self.learning_rate

    @lr.setter
    def lr(self, value: Any) -> None:
        self.learning_rate = value

    def update_step(self: Any, gradient: Any, variable: Any, learning_rate: Any = None) -> None:
        """Apply one gradient to one variable; on TensorFlow that of an Embedding has a part for each row that was read."""
        learning_rate = self._get_current_learning_rate() if learning_rate is None else learning_rate
        in_rows = keras3_backend() == "tensorflow" and hasattr(gradient, "indices")  # which TensorFlow calls a tensor, too
        given = dense(gradient, variable) if in_rows else gradient
        super().update_step(given, variable, learning_rate)  # type: ignore[misc]


class _TracedNadam(keras.optimizers.Nadam):  # type: ignore[misc]
    """``Nadam`` with the product of momenta that tf.keras 2.11 to 2.15 computed.

    That went on once in each step only where code ran eagerly. ``fit`` and ``tf.function`` traced the step, once more where the
    first trace made the state, and the count of products was a Python number of the trace: the product went on with each
    variable, but for one whose number that count met.
    """

    def build(self, variables: Any) -> None:
        """Make the state."""
        self._first_count = len(variables) if in_compiled_code() else 0
        super().build(variables)

    def _backend_update_step(self, grads: Any, trainable_variables: Any, learning_rate: Any) -> None:
        self._places = {self._var_key(each): place for place, each in enumerate(trainable_variables)}
        self._is_traced = in_compiled_code()
        above: Any = keras.optimizers.Nadam if self._is_traced else _TracedNadam
        super(above, self)._backend_update_step(grads, trainable_variables, learning_rate)

    def update_step(self, gradient: Any, variable: Any, learning_rate: Any) -> None:
        """Apply one gradient to one variable."""
        if self._is_traced:
            product = ops.convert_to_tensor(self._u_product)
            factor = self.beta_1 * (1.0 - 0.5 * ops.power(0.96, ops.cast(self.iterations + 1, product.dtype)))
            count = self._first_count + self._places[self._var_key(variable)]
            is_met = ops.equal(count, ops.cast(self.iterations, "int32") + 1)
            self.assign(self._u_product, ops.where(is_met, product, product * factor))
        super().update_step(gradient, variable, learning_rate)


_BASES = {"Nadam": _TracedNadam, "Optimizer": OwnSteps}


def _made(name: str) -> Any:
    base = _BASES.get(name) or getattr(keras.optimizers, name)
    made = type(name, (_OfTensorFlow, base), {"__doc__": base.__doc__, "__module__": __name__})
    return keras.saving.register_keras_serializable(package="tf.keras")(made)


#: Name → the class of tf.keras 2.11 to 2.15.
CLASSES: Dict[str, Any] = {name: _made(name) for name in _NAMES if hasattr(keras.optimizers, name)}


def _class(name: str) -> Any:
    """The class of that name in the era of tf.keras that is in force."""
    older = getattr(legacy, name, None) if era_of_tf_keras().behaviour("tf_optimizers") == "legacy" else None
    return older or CLASSES[name]


def file_name(optimizer: Any) -> Optional[str]:
    """How tf.keras 2.11 to 2.15 stated the class of one of these optimizers in a file; None for any other object."""
    if not isinstance(optimizer, _OfTensorFlow):
        return None
    name = type(optimizer).__name__
    return "Custom>" + name if type(optimizer) is CLASSES.get(name) else name


def get(identifier: Any, use_legacy_optimizer: bool = False, **kwargs: Any) -> Any:
    """The optimizer of a name or configuration; one of TensorFlow 1 in a ``TFOptimizer``, another unchanged.

    Raises:
        ValueError: no optimizer of that name.
    """
    if isinstance(identifier, str):
        identifier = {"class_name": identifier, "config": {}}
    return deserialize(identifier) if isinstance(identifier, dict) else wrapped(identifier)


def deserialize(config: Dict[str, Any], custom_objects: Optional[Dict[str, Any]] = None, use_legacy_format: bool = False,
                **kwargs: Any) -> Any:
    """An optimizer from :func:`serialize`, or from what Keras 3 wrote."""
    module = str(config.get("module"))
    config = stated.without_module(config)
    if "module" in config:
        return keras.saving.deserialize_keras_object(config, custom_objects)
    name = config["class_name"].rpartition(">")[2] if config["class_name"].startswith("Custom>") else config["class_name"]
    if module.endswith(".legacy") and hasattr(legacy, name):
        return getattr(legacy, name).from_config(dict(config["config"]))
    own = next((_class(each) for each in CLASSES if each.lower() == name.lower()), None)
    found = registered_object(name, custom_objects) or own
    if found is None:
        raise ValueError("Unknown optimizer: {0!r}; pass it in custom_objects={{{0!r}: cls}}".format(name))
    return found.from_config(dict(config["config"]))


def _plain(optimizer: Any) -> Dict[str, Any]:
    return {"class_name": file_name(optimizer) or type(optimizer).__name__, "config": optimizer.get_config()}


def serialize(optimizer: Any, use_legacy_format: bool = False) -> Dict[str, Any]:
    """``{"class_name": …, "config": …}``, with the module of the class in tf.keras 2.13 to 2.15."""
    if use_legacy_format or not stated.states_modules():
        return _plain(optimizer)
    is_legacy = isinstance(optimizer, legacy.Optimizer)
    plain = {"class_name": type(optimizer).__name__, "config": optimizer.get_config()}
    found: Dict[str, Any] = stated.with_module(optimizer, plain, "keras.optimizers.legacy" if is_legacy else "keras.optimizers")
    return found


def __getattr__(name: str) -> Any:
    if name in CLASSES:
        return _class(name)
    raise AttributeError("module {!r} has no attribute {!r}".format(__name__, name))


__all__ = [*CLASSES, "get", "deserialize", "serialize"]
