"""Core layers of Keras 1 that Keras 2 kept for a while in ``keras.legacy.layers``, with Keras 1's arguments.

``TimeDistributedDense``, which Keras 2 removed, and the dilated convolutions under their old name.
"""
from typing import Any

from .base import legacy
from .convolutional import Conv1D, Conv2D
from .core import Dense


@legacy
class TimeDistributedDense(Dense):
    """Keras 1's dense layer over every step, which :class:`Dense` itself has been since Keras 2.

    Takes Keras 1's arguments, ``TimeDistributedDense(output_dim, init=…, bias=…)``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        named = dict(zip(("output_dim", "init", "activation"), args), **kwargs)
        if named.get("input_dim"):
            named["input_shape"] = (named.pop("input_length", None), named.pop("input_dim"))
        super().__init__(**named)
        self.supports_masking = True


def AtrousConvolution1D(*args: Any, **kwargs: Any) -> Conv1D:
    """Keras 1's name of a dilated :class:`Conv1D`; ``atrous_rate`` is its ``dilation_rate``."""
    return Conv1D(*args, **kwargs)


def AtrousConvolution2D(*args: Any, **kwargs: Any) -> Conv2D:
    """Keras 1's name of a dilated :class:`Conv2D`; ``atrous_rate`` is its ``dilation_rate``.

    Takes ``(filters, kernel_size)`` or, as Keras 1 did, ``(nb_filter, nb_row, nb_col)``.
    """
    return Conv2D(*args, **kwargs)


AtrousConv1D, AtrousConv2D = AtrousConvolution1D, AtrousConvolution2D
