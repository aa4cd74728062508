"""Recurrent layers of tf.keras and tf_keras with the defaults of the era, and Bidirectional with its masked outputs."""
from typing import Any

from compat.era import current
from compat.flavors.keras2.defaults import EraDefaults

from ..installed import keras
from .builtin import BuiltIn

_native = keras.layers
_RECURRENT = {"recurrent_activation": (2, "recurrent_activation")}


class LSTM(EraDefaults, BuiltIn, _native.LSTM):
    """LSTM whose default ``recurrent_activation`` is the era's: hard_sigmoid up to 2.2.4, sigmoid from 2.3."""

    era_defaults = _RECURRENT


class LSTMCell(EraDefaults, BuiltIn, _native.LSTMCell):
    """The cell of :class:`LSTM`."""

    era_defaults = _RECURRENT


class GRU(EraDefaults, BuiltIn, _native.GRU):
    """GRU with the era's defaults of ``recurrent_activation`` and ``reset_after``."""

    era_defaults = dict(_RECURRENT, reset_after=(99, "gru_reset_after"))


class GRUCell(EraDefaults, BuiltIn, _native.GRUCell):
    """The cell of :class:`GRU`."""

    era_defaults = dict(_RECURRENT, reset_after=(99, "gru_reset_after"))


class ConvLSTM2D(EraDefaults, BuiltIn, _native.ConvLSTM2D):
    """ConvLSTM2D with the era's default of ``recurrent_activation``."""

    era_defaults = {"recurrent_activation": (7, "convolutional_recurrent_activation")}


class Bidirectional(BuiltIn, _native.Bidirectional):
    """Bidirectional whose forward and backward layers give the last output or zeros on masked timesteps, by era."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zeros = current().behaviour("bidirectional_output_on_masked_steps") == "zero"
        for half in (self.forward_layer, self.backward_layer):
            if hasattr(half, "zero_output_for_mask"):
                half.zero_output_for_mask = zeros and half.return_sequences
