"""A mask that reaches a layer which cannot take it: Keras up to 2.3.1 raised TypeError; later ones drop it."""
from typing import Any

from compat.era import Era, current
from compat.errors import MaskingError

#: Attribute of a layer that came from a file: the era of that file.
_ERA = "_compat_era"


def made_in(layer: Any, era: Era) -> Any:
    """The layer, which from now on treats masks as that era did; returned for use in an expression."""
    setattr(layer, _ERA, era)
    return layer


def refuses_masks(layer: Any) -> bool:
    """Whether a mask that the layer does not support is an error: in the era of its file, else in that of the code."""
    era = getattr(layer, _ERA, None) or current()
    return bool(era.behaviour("mask_reaches_unsupporting_layer") == "raise")


def masking_error(layer: Any) -> MaskingError:
    """A MaskingError that names the layer and the two ways out."""
    return MaskingError(
        "Layer {0!r} ({1}) does not support masking, but the tensor it was called on carries a mask. "
        "If {1} may pass the mask on unchanged, set supports_masking = True in it; if the mask ends there, drop it before, "
        "for example with Lambda(lambda x: x), or return None from its compute_mask".format(
            layer.name, type(layer).__name__))
