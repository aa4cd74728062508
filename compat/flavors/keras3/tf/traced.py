"""What a function needs to know about values: sizes that depend on them have none while a backend compiles."""
import builtins
from typing import Any

import keras
import numpy as np
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.symbolic import is_traced
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, is_symbolic, is_tensor
from compat.flavors.keras3.uncompiled import ValuesNeededError


def known(x: Any) -> builtins.bool:
    """Whether ``x`` has a value now: it is no node of a model, and no backend compiles it."""
    return not is_symbolic(x) and not is_traced(x)


def values_of(x: Any, where: str) -> np.ndarray:
    """``x`` as a NumPy array, for what must be known to say how large a result is.

    A model of compat whose step JAX cannot compile for this reason runs it one operation at a time.

    Raises:
        ValuesNeededError: ``x`` is a node of a model, or the backend compiles: it has no value yet.
    """
    if not is_tensor(x):
        return np.asarray(x)
    x = as_tensor(x)
    if keras.backend.backend() == "jax" and not is_symbolic(x):
        x = ops.stop_gradient(x)  # what JAX derives by has a value, too, where nothing is compiled
    check_known(x, where)
    return np.asarray(x if keras.backend.backend() == "jax" else ops.convert_to_numpy(x))


def check_known(x: Any, where: str) -> None:
    """Refuse a tensor without a value.

    Raises:
        ValuesNeededError: ``x`` is a node of a model, or the backend compiles or infers shapes.
    """
    if not known(x):
        raise ValuesNeededError("tf.{} needs the values of a tensor that has none yet; call it in a layer of a model that is "
                                "subclassed, or give it values".format(where))


def native(x: Tensor) -> Tensor:
    """The backend's own tensor of ``x``."""
    return ops.convert_to_tensor(as_tensor(x))


def of_backend(jax: str, torch: str, tensorflow: str) -> Any:
    """The function of that name of the backend in use: ``jax.numpy``'s or another's, by its dotted name."""
    import importlib

    dotted = {"jax": jax, "torch": torch, "tensorflow": tensorflow}.get(keras.backend.backend())
    if dotted is None:
        raise UnsupportedError("not served on the backend {}".format(keras.backend.backend()))
    module, _, name = dotted.rpartition(".")
    parts = module.split(".")
    found: Any = importlib.import_module(parts[0] if parts[0] != "jax" else module)
    for part in parts[1:] if parts[0] != "jax" else ():
        found = getattr(found, part)
    return getattr(found, name)
