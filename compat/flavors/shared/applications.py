"""The image models of ``keras.applications`` (Keras 2.2.4 and 2.3.1), built by the package ``keras_applications``.

Both versions called that package and handed it the modules to build with. Here these are the names of the old Keras on
the installed flavor, so that a model has the layers, the names and the order that old weights and old code expect.
"""
import functools
import importlib
from typing import Any, Callable, Dict, List

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
    return keras_modules_injection(_with_its_own_mean(function) if name == "preprocess_input" else function)


@functools.lru_cache(maxsize=None)
def _modules() -> Dict[str, Names]:
    return {name: Names("keras." + name) for name in ("backend", "layers", "models", "utils")}


def _with_its_own_mean(preprocess_input: Callable[..., Any]) -> Callable[..., Any]:
    """``keras_applications`` keeps the mean of the first image tensor: also for a model with another mean, and also when
    it was made inside a function being compiled, where nothing may be kept."""
    state = importlib.import_module("keras_applications.imagenet_utils")

    @functools.wraps(preprocess_input)
    def scale(*args: Any, **kwargs: Any) -> Any:
        kept = vars(state)["_IMAGENET_MEAN"]
        vars(state)["_IMAGENET_MEAN"] = None
        try:
            return preprocess_input(*args, **kwargs)
        finally:
            vars(state)["_IMAGENET_MEAN"] = kept

    return scale
