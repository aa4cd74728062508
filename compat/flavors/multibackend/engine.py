"""``Layer`` on multi-backend Keras: the real one, except for ``supports_masking`` set before ``super().__init__()``."""
from typing import Any

import keras

from compat.era import current
from compat.flavors.shared.instances import StandIn
from compat.flavors.shared.masking import masking_error, refuses_masks

__all__ = ["Layer"]

_Native = keras.layers.Layer


class Layer(_Native, metaclass=StandIn):
    """Base class of custom layers; ``isinstance(x, Layer)`` also holds for every built-in layer.

    Raises:
        MaskingError: a mask reaches a layer that does not support masking.
    """

    stands_for = _Native

    def __init__(self, **kwargs: Any) -> None:
        set_before = vars(self).get("supports_masking")
        super().__init__(**kwargs)
        if set_before is not None and current().behaviour("supports_masking_set_before_init") == "kept":
            self.supports_masking = set_before

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """The mask itself where the layer supports masking; else none may arrive."""
        if self.supports_masking:
            return mask
        masks = mask if isinstance(mask, list) else [mask]
        if any(m is not None for m in masks) and refuses_masks(self):
            raise masking_error(self)
        return None
