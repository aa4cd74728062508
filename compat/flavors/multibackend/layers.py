"""Layers of multi-backend Keras that behave as the era says: defaults of recurrent layers, and a Lambda that keeps its mask."""
from typing import Any, Dict, Optional

import keras
from keras import backend as K
from keras.utils.generic_utils import func_dump, has_arg

from ..shared import stored_functions as stored
from ..shared.defaults import EraDefaults

__all__ = ["GRU", "LSTM", "ConvLSTM2D", "GRUCell", "LSTMCell", "Lambda"]

_RECURRENT = {"recurrent_activation": (2, "recurrent_activation")}


class LSTM(EraDefaults, keras.layers.LSTM):
    """LSTM whose default ``recurrent_activation`` is the era's: hard_sigmoid up to 2.2.4, sigmoid from 2.3."""

    era_defaults = _RECURRENT


class LSTMCell(EraDefaults, keras.layers.LSTMCell):
    """The cell of :class:`LSTM`."""

    era_defaults = _RECURRENT


class GRU(EraDefaults, keras.layers.GRU):
    """GRU with the era's defaults of ``recurrent_activation`` and ``reset_after``."""

    era_defaults = dict(_RECURRENT, reset_after=(18, "gru_reset_after"))


class GRUCell(EraDefaults, keras.layers.GRUCell):
    """The cell of :class:`GRU`."""

    era_defaults = dict(_RECURRENT, reset_after=(16, "gru_reset_after"))


class ConvLSTM2D(EraDefaults, keras.layers.ConvLSTM2D):
    """ConvLSTM2D with the era's default of ``recurrent_activation``."""

    era_defaults = {"recurrent_activation": (7, "convolutional_recurrent_activation")}


class Lambda(keras.layers.Lambda):
    """Lambda whose functions are stored without code, and whose mask is stored at all.

    Args:
        function: of the input tensor(s); it may take ``mask``. Or an Expression.
        output_shape: a shape without the batch axis, a function of the input shape, or None.
        mask: a tensor, None, or a function of ``(inputs, previous_mask)``. Without it the mask ends here.
        arguments: further keyword arguments of the function.
    """

    def __init__(self, function: Any, output_shape: Any = None, mask: Any = None,
                 arguments: Optional[Dict[str, Any]] = None, **kwargs: Any) -> None:
        name = kwargs.get("name")
        super().__init__(stored.callable_of(function, name), output_shape=stored.callable_of(output_shape, name),
                         mask=stored.callable_of(mask, name), arguments=arguments, **kwargs)

    def call(self, inputs: Any, mask: Any = None) -> Any:
        # Keras's own puts the mask into self.arguments, from where it reaches the configuration.
        arguments = dict(self.arguments, mask=mask) if has_arg(self.function, "mask") else self.arguments
        return self.function(inputs, **arguments)

    def get_config(self) -> Dict[str, Any]:
        functions = {"function": self.function, "mask": self.mask, "output_shape": self._output_shape}
        config = super().get_config()
        if callable(self.mask):
            config.update(mask=func_dump(self.mask) if hasattr(self.mask, "__code__") else None, mask_type="lambda")
        elif self.mask is not None:
            config.update(stored.constant_mask(self.mask, self.name, K.eval))
        return stored.with_expressions(config, functions, self.name)

    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Optional[Dict[str, Any]] = None) -> Any:
        named, objects = stored.by_name(config)
        objects.update(custom_objects or {})
        rest, mask = stored.split_mask(named)
        layer = super().from_config(rest, custom_objects=objects)
        if mask["function_type"] == "raw":
            layer.mask = K.constant(mask["function"], dtype="bool")
        elif mask["function_type"] is not None:
            # The same three forms as the function: let Keras read the mask as one.
            read = dict(mask, name=layer.name, output_shape=None, output_shape_type="raw", arguments={})
            read.pop("module")
            layer.mask = super().from_config(read, custom_objects=objects).function
        layer.supports_masking = layer.mask is not None
        return layer
