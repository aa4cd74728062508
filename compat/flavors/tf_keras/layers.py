"""Layers of tf.keras and tf_keras that behave as the era says: defaults of recurrent layers, Bidirectional, Lambda."""
from typing import Any, Dict, Optional

from compat.era import current

from ..shared import stored_functions as stored
from ..shared.defaults import EraDefaults
from .installed import keras
from .utils import native_name, register

__all__ = ["GRU", "LSTM", "Bidirectional", "ConvLSTM2D", "GRUCell", "LSTMCell", "Lambda"]

_native = keras.layers
_RECURRENT = {"recurrent_activation": (2, "recurrent_activation")}


@native_name
class LSTM(EraDefaults, _native.LSTM):
    """LSTM whose default ``recurrent_activation`` is the era's: hard_sigmoid up to 2.2.4, sigmoid from 2.3."""

    era_defaults = _RECURRENT


@native_name
class LSTMCell(EraDefaults, _native.LSTMCell):
    """The cell of :class:`LSTM`."""

    era_defaults = _RECURRENT


@native_name
class GRU(EraDefaults, _native.GRU):
    """GRU with the era's defaults of ``recurrent_activation`` and ``reset_after``."""

    era_defaults = dict(_RECURRENT, reset_after=(99, "gru_reset_after"))


@native_name
class GRUCell(EraDefaults, _native.GRUCell):
    """The cell of :class:`GRU`."""

    era_defaults = dict(_RECURRENT, reset_after=(99, "gru_reset_after"))


@native_name
class ConvLSTM2D(EraDefaults, _native.ConvLSTM2D):
    """ConvLSTM2D with the era's default of ``recurrent_activation``."""

    era_defaults = {"recurrent_activation": (7, "convolutional_recurrent_activation")}


@native_name
class Bidirectional(_native.Bidirectional):
    """Bidirectional whose halves put out on masked steps what the era's did: the last value, or zeros."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zeros = current().behaviour("bidirectional_output_on_masked_steps") == "zero"
        for half in (self.forward_layer, self.backward_layer):
            if hasattr(half, "zero_output_for_mask"):
                half.zero_output_for_mask = zeros and half.return_sequences


@register
class Lambda(_native.Lambda):
    """Lambda whose functions are stored without code, and whose mask is stored by every version.

    Args:
        function: of the input tensor(s); it may take ``mask`` and ``training``. Or an Expression.
        output_shape: a shape without the batch axis, a function of the input shape, or None.
        mask: a tensor, None, or a function of ``(inputs, previous_mask)``. Without it the mask ends here.
        arguments: further keyword arguments of the function.
    """

    def __init__(self, function: Any, output_shape: Any = None, mask: Any = None,
                 arguments: Optional[Dict[str, Any]] = None, **kwargs: Any) -> None:
        name = kwargs.get("name")
        super().__init__(stored.callable_of(function, name), output_shape=stored.callable_of(output_shape, name),
                         mask=stored.callable_of(mask, name), arguments=arguments, **kwargs)

    def get_config(self) -> Dict[str, Any]:
        mask, self.mask = self.mask, None  # Keras's own would refuse a tensor, or not store the mask at all
        try:
            config = super().get_config()
        finally:
            self.mask = mask
        if callable(mask):
            config.update(zip(("mask", "mask_type", "mask_module"), self._serialize_function_to_config(mask)))
        elif mask is not None:
            config.update(stored.constant_mask(mask, self.name, keras.backend.eval))
        functions = {"function": self.function, "mask": mask, "output_shape": self._output_shape}
        return stored.with_expressions(config, functions, self.name)

    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Optional[Dict[str, Any]] = None) -> Any:
        named, objects = stored.by_name(config)
        objects.update(custom_objects or {})
        rest, mask = stored.split_mask(named)
        with keras.utils.custom_object_scope(objects):
            layer = super().from_config(rest, custom_objects=objects)
            if mask["function_type"] == "raw":
                layer.mask = keras.backend.constant(mask["function"], dtype="bool")
            elif mask["function_type"] is not None:
                # The same three forms as the function: let Keras read the mask as one.
                read = dict(mask, name=layer.name, output_shape=None, output_shape_type="raw",
                            output_shape_module=None, arguments={})
                layer.mask = super().from_config(read, custom_objects=objects).function
        layer.supports_masking = layer.mask is not None
        return layer
