"""What Keras 2.2 brought to the layers, for Keras 2.1: a ReLU, and arguments that layers there do not take."""
import inspect
from typing import Any, Dict, Optional

import keras
from keras import backend as K

from compat.errors import ConfigError

from . import tf
from .engine import Layer


class ChannelsLast:
    """Mix-in before a layer along one dimension of Keras 2.1, which has its channels last and takes no ``data_format``."""

    def __init__(self, *args: Any, data_format: Optional[str] = None, **kwargs: Any) -> None:
        if data_format not in (None, "channels_last"):
            raise ConfigError("{} of the installed Keras has its channels last; data_format={!r} needs Keras 2.2".format(
                type(self).__name__, data_format))
        super().__init__(*args, **kwargs)


class Interpolating:
    """Mix-in before the UpSampling2D of Keras 2.1, which only repeats: ``interpolation`` as Keras 2.2 has it."""

    def __init__(self, *args: Any, interpolation: str = "nearest", **kwargs: Any) -> None:
        if interpolation not in ("nearest", "bilinear"):
            raise ConfigError("interpolation={!r}: UpSampling2D has 'nearest' and 'bilinear'".format(interpolation))
        super().__init__(*args, **kwargs)
        self.interpolation = interpolation

    def call(self: Any, inputs: Any) -> Any:
        """Images of ``size`` times the rows and columns."""
        if self.interpolation == "nearest":
            return super().call(inputs)  # type: ignore[misc]
        first = self.data_format == "channels_first"
        last = K.permute_dimensions(inputs, (0, 2, 3, 1)) if first else inputs
        found = tf.image.resize_bilinear(last, K.shape(last)[1:3] * K.constant(self.size, dtype="int32"))
        return K.permute_dimensions(found, (0, 3, 1, 2)) if first else found

    def get_config(self: Any) -> Dict[str, Any]:
        """With ``interpolation``."""
        return dict(super().get_config(), interpolation=self.interpolation)  # type: ignore[misc]


def unless_it_takes(argument: str, mixin: type, name: str) -> Any:
    """The installed layer of that name, behind a mix-in for an argument where its constructor does not name that."""
    installed = getattr(keras.layers, name)
    if argument in inspect.signature(installed.__init__).parameters:
        return installed
    return type(name, (mixin, installed), {"__doc__": installed.__doc__, "__module__": __name__})


class ReLU(Layer):
    """``max_value`` from there on; the input above ``threshold``; ``negative_slope * (input - threshold)`` else."""

    def __init__(self, max_value: Optional[float] = None, negative_slope: float = 0.0, threshold: float = 0.0,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.max_value = max_value
        self.negative_slope = negative_slope
        self.threshold = threshold

    def call(self, inputs: Any) -> Any:
        """A tensor of the shape of ``inputs``."""
        below = self.negative_slope * (inputs - self.threshold)
        found = K.switch(K.greater(inputs, self.threshold), inputs, below)
        return found if self.max_value is None else K.minimum(found, self.max_value)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """That of the input."""
        return input_shape

    def get_config(self) -> Dict[str, Any]:
        """The three arguments, and those of every layer."""
        return dict(super().get_config(), max_value=self.max_value, negative_slope=self.negative_slope,
                    threshold=self.threshold)
