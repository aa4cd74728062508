"""``Model`` and ``Sequential`` on tf.keras and tf_keras, and the functions that make them from files and configurations."""
from typing import Any, Dict, Optional

from compat.api.classes import LAYERS_OF_FILES
from compat.flavors.shared.functional_classes import functional_class, is_functional
from compat.flavors.shared.instances import StandIn

from . import layers
from .engine import refuse_mask
from .installed import keras, tensorflow
from .training import LegacyTraining

__all__ = ["Model", "Sequential", "load_model", "model_from_config", "model_from_json"]

_NativeFunctional = type(keras.Model(*[keras.Input((1,))] * 2))


class Functional(LegacyTraining, _NativeFunctional):
    """A model made of inputs and outputs; what ``Model(inputs, outputs)`` returns.

    A class of its own, derived from Keras's: Keras makes any other class that is called so a functional one, and all it
    derives from, which tf.keras 2.4 cannot do to a mix-in.
    """

    # The arguments are those of Keras's own class: by them it tells its functional models from subclassed ones.
    def __init__(self, inputs: Any, outputs: Any, name: Optional[str] = None, trainable: bool = True,
                 **kwargs: Any) -> None:
        prefix = "model" if type(self) is Functional else type(self).__name__.lower()
        name = name or "{}_{}".format(prefix, keras.backend.get_uid(prefix))
        super().__init__(inputs, outputs, name=name, trainable=trainable, **kwargs)
        _refuse_masks(self)


class Model(LegacyTraining, keras.Model, metaclass=StandIn):
    """``keras.Model`` that trains as the era says; ``isinstance(x, Model)`` holds for every Keras model.

    Raises:
        MaskingError: a mask reaches a layer that does not support masking (eras up to 2.3).
    """

    stands_for = keras.Model

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is Model and (args or kwargs):
            return Functional(*args, **_renamed(kwargs))
        return super().__new__(cls, *args, **kwargs)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if isinstance(self, _NativeFunctional) or not is_functional(args, kwargs):
            super().__init__(*args, **kwargs)
            return
        # Keras would change the bases of the class, and of this one, which every other model of a program derives from.
        object.__setattr__(self, "__class__", functional_class(type(self), Functional))
        Functional.__init__(self, *args, **_renamed(kwargs))  # type: ignore[arg-type]

    @classmethod
    def from_config(cls, config: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
        """A model from its configuration; a functional one where the configuration is."""
        if cls is Model and "input_layers" in config:
            return Functional.from_config(config, custom_objects=custom_objects)
        return super().from_config(config, custom_objects=custom_objects)


class Sequential(LegacyTraining, keras.Sequential, metaclass=StandIn):
    """``keras.Sequential`` that trains as the era says."""

    stands_for = keras.Sequential

    def __init__(self, layers: Any = None, name: Optional[str] = None) -> None:
        super().__init__(layers, name=name or "sequential_{}".format(keras.backend.get_uid("sequential")))

    def add(self, layer: Any) -> None:
        """Append a layer.

        Raises:
            MaskingError: a mask reaches it and it does not support masking (eras up to 2.3).
        """
        super().add(layer)
        _refuse_masks(self)


Functional.__module__ = _NativeFunctional.__module__
Sequential.__module__ = keras.Sequential.__module__


def load_model(filepath: Any, custom_objects: Optional[Dict[str, Any]] = None, compile: bool = True,
               **kwargs: Any) -> Any:
    """``keras.models.load_model``, building the classes of this flavor by name."""
    return keras.models.load_model(filepath, custom_objects=_with_ours(custom_objects), compile=compile, **kwargs)


def model_from_config(config: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """``keras.models.model_from_config`` with the classes of this flavor."""
    return keras.models.model_from_config(config, custom_objects=_with_ours(custom_objects))


def model_from_json(json_string: str, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
    """``keras.models.model_from_json`` with the classes of this flavor."""
    return keras.models.model_from_json(json_string, custom_objects=_with_ours(custom_objects))


def _with_ours(custom_objects: Optional[Dict[str, Any]]) -> Dict[str, Any]:
    """The classes that files name as Keras does, ours in their place; the user's win."""
    names = LAYERS_OF_FILES | {"Lambda", "Wrapper"}
    objects: Dict[str, Any] = {name: getattr(layers, name) for name in names if hasattr(layers, name)}
    objects.update(Functional=Functional, Model=Model, Sequential=Sequential)
    objects.update(custom_objects or {})
    return objects


def _renamed(kwargs: Dict[str, Any]) -> Dict[str, Any]:
    """``Model(input=, output=)`` of Keras 1 by its later names."""
    return {{"input": "inputs", "output": "outputs"}.get(name, name): value for name, value in kwargs.items()}


def _refuse_masks(model: Any) -> None:
    """Built-in layers drop a mask silently: check the inputs of each layer of the model."""
    for layer in model.layers:
        for node in getattr(layer, "inbound_nodes", ()):
            refuse_mask(layer, tensorflow.nest.flatten(node.input_tensors))
