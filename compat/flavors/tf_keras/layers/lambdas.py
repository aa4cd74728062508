"""``Lambda`` on tf.keras and tf_keras: its functions are stored without code, and its mask by every version."""
from typing import Any, Dict, Optional

from ...shared import stored_functions as stored
from ..installed import keras
from ..utils import register
from .builtin import BuiltIn


@register
class Lambda(BuiltIn, keras.layers.Lambda):
    """Lambda whose functions are stored without code, and whose mask is stored by every version.

    Args:
        function: of the input tensor(s); it may take ``mask`` and ``training``. Or an Expression.
        output_shape: a shape without the batch axis, a function of the input shape, or None.
        mask: a tensor, None, or a function of ``(inputs, previous_mask)``. Without it the mask ends here.
        arguments: further keyword arguments of the function.
    """

    mask: Any

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
