"""``get_config`` and ``from_config`` of models with inputs and outputs, in the form of Keras 2."""
from typing import Any, Dict, Optional

from ..written.forms import is_native
from ..written.models import model_config, opened, states_layers


class WrittenForm:
    """Mix-in before a model of Keras 3: its configuration is that of the era."""

    def get_config(self: Any) -> Any:
        """Name, layers and calls as Keras 2 gave them.

        Raises:
            UnsupportedError: the Keras of the era has no words for a part of the model.
        """
        return super().get_config() if is_native() else model_config(self)  # type: ignore[misc]

    @classmethod
    def from_config(cls, config: Any, custom_objects: Optional[Dict[str, Any]] = None) -> Any:
        """A model from what ``get_config`` gave, here or on an old Keras.

        Raises:
            CompatError: it cannot be built; see ``compat.load_model``.
        """
        if states_layers(config):
            return opened(cls, config, custom_objects)
        return super().from_config(config, custom_objects=custom_objects)  # type: ignore[misc]
