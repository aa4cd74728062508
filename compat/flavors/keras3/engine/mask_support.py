"""How a legacy layer treats masks: by the rules of Keras 2, where the era has them."""
from typing import Any

import keras
from keras import ops

from compat.era import current
from compat.flavors.shared.masking import masking_error

from ..logits import logits_of
from .masks import apply_masks, has_mask

#: Layers whose output in ``predict`` was a copy of their input in tf.keras, without the logits behind it.
_COPY_WHERE_THEY_DROP_NOTHING = (keras.layers.Dropout, keras.layers.AlphaDropout, keras.layers.GaussianDropout,
                                 keras.layers.GaussianNoise)


class MaskSupport:
    """Mix-in of a layer: which masks may reach it, and which mask its output gets."""

    _supports_masking: bool
    name: str

    def compute_mask(self: Any, inputs: Any, mask: Any = None) -> Any:
        """The mask of the output: the given one if the layer supports masking.

        Args:
            inputs: a tensor or list of tensors.
            mask: the mask of the input, or a list of masks, or None.

        Raises:
            MaskingError: there is a mask and the layer does not support masking (eras up to 2.3).
        """
        if self.supports_masking:
            return mask
        self._refuse_mask(mask)
        return None

    @property
    def supports_masking(self) -> bool:
        """Whether a mask may reach this layer: it is set, or the layer computes a mask itself."""
        return bool(self._supports_masking) or type(self).compute_mask is not MaskSupport.compute_mask

    @supports_masking.setter
    def supports_masking(self, value: bool) -> None:
        self._supports_masking = value

    def _refuse_mask(self: Any, mask: Any) -> None:
        if self.supports_masking or not has_mask(mask):
            return
        if current(self).behaviour("mask_reaches_unsupporting_layer") == "raise":
            raise masking_error(self)

    def _with_output_masks(self, inputs: Any, outputs: Any, previous_mask: Any) -> Any:
        if outputs is inputs and isinstance(self, _COPY_WHERE_THEY_DROP_NOTHING) and logits_of(outputs) is not None:
            outputs = ops.copy(outputs)
        return apply_masks(outputs, self.compute_mask(inputs, previous_mask), inputs)

    def _set_mask_metadata(self, inputs: Any, outputs: Any, previous_mask: Any) -> None:
        """Masks are set in ``__call__``, by the rules of Keras 2, and once."""
