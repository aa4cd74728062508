"""``L2Normalization`` of the SSD models for Keras: unit vectors across channels, with a learned scale."""
from typing import Any, Optional, Sequence, Tuple

import numpy as np

from compat.keras import backend as K
from compat.keras.layers import Layer


class L2Normalization(Layer):
    """The input divided by its Euclidean norm along the channels, times ``gamma``.

    Args:
        gamma_init: the initial value of each ``gamma``.
        axis: of the channels; None for the image data format's.

    Weights: ``gamma`` (channels,), which multiplies along the last axis, whatever ``axis`` is, as in the original.

    Example:
        >>> from compat.keras.layers import Input
        >>> from compat.keras.models import Model
        >>> x = Input(shape=(2, 2, 3))
        >>> [w.tolist() for w in Model(x, L2Normalization(gamma_init=5)(x)).get_weights()]
        [[5.0, 5.0, 5.0]]
    """

    def __init__(self, gamma_init: float = 20, axis: Optional[int] = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.gamma_init = gamma_init
        self.axis = (3 if K.image_data_format() == "channels_last" else 1) if axis is None else axis

    def build(self, input_shape: Sequence[Optional[int]]) -> None:
        size = input_shape[self.axis]
        self.gamma = self.add_weight(name="gamma", shape=(size,), initializer=self._initial)
        super().build(input_shape)

    def _initial(self, shape: Any, dtype: Any = None) -> Any:
        return K.constant(self.gamma_init * np.ones(shape), dtype=dtype)

    def call(self, x: Any, mask: Optional[Any] = None) -> Any:
        return K.l2_normalize(x, self.axis) * self.gamma

    def compute_output_shape(self, input_shape: Sequence[Optional[int]]) -> Tuple[Optional[int], ...]:
        return tuple(input_shape)

    def get_config(self) -> Any:
        return dict(super().get_config(), gamma_init=self.gamma_init, axis=self.axis)
