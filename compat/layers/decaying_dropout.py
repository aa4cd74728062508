"""``DecayingDropout``: dropout whose keep rate falls as training goes on (reading-comprehension models of 2018)."""
from typing import Any, Dict, Optional, Sequence, Tuple

from compat.keras import backend as K
from compat.keras.layers import Layer


class DecayingDropout(Layer):
    """Inverted dropout with a keep rate of ``initial_keep_rate * decay_rate ** (iterations / decay_interval)``.

    ``iterations`` is a non-trainable weight of shape (1,) that each call in training advances by one: once per training
    batch, never in ``predict`` or ``evaluate``. A batch is dropped with the rate before it advances. The decay is
    continuous. Outside training the layer is the identity; a mask passes through.

    Args:
        initial_keep_rate: the fraction that is kept in the first batch, above 0 up to 1.
        decay_interval: the number of batches after which the keep rate has been multiplied by ``decay_rate`` once.
        decay_rate: above 0 up to 1.
        noise_shape: the shape of the dropped units, None where it is the input's: ``(None, 1, 8)`` drops the same
            features at every step. None for the whole shape of the input.
        seed: of the random numbers.

    Input and output: any shape, floating dtype.

    Example:
        >>> from compat.keras.layers import Input
        >>> from compat.keras.models import Model
        >>> x = Input(shape=(3,))
        >>> [w.tolist() for w in Model(x, DecayingDropout(0.9, 10, 0.5)(x)).get_weights()]
        [[0.0]]
    """

    def __init__(
        self,
        initial_keep_rate: float = 1.0,
        decay_interval: int = 10000,
        decay_rate: float = 0.977,
        noise_shape: Optional[Sequence[Optional[int]]] = None,
        seed: Optional[int] = None,
        **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.initial_keep_rate = initial_keep_rate
        self.decay_interval = decay_interval
        self.decay_rate = decay_rate
        self.noise_shape = noise_shape
        self.seed = seed
        self.supports_masking = True

    def build(self, input_shape: Sequence[Optional[int]]) -> None:
        # The dtype is stated so that the counter stays exact under mixed precision: float16 ends at 65504.
        self.iterations = self.add_weight(
            name="iterations", shape=(1,), dtype="float32", initializer="zeros", trainable=False)
        super().build(input_shape)

    def keep_rate(self) -> Any:
        """The keep rate of the next training batch, a scalar float32 tensor."""
        intervals = K.cast(self.iterations, "float32")[0] / float(self.decay_interval)
        return self.initial_keep_rate * K.pow(K.constant(self.decay_rate, dtype="float32"), intervals)

    def call(self, inputs: Any, training: Optional[Any] = None) -> Any:
        rate = K.cast(1.0 - self.keep_rate(), K.dtype(inputs))
        self.add_update([K.update_add(self.iterations, [1.0])], inputs)

        def dropped() -> Any:
            return K.dropout(inputs, rate, self._full_noise_shape(inputs), seed=self.seed)

        return K.in_train_phase(dropped, inputs, training=training)

    def compute_output_shape(self, input_shape: Sequence[Optional[int]]) -> Tuple[Optional[int], ...]:
        return tuple(input_shape)

    def get_config(self) -> Dict[str, Any]:
        return dict(
            super().get_config(), initial_keep_rate=self.initial_keep_rate, decay_interval=self.decay_interval,
            decay_rate=self.decay_rate, noise_shape=self.noise_shape, seed=self.seed)

    def _full_noise_shape(self, inputs: Any) -> Optional[Tuple[Any, ...]]:
        if self.noise_shape is None:
            return None
        sizes = K.shape(inputs)
        return tuple(sizes[i] if size is None else size for i, size in enumerate(self.noise_shape))
