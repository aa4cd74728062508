"""``MaskedMeanPooling1D``: the mean over time in the keyword-only form that people wrote it in for Keras 2."""
from typing import Any, Optional, Sequence, Tuple

from compat.keras import backend as K
from compat.keras.layers import Layer
from compat.layers.masked_mean import masked_sum_and_count, plain_mean, result_dtype


class MaskedMeanPooling1D(Layer):
    """The mean over time; when a mask arrives, over the unmasked steps only. The mask ends here.

    What was wrong with the published layer: its ``call`` multiplied the ``(batch, time, features)`` input by the
    ``(batch, time)`` mask as it came, a boolean. That fails on every real Keras as soon as there is a mask, first because
    a float tensor does not multiply a boolean one, and after a cast because ``(batch, time)`` does not broadcast
    against ``(batch, time, features)``: the mask's axes meet the input's *last* two. (Where time equals features and the
    batch equals time it would even broadcast, to wrong numbers.) The mask needs ``K.cast`` and a last axis; here it has
    both, in one matrix product.

    As people wrote it, the sum is divided by the count of steps plus ``K.epsilon()``: a row without one unmasked step
    gives 0.0, and a row of n steps its mean times n / (n + 1e-7).

    Input: ``(batch, time, features)``; the mask is ``(batch, time)`` or ``(batch, time, 1)``.
    Output: ``(batch, features)`` in the dtype of the input; 16-bit floats are summed in float32.

    Raises:
        MaskingError: the mask's rank or sizes do not fit the input.

    Example:
        >>> import numpy as np
        >>> from compat.keras.layers import Input, Masking
        >>> from compat.keras.models import Model
        >>> steps = Input(shape=(4, 1))
        >>> model = Model(steps, MaskedMeanPooling1D()(Masking(0.)(steps)))
        >>> model.predict(np.array([[[10.], [20.], [0.], [0.]]])).round(4).tolist()
        [[15.0]]
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def call(self, inputs: Any, mask: Optional[Any] = None) -> Any:
        if mask is None:
            return plain_mean(inputs, 1)
        total, count = masked_sum_and_count(inputs, mask, 1)
        return K.cast(total / (count + K.epsilon()), result_dtype(inputs))

    def compute_mask(self, inputs: Any, mask: Optional[Any] = None) -> None:
        return None

    def compute_output_shape(self, input_shape: Sequence[Optional[int]]) -> Tuple[Optional[int], ...]:
        shape = tuple(input_shape)
        return shape[:1] + shape[2:]
