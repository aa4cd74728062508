"""A mask that reaches a layer without mask support: Keras up to 2.3.1 raised TypeError; later versions drop it."""
from typing import Any

from compat.era import current
from compat.errors import MaskingError


def refuses_masks(layer: Any) -> bool:
    """Whether a mask that the layer does not support is an error: in the era of its file, else in that of the code."""
    return bool(current(layer).behaviour("mask_reaches_unsupporting_layer") == "raise")


def masking_error(layer: Any) -> MaskingError:
    """A MaskingError that names the layer and the two ways out."""
    return MaskingError(
        "Layer {0!r} ({1}) does not support masking, but the tensor it was called on carries a mask. "
        "If {1} may pass the mask on unchanged, set supports_masking = True in it; if the mask ends there, drop it before, "
        "for example with Lambda(lambda x: x), or return None from its compute_mask".format(
            layer.name, type(layer).__name__))
