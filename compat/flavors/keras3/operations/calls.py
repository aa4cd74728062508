"""Calls of operations with tensors among their arguments: kept as data, filled in when the model runs.

A call is ``{"op": symbol, "args": […], "kwargs": {…}}``; in it ``{"tensor": 2}`` stands for the third tensor that the
layer is given, ``{"slice": [start, stop, step]}`` for a slice, ``{"ellipsis": true}`` for ``...``; calls nest. Only
symbols of :mod:`compat.api.tf_operations` can be called.
"""
import operator
import re
from typing import Any, Callable, Dict, List, Mapping, Sequence

import keras
import numpy as np

from compat.flavors.shared.tf_nodes import plain

_DTYPE = re.compile(r"^<dtype: '(\w+)'>$")
_PLAIN: Mapping[str, Callable[..., Any]] = {
    "__operators__.add": operator.add, "math.add": operator.add, "math.subtract": operator.sub,
    "math.multiply": operator.mul, "math.floordiv": operator.floordiv, "floor_div": operator.floordiv,
    "math.truediv": operator.truediv, "math.floormod": operator.mod, "math.maximum": max, "math.minimum": min,
    "math.negative": operator.neg, "cast": lambda x, dtype: _cast(x, dtype),
    "identity": lambda x: x, "convert_to_tensor": lambda x, dtype=None: x,
}


class Deferred:
    """A shape, or a number computed from one: a call that is made inside whatever uses it.

    Such values are no tensors in a compiled model of JAX or torch, where a shape must be known.

    Attributes:
        call: as the module describes it, with KerasTensors in their places.
        name: of the layer it was in the file.
    """

    def __init__(self, call: Dict[str, Any], name: str) -> None:
        self.call = call
        self.name = name


def decoded(value: Any) -> Any:
    """An argument as the file has it: slices, ellipses and dtypes in the form of the module.

    Example:
        >>> decoded([{"start": None, "stop": 2, "step": None}, "Ellipsis", "<dtype: 'float32'>"])
        [{'slice': [None, 2, None]}, {'ellipsis': True}, 'float32']
    """
    if isinstance(value, dict) and value.get("class_name") in ("__tuple__", "TensorShape"):
        return [decoded(part) for part in value["items"]]
    if isinstance(value, dict) and value.get("class_name") == "__ellipsis__":
        return {"ellipsis": True}
    if isinstance(value, dict) and set(value) == {"start", "stop", "step"}:
        return {"slice": [decoded(value[part]) for part in ("start", "stop", "step")]}
    if isinstance(value, str):
        found = _DTYPE.match(value)
        return {"ellipsis": True} if value == "Ellipsis" else found.group(1) if found else value
    if isinstance(value, (list, tuple)):
        return [decoded(part) for part in value]
    if isinstance(value, dict):
        return {key: decoded(part) for key, part in value.items()}
    return value


def inlined(value: Any) -> Any:
    """The same with the calls of deferred values in their places."""
    if isinstance(value, Deferred):
        return value.call
    if isinstance(value, list):
        return [inlined(part) for part in value]
    if isinstance(value, dict):
        return {key: inlined(part) for key, part in value.items()}
    return value


def leaves(value: Any) -> List[Any]:
    """KerasTensors and deferred values in an argument, in order."""
    if isinstance(value, (keras.KerasTensor, Deferred)):
        return [value]
    if isinstance(value, (list, tuple)):
        return [leaf for part in value for leaf in leaves(part)]
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in leaves(value[key])]
    return []


def numbered(call: Any, tensors: List[Any]) -> Any:
    """A call with the number of each KerasTensor in its place; each is added to ``tensors`` once."""
    if isinstance(call, keras.KerasTensor):
        places = [place for place, tensor in enumerate(tensors) if tensor is call]
        if not places:
            tensors.append(call)
        return {"tensor": places[0] if places else len(tensors) - 1}
    if isinstance(call, list):
        return [numbered(part, tensors) for part in call]
    if isinstance(call, dict):
        return {key: numbered(call[key], tensors) for key in sorted(call)}
    return call


def stored(call: Any) -> Any:
    """A call as a file holds it: an array in it is a list, of floats one more call, which makes it again.

    Example:
        >>> stored([np.array([1, 2]), np.array([0.5], "float32")])
        [[1, 2], {'op': 'constant', 'args': [[0.5]], 'kwargs': {'dtype': 'float32'}}]
    """
    if isinstance(call, list):
        return [stored(part) for part in call]
    if isinstance(call, dict):
        return {key: stored(part) for key, part in call.items()}
    if not (isinstance(call, np.ndarray) or keras.ops.is_tensor(call)):
        return call
    values = np.asarray(keras.ops.convert_to_numpy(call))
    if isinstance(call, np.ndarray) and values.dtype.kind in "iu":
        return values.tolist()
    return {"op": "constant", "args": [values.tolist()], "kwargs": {"dtype": values.dtype.name}}


def computed(call: Any, tensors: Sequence[Any]) -> Any:
    """The value of a call for these tensors."""
    if isinstance(call, list):
        return [computed(part, tensors) for part in call]
    if not isinstance(call, dict):
        return call
    if "tensor" in call:
        return tensors[call["tensor"]]
    if "slice" in call:
        return slice(*[_whole(computed(part, tensors)) for part in call["slice"]])
    if "ellipsis" in call:
        return Ellipsis
    args = [computed(part, tensors) for part in call["args"]]
    kwargs = {key: computed(part, tensors) for key, part in call["kwargs"].items()}
    simple = _PLAIN.get(plain(call["op"]))
    if simple is not None and all(_is_plain(value) for value in args + list(kwargs.values())):
        return _each(simple, args + list(kwargs.values()))
    from .functions import function_of  # imports all of compat.tf, which few files need

    return function_of(call["op"])(*args, **kwargs)


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, np.integer) else value


def _is_plain(value: Any) -> bool:
    """Whether a value is a number, a vector of numbers, or the name of a dtype."""
    if isinstance(value, (list, tuple)):
        return all(_is_plain(each) for each in value)
    if isinstance(value, (bool, dict)) or value is None:
        return False
    # Under jax.export, a size that is not known is an expression: a number of neither kind, but without a shape.
    return isinstance(value, (int, float, np.number, str)) or not hasattr(value, "shape")


def _cast(size: Any, dtype: Any) -> Any:
    """A number of another type; of a size that is an expression, as under ``jax.export``, a tensor."""
    if not isinstance(size, (int, float, np.number)):
        return keras.ops.cast(keras.ops.convert_to_tensor(size), dtype)
    return float(size) if "float" in str(dtype) else int(size)


def _each(function: Callable[..., Any], values: List[Any]) -> Any:
    """A function of numbers, over the elements of vectors among its arguments."""
    lengths = [len(value) for value in values if isinstance(value, (list, tuple))]
    if not lengths:
        return function(*values)
    return [function(*[value[place] if isinstance(value, (list, tuple)) else value for value in values])
            for place in range(max(lengths))]
