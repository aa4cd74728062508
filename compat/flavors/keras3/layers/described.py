"""Arguments that name objects: initializers, regularizers, constraints and activations of layers that Keras 3 has not.

A layer of Keras 3 keeps and writes these by itself; the ones written here share this base.
"""
from typing import Any, Dict

import keras

from .. import activations
from ..engine.layer import Layer

_KINDS: Dict[str, Any] = {
    "initializer": keras.initializers,
    "regularizer": keras.regularizers,
    "constraint": keras.constraints,
}


def _kind(argument: str) -> str:
    return argument.rsplit("_", 1)[-1]


class DescribedLayer(Layer):
    """A layer whose ``get_config`` gives back what :meth:`_keep` was given."""

    def _keep(self, **arguments: Any) -> None:
        """Set each argument as an attribute; one named ``…_initializer``, ``…_regularizer`` and so on as its object."""
        self.__dict__["_kept"] = tuple(arguments)
        for name, value in arguments.items():
            setattr(self, name, _object(name, value))

    def get_config(self) -> Dict[str, Any]:
        """The kept arguments, in the form that Keras 3 stores."""
        config = {name: _stored(name, getattr(self, name)) for name in self._kept}
        if getattr(self, "activity_regularizer", None) is not None:
            config["activity_regularizer"] = keras.regularizers.serialize(self.activity_regularizer)
        return {**super().get_config(), **config}


def _object(name: str, value: Any) -> Any:
    if name == "activation":
        return activations.get(value)
    module = _KINDS.get(_kind(name))
    return value if module is None else module.get(value)


def _stored(name: str, value: Any) -> Any:
    if name == "activation":
        return keras.activations.serialize(value)
    module = _KINDS.get(_kind(name))
    return value if module is None or value is None else module.serialize(value)
