"""``InstanceNormalization`` and ``GroupNormalization`` of keras-contrib (2017 to 2019, for multi-backend Keras 2).

They are not the layers of TensorFlow Addons or of tf.keras 2.11: the first divides by the standard deviation *plus*
epsilon, the second takes its groups in another way.
"""
from typing import Any, List, Optional, Sequence, Tuple

from compat.errors import ConfigError
from compat.keras import backend as K
from compat.layers.portable import PortableLayer

Shape = Sequence[Optional[int]]


class _Scaled(PortableLayer):
    """A normalization with a learned scale and offset of its own for each channel."""

    def __init__(self, axis: Optional[int], epsilon: float, center: bool, scale: bool, beta_initializer: Any,
                 gamma_initializer: Any, beta_regularizer: Any, gamma_regularizer: Any, beta_constraint: Any,
                 gamma_constraint: Any, extra: Any = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self._keep(axis=axis, epsilon=epsilon, center=center, scale=scale, beta_initializer=beta_initializer,
                   gamma_initializer=gamma_initializer, beta_regularizer=beta_regularizer,
                   gamma_regularizer=gamma_regularizer, beta_constraint=beta_constraint,
                   gamma_constraint=gamma_constraint, **dict(extra))

    def make_scale(self, size: Optional[int]) -> None:
        """Create ``gamma`` and ``beta`` if ``scale`` and ``center`` ask for them."""
        self.gamma = self._weight("gamma", (size,)) if self.scale else None
        self.beta = self._weight("beta", (size,)) if self.center else None

    def scaled(self, x: Any, shape: List[int]) -> Any:
        """``x`` times gamma plus beta, both brought to ``shape``."""
        if self.gamma is not None:
            x = x * K.reshape(self.gamma, shape)
        return x if self.beta is None else x + K.reshape(self.beta, shape)

    def compute_output_shape(self, input_shape: Shape) -> Tuple[Optional[int], ...]:
        return tuple(input_shape)


class InstanceNormalization(_Scaled):
    """Each sample less its mean, over its standard deviation plus ``epsilon``; keras-contrib's form.

    Args:
        axis: the channel axis, whose channels are normalized separately; None for the whole sample at once.
        epsilon: added to the standard deviation.
        center, scale: whether there are ``beta`` and ``gamma``.

    Weights: ``gamma`` and ``beta``, (channels,), or (1,) without an axis.

    Example:
        >>> import numpy as np
        >>> from compat.keras.layers import Input
        >>> from compat.keras.models import Model
        >>> x = Input(shape=(2,))
        >>> Model(x, InstanceNormalization()(x)).predict(np.array([[1., 3.]])).round(2).tolist()
        [[-1.0, 1.0]]
    """

    def __init__(self, axis: Optional[int] = None, epsilon: float = 1e-3, center: bool = True, scale: bool = True,
                 beta_initializer: Any = "zeros", gamma_initializer: Any = "ones", beta_regularizer: Any = None,
                 gamma_regularizer: Any = None, beta_constraint: Any = None, gamma_constraint: Any = None,
                 **kwargs: Any) -> None:
        if axis == 0:
            raise ConfigError("InstanceNormalization cannot have axis 0, that of the batch; give the channel axis")
        super().__init__(axis, epsilon, center, scale, beta_initializer, gamma_initializer, beta_regularizer,
                         gamma_regularizer, beta_constraint, gamma_constraint, **kwargs)

    def build(self, input_shape: Shape) -> None:
        self.make_scale(1 if self.axis is None else input_shape[self.axis])
        super().build(input_shape)

    def call(self, inputs: Any) -> Any:
        sizes = K.int_shape(inputs)
        rank = len(sizes)
        channels = None if self.axis is None else self.axis % rank
        axes = [axis for axis in range(1, rank) if axis != channels]
        centered = inputs - K.mean(inputs, axis=axes, keepdims=True)
        normed = centered / (K.std(inputs, axis=axes, keepdims=True) + self.epsilon)
        return self.scaled(normed, [sizes[axis] if axis == channels else 1 for axis in range(rank)])


class GroupNormalization(_Scaled):
    """Each group of each sample less its mean, over its standard deviation; keras-contrib's form.

    Its groups are cut by reshaping ``(batch, …)`` to ``(batch, groups, …, channels / groups)`` as the numbers lie in
    memory: with channels last they are bands of the first spatial axis, not sets of channels. Old models were trained this way.

    Args:
        groups: how many.
        axis: the channel axis.
        epsilon: added to the variance.
        center, scale: whether there are ``beta`` and ``gamma``.

    Weights: ``gamma`` and ``beta``, (channels,).
    """

    def __init__(self, groups: int = 32, axis: int = -1, epsilon: float = 1e-5, center: bool = True,
                 scale: bool = True, beta_initializer: Any = "zeros", gamma_initializer: Any = "ones",
                 beta_regularizer: Any = None, gamma_regularizer: Any = None, beta_constraint: Any = None,
                 gamma_constraint: Any = None, **kwargs: Any) -> None:
        super().__init__(axis, epsilon, center, scale, beta_initializer, gamma_initializer, beta_regularizer,
                         gamma_regularizer, beta_constraint, gamma_constraint, extra={"groups": groups}, **kwargs)

    def build(self, input_shape: Shape) -> None:
        channels = input_shape[self.axis]
        if channels is None or channels % self.groups:
            raise ConfigError("GroupNormalization {!r} cannot divide {} channels into {} groups".format(
                self.name, channels, self.groups))
        self.make_scale(channels)
        super().build(input_shape)

    def call(self, inputs: Any) -> Any:
        sizes, whole = list(K.int_shape(inputs)), K.shape(inputs)
        rank = len(sizes)
        axis = self.axis % rank
        part = sizes[axis] // self.groups
        # As keras-contrib built it: the size of the channel axis is replaced first, the groups are put in second.
        shape: List[Any] = [part if place == axis else whole[place] for place in range(rank)]
        grouped = K.reshape(inputs, K.stack(shape[:1] + [self.groups] + shape[1:]))
        axes = list(range(2, rank + 1))
        centered = grouped - K.mean(grouped, axis=axes, keepdims=True)
        normed = centered / K.sqrt(K.mean(K.square(centered), axis=axes, keepdims=True) + self.epsilon)
        broadcast = [part if place == axis else 1 for place in range(rank)]
        return K.reshape(self.scaled(normed, broadcast[:1] + [self.groups] + broadcast[1:]), whole)
