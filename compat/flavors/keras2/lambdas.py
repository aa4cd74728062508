"""``Lambda`` on a Keras 2: functions stored without code where they are one expression, and a mask that is stored at all."""
from typing import Any, ClassVar, Dict, Optional

from compat.era import current
from compat.flavors.shared import stored_functions as stored


class StoredLambda:
    """Mix-in before ``keras.layers.Lambda``.

    Args:
        function: of the input tensor(s); it may take ``mask``, and with tf.keras ``training``. Or an Expression.
        output_shape: a shape without the batch axis, a function of the input shape, or None.
        mask: a tensor, None, or a function of ``(inputs, previous_mask)``. Without it the mask ends here.
        arguments: further keyword arguments of the function.
    """

    #: The installed Keras.
    keras: ClassVar[Any]
    arguments: Dict[str, Any]
    mask: Any

    def __init__(self, function: Any, output_shape: Any = None, mask: Any = None,
                 arguments: Optional[Dict[str, Any]] = None, **kwargs: Any) -> None:
        name = kwargs.get("name")
        super().__init__(stored.callable_of(function, name),  # type: ignore[call-arg]
                         output_shape=stored.callable_of(output_shape, name), mask=stored.callable_of(mask, name),
                         arguments=arguments, **kwargs)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with current(self):  # functions of K go by it
            return super().__call__(*args, **kwargs)  # type: ignore[misc]

    def mask_config(self, mask: Any) -> Dict[str, Any]:
        """A mask function in the form in which this Keras stores the layer's function."""
        raise NotImplementedError

    def get_config(self: Any) -> Dict[str, Any]:
        mask, self.mask = self.mask, None  # Keras's own would refuse a tensor, or not store the mask at all
        try:
            config: Dict[str, Any] = super().get_config()  # type: ignore[misc]
        finally:
            self.mask = mask
        if callable(mask):
            config.update(self.mask_config(mask))
        elif mask is not None:
            config.update(stored.constant_mask(mask, self.name, self.keras.backend.eval))
        functions = {"function": self.function, "mask": mask, "output_shape": self._output_shape}
        return stored.with_expressions(config, functions, self.name)

    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Optional[Dict[str, Any]] = None) -> Any:
        named, objects = stored.by_name(config)
        objects.update(custom_objects or {})
        rest, mask = stored.split_mask(named)
        with cls.keras.utils.CustomObjectScope(objects):
            layer = super().from_config(rest, custom_objects=objects)  # type: ignore[misc]
            if mask["function_type"] == "raw":
                layer.mask = cls.keras.backend.constant(mask["function"], dtype="bool")
            elif mask["function_type"] is not None:
                # The same forms as the function: let Keras read the mask as one.
                read = dict(rest, **{key: value for key, value in mask.items() if key in rest})
                layer.mask = super().from_config(read, custom_objects=objects).function  # type: ignore[misc]
        if layer.mask is not None:
            layer.supports_masking = True
        return layer
