"""What all layer modules here share: how a layer of Keras 3 becomes one of Keras 2.

Each is a small class of two parents, ``class Dense(keras.layers.Dense, Layer)``: the computation is Keras 3's,
arguments, masks and the node API are the old ones, and ``isinstance(layer, Layer)`` holds. The old arguments are those
of the signatures in :mod:`compat.api.names`; a constructor is written out where it does more.
"""
from typing import Any, Callable, Dict, Mapping, Type, TypeVar

import keras

from compat.api.names import lookup
from compat.flavors.shared.old_arguments import constructor

from .. import activations, initializers, keras1
from ..written.configs import written_form

Class = TypeVar("Class", bound=Type[Any])

#: What becomes of an argument of any layer, by its name.
_READ: Mapping[str, Callable[[Any], Any]] = {
    "activation": activations.of_layer, "recurrent_activation": activations.of_layer, "filters": int, "units": int}


def legacy(layer: Class) -> Class:
    """Register an adapter class under the package name ``compat``; let it take old arguments and give old configurations."""
    layer.__init__ = constructor(layer, lookup("keras.layers", layer.__name__), _read)
    layer.__init__ = keras1.layer_constructor(layer.__name__, layer.__init__)
    keras.saving.register_keras_serializable(package="compat")(layer)
    written_form(layer)
    return layer


def _read(given: Dict[str, Any]) -> Dict[str, Any]:
    return {name: _READ[name](value) if name in _READ else _initializer(value) if name.endswith("_initializer") else value
            for name, value in given.items()}


def _initializer(given: Any) -> Any:
    """The identity, which Keras 3 makes another matrix of, is made here; others are left to Keras."""
    name = given.get("class_name") if isinstance(given, dict) else given
    return initializers.get(given) if isinstance(name, str) and name in ("identity", "Identity") else given
