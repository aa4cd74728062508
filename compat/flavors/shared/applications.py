"""The image models of ``keras.applications`` (Keras 2.2.4 and 2.3.1), built by the package ``keras_applications``.

Both versions called that package and handed it the modules to build with. Here these are the names of the old Keras on
the installed flavor, so that a model has the layers, the names and the order that old weights and old code expect.
"""
import functools
import importlib
from typing import Any, Callable, Dict, List

import numpy as np

from compat.api.names import NAMES as ROWS
from compat.flavors import Names

#: ``"keras_modules_injection"``, ``"vgg16.VGG16"``, ``"vgg16.preprocess_input"`` …
NAMES: List[str] = [row.attribute for row in ROWS if row.home == "applications"]


def keras_modules_injection(base_fun: Callable[..., Any]) -> Callable[..., Any]:
    """Hand a function of ``keras_applications`` the modules ``backend``, ``layers``, ``models`` and ``utils``.

    Args:
        base_fun: the function; it takes these four as keywords.

    Example:
        >>> sorted(keras_modules_injection(lambda **modules: modules)())
        ['backend', 'layers', 'models', 'utils']
    """

    @functools.wraps(base_fun)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return base_fun(*args, **{**kwargs, **_modules()})

    return wrapper


@functools.lru_cache(maxsize=None)
def served(attribute: str) -> Any:
    """What serves ``keras.applications.ATTRIBUTE``, e.g. ``served("vgg16.VGG16")``.

    Raises:
        AttributeError: there is no such name.
        ModuleNotFoundError: ``keras_applications`` is not installed.
    """
    if attribute not in NAMES:
        raise AttributeError("keras.applications has no attribute {!r}".format(attribute))
    if attribute == "keras_modules_injection":
        return keras_modules_injection
    module, _, name = attribute.partition(".")
    function = getattr(importlib.import_module("keras_applications." + module), name)
    return keras_modules_injection(_also_of_tensors(function) if name == "preprocess_input" else function)


@functools.lru_cache(maxsize=None)
def _modules() -> Dict[str, Names]:
    return {name: Names("keras." + name) for name in ("backend", "layers", "models", "utils")}


def _also_of_tensors(preprocess_input: Callable[..., Any]) -> Callable[..., Any]:
    """``preprocess_input`` for tensors of every backend too.

    ``keras_applications`` keeps the mean of the first tensor it sees, also for a model with another mean, and divides by a
    list, which only TensorFlow can. What it does is a factor and a summand for each channel, in one order or the other: these
    are read off arrays.
    """

    @functools.wraps(preprocess_input)
    def scale(x: Any, data_format: Any = None, **kwargs: Any) -> Any:
        if isinstance(x, np.ndarray):
            return preprocess_input(x, data_format=data_format, **kwargs)
        K = kwargs["backend"]
        first = (data_format or K.image_data_format()) == "channels_first"
        shape = (3, 1, 1) if first else (1, 1, 3)
        at_0, at_1, ramp = (preprocess_input(np.reshape(np.array(values, "float64"), shape), data_format=data_format, **kwargs)
                            for values in ([0, 0, 0], [1, 1, 1], [0, 1, 2]))
        if np.ravel((ramp - at_0) / (at_1 - at_0))[0] > 1:
            x = K.reverse(x, K.ndim(x) - 3 if first else K.ndim(x) - 1)
        return x * K.constant(at_1 - at_0, dtype=K.dtype(x)) + K.constant(at_0, dtype=K.dtype(x))

    return scale
