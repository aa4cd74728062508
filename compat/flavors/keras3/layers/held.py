"""``from_config`` of layers that hold layers or cells, from what Keras 2 or Keras 3 wrote."""
from typing import Any, Dict, Optional

from compat.hub.walk import HELD, is_spec


class Holding:
    """Mix-in before a layer of Keras 3 whose configuration holds those of other layers."""

    @classmethod
    def from_config(cls, config: Dict[str, Any], custom_objects: Optional[Dict[str, Any]] = None) -> Any:
        """A layer from what ``get_config`` gave.

        Raises:
            UnknownLayerError: a class inside is neither known nor in ``custom_objects``.
        """
        from .serialization import deserialize  # which imports all layers

        found = dict(config)
        for key in HELD + ("cells",):
            value = found.get(key)
            if isinstance(value, dict) and is_spec(value):
                found[key] = deserialize(value, custom_objects)
            elif isinstance(value, (list, tuple)):
                found[key] = [deserialize(each, custom_objects) for each in value]
        return cls(**{key: value for key, value in found.items() if key != "backward_layer" or value is not None})
