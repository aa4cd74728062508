"""The image models of ``keras.applications`` (Keras 2.2.4 and 2.3.1), built by the package ``keras_applications``.

Both versions called that package and handed it the modules to build with. Here these are the names of the old Keras on
the installed flavor, so that a model has the layers, the names and the order that old weights and old code expect. Keras 2.0
and 2.1 held the models themselves, and programs took parts of them: ``identity_block``, ``relu6``, ``_obtain_input_shape``.
"""
import functools
import importlib
from inspect import signature
from types import FunctionType
from typing import Any, Callable, Dict, List, Optional

import numpy as np

from compat.api.names import NAMES as ROWS
from compat.api.names.before_22 import APPLICATIONS as ROWS_BEFORE_22
from compat.flavors import Names

#: ``"keras_modules_injection"``, ``"vgg16.VGG16"``, ``"vgg16.preprocess_input"`` …
NAMES: List[str] = [row.attribute for row in ROWS if row.home == "applications"]
#: Those that a real Keras 2.2 or 2.3 has not.
NAMES_BEFORE_22: List[str] = [row.attribute for row in ROWS_BEFORE_22]

K = Names("keras.backend")


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
    if attribute in _OWN:
        return _OWN[attribute]
    module, _, name = attribute.partition(".")
    package = importlib.import_module("keras_applications." + module)
    found = getattr(package, name)
    if not isinstance(found, FunctionType):
        return found
    if "kwargs" not in signature(found).parameters:
        return _with_modules_of(package, found)
    return keras_modules_injection(_also_of_tensors(found) if name == "preprocess_input" else found)


def relu6(x: Any) -> Any:
    """``min(max(x, 0), 6)``: the activation of ``MobileNet`` until Keras 2.2, which files of it name."""
    return K.relu(x, max_value=6)


def obtain_input_shape(input_shape: Any, default_size: int, min_size: int, data_format: str,
                       require_flatten: Optional[bool] = None, weights: Any = None,
                       include_top: Optional[bool] = None) -> Any:
    """The shape of an image that a model takes, checked (``_obtain_input_shape`` of Keras 2.0 and 2.1).

    Args:
        input_shape: of one image, or None for that of the model.
        default_size: rows and columns of the images that the model was trained on.
        min_size: the fewest rows and columns.
        data_format: ``"channels_last"`` or ``"channels_first"``.
        require_flatten: whether the number of values must be known, for a ``Flatten`` or ``Dense``.
        weights: ``"imagenet"`` allows three channels alone.
        include_top: what ``require_flatten`` is called up to Keras 2.0.8.

    Raises:
        ValueError: a shape that the model cannot take.
    """
    from keras_applications.imagenet_utils import _obtain_input_shape

    flatten = include_top if require_flatten is None else require_flatten
    return _obtain_input_shape(input_shape, default_size=default_size, min_size=min_size, data_format=data_format,
                               require_flatten=flatten, weights=weights)


_OWN: Dict[str, Any] = {
    "keras_modules_injection": keras_modules_injection, "relu6": relu6, "obtain_input_shape": obtain_input_shape}

def _with_modules_of(package: Any, function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of ``keras_applications`` that looks for layers in its module, where making a model puts them."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        modules = _modules()
        package.backend, package.layers, package.models = modules["backend"], modules["layers"], modules["models"]
        package.keras_utils = modules["utils"]
        return function(*args, **kwargs)

    return wrapper


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
