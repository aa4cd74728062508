"""Layers of tf.keras that Keras 3 has, and that fail on JAX or torch in what tf.keras did, or list their weights otherwise."""
from typing import Any, Dict, List

import keras
from keras import ops

from compat.era import era_of_tf_keras

from .. import activations, initializers

__all__ = ["AdditiveAttention", "Attention", "ConvLSTM1D", "ConvLSTM3D", "LayerNormalization",
           "MultiHeadAttention", "SpectralNormalization"]


_SHAPES = ("query_shape", "key_shape", "value_shape")


class _OfTensorFlow:
    """Mix-in: attributes of every layer of tf.keras that Keras 3 has of some layers alone."""

    stateful = False
    dynamic = False


class _Drawing(_OfTensorFlow):
    """Mix-in before a layer of Keras 3: its initial weights are those that tf.keras drew from the same seeds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        era = era_of_tf_keras()
        super().__init__(*args, **kwargs)
        self.__dict__["_made_in"] = era

    def add_weight(self, *args: Any, **kwargs: Any) -> Any:
        """A weight of the layer."""
        kwargs.update({"initializer": initializers.drawing(kwargs["initializer"])} if "initializer" in kwargs else {})
        with vars(self)["_made_in"]:
            return super().add_weight(*args, **kwargs)  # type: ignore[misc]


class _Causal(_OfTensorFlow):
    """Mix-in before a layer of attention: ``causal=True`` hides later values from each query, as ``use_causal_mask`` does."""

    def __init__(self, *args: Any, causal: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.causal = causal

    def call(self, inputs: Any, mask: Any = None, training: bool = False, return_attention_scores: bool = False,
             use_causal_mask: bool = False) -> Any:
        """``(batch, queries, features)``, and the scores if they are asked for."""
        return super().call(  # type: ignore[misc]
            inputs, mask=mask, training=training, return_attention_scores=return_attention_scores,
            use_causal_mask=self.causal or use_causal_mask)

    def get_config(self) -> Dict[str, Any]:
        """The arguments, with ``causal`` where it is on."""
        config: Dict[str, Any] = super().get_config()  # type: ignore[misc]
        return {**config, "causal": True} if self.causal else config


@keras.saving.register_keras_serializable(package="tf.keras")
class Attention(_Causal, keras.layers.Attention):  # type: ignore[misc]
    """Dot-product attention of queries over values."""


@keras.saving.register_keras_serializable(package="tf.keras")
class AdditiveAttention(_Drawing, _Causal, keras.layers.AdditiveAttention):  # type: ignore[misc]
    """Attention whose scores are ``tanh(query + key)``."""


@keras.saving.register_keras_serializable(package="tf.keras")
class MultiHeadAttention(_Drawing, keras.layers.MultiHeadAttention):  # type: ignore[misc]
    """Attention of several heads, whose initial weights are those that tf.keras drew from the same seeds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("kernel_initializer", "glorot_uniform")
        super().__init__(*args, **dict(kwargs, kernel_initializer=initializers.drawing(kwargs["kernel_initializer"])))

    @classmethod
    def from_config(cls, config: Dict[str, Any]) -> Any:
        """A layer from what ``get_config`` gave, here or in tf.keras, which stated the shapes that it was built for, too."""
        return super().from_config({key: value for key, value in config.items() if key not in _SHAPES})

    def build(self, query_shape: Any, value_shape: Any, key_shape: Any = None) -> None:
        """Make the weights for these shapes."""
        with vars(self)["_made_in"]:
            super().build(query_shape, value_shape, key_shape)


@keras.saving.register_keras_serializable(package="tf.keras")
class LayerNormalization(_OfTensorFlow, keras.layers.LayerNormalization):  # type: ignore[misc]
    """Normalizes over ``axis``, which may be any; Keras 3.15 takes none but the last ones on torch."""

    def call(self, inputs: Any) -> Any:
        """A tensor of the shape of ``inputs``."""
        rank = len(inputs.shape)
        axes = sorted(axis % rank for axis in (self.axis if isinstance(self.axis, (list, tuple)) else [self.axis]))
        is_last = axes == list(range(rank - len(axes), rank))
        if is_last or keras.backend.backend() != "torch" or getattr(self, "rms_scaling", False):
            return super().call(inputs)
        shape = [inputs.shape[axis] if axis in axes else 1 for axis in range(rank)]
        x = ops.cast(inputs, "float32")
        mean, variance = ops.moments(x, axes=axes, keepdims=True)
        x = (x - mean) * ops.rsqrt(variance + self.epsilon)
        x = x if self.gamma is None else x * ops.reshape(ops.cast(self.gamma, "float32"), shape)
        x = x if self.beta is None else x + ops.reshape(ops.cast(self.beta, "float32"), shape)
        return ops.cast(x, self.compute_dtype)


@keras.saving.register_keras_serializable(package="tf.keras")
class SpectralNormalization(_Drawing, keras.layers.SpectralNormalization):  # type: ignore[misc]
    """Divides the kernel of a layer by its largest singular value; Keras 3 lists the vector for that before the bias."""

    @property
    def weights(self) -> List[Any]:
        """Those of the layer, then the vector."""
        vector = getattr(self, "vector_u", None)
        found = [each for each in super().weights if each is not vector]
        return found if vector is None else [*found, vector]


class _Gated:
    """Mix-in before a recurrent layer: ``hard_sigmoid`` by its name is that of the era."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for key in {"activation", "recurrent_activation"}.intersection(kwargs):
            kwargs[key] = activations.of_layer(kwargs[key])
        super().__init__(*args, **kwargs)


@keras.saving.register_keras_serializable(package="tf.keras")
class ConvLSTM1D(_Gated, keras.layers.ConvLSTM1D):  # type: ignore[misc]
    """LSTM whose products are convolutions over sequences."""


@keras.saving.register_keras_serializable(package="tf.keras")
class ConvLSTM3D(_Gated, keras.layers.ConvLSTM3D):  # type: ignore[misc]
    """LSTM whose products are convolutions over volumes."""
