"""``Lambda``: a function as a layer (``keras.layers.core`` of Keras 1 and 2)."""
import inspect
from typing import Any, Callable, Dict, Optional

import keras
from keras import tree

from compat.era import current

from ..context import calling
from ..engine.layer import Layer
from ..engine.masks import masks_of
from .base import legacy


@legacy
class Lambda(Layer):
    """A function of a tensor, or of a list of tensors, as a layer.

    Args:
        function: takes the input, and ``mask`` or ``training`` if it names them.
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
        super().__init__(**kwargs)
        self.function = function
        vars(self)["arguments"] = dict(arguments or {})
        vars(self)["mask"] = mask
        vars(self)["_output_shape"] = tuple(output_shape) if isinstance(output_shape, list) else output_shape
        if mask is not None:
            self.supports_masking = True
        self._legacy_seed_generator = keras.random.SeedGenerator()

    def call(self, inputs: Any, mask: Any = None, training: Any = None) -> Any:
        """The function's value."""
        named = inspect.signature(self.function).parameters
        kwargs = dict(self.arguments)
        if "mask" in named and "mask" not in kwargs:
            kwargs["mask"] = masks_of(inputs) if mask is None else mask
        if "training" in named and "training" not in kwargs:
            kwargs["training"] = training
        with calling(self, training):
            return self.function(inputs, **kwargs)

    def compute_output_spec(self, inputs: Any, mask: Any = None, training: Any = None) -> Any:
        """Shape and dtype of the function's value; a given ``output_shape`` wins."""
        mask = masks_of(inputs) if mask is None else mask
        traced = keras.Operation.compute_output_spec(self, inputs, mask=mask, training=training)
        if self._output_shape is None:
            return traced
        shape = self.compute_output_shape(tree.map_structure(lambda tensor: tuple(tensor.shape), inputs))
        return keras.KerasTensor(shape, dtype=traced.dtype) if isinstance(traced, keras.KerasTensor) else traced

    def compute_output_shape(self, input_shape: Any) -> Any:
        """Shape of the output with its batch axis."""
        if callable(self._output_shape):
            return tuple(self._output_shape(input_shape))
        if self._output_shape is not None:
            first = input_shape[0] if isinstance(input_shape, list) else input_shape
            return (first[0],) + tuple(self._output_shape)
        specs = tree.map_shape_structure(lambda shape: keras.KerasTensor(shape, self.compute_dtype), input_shape)
        return tree.map_structure(lambda spec: tuple(spec.shape), keras.Operation.compute_output_spec(self, specs))

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """What ``mask=`` says; without it None, and in the era of Keras 3 the mask of the input."""
        if callable(self.mask):
            return self.mask(inputs, mask)
        if self.mask is None and current().behaviour("lambda_without_mask") == "pass":
            return mask
        return self.mask
