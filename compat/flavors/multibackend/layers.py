"""Layers of multi-backend Keras that behave as the era says: defaults of recurrent layers, and a Lambda that keeps its mask."""
from typing import Any, Dict

import keras
from keras.utils.generic_utils import func_dump

from ..shared.defaults import EraDefaults
from ..shared.lambdas import StoredLambda

__all__ = ["GRU", "LSTM", "ConvLSTM2D", "GRUCell", "LSTMCell", "Lambda"]

_RECURRENT = {"recurrent_activation": (2, "recurrent_activation")}


class LSTM(EraDefaults, keras.layers.LSTM):
    """LSTM whose default ``recurrent_activation`` is the era's: hard_sigmoid up to 2.2.4, sigmoid from 2.3."""

    era_defaults = _RECURRENT


class LSTMCell(EraDefaults, keras.layers.LSTMCell):
    """The cell of :class:`LSTM`."""

    era_defaults = _RECURRENT


class GRU(EraDefaults, keras.layers.GRU):
    """GRU with the era's defaults of ``recurrent_activation`` and ``reset_after``."""

    era_defaults = dict(_RECURRENT, reset_after=(18, "gru_reset_after"))


class GRUCell(EraDefaults, keras.layers.GRUCell):
    """The cell of :class:`GRU`."""

    era_defaults = dict(_RECURRENT, reset_after=(16, "gru_reset_after"))


class ConvLSTM2D(EraDefaults, keras.layers.ConvLSTM2D):
    """ConvLSTM2D with the era's default of ``recurrent_activation``."""

    era_defaults = {"recurrent_activation": (7, "convolutional_recurrent_activation")}


class Lambda(StoredLambda, keras.layers.Lambda):
    __doc__ = StoredLambda.__doc__
    keras = keras

    def call(self, inputs: Any, mask: Any = None) -> Any:
        # Keras puts the mask into self.arguments, from where it would reach the configuration; let it have a copy.
        arguments, self.arguments = self.arguments, dict(self.arguments)
        try:
            return super().call(inputs, mask=mask)
        finally:
            self.arguments = arguments

    def mask_config(self, mask: Any) -> Dict[str, Any]:
        return {"mask": func_dump(mask) if hasattr(mask, "__code__") else None, "mask_type": "lambda"}
