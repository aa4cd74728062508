"""Layers of multi-backend Keras that behave as the era says, a Lambda that keeps its mask, and what Keras 2 removed."""
from typing import Any, Dict

import keras
from keras import backend as K
from keras.utils.generic_utils import func_dump

from compat.era import current
from compat.flavors.keras2.lambdas import StoredLambda
from compat.flavors.shared import removed_layers
from compat.flavors.shared.merge_functions import merge_function
from compat.flavors.shared.object_arguments import kinds_of
from compat.flavors.shared.products import DotOfItsEra

from . import layers_of_22
from .backend import batch_dot
from .engine import Layer
from .layers_of_22 import ChannelsLast, Interpolating, unless_it_takes
from .utils import register

__all__ = ["AveragePooling1D", "Bidirectional", "Conv1D", "Dot", "GlobalAveragePooling1D", "GlobalMaxPooling1D", "Lambda",
           "MaxPooling1D", "ReLU", "UpSampling2D", "dot"]


class Bidirectional(keras.layers.Bidirectional):
    """Bidirectional whose outputs on masked timesteps are those of the era: the last output, or zeros since tf.keras 2.4."""

    def call(self, inputs: Any, mask: Any = None, training: Any = None, initial_state: Any = None,
             constants: Any = None) -> Any:
        given = {"initial_state": initial_state, "constants": constants}
        outputs = super().call(inputs, mask=mask, training=training,
                               **{name: value for name, value in given.items() if value is not None})
        mask = mask[0] if isinstance(mask, list) else mask
        zeros = current(self).behaviour("bidirectional_output_on_masked_steps") == "zero"
        if mask is None or not zeros or not self.return_sequences:
            return outputs
        if not isinstance(outputs, list):
            return _zero_where_masked(outputs, mask)
        sequences = 2 if self.merge_mode is None else 1  # behind them come the states
        return [_zero_where_masked(output, mask) for output in outputs[:sequences]] + outputs[sequences:]


def _zero_where_masked(output: Any, mask: Any) -> Any:
    found = output * K.cast(K.expand_dims(mask, -1), K.dtype(output))
    found._uses_learning_phase = getattr(output, "_uses_learning_phase", False)
    return found


class Lambda(StoredLambda, keras.layers.Lambda):
    __doc__ = StoredLambda.__doc__
    keras = keras

    def call(self, inputs: Any, mask: Any = None) -> Any:
        # A copy: Keras puts the mask into self.arguments, and so into the configuration.
        arguments, self.arguments = self.arguments, dict(self.arguments)
        try:
            return super().call(inputs, mask=mask)
        finally:
            self.arguments = arguments

    def mask_config(self, mask: Any) -> Dict[str, Any]:
        return {"mask": func_dump(mask) if hasattr(mask, "__code__") else None, "mask_type": "lambda"}


class Dot(DotOfItsEra, keras.layers.Dot):
    """Dot product of two inputs along ``axes``, as the era has it."""

    keras = keras
    batch_dot = staticmethod(batch_dot)


dot = merge_function(Dot, "axes", "normalize")
Conv1D = unless_it_takes("data_format", ChannelsLast, "Conv1D")
AveragePooling1D = unless_it_takes("data_format", ChannelsLast, "AveragePooling1D")
MaxPooling1D = unless_it_takes("data_format", ChannelsLast, "MaxPooling1D")
GlobalAveragePooling1D = unless_it_takes("data_format", ChannelsLast, "GlobalAveragePooling1D")
GlobalMaxPooling1D = unless_it_takes("data_format", ChannelsLast, "GlobalMaxPooling1D")
UpSampling2D = unless_it_takes("interpolation", Interpolating, "UpSampling2D")
ReLU = getattr(keras.layers, "ReLU", layers_of_22.ReLU)


_removed = removed_layers.made(Layer, K, kinds_of(keras, keras.activations.get), register, __name__, keras.layers)
globals().update(_removed)
__all__ += list(_removed)
