"""``MyLayer``: the custom layer of the Keras 2 documentation, which many files hold a copy of."""
from typing import Any, Dict, Optional, Sequence, Tuple

from compat.keras import backend as K
from compat.keras.layers import Layer


class MyLayer(Layer):
    """The product of the input's last axis with one trainable kernel; no bias, no activation.

    Args:
        output_dim: the number of columns of the kernel.

    Input: ``(batch, …, features)``. Output: ``(batch, …, output_dim)``. Weights: ``kernel``, ``(features, output_dim)``.

    Example:
        >>> from compat.keras.layers import Input
        >>> from compat.keras.models import Model
        >>> x = Input(shape=(3,))
        >>> [w.shape for w in Model(x, MyLayer(5)(x)).get_weights()]
        [(3, 5)]
    """

    def __init__(self, output_dim: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.output_dim = output_dim

    def build(self, input_shape: Sequence[Optional[int]]) -> None:
        self.kernel = self.add_weight(
            name="kernel", shape=(input_shape[-1], self.output_dim), initializer="uniform", trainable=True)
        super().build(input_shape)

    def call(self, inputs: Any) -> Any:
        return K.dot(inputs, self.kernel)

    def compute_output_shape(self, input_shape: Sequence[Optional[int]]) -> Tuple[Optional[int], ...]:
        return (*tuple(input_shape)[:-1], self.output_dim)

    def get_config(self) -> Dict[str, Any]:
        return dict(super().get_config(), output_dim=self.output_dim)
