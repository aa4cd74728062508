"""``MultiHeadAttention`` for files of tf.keras before 2.10, which left the masks of its inputs aside and gave none."""
from typing import Any

from ..installed import keras, tensorflow
from ..utils import register

_Native = getattr(keras.layers, "MultiHeadAttention", keras.layers.Layer)  # TensorFlow has it since 2.4


@register
class UnmaskedMultiHeadAttention(_Native):
    """``keras.layers.MultiHeadAttention`` that does not look at the masks of its inputs."""

    supports_masking = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        args, kwargs = tensorflow.nest.map_structure(_unmasked, (args, kwargs))
        return super().__call__(*args, **kwargs)


def _unmasked(value: Any) -> Any:
    return value if getattr(value, "_keras_mask", None) is None else tensorflow.identity(value)
