"""Layers around a layer of tf.keras and tf_keras: Bidirectional with its masked outputs."""
from typing import Any

from compat.era import current

from ..installed import keras
from .builtin import BuiltIn


class Bidirectional(BuiltIn, keras.layers.Bidirectional):
    """Bidirectional whose forward and backward layers give the last output or zeros on masked timesteps, by era."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zeros = current().behaviour("bidirectional_output_on_masked_steps") == "zero"
        for half in (self.forward_layer, self.backward_layer):
            if hasattr(half, "zero_output_for_mask"):
                half.zero_output_for_mask = zeros and half.return_sequences
