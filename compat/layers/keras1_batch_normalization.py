"""``BatchNormalization`` of Keras 1 in its modes 1 and 2, which no later Keras has."""
from typing import Any, Optional, Sequence, Tuple

from compat.errors import ConfigError
from compat.keras import backend as K
from compat.layers.portable import PortableLayer

Shape = Sequence[Optional[int]]


class Keras1BatchNormalization(PortableLayer):
    """Normalization without moving averages, as Keras 1.0.8 to 1.2.2 computed it.

    Args:
        epsilon: added to the variance; in mode 1 to the deviation besides, as in the original.
        mode: 1, each vector along the last axis by its own mean and deviation; 2, each feature by those of the batch,
            in prediction too.
        axis: of the features, in mode 2.
        momentum, gamma_regularizer, beta_regularizer, gamma_initializer, beta_initializer: as in the original.

    Weights: ``gamma``, ``beta`` (features,), and ``running_mean``, ``running_std``, which files hold and nothing uses.

    Raises:
        ConfigError: another mode; 0 is ``BatchNormalization``.

    Example:
        >>> import numpy as np
        >>> from compat.keras.layers import Input
        >>> from compat.keras.models import Model
        >>> x = Input(shape=(2,))
        >>> Model(x, Keras1BatchNormalization(mode=2)(x)).predict(np.array([[1., 3.], [3., 1.]])).round(2).tolist()
        [[-1.0, 1.0], [1.0, -1.0]]
    """

    def __init__(self, epsilon: float = 1e-3, mode: int = 1, axis: int = -1, momentum: float = 0.99,
                 beta_initializer: Any = "zeros", gamma_initializer: Any = "ones", gamma_regularizer: Any = None,
                 beta_regularizer: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if mode not in (1, 2):
            raise ConfigError("Keras1BatchNormalization {!r} has mode={!r}; there are 1 and 2".format(self.name, mode))
        self.supports_masking = True
        self._keep(epsilon=epsilon, mode=mode, axis=axis, momentum=momentum, beta_initializer=beta_initializer,
                   gamma_initializer=gamma_initializer, gamma_regularizer=gamma_regularizer,
                   beta_regularizer=beta_regularizer)

    def build(self, input_shape: Shape) -> None:
        size = (input_shape[self.axis],)
        self.gamma = self._weight("gamma", size)
        self.beta = self._weight("beta", size)
        for name, start in (("running_mean", "zeros"), ("running_std", "ones")):
            setattr(self, name, self.add_weight(name=name, shape=size, initializer=start, trainable=False))
        super().build(input_shape)

    def call(self, x: Any, mask: Optional[Any] = None) -> Any:
        return self._by_itself(x) if self.mode == 1 else self._by_the_batch(x)

    def _by_itself(self, x: Any) -> Any:
        mean = K.mean(x, axis=-1, keepdims=True)
        deviation = K.sqrt(K.var(x, axis=-1, keepdims=True) + self.epsilon)
        return self.gamma * (x - mean) / (deviation + self.epsilon) + self.beta

    def _by_the_batch(self, x: Any) -> Any:
        sizes = K.int_shape(x)
        features = self.axis % len(sizes)
        others = [axis for axis in range(len(sizes)) if axis != features]
        shape = [sizes[axis] if axis == features else 1 for axis in range(len(sizes))]
        normed = (x - K.mean(x, axis=others, keepdims=True)) / K.sqrt(K.var(x, axis=others, keepdims=True) + self.epsilon)
        return normed * K.reshape(self.gamma, shape) + K.reshape(self.beta, shape)

    def compute_output_shape(self, input_shape: Shape) -> Tuple[Optional[int], ...]:
        return tuple(input_shape)
