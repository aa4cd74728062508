"""Initializers under ``tf`` and ``tf.initializers`` of TensorFlow 1, as initializers of Keras."""
from typing import Any, Optional

import keras

from compat.errors import UnsupportedError
from compat.flavors.keras3.initializers import Constant

_own = keras.initializers


def zeros_initializer(dtype: Any = None) -> Any:
    """0 everywhere."""
    return _own.Zeros()


def ones_initializer(dtype: Any = None) -> Any:
    """1 everywhere."""
    return _own.Ones()


def constant_initializer(value: Any = 0, dtype: Any = None, verify_shape: bool = False) -> Any:
    """One value everywhere, or those of an array, row by row."""
    return Constant(value)


def random_uniform_initializer(minval: float = 0, maxval: Optional[float] = None, seed: Any = None, dtype: Any = None) -> Any:
    """Uniform numbers; in an era of TensorFlow 2 ``tf.random_uniform_initializer`` is that of Keras."""
    return _own.RandomUniform(minval, 1.0 if maxval is None else maxval, seed=seed)


def random_normal_initializer(mean: float = 0.0, stddev: float = 1.0, seed: Any = None, dtype: Any = None) -> Any:
    """Normal numbers."""
    return _own.RandomNormal(mean, stddev, seed=seed)


def truncated_normal_initializer(mean: float = 0.0, stddev: float = 1.0, seed: Any = None, dtype: Any = None) -> Any:
    """Normal numbers, those farther than two ``stddev`` from the mean drawn again."""
    return _own.TruncatedNormal(mean, stddev, seed=seed)


def glorot_uniform_initializer(seed: Any = None, dtype: Any = None) -> Any:
    """Uniform numbers, smaller for more inputs and outputs."""
    return _own.GlorotUniform(seed=seed)


def glorot_normal_initializer(seed: Any = None, dtype: Any = None) -> Any:
    """Normal numbers, smaller for more inputs and outputs."""
    return _own.GlorotNormal(seed=seed)


def orthogonal_initializer(gain: float = 1.0, seed: Any = None, dtype: Any = None) -> Any:
    """An orthogonal matrix."""
    return _own.Orthogonal(gain, seed=seed)


def variance_scaling_initializer(scale: float = 1.0, mode: str = "fan_in", distribution: str = "truncated_normal",
                                 seed: Any = None, dtype: Any = None) -> Any:
    """Numbers whose variance follows from the number of inputs or outputs."""
    return _own.VarianceScaling(scale, mode, "truncated_normal" if distribution == "normal" else distribution, seed=seed)


def identity(gain: float = 1.0, dtype: Any = None) -> Any:
    """The identity matrix."""
    return _own.IdentityInitializer(gain) if hasattr(_own, "IdentityInitializer") else _own.Identity(gain)


def lecun_normal(seed: Any = None) -> Any:
    """Normal numbers, smaller for more inputs."""
    return _own.LecunNormal(seed=seed)


def lecun_uniform(seed: Any = None) -> Any:
    """Uniform numbers, smaller for more inputs."""
    return _own.LecunUniform(seed=seed)


def he_normal(seed: Any = None) -> Any:
    """Normal numbers, smaller for more inputs, for ReLU."""
    return _own.HeNormal(seed=seed)


def he_uniform(seed: Any = None) -> Any:
    """Uniform numbers, smaller for more inputs, for ReLU."""
    return _own.HeUniform(seed=seed)


def xavier_initializer(uniform: bool = True, seed: Any = None, dtype: Any = None) -> Any:
    """Of ``tf.contrib.layers``: Glorot's initializer."""
    return glorot_uniform_initializer(seed) if uniform else glorot_normal_initializer(seed)


xavier_initializer_conv2d = xavier_initializer


def contrib_variance_scaling(factor: float = 2.0, mode: str = "FAN_IN", uniform: bool = False, seed: Any = None,
                             dtype: Any = None) -> Any:
    """Of ``tf.contrib.layers``: as :func:`variance_scaling_initializer`, He's unless something else is asked for."""
    if mode not in ("FAN_IN", "FAN_OUT", "FAN_AVG"):
        raise UnsupportedError("mode is FAN_IN, FAN_OUT or FAN_AVG, not {!r}".format(mode))
    return _own.VarianceScaling(factor, mode.lower(), "uniform" if uniform else "truncated_normal", seed=seed)


def l1_regularizer(scale: float, scope: Any = None) -> Any:
    """Of ``tf.contrib.layers``: ``scale`` times the sum of absolute values."""
    return keras.regularizers.L1(scale)


def l2_regularizer(scale: float, scope: Any = None) -> Any:
    """Of ``tf.contrib.layers``: ``scale`` times half the sum of squares."""
    return keras.regularizers.L2(scale / 2.0)


def l1_l2_regularizer(scale_l1: float = 1.0, scale_l2: float = 1.0, scope: Any = None) -> Any:
    """Of ``tf.contrib.layers``: both together."""
    return keras.regularizers.L1L2(scale_l1, scale_l2 / 2.0)
