"""``Lambda``: a function as a layer (``keras.layers.core`` of Keras 1 and 2).

Its functions are stored as expressions (:mod:`compat.lambdas`), which any Python reads back and which hold no code; a
function that is more than one expression is stored as Keras 3 stores a function, by its registered name, or by a word that
this process knows if the program asks for the configuration.
"""
import inspect
from types import FunctionType
from typing import Any, Callable, Dict, Optional

import keras
from keras import tree

from compat.era import current
from compat.errors import LambdaError
from compat.flavors.shared.stored_functions import by_name, callable_of, keep, kept, with_expressions

from ..backend.tensors import dtype
from ..context import calling
from ..engine.closures import variables_behind, with_values
from ..engine.graph_calls import run
from ..engine.layer import Layer
from ..engine.masks import masks_of
from ..engine.output_shapes import inferred, is_a_guess
from ..pythons_random import seed_generator
from ..seeds_of_calls import begin_noting_seeds
from ..written.forms import is_asked_by_program
from .base import legacy


@legacy
class Lambda(Layer):
    """A function of a tensor, or of a list of tensors, as a layer.

    Args:
        function: takes the input, and ``mask`` or ``training`` if it names them. Or an Expression.
        output_shape: shape without batch axis, a function of the input shape, or None to find out.
        mask: a tensor, a function of ``(inputs, previous_mask)``, or None, which drops the mask.
        arguments: dict of more arguments for ``function``.

    Example:
        >>> from compat.flavors.keras3.engine import Input
        >>> Lambda(lambda x: x[:, 1:])(Input(shape=(3, 2)))._keras_shape
        (None, 2, 2)
    """

    def __init__(self, function: Callable[..., Any], output_shape: Any = None, mask: Any = None,
                 arguments: Optional[Dict[str, Any]] = None, **kwargs: Any) -> None:
        super().__init__(**{"autocast": False, **kwargs})  # the function is given what it is called with
        self.__dict__["_input_dtypes"] = None
        self.function = callable_of(function, self.name)
        self.__dict__["arguments"] = dict(arguments or {})
        self.__dict__["mask"] = callable_of(mask, self.name)
        shape = callable_of(output_shape, self.name)
        self.__dict__["_output_shape"] = tuple(shape) if isinstance(shape, list) else shape
        if mask is not None:
            self.supports_masking = True
        self._legacy_seed_generator = seed_generator()
        self._hold(variables_behind(self.function))

    @property
    def _calls_to_describe(self) -> int:  # type: ignore[override]
        return 1 if self._output_shape is not None else 2  # once more to find the shape

    def call(self, inputs: Any, mask: Any = None, training: Any = None) -> Any:
        """The function's value."""
        with calling(self, training):
            begin_noting_seeds(self)
            return run(self, lambda: self._described_call(inputs, mask, training), inputs)

    def _described_call(self, inputs: Any, mask: Any = None, training: Any = None) -> Any:
        named = inspect.signature(self.function).parameters
        kwargs = dict(self.arguments)
        if "mask" in named and "mask" not in kwargs:
            kwargs["mask"] = masks_of(inputs) if mask is None else mask
        if "training" in named and "training" not in kwargs:
            kwargs["training"] = training
        return with_values(self.function)(inputs, **kwargs)

    def compute_output_spec(self, inputs: Any, mask: Any = None, training: Any = None) -> Any:
        """Shape and dtype of the function's value; a given ``output_shape`` wins."""
        mask = masks_of(inputs) if mask is None else mask
        dtypes = [dtype(each) for each in tree.flatten(inputs)]
        self.__dict__["_input_dtypes"] = dtypes[0] if len(dtypes) == 1 else dtypes
        if self._output_shape is None:
            return inferred(self, inputs, mask=mask, training=training)
        shape = self.compute_output_shape(tree.map_structure(lambda tensor: tuple(tensor.shape), inputs))
        try:
            traced = inferred(self, inputs, mask=mask, training=training)
        except Exception as error:
            if not is_a_guess(error, inputs):
                raise
            return keras.KerasTensor(shape, dtype=dtypes[0])
        return keras.KerasTensor(shape, dtype=traced.dtype) if isinstance(traced, keras.KerasTensor) else traced

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Shape of the output with its batch axis."""
        if callable(self._output_shape):
            return tuple(self._output_shape(input_shape))
        if self._output_shape is not None:
            first = input_shape[0] if isinstance(input_shape, list) else input_shape
            return (first[0],) + tuple(self._output_shape)
        dtypes = self._input_dtypes if isinstance(self._input_dtypes, str) else self.compute_dtype
        specs = tree.map_shape_structure(lambda shape: keras.KerasTensor(shape, dtypes), input_shape)
        return tree.map_structure(lambda spec: tuple(spec.shape), inferred(self, specs))

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """What ``mask=`` says; without it None."""
        return self.mask(inputs, mask) if callable(self.mask) else self.mask

    def _with_output_masks(self, inputs: Any, outputs: Any, previous_mask: Any) -> Any:
        """Since tf.keras, a function that returns its input lets the mask through, which the tensor itself carries."""
        leaks = self.mask is None and current(self).behaviour("lambda_without_mask") == "leak_from_identity"
        return outputs if leaks and outputs is inputs else super()._with_output_masks(inputs, outputs, previous_mask)

    def get_config(self) -> Dict[str, Any]:
        """The functions as expressions where they are that.

        Raises:
            LambdaError: it is written to a file, and a function is neither one expression nor registered.
        """
        functions = {"function": self.function, "mask": self.mask, "output_shape": self._output_shape}
        config = dict(super().get_config(), arguments=self.arguments)
        config = with_expressions(dict(config, **functions), functions, self.name)
        return {key: _registered(value, self.name) if callable(value) else value for key, value in config.items()}

    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Optional[Dict[str, Any]] = None) -> "Lambda":
        """A layer from what ``get_config`` gave; stored expressions are checked before they are used."""
        named, objects = by_name(config)
        objects.update(kept(), **custom_objects or {})
        arguments = {key: value for key, value in named.items() if not key.endswith("_type")}
        for key in ("function", "mask", "output_shape"):
            arguments[key] = _function(arguments.get(key), objects)
        return cls(**arguments)


def _function(value: Any, objects: Dict[str, Any]) -> Any:
    """The function for a stored value: an expression, a given function by name, or one that Keras 3 serialized."""
    if isinstance(value, str):
        return objects[value] if value in objects else keras.saving.get_registered_object(value)
    if isinstance(value, dict):
        return keras.saving.deserialize_keras_object(value, custom_objects=objects)
    return tuple(value) if isinstance(value, list) else value


def _registered(function: Any, name: str) -> Any:
    registered = keras.saving.get_registered_name(function)
    if keras.saving.get_registered_object(registered) is not function:
        if is_asked_by_program() and isinstance(function, FunctionType):
            return keep(function)
        raise LambdaError(
            "Lambda {0!r}: its function {1!r} is more than one expression, so that no file can hold it; pass "
            "lambdas={{{0!r}: an expression}}, or register it with keras.saving.register_keras_serializable()".format(
                name, getattr(function, "__name__", function)))
    return registered
