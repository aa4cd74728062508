"""``RandomHeight`` and ``RandomWidth`` of tf.keras 2.3 to 2.15: images of another height or width in training."""
from typing import Any, Dict, Optional, Tuple

import keras
from keras import ops

from compat.errors import UnsupportedError

from ..backend.symbolic import is_traced
from ..engine.layer import Layer
from ..pythons_random import seed_generator

__all__ = ["RandomHeight", "RandomWidth"]


class _RandomSize(Layer):  # type: ignore[misc]
    """Stretches images along one axis by a random factor.

    Args:
        factor: how much larger an image may become, as a share of its size: ``(lower, upper)``, or one number for both ways.
        interpolation: of :func:`keras.ops.image.resize`.
        seed: of the random factor.

    Raises:
        ValueError: a factor of at most -1, or an upper bound below the lower one.
    """

    axis = -3  # of the images that are stretched, from the last: channels, width, height

    def __init__(self, factor: Any, interpolation: str = "bilinear", seed: Optional[int] = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.factor = factor
        self.lower, self.upper = (factor[0], factor[1]) if isinstance(factor, (tuple, list)) else (-factor, factor)
        if self.upper < self.lower:
            raise ValueError("`factor` argument cannot have an upper bound lesser than the lower bound. Received: factor={}"
                             .format(factor))
        if self.lower < -1.0 or self.upper < -1.0:
            raise ValueError("`factor` argument must have values larger than -1. Received: factor={}".format(factor))
        self.interpolation = interpolation
        self.seed = seed
        self._generator = seed_generator(seed)

    def call(self, inputs: Any, training: Optional[bool] = True) -> Any:
        """Images ``(batch, height, width, channels)`` or one without the first axis, stretched all alike in training.

        Raises:
            UnsupportedError: in a compiled step of JAX, where no size can depend on a random number.
        """
        inputs = ops.cast(inputs, self.compute_dtype)
        if not training:
            return inputs
        size = list(ops.shape(inputs)[-3:-1])
        place = self.axis + 3
        factor = 1.0 + keras.random.uniform((), self.lower, self.upper, seed=self._generator)
        size[place] = self._drawn(factor * ops.cast(size[place], "float32"))
        return ops.cast(self._resized(inputs, size), self.compute_dtype)

    def _resized(self, images: Any, size: Any) -> Any:
        if keras.backend.backend() == "tensorflow":  # Keras asks whether the size is positive, also one that is not known yet
            import tensorflow as tf

            return tf.image.resize(images, size, self.interpolation)
        return ops.image.resize(images, size, self.interpolation, data_format="channels_last")

    def _drawn(self, size: Any) -> Any:
        if not is_traced(size):
            return int(ops.convert_to_numpy(size))
        if keras.backend.backend() != "tensorflow":
            raise UnsupportedError(
                "{} draws another size for each batch, which a compiled step cannot have; pass run_eagerly=True to compile(), "
                "or stretch the images before they reach the model".format(type(self).__name__))
        return ops.cast(size, "int32")

    def compute_output_shape(self, input_shape: Any) -> Tuple[Optional[int], ...]:
        """The shape of the images, without the size that is drawn."""
        shape = list(input_shape)
        shape[self.axis] = None
        return tuple(shape)

    def compute_output_spec(self, inputs: Any, training: Optional[bool] = True) -> Any:
        """As :meth:`compute_output_shape`."""
        return keras.KerasTensor(self.compute_output_shape(inputs.shape), dtype=self.compute_dtype)

    def get_config(self) -> Dict[str, Any]:
        """The arguments of the constructor."""
        return {**super().get_config(), "factor": self.factor, "interpolation": self.interpolation, "seed": self.seed}


@keras.saving.register_keras_serializable(package="compat")
class RandomHeight(_RandomSize):
    """Images of a random height in training; see the arguments of its base class.

    Example:
        >>> import numpy as np
        >>> RandomHeight((0.5, 0.5))(np.ones((1, 4, 6, 3), "float32"), training=True).shape[1:3] == (6, 6)
        True
    """

    axis = -3


@keras.saving.register_keras_serializable(package="compat")
class RandomWidth(_RandomSize):
    """Images of a random width in training; see the arguments of its base class."""

    axis = -2
