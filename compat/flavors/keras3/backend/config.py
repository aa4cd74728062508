"""The process-wide settings of ``K``: float type, epsilon, image data format, unique names (Keras 2.2.4).

They are Keras 3's own settings: ``K.set_floatx`` and ``keras.config.set_floatx`` change the same value.
"""
from collections import defaultdict
from typing import Any, DefaultDict

import keras
import numpy as np

from compat.flavors.keras3 import context
from compat.flavors.shared.dim_ordering import DataFormatError, normalize_data_format

_uids: DefaultDict[str, int] = defaultdict(int)
_jax_made_wide = False


def backend() -> str:
    """``"tensorflow"``, on JAX and torch too: the dialect that legacy code branches on, not what computes.

    Old code says ``if K.backend() == 'tensorflow': import tensorflow as tf`` and otherwise assumes Theano or CNTK;
    ``compat.tf`` serves the first branch on every backend. ``keras.config.backend()`` names the real one.
    """
    return "tensorflow"


def epsilon() -> float:
    """The fuzz factor, 1e-7 unless set."""
    return float(keras.config.epsilon())


def set_epsilon(e: float) -> None:
    """Set the fuzz factor."""
    keras.config.set_epsilon(float(e))


def floatx() -> str:
    """The default float type, ``"float32"`` unless set."""
    return str(keras.config.floatx())


def set_floatx(floatx: str) -> None:
    """Set the default float type: ``"float16"``, ``"float32"`` or ``"float64"``.

    On JAX, which holds 32-bit numbers unless told otherwise, ``"float64"`` lets it hold 64-bit ones until another type
    is set.

    Raises:
        DataFormatError: it is none of these.
    """
    if floatx not in ("float16", "float32", "float64"):
        raise DataFormatError("unknown float type {!r}; choose float16, float32 or float64".format(floatx))
    plain = keras.config.dtype_policy().name == keras.config.floatx()
    keras.config.set_floatx(str(floatx))
    if plain:  # Keras 3 keeps the policy that it made of the type that was set when the first layer was made
        keras.config.set_dtype_policy(str(floatx))
    if keras.backend.backend() == "jax":
        _let_jax_hold(floatx)


def _let_jax_hold(floatx: str) -> None:
    global _jax_made_wide
    import jax  # only where it is the backend, and so already loaded

    if _jax_made_wide or (floatx == "float64" and not jax.config.jax_enable_x64):
        _jax_made_wide = floatx == "float64"
        jax.config.update("jax_enable_x64", _jax_made_wide)


def cast_to_floatx(x: Any) -> np.ndarray:
    """An array or nested list → a NumPy array of the default float type, any shape."""
    return np.asarray(x, dtype=floatx())


def image_data_format() -> str:
    """``"channels_last"`` or ``"channels_first"``."""
    return str(keras.config.image_data_format())


def set_image_data_format(data_format: str) -> None:
    """Set the default layout of images.

    Raises:
        DataFormatError: neither ``"channels_last"`` nor ``"channels_first"``.
    """
    keras.config.set_image_data_format(normalize_data_format(data_format))


def get_uid(prefix: str = "") -> int:
    """1, 2, 3 … for each prefix."""
    _uids[prefix] += 1
    return _uids[prefix]


def reset_uids() -> None:
    """Start counting from 1 again."""
    _uids.clear()


def clear_session() -> None:
    """Forget names, counters and the stated learning phase; layers and models that still exist stay usable."""
    keras.utils.clear_session()
    reset_uids()
    context.state_phase(None)


def manual_variable_initialization(value: bool) -> None:
    """Accepted and without effect: every variable holds its value from the moment it is made."""
