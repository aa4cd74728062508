"""A Lambda in a file of an old Keras: its functions by name, and beside its configuration as expressions.

Keras 2 stored bytecode, which another Python cannot run and this package never runs. Here a file names the function, which
every Keras looks up in ``custom_objects``, and holds its expression where it is one, from which this package builds it again.
The process that wrote the file finds any function again, as long as its layer exists.
"""
from types import FunctionType
from typing import Any, Dict

import keras

from compat.errors import LambdaError
from compat.flavors.shared.stored_functions import expression_config, keep
from compat.hub.records import Spec
from compat.lambdas import BoundExpression
from compat.writing import layer_config

from .forms import dialect_for


def lambda_spec(layer: Any) -> Spec:
    """``{"class_name": "Lambda", "config": …}``, with ``"expressions"`` of those of its functions that are one.

    A function that is more stands under ``"kept"``, by a word that this process knows.

    Raises:
        LambdaError: a mask that is a function and not one expression: no Keras 2 stored masks.
    """
    base = {"name": layer.name, "trainable": layer.trainable, "dtype": layer._config_dtype()}
    if hasattr(layer, "batch_input_shape"):
        base["batch_input_shape"] = layer.batch_input_shape
    shape = layer._output_shape
    config = layer_config("", base, dialect_for(layer), keras.config.floatx())
    config.update(function=name_of(layer.function, layer), function_type="function",
                  output_shape=name_of(shape, layer) if callable(shape) else shape,
                  output_shape_type="function" if callable(shape) else "raw", arguments=layer.arguments)
    spec: Spec = {"class_name": "Lambda", "config": config}
    found = _expressions(layer)
    if found:
        spec["expressions"] = found
    if "function" not in found and isinstance(layer.function, FunctionType):
        spec["kept"] = keep(layer.function)
    return spec


def _expressions(layer: Any) -> Dict[str, Any]:
    functions = {"function": layer.function, "mask": layer.mask, "output_shape": layer._output_shape}
    found = {key: expression_config(function, layer.name) for key, function in functions.items() if callable(function)}
    if callable(layer.mask) and found["mask"] is None:
        raise LambdaError("Lambda {0!r}: its mask function {1!r} is more than one expression, so that no file can hold it; "
                          "make it one expression, or save the model as '.keras' with a registered function".format(
                              layer.name, getattr(layer.mask, "__name__", layer.mask)))
    return {key: expression for key, expression in found.items() if expression is not None}


def name_of(function: Any, layer: Any) -> str:
    """What ``custom_objects`` calls the function; one without a name, or an expression of a file, has that of the layer."""
    name = getattr(function, "__name__", "")
    return name if name.isidentifier() and not isinstance(function, BoundExpression) else str(layer.name)
