"""The functions ``add``, ``concatenate``, ``dot`` … of ``keras.layers``: a merge layer of Keras 2, made and called at once."""
from typing import Any, Callable


def merge_function(layer: Any, *arguments: str) -> Callable[..., Any]:
    """The function for a merge layer.

    Args:
        layer: its class.
        arguments: names of the layer's arguments that may follow the list of tensors by position.

    Returns:
        A function of a list of tensors and the layer's arguments, named as the layer is, in lower case.

    Example:
        >>> from compat.keras.layers import Add
        >>> merge_function(Add).__name__
        'add'
    """

    def merge(inputs: Any, *args: Any, **kwargs: Any) -> Any:
        if len(args) > len(arguments):
            raise TypeError("{}() takes {} by position besides its inputs, not {} arguments".format(
                merge.__name__, " and ".join(arguments) or "nothing", len(args)))
        return layer(**dict(zip(arguments, args)), **kwargs)(inputs)

    merge.__name__ = merge.__qualname__ = layer.__name__.lower()
    merge.__doc__ = "What ``{}`` gives for a list of tensors.".format(layer.__name__)
    return merge
