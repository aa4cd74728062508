"""``tf.keras.activations``: how tf.keras stated and read them; ``silu`` is ``swish`` there."""
from typing import Any, Mapping, Optional

from .. import activations as of_keras_2

__all__ = ["deserialize", "serialize"]


def serialize(activation: Any, use_legacy_format: bool = False) -> Any:
    """The name of an activation.

    Example:
        >>> serialize(of_keras_2.get("silu"))
        'swish'
    """
    name = of_keras_2.serialize(activation) if hasattr(activation, "__name__") else _of_object(activation)
    return "swish" if name == "silu" else name


def _of_object(activation: Any) -> Any:
    return {"class_name": type(activation).__name__, "config": activation.get_config()}


def deserialize(name: Any, custom_objects: Optional[Mapping[str, Any]] = None, use_legacy_format: bool = False) -> Any:
    """The activation of a name, looked for in ``custom_objects`` first."""
    return of_keras_2.deserialize(name, dict(custom_objects or {}))
