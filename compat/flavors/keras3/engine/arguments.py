"""Constructor arguments of Keras 1 and 2 layers, brought to what Keras 3 takes.

``input_shape``, ``batch_input_shape``, ``input_dim``, ``input_length`` and ``batch_size`` described the input of a
first layer; ``weights`` its initial values; ``dtype`` the type of its *input*. Keras 3 knows only the first, without
a batch axis, and reads ``dtype`` as the type of weights and computation.
"""
import inspect
import types
from typing import Any, Callable, Dict, NamedTuple, Optional, Sequence, Tuple

import keras

from ..names import native_name
from ..regularizers import of_layer

_CATCHES_ALL = inspect.signature(lambda self, *args, **kwargs: None)

Shape = Tuple[Any, ...]

#: What Keras 3 itself takes, beside the names Keras 2 allowed.
_NATIVE = ("activity_regularizer", "autocast")
_ALLOWED = ("input_shape", "batch_input_shape", "batch_size", "dtype", "name", "trainable", "weights", "input_dtype",
            "input_dim", "input_length", "era") + _NATIVE


class LayerArguments(NamedTuple):
    """The keyword arguments of a legacy layer, sorted.

    Attributes:
        native: what goes to ``keras.layers.Layer.__init__``.
        batch_input_shape: shape of the input with its batch axis, or None.
        weights: initial values, a list of arrays, or None.
        input_dtype: type of the input that a Sequential model makes for this layer, or None for the default.
        era: version of the Keras as which the layer behaves, or None for that of the running code.
    """

    native: Dict[str, Any]
    batch_input_shape: Optional[Shape]
    weights: Optional[Sequence[Any]]
    input_dtype: Optional[str]
    era: Optional[str]


def sort_arguments(given: Dict[str, Any]) -> LayerArguments:
    """Sort the keyword arguments that a legacy layer passed to ``super().__init__``.

    Raises:
        TypeError: a name that Keras 2 did not take either.

    Example:
        >>> sort_arguments({"input_dim": 3, "name": "d"}).batch_input_shape
        (None, 3)
    """
    for name in given:
        if name not in _ALLOWED:
            raise TypeError("Keyword argument not understood: {!r}".format(name))
    native = {name: given[name] for name in _NATIVE if name in given}
    if "activity_regularizer" in native:
        native["activity_regularizer"] = of_layer(native["activity_regularizer"])
    native["name"] = native_name(given.get("name"))
    native["trainable"] = bool(given.get("trainable", True))
    dtype = _without_class(given.get("dtype", given.get("input_dtype")))
    if is_policy(dtype):
        native["dtype"] = dtype
    return LayerArguments(native, _batch_input_shape(given), given.get("weights"), _name_of(dtype), given.get("era"))


def _without_class(dtype: Any) -> Any:
    """A policy as tf.keras stated it in a configuration by its name; any other dtype as it is.

    Example:
        >>> _without_class({"class_name": "Policy", "config": {"name": "mixed_float16"}})
        'mixed_float16'
    """
    is_stated = isinstance(dtype, dict) and dtype.get("class_name") in ("Policy", "PolicyV1")
    return dtype["config"]["name"] if is_stated else dtype


def is_policy(dtype: Any) -> bool:
    """Whether a dtype may rule weights and computation; an integer or boolean one only described the input."""
    name = _name_of(dtype)
    return dtype is not None and (name is None or "float" in name)


def _name_of(dtype: Any) -> Optional[str]:
    if dtype is None or isinstance(dtype, dict):
        return None
    if isinstance(dtype, keras.DTypePolicy):
        return str(dtype.compute_dtype)
    return str(dtype if isinstance(dtype, str) else keras.backend.standardize_dtype(dtype))


def _batch_input_shape(given: Dict[str, Any]) -> Optional[Shape]:
    if given.get("batch_input_shape") is not None:
        return _plain(given["batch_input_shape"])
    shape = given.get("input_shape")
    if shape is None and given.get("input_dim") is not None:
        shape = (given["input_dim"],)
        if given.get("input_length") is not None:
            shape = (given["input_length"],) + shape
    if shape is None:
        return None
    return (given.get("batch_size"),) + _plain(shape)


def _plain(shape: Any) -> Shape:
    """The sizes as integers; of a layer with several inputs, those of each."""
    shape = shape.tolist() if hasattr(shape, "tolist") else shape
    sizes = shape if isinstance(shape, (tuple, list)) else (shape,)
    return tuple(_plain(size) if isinstance(size, (tuple, list)) else None if size is None else int(size) for size in sizes)


class StatedConstructors:
    """Mix-in of a layer: a constructor in a decorator, as ``keras.legacy.interfaces`` makes them, states its signature.

    Keras 3 reads a constructor's arguments in two ways, of which only one follows ``functools.wraps``, and takes it for
    granted that both find the same names, and that the first is ``self``.

    Example:
        >>> def logged(init):
        ...     return lambda *args, **kwargs: init(*args, **kwargs)
        >>> class Units(StatedConstructors):
        ...     @logged
        ...     def __init__(self, units):
        ...         self.units = units
        >>> inspect.getfullargspec(Units.__init__).args
        ['self']
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        init = vars(cls).get("__init__")
        if isinstance(init, types.FunctionType) and not hasattr(init, "__signature__"):
            _state_signature(init)


def _state_signature(init: Callable[..., None]) -> None:
    found = inspect.signature(init)
    if not inspect.getfullargspec(init).args:
        init.__signature__ = found if _names_itself(found) else _CATCHES_ALL  # type: ignore[attr-defined]
    elif hasattr(init, "__wrapped__"):
        init.__signature__ = found  # type: ignore[attr-defined]


def _names_itself(signature: inspect.Signature) -> bool:
    first = next(iter(signature.parameters.values()), None)
    return first is not None and first.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
