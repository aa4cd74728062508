"""How the functions of a Lambda layer are stored: as expressions, without code, wherever they are one expression.

A stored expression is read back by any Python and can only compute with tensors. A function that is more than one
expression keeps the form that the installed Keras gives it (its bytecode, or its name).
"""
import math
import uuid
from types import FunctionType
from typing import Any, Dict, MutableMapping, Optional, Tuple
from weakref import WeakValueDictionary

import numpy as np

from compat.errors import ConfigError, LambdaError
from compat.flavors import Names
from compat.flavors.tf_root import FunctionsOfFiles
from compat.lambdas import BoundExpression, Expression

#: ``function_type`` of a function stored as an expression.
EXPRESSION = "expression"
_TYPES = {"function": "function_type", "mask": "mask_type", "output_shape": "output_shape_type"}
_MODULES = {"function": "module", "mask": "mask_module", "output_shape": "output_shape_module"}

#: What files of this process call functions that no file can hold, as long as the functions exist.
_kept: MutableMapping[str, FunctionType] = WeakValueDictionary()


def keep(function: FunctionType) -> str:
    """A word for a function by which this process finds it again, in a file that it wrote itself.

    Keras 2 stored such a function as bytecode, and programs open what they have just saved.

    Example:
        >>> word = keep(namespace)
        >>> kept()[word] is namespace
        True
    """
    word = "function " + uuid.uuid4().hex
    _kept[word] = function
    return word


def kept() -> Dict[str, FunctionType]:
    """All functions that were kept and still exist, by their words."""
    return dict(_kept)


def namespace() -> Dict[str, Any]:
    """The modules that an expression computes with: the old backend, TensorFlow 1's names, NumPy, math."""
    return {"K": Names("keras.backend"), "tf": FunctionsOfFiles(), "keras": Names("keras"), "np": np, "math": math}


def callable_of(function: Any, name: Optional[str]) -> Any:
    """A function to call: an Expression is bound to the installed Keras, anything else is returned as it is."""
    return function.bind(namespace(), name) if isinstance(function, Expression) else function


def expression_config(function: Any, name: str) -> Optional[Dict[str, Any]]:
    """What is stored for a callable, or None when it is not one expression of allowed parts."""
    if isinstance(function, BoundExpression):
        return function.expression.to_config()
    if not callable(function):
        return None
    try:
        return Expression.from_function(function, name).check(name).to_config()
    except LambdaError:
        return None


def with_expressions(config: Dict[str, Any], functions: Dict[str, Any], name: str) -> Dict[str, Any]:
    """A Lambda's configuration with each of ``functions`` (by its key) stored as an expression where it is one."""
    stored = dict(config)
    for key, function in functions.items():
        expression = expression_config(function, name)
        if expression is not None:
            stored.update({key: expression, _TYPES[key]: EXPRESSION})
            stored.pop(_MODULES[key], None)
    return stored


def by_name(config: Dict[str, Any]) -> Tuple[Dict[str, Any], Dict[str, Any]]:
    """The configuration with stored expressions replaced by names, and the callables of those names.

    Keras looks functions up by name among the ``custom_objects``, so its own ``from_config`` does the rest.
    """
    named, objects = dict(config), {}
    for key, type_key in _TYPES.items():
        if config.get(type_key) == EXPRESSION:
            name = "compat expression of " + key
            layer = config.get("name")
            objects[name] = Expression.from_config(config[key], layer).check(layer).bind(namespace(), layer)
            named.update({key: name, type_key: "function"})
    return named, objects


def split_mask(config: Dict[str, Any]) -> Tuple[Dict[str, Any], Dict[str, Any]]:
    """The configuration without its mask, and the mask's own entries under the keys of a function."""
    mask = {"function": config.get("mask"), "function_type": config.get("mask_type"),
            "module": config.get("mask_module")}
    rest = {key: value for key, value in config.items() if key not in ("mask", "mask_type", "mask_module")}
    return rest, mask


def constant_mask(mask: Any, name: str, evaluate: Any) -> Dict[str, Any]:
    """What is stored for a mask that is a constant tensor or array.

    Raises:
        ConfigError: it depends on an input, and so has no value of its own.
    """
    try:
        value = np.asarray(mask if isinstance(mask, (list, np.ndarray)) else evaluate(mask))
    except Exception as error:  # each TensorFlow has its own class for a tensor that needs a feed
        raise ConfigError("the mask of Lambda {!r} is a tensor that depends on an input and cannot be stored; give "
                          "mask= a function of (inputs, mask)".format(name)) from error
    return {"mask": value.astype(bool).tolist(), "mask_type": "raw"}
