"""What all layer modules here share: how a layer of Keras 3 becomes one of Keras 2.

Each is a small class of two parents, ``class Dense(keras.layers.Dense, Layer)``: the computation is Keras 3's,
arguments, masks and the node API are the old ones, and ``isinstance(layer, Layer)`` holds. The old arguments are those
of the signatures in :mod:`compat.api.names`; a constructor is written out where it does more.
"""
import functools
import inspect
from typing import Any, Callable, Dict, Mapping, Type, TypeVar

import keras
import numpy as np

from compat.api.arguments import ANY, INPUT_ARGUMENTS, NEUTRAL, NEUTRAL_ANYWHERE
from compat.api.names import lookup
from compat.callers import is_called_from
from compat.era import current
from compat.errors import UnsupportedError
from compat.flavors.shared.old_arguments import constructor

from .. import activations, constraints, initializers, keras1, regularizers
from ..context import current_training, in_call, note_phase_asked
from ..engine.calls import shapes_of_tensorflow
from ..pythons_random import pythons_random_kept
from ..written.configs import written_form

Class = TypeVar("Class", bound=Type[Any])

#: What becomes of an argument of any layer, by its name.
_READ: Mapping[str, Callable[[Any], Any]] = {
    "activation": activations.of_layer, "recurrent_activation": activations.of_layer, "filters": int, "units": int}


def legacy(layer: Class) -> Class:
    """Register an adapter class under the package name ``compat``; let it take old arguments and give old configurations."""
    _show_activations(layer)
    layer.__init__ = _with_seeds_apart(layer.__init__)
    layer.__init__ = constructor(layer, lookup("keras.layers", layer.__name__), functools.partial(_read, layer))
    layer.__init__ = keras1.layer_constructor(layer.__name__, layer.__init__)
    _ask_for_the_phase(layer)
    _give_shapes_of_tensorflow(layer)
    _let_weights_be_set(layer)
    keras.saving.register_keras_serializable(package="compat")(layer)
    written_form(layer)
    return layer


