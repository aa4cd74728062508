"""Lambda layers of a file, made from the functions that were given or recovered for them. No bytecode is seen here."""
from typing import Any, Dict, Optional, Tuple

from compat.flavors.shared.stored_functions import callable_of
from compat.hub.custom_objects import LambdaParts
from compat.lambdas import Expression

from ..layers.lambdas import Lambda


def lambda_layer(config: Dict[str, Any], parts: LambdaParts, base: Dict[str, Any]) -> Any:
    """Compat's Lambda layer for one specification.

    Args:
        config: the hub configuration; only ``arguments`` and a plain ``output_shape`` are used.
        parts: function and mask: callables, expressions, or text of expressions.
        base: name, trainable, dtype, era.
    """
    name = base["name"]
    return Lambda(
        _function(parts.function, name), mask=_function(parts.mask, name),
        output_shape=_plain_shape(config.get("output_shape")), arguments=config.get("arguments") or None, **base)


def _function(value: Any, name: str) -> Any:
    """A callable; text that the user typed becomes the expression it is."""
    expression = Expression.parse(value, name).check(name) if isinstance(value, str) else value
    return callable_of(expression, name)


def _plain_shape(shape: Any) -> Optional[Tuple[Optional[int], ...]]:
    """An output shape that is sizes; one that was computed is inferred instead."""
    if isinstance(shape, list) and all(size is None or isinstance(size, int) for size in shape):
        return tuple(shape)
    return None
