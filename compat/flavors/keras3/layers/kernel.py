"""``RandomFourierFeatures`` (``tf.keras.layers.experimental`` 2.1 to 2.15): random features of a Gaussian kernel."""
from typing import Any

import numpy as np
from keras import initializers, ops

from .base import legacy
from .restored import RestoredLayer


@legacy
class RandomFourierFeatures(RestoredLayer):
    """``cos(x · unscaled_kernel / kernel_scale + bias)``.

    Args:
        output_dim: number of features.
        kernel_initializer: ``"gaussian"``, ``"laplacian"``, or an initializer.
        scale: what ``kernel_scale`` begins with; None is the square root of half the features for "gaussian", else 1.
        trainable: whether the scale is learned.

    Weights: ``kernel_scale`` (1,), ``unscaled_kernel`` (features, output_dim) and ``bias`` (output_dim,), of which the
    last two are never trained.
    """

    def __init__(self, output_dim: int, kernel_initializer: Any = "gaussian", scale: Any = None,
                 trainable: bool = False, **kwargs: Any) -> None:
        if output_dim <= 0 or (scale is not None and scale <= 0):
            raise ValueError("RandomFourierFeatures needs a positive output_dim and scale; it was given {!r} and {!r}"
                             .format(output_dim, scale))
        super().__init__(trainable=trainable, **kwargs)
        by_name = isinstance(kernel_initializer, str) and kernel_initializer.lower() in ("gaussian", "laplacian")
        self.__dict__["_distribution"] = kernel_initializer.lower() if by_name else None
        self._keep(output_dim=int(output_dim), scale=None if scale is None else float(scale),
                   kernel_initializer=None if by_name else kernel_initializer)

    def build(self, input_shape: Any) -> None:
        """Draw kernel and bias for ``(batch, features)``."""
        features = input_shape[-1]
        self.unscaled_kernel = self.add_weight(name="unscaled_kernel", shape=(features, self.output_dim),
                                               dtype="float32", initializer=self._drawn(), trainable=False)
        self.bias = self.add_weight(name="bias", shape=(self.output_dim,), dtype="float32", trainable=False,
                                    initializer=initializers.RandomUniform(0.0, 2 * np.pi))
        scale = self.scale
        if scale is None:
            scale = float(np.sqrt(features / 2.0)) if self._distribution == "gaussian" else 1.0
        self.kernel_scale = self.add_weight(name="kernel_scale", shape=(1,), dtype="float32", constraint="non_neg",
                                            initializer=initializers.Constant(scale))
        self.built = True

    def call(self, inputs: Any) -> Any:
        """``(batch, features)`` to ``(batch, output_dim)``, float32."""
        kernel = ops.convert_to_tensor(self.unscaled_kernel) / self.kernel_scale
        return ops.cos(ops.matmul(ops.cast(inputs, "float32"), kernel) + self.bias)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """``(batch, output_dim)``."""
        return (input_shape[0], self.output_dim)

    def get_config(self) -> Any:
        """The constructor's arguments."""
        config = super().get_config()
        return dict(config, kernel_initializer=self._distribution or config["kernel_initializer"])

    def _drawn(self) -> Any:
        if self._distribution == "gaussian":
            return initializers.RandomNormal(stddev=1.0)
        if self._distribution == "laplacian":
            return _cauchy
        return self.kernel_initializer


def _cauchy(shape: Any, dtype: Any = None) -> Any:
    """Numbers of the Cauchy distribution, which is the spectrum of the Laplacian kernel."""
    from keras import random

    uniform = random.uniform(shape, dtype=dtype or "float32")
    return ops.tan(np.pi * (uniform - 0.5))
