"""Layers of tf.keras that Keras 3 dropped, renamed or made an argument of."""
from typing import Any, Dict, Mapping, Optional

import keras
from keras import ops

from compat.flavor import keras3_backend
from compat.flavors import Names
from compat.writing.layers import STATED_BY_TF_KERAS

from ..engine.layer import Layer
from ..layers import BatchNormalization, serialization
from ..layers.cropping import RandomCrop, Resizing
from ..objects import registered_object
from . import stated
from .adjusted_layers import (
    AdditiveAttention,
    Attention,
    ConvLSTM1D,
    ConvLSTM3D,
    LayerNormalization,
    MultiHeadAttention,
    SpectralNormalization,
)
from .feature_columns import DenseFeatures
from .random_size import RandomHeight, RandomWidth
from .text_layers import HashedCrossing, Hashing, IntegerLookup, StringLookup, TextVectorization

__all__ = ["AbstractRNNCell", "AdditiveAttention", "Attention", "ConvLSTM1D", "ConvLSTM3D", "DenseFeatures", "HashedCrossing",
           "Hashing", "IntegerLookup", "LayerNormalization", "MultiHeadAttention", "PreprocessingLayer", "RandomCrop",
           "RandomHeight", "RandomWidth", "Resizing", "SpectralNormalization", "StringLookup", "SyncBatchNormalization",
           "TextVectorization", "deserialize", "serialize"]

PreprocessingLayer = Layer


class AbstractRNNCell(Layer):  # type: ignore[misc]
    """Base class of a cell: a subclass defines ``call(inputs, states)``, ``state_size`` and ``output_size``."""

    def call(self, inputs: Any, states: Any) -> Any:
        """One step.

        Raises:
            NotImplementedError: the subclass does not define it.
        """
        raise NotImplementedError("Abstract method")

    @property
    def state_size(self) -> Any:
        """The size of each state.

        Raises:
            NotImplementedError: the subclass does not define it.
        """
        raise NotImplementedError("Abstract method")

    @property
    def output_size(self) -> Any:
        """The size of the output.

        Raises:
            NotImplementedError: the subclass does not define it.
        """
        raise NotImplementedError("Abstract method")

    def get_initial_state(self, inputs: Any = None, batch_size: Any = None, dtype: Any = None) -> Any:
        """Zeros of ``(batch, size)`` for each state."""
        if inputs is not None:
            batch_size, dtype = ops.shape(inputs)[0], inputs.dtype
        return keras.tree.map_structure(
            lambda size: ops.zeros((batch_size, size), dtype or keras.config.floatx()), self.state_size)


class SyncBatchNormalization(BatchNormalization):  # type: ignore[misc]
    """``BatchNormalization`` whose statistics are those of the batches of all replicas: on JAX and torch, of the one batch."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **dict(kwargs, synchronized=keras3_backend() == "tensorflow"))


serialize = stated.serializer("keras.layers", serialization.serialize)


def deserialize(config: Dict[str, Any], custom_objects: Optional[Mapping[str, Any]] = None,
                use_legacy_format: bool = False) -> Any:
    """A layer from :func:`serialize`, or from what Keras 3 wrote.

    Raises:
        UnknownLayerError: no layer of that name, and none in ``custom_objects``.
    """
    custom = dict(custom_objects or {})
    plain = config if _is_of_keras_3(config.get("config", {})) else stated.without_module(config)
    name = str(plain["class_name"])
    of_tf_keras = getattr(Names("tf.keras.layers"), name, None) if "module" not in plain else None
    if of_tf_keras is None or registered_object(name, custom) is not None or not hasattr(of_tf_keras, "from_config"):
        return serialization.deserialize(plain, custom)
    arguments = dict(plain["config"])
    if not issubclass(of_tf_keras, Layer):  # a layer of Keras 3, which takes less
        beside = STATED_BY_TF_KERAS.get(name, {})
        arguments = {key: value for key, value in arguments.items() if key not in beside or value != beside[key]}
    with keras.saving.custom_object_scope(custom):
        return of_tf_keras.from_config(arguments)


def _is_of_keras_3(config: Mapping[str, Any]) -> bool:
    """Whether Keras 3 wrote the configuration of a layer, which then states a policy for its dtype."""
    dtype = config.get("dtype")
    return isinstance(dtype, dict) and dtype.get("class_name") == "DTypePolicy"
