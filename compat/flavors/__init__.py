"""The only rooms that import Keras, TensorFlow, JAX or torch: one folder per flavour, the same module names in each.

``resolve`` finds the object that serves a public name of the old Keras on the installed flavour. A name is looked for
in the flavour's own module for it (``compat.flavors.keras3.layers`` for a layer); in the flavours that still are a
Keras 2, what is not overridden there is the real old object.
"""
import importlib
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import Any, Callable, Iterator, List, Optional, Tuple

from compat.api.names import BY_MODULE, lookup
from compat.api.rows import Module, Name
from compat.era import current
from compat.errors import NotServedError
from compat.flavor import Flavor, active

#: Packages that hold what Keras 2.2.4 and 2.3.1 served under their own names.
PACKAGES = ("keras_applications", "keras_preprocessing")
_MISSING = object()
_MIRROR = "compat."  # the mirror of keras.layers is compat.keras.layers


def home_module(home: str) -> Optional[ModuleType]:
    """The active flavour's module of that name (``"layers"``, ``"tf"`` …), or None where it has none."""
    package = "compat.flavors." + active().folder
    importlib.import_module(package)
    name = package
    for part in home.split("."):
        name += "." + part
        if name not in sys.modules and find_spec(name) is None:
            return None
        importlib.import_module(name)
    return sys.modules[name]


def loading() -> Any:
    """What builds models and gives them weights on the installed Keras: the active flavour's module ``loading``."""
    return home_module("loading")


def resolve(module: str, name: str) -> Any:
    """The object that serves ``module.name`` of the old Keras, e.g. ``resolve("keras.layers.core", "Dense")``.

    Raises:
        AttributeError: the old Keras has no such public name.
        NotServedError: it has, but the installed flavour does not serve it.
    """
    row = lookup(module, name)
    if row is None:
        raise AttributeError("module {!r} has no attribute {!r}".format(_MIRROR + module, name))
    if isinstance(row, Module):
        with _packages(module, name):
            return _names_of(row)
    with _packages(module, name):
        found = _own(row)
    if found is _MISSING:
        found = _of_the_old_keras(row, module)
    if found is _MISSING:
        raise _not_served(module, name)
    return found


def is_served(module: str, name: str) -> bool:
    """Whether the installed flavour serves ``module.name``.

    Example:
        >>> is_served("keras.layers", "NoSuchLayer")
        False
    """
    try:
        resolve(module, name)
    except (AttributeError, NotServedError):
        return False
    return True


def serve(mirror: str) -> Tuple[Callable[[str], Any], Callable[[], List[str]]]:
    """``__getattr__`` and ``__dir__`` for a module of the mirror, e.g. ``compat.keras.layers``.

    ``from … import *`` gets the names that are served; asking for one that is not raises NotServedError.
    """
    module = mirror[len(_MIRROR):]

    def __getattr__(name: str) -> Any:
        if name == "__all__":
            return [known for known in sorted(BY_MODULE[module]) if is_served(module, known)]
        if name == "__version__" and module == "keras":
            return current().version
        row = lookup(module, name)
        mirrored = isinstance(row, Module) and _is_mirrored(row)
        found = _beside(mirror, row) if mirrored else resolve(module, name)  # type: ignore[arg-type]
        setattr(sys.modules[mirror], name, found)
        return found

    def __dir__() -> List[str]:
        return sorted(set(vars(sys.modules[mirror])) | set(BY_MODULE[module]))

    return __getattr__, __dir__


class Names:
    """A module of the old Keras, or TensorFlow 1, as the names that the installed flavor serves of it.

    Example:
        >>> Names("keras.backend").floatx()
        'float32'
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError("module {!r} has no attribute {!r}".format(self._module, name))
        found = tensorflow_1(name) if self._module == "tensorflow" else resolve(self._module, name)
        setattr(self, name, found)
        return found


def tensorflow_1(name: str) -> Any:
    """What serves ``tf.name`` of TensorFlow 1 on the installed flavor.

    Raises:
        NotServedError: nothing does.
    """
    try:
        return getattr(home_module("tf"), name)
    except AttributeError:
        raise NotServedError(
            "compat.tf.{0} is not served on {1.name} {1.version} with {1.backend}; use the function of "
            "compat.keras.backend that does the same, or call the backend's own".format(name, active())) from None


@contextmanager
def _packages(module: str, name: str) -> Iterator[None]:
    """A package of :data:`PACKAGES` that is not installed is an error that says how to install it."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in PACKAGES:
            raise
        raise NotServedError("{0}{1}.{2} is not served without the package {3}: pip install {3}".format(
            _MIRROR, module, name, error.name)) from None


def _names_of(row: Module) -> Any:
    if _is_mirrored(row):
        return Names(row.target)
    return importlib.import_module(row.target)


def _is_mirrored(row: Module) -> bool:
    return row.target == "tensorflow" or row.target.startswith("keras.")


def _beside(mirror: str, row: Module) -> ModuleType:
    """The module that ``row`` stands for, in the package of the mirror that asks."""
    package = mirror.partition(".")[0]
    return importlib.import_module(package + "." + ("tf" if row.target == "tensorflow" else row.target))


def _own(row: Name) -> Any:
    """The flavour's own object; a module that lists ``__all__`` serves only that."""
    home = home_module(row.home)
    if home is None or row.attribute not in getattr(home, "__all__", vars(home)):
        return _MISSING
    return getattr(home, row.attribute)


def _of_the_old_keras(row: Name, module: str) -> Any:
    flavor = active()
    if flavor.name == "keras3":
        return _MISSING
    for path in _places(flavor, row, module):
        found = getattr(_import_or_none(path), row.name, _MISSING)
        if found is not _MISSING:
            return found
    return _MISSING


def _places(flavor: Flavor, row: Name, module: str) -> List[str]:
    """Where a Keras 2 may hold the object: the old path, else the packages that later versions moved it to."""
    moved = [row.home, row.home.split(".")[0]] + ["models", "utils", "layers", ""]
    paths = [module[len("keras"):].lstrip(".")] + moved
    return [".".join(filter(None, (flavor.root, path))) for path in paths]


def _import_or_none(path: str) -> Optional[ModuleType]:
    if path.startswith("tensorflow.keras"):
        return _attribute_chain(path)
    try:
        return importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name and (path + ".").startswith(error.name + "."):
            return None
        raise


def _attribute_chain(path: str) -> Optional[ModuleType]:
    """tensorflow.keras is loaded lazily: its submodules are attributes, not always importable modules."""
    found: Any = importlib.import_module("tensorflow")
    for part in path.split(".")[1:]:
        found = getattr(found, part, None)
    return found if isinstance(found, ModuleType) else None


def _not_served(module: str, name: str) -> NotServedError:
    flavor = active()
    return NotServedError(
        "{}{}.{} is not served on {} {} yet; `compat doctor` lists what is. Run this code on a Keras 2 "
        "(pip install tf-keras, then COMPAT_FLAVOR=tf_keras), or define the name yourself".format(
            _MIRROR, module, name, flavor.name, flavor.version))
