"""``MyMeanPool``: the mean over one axis that leaves out masked steps. Files of 2017 to 2020 hold it under this name."""
import operator
from typing import Any, Dict, Optional, Sequence, Tuple

from compat.era import current
from compat.errors import ConfigError
from compat.keras import backend as K
from compat.keras.layers import Layer
from compat.layers.masked_mean import masked_sum_and_count, plain_mean, result_dtype


class MyMeanPool(Layer):
    """The mean over ``axis``; when a mask arrives, over the unmasked entries only.

    The mask ends here: the layers after it get none. A row without one unmasked step gives 0.0 (the published layer gave
    nan, which ``compat.Era("2.2.4", exact=True)`` brings back). A masked step that holds nan or inf spoils its row, as in
    every Keras. A mask says which *steps* count, so a mean over another axis than time (``axis=2`` of a 3-D input)
    is that of each step, and 0.0 on the masked ones.

    Args:
        axis: the axis to take the mean over; negative ones count from the end.

    Input: ``(batch, time, features)``, or any rank from 2 on; a mask of rank 2, ``(batch, time)``, or higher.
    Output: the input's shape without ``axis``, in its dtype; 16-bit floats are summed in float32.

    Raises:
        ConfigError: the input has no such axis.
        MaskingError: the mask's rank or sizes do not fit the input.

    Example:
        >>> import numpy as np
        >>> from compat.keras.layers import Input, Masking
        >>> from compat.keras.models import Model
        >>> steps = Input(shape=(4, 1))
        >>> model = Model(steps, MyMeanPool(axis=1)(Masking(0.)(steps)))
        >>> model.predict(np.array([[[10.], [20.], [0.], [0.]]])).tolist()
        [[15.0]]
    """

    def __init__(self, axis: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = operator.index(axis)
        self.supports_masking = True

    def call(self, inputs: Any, mask: Optional[Any] = None) -> Any:
        axis = self._axis_of(K.ndim(inputs))
        if mask is None:
            return plain_mean(inputs, axis)
        total, count = masked_sum_and_count(inputs, mask, axis)
        if current().behaviour("pooling_of_wholly_masked_row") != "nan":
            count = K.maximum(count, 1.0)
        return K.cast(total / count, result_dtype(inputs))

    def compute_mask(self, inputs: Any, mask: Optional[Any] = None) -> None:
        return None

    def compute_output_shape(self, input_shape: Sequence[Optional[int]]) -> Tuple[Optional[int], ...]:
        shape = tuple(input_shape)
        axis = self._axis_of(len(shape))
        return shape[:axis] + shape[axis + 1:]

    def get_config(self) -> Dict[str, Any]:
        return dict(super().get_config(), axis=self.axis)

    def _axis_of(self, rank: int) -> int:
        if not -rank <= self.axis < rank:
            raise ConfigError("MyMeanPool {!r} takes the mean over axis {}, but its input has only {} axes; "
                              "give an axis from {} to {}".format(self.name, self.axis, rank, -rank, rank - 1))
        return self.axis % rank
