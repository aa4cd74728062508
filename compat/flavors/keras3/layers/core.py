"""Core layers: dense, dropout, reshaping, masking (``keras.layers.core`` of Keras 1 and 2)."""
from typing import Any

import keras
import numpy as np
from keras import ops

from ..backend.tensors import any_symbolic
from ..engine.drawn_seeds import count_of_blocks, draws_as_tensorflow, operation_seeds
from ..engine.layer import Layer
from ..stateful_draws import uniform
from .base import legacy


@legacy
class Masking(keras.layers.Masking, Layer):
    """Masks the steps whose features all equal ``mask_value``, and sets them to zero."""

    def call(self, inputs: Any) -> Any:
        """``(batch, time, features)``, masked steps as zeros; nan stays nan, as 0 times nan."""
        kept = ops.any(ops.not_equal(inputs, self.mask_value), axis=-1, keepdims=True)
        return inputs * ops.cast(kept, inputs.dtype)


@legacy
class Dense(keras.layers.Dense, Layer):
    """``activation(x · kernel + bias)`` over the last axis."""


@legacy
class Activation(keras.layers.Activation, Layer):
    """An activation as a layer."""


class _Masking:
    """Mix-in of a dropout: in code of Keras 1 and 2 it masks the values that it masked on TensorFlow, where JAX or TensorFlow
    computes."""

    masks_as_tensorflow = True

    def call(self: Any, inputs: Any, training: Any = False) -> Any:
        """A tensor of the shape of ``inputs``."""
        of_operation = operation_seeds(self) if draws_as_tensorflow(self) else None
        if of_operation is None or training is not True or not 0 < self.rate < 1 or any_symbolic(inputs):
            return super().call(inputs, training=training)  # type: ignore[misc]
        drawn = uniform(count_of_blocks(self), of_operation, self._shape_of_mask(inputs))
        kept = ops.cast(drawn >= np.float32(1.0 - (1.0 - self.rate)), inputs.dtype)
        return inputs * ops.cast(1.0 / (1.0 - self.rate), inputs.dtype) * kept

    call.computes_as_inherited = True  # type: ignore[attr-defined]

    def _shape_of_mask(self: Any, inputs: Any, given: Any = None) -> Any:
        sizes = ops.shape(inputs)
        given = given or self._get_noise_shape(inputs) or [None] * len(sizes)
        return [size if one is None else one for size, one in zip(sizes, given)]


@legacy
class Dropout(_Masking, keras.layers.Dropout, Layer):
    """Sets a share of the inputs to zero in training; a rate outside [0, 1] is brought to it."""

    def __init__(self, rate: float, noise_shape: Any = None, seed: Any = None, **kwargs: Any) -> None:
        super().__init__(min(1.0, max(0.0, rate)), noise_shape=noise_shape, seed=seed, **kwargs)

    def _get_noise_shape(self, inputs: Any) -> Any:
        """The shape of the mask, 1 along axes that are dropped together; a class of the program may have its own."""
        return self.noise_shape and tuple(self._shape_of_mask(inputs, self.noise_shape))

    def call(self, inputs: Any, training: Any = False) -> Any:
        """A tensor of the shape of ``inputs``."""
        inherited = type(self)._get_noise_shape is Dropout._get_noise_shape
        if inherited or not (training and 0 < self.rate < 1) or draws_as_tensorflow(self) or any_symbolic(inputs):
            return super().call(inputs, training=training)
        return keras.random.dropout(inputs, self.rate, tuple(self._shape_of_mask(inputs)), seed=self.seed_generator)

    call.computes_as_inherited = True  # type: ignore[attr-defined]


class _Spatial(Layer):
    """Takes the constructor arguments of a legacy layer where Keras 3's spatial dropouts take name and dtype only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = self.__dict__.pop("_given", {})
        given.pop("noise_shape", None)  # Keras 2 stated it in configurations and then chose another
        kwargs = {name: value for name, value in kwargs.items() if value is not None}
        super().__init__(*args, **{**kwargs, **given})


@legacy
class SpatialDropout1D(_Masking, keras.layers.SpatialDropout1D, _Spatial):
    """Drops whole features of ``(batch, time, features)``."""

    def __init__(self, rate: float, seed: Any = None, **kwargs: Any) -> None:
        self.__dict__["_given"] = kwargs
        super().__init__(rate, seed=seed)


@legacy
class SpatialDropout2D(_Masking, keras.layers.SpatialDropout2D, _Spatial):
    """Drops whole feature maps of a batch of images."""

    def __init__(self, rate: float, data_format: Any = None, seed: Any = None, **kwargs: Any) -> None:
        self.__dict__["_given"] = kwargs
        super().__init__(rate, data_format=data_format, seed=seed)


@legacy
class SpatialDropout3D(_Masking, keras.layers.SpatialDropout3D, _Spatial):
    """Drops whole feature maps of a batch of volumes."""

    def __init__(self, rate: float, data_format: Any = None, seed: Any = None, **kwargs: Any) -> None:
        self.__dict__["_given"] = kwargs
        super().__init__(rate, data_format=data_format, seed=seed)


@legacy
class Reshape(keras.layers.Reshape, Layer):
    """Brings each sample to ``target_shape``."""

    def __init__(self, target_shape: Any, **kwargs: Any) -> None:
        super().__init__(tuple(target_shape), **kwargs)


@legacy
class Permute(keras.layers.Permute, Layer):
    """Reorders the axes of each sample, counted from 1."""

    def __init__(self, dims: Any, **kwargs: Any) -> None:
        super().__init__(tuple(dims), **kwargs)


@legacy
class Flatten(keras.layers.Flatten, Layer):
    """``(batch, …)`` to ``(batch, features)``."""


@legacy
class RepeatVector(keras.layers.RepeatVector, Layer):
    """``(batch, features)`` to ``(batch, n, features)``."""


@legacy
class ActivityRegularization(keras.layers.ActivityRegularization, Layer):
    """Adds a regularization loss of its input."""