def _with_seeds_apart(init: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(init)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        with pythons_random_kept():
            init(self, *args, **kwargs)

    return __init__


#: Weights that layers of Keras 3 give by properties, and the attributes in which they keep them.
_PROPERTIES = {"kernel": "_kernel", "embeddings": "_embeddings"}


def _let_weights_be_set(layer: Class) -> None:
    """Let code set ``layer.kernel``, to a weight of its own, to one of another layer or to a tensor computed from weights.

    In Keras 2 these were plain attributes: a subclass of ``Dense`` made its kernel in ``build``, others tied two layers.
    """
    given = {name: inspect.getattr_static(layer, name, None) for name in _PROPERTIES}
    names = [name for name, found in given.items() if isinstance(found, property) and found.fset is None]
    for name in names:
        setattr(layer, name, _settable(given[name], _PROPERTIES[name]))
    if names:
        layer._stored_as = {name: _PROPERTIES[name] for name in names}


def _settable(inherited: property, kept: str) -> property:
    def read(layer: Any) -> Any:
        value = getattr(layer, kept, None)
        changed = getattr(layer, "quantization_mode", None) or getattr(layer, "lora_enabled", False)
        return inherited.fget(layer) if value is None or changed else value  # type: ignore[misc]

    return property(read, doc=inherited.__doc__)


def _show_activations(layer: Class) -> None:
    """Let a program read ``layer.activation`` as the function that it has by that name: ``is activations.relu`` holds."""
    for name in ("activation", "recurrent_activation"):
        inherited = inspect.getattr_static(layer, name, None)
        read = getattr(inherited, "fget", None)
        if _is_an_argument(layer, name) and not hasattr(read, "shows"):
            setattr(layer, name, _shown(name, read, getattr(inherited, "fset", None)))


def _shown(name: str, read: Any, write: Any) -> property:
    def kept(layer: Any) -> Any:
        facts = vars(layer)
        if name in facts:
            return facts[name]
        if name in facts.get("_modules", ()):  # an activation that is a layer, on torch
            return facts["_modules"][name]
        raise AttributeError("{!r} object has no attribute {!r}".format(type(layer).__name__, name))

    def keep(layer: Any, value: Any) -> None:
        vars(layer)[name] = value

    def show(layer: Any) -> Any:
        found = (read or kept)(layer)
        return found if is_called_from("keras", "compat") else activations.of_program(found, layer)

    show.shows = True  # type: ignore[attr-defined]
    return property(show, write if read else keep)


def _ask_for_the_phase(layer: Class) -> None:
    """Let ``call`` ask for the learning phase where code calls it without ``training``, as in Keras 2.

    A subclass that says ``super().call(inputs)``, or a wrapper that says ``self.layer.call(inputs)``, trains so.
    """
    own, inherited = layer.call, "call" not in vars(layer)
    names = list(inspect.signature(own).parameters)
    if "training" not in names:
        return
    position = names.index("training") - 1

    @functools.wraps(own)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        if len(args) <= position and kwargs.get("training") is None and in_call():
            note_phase_asked()
            kwargs["training"] = current_training()
        return own(self, *args, **kwargs)

    call.computes_as_inherited = inherited  # type: ignore[attr-defined]
    layer.call = call


def _give_shapes_of_tensorflow(layer: Class) -> None:
    """Let ``compute_output_shape`` give code of tf.keras a ``tf.TensorShape``: ``.as_list()`` follows in many programs."""
    own = layer.compute_output_shape

    @functools.wraps(own)
    def compute_output_shape(self: Any, *args: Any, **kwargs: Any) -> Any:
        shape = own(self, *args, **kwargs)
        of_program = current(self).of_tf_keras and not is_called_from("keras", "compat")
        return shapes_of_tensorflow(shape) if of_program else shape

    layer.compute_output_shape = compute_output_shape


def _read(layer: Type[Any], given: Dict[str, Any]) -> Dict[str, Any]:
    given = _without_effect_left_out(layer, given)
    return {name: _read_one(name, value) for name, value in given.items()}


def _read_one(name: str, value: Any) -> Any:
    if name.endswith("_regularizer"):
        return regularizers.of_layer(value)
    if name.endswith("_constraint") and isinstance(value, str):
        return constraints.get(value)
    if name in _READ:
        return _READ[name](value)
    return _initializer(value) if name.endswith("_initializer") else _without_numpy(value)


def _without_numpy(value: Any) -> Any:
    """Sizes and rates as numbers of Python, and sizes in an array as a tuple: Keras 3 takes no others in places."""
    if isinstance(value, (tuple, list)) and any(isinstance(each, np.generic) for each in value):
        return type(value)(map(_without_numpy, value)) if type(value) in (tuple, list) else value
    if isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind in "iu":
        return tuple(value.tolist())
    return value.item() if isinstance(value, (np.integer, np.floating, np.bool_)) else value


def _without_effect_left_out(layer: Type[Any], given: Dict[str, Any]) -> Dict[str, Any]:
    """What Keras 3 is to be given: not ``BatchNormalization(fused=True)`` and its like, which tf.keras took by name.

    Raises:
        UnsupportedError: a value that changes what the layer computes, such as ``virtual_batch_size=2``.
    """
    rows = {**NEUTRAL_ANYWHERE, **NEUTRAL.get(layer.__name__, {})}
    gone = [name for name in given if name in rows and name not in INPUT_ARGUMENTS and not _takes(layer, name)]
    for name in gone:
        if rows[name] is not ANY and given[name] != rows[name]:
            raise UnsupportedError("{0}({1}={2!r}) is not served on Keras 3, which has no such argument; leave it out, or set "
                                   "{1}={3!r}".format(layer.__name__, name, given[name], rows[name]))
    return {name: value for name, value in given.items() if name not in gone}


def _takes(layer: Type[Any], name: str) -> bool:
    """Whether a constructor of the layer reads the argument."""
    if name == "time_major":  # a recurrent layer says what to write instead
        return issubclass(layer, keras.layers.RNN)
    return _is_an_argument(layer, name)


def _is_an_argument(layer: Type[Any], name: str) -> bool:
    """Whether a constructor of the class, or of one that it derives from, names the argument."""
    return any(name in inspect.signature(vars(base)["__init__"]).parameters
               for base in layer.__mro__ if "__init__" in vars(base) and base is not object)


_MADE_HERE = ("Constant", "Identity", "constant", "identity")


def _initializer(given: Any) -> Any:
    """The identity, of which Keras 3 makes another matrix, and a constant by its name alone are made here; others by Keras."""
    name = given.get("class_name") if isinstance(given, dict) else given
    return initializers.get(given) if isinstance(name, str) and name in _MADE_HERE else given
