"""The only rooms that import Keras, TensorFlow, JAX or torch: one folder per flavor, the same module names in each.

``resolve`` finds the object that serves a public name of the old Keras on the installed flavor. A name is looked for
in the flavor's own module for it (``compat.flavors.keras3.layers`` for a layer); in the flavors that still are a
Keras 2, what is not overridden there is the real old object. What needs no Keras of its own, or only what the others
serve, stands once in ``compat.flavors.shared.homes``.
"""
import functools
import importlib
import os
import sys
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType
from typing import TYPE_CHECKING, Any, Callable, Iterator, List, Optional, Sequence, Tuple, cast

from compat.api.rows import Module, Name, path_and_versions
from compat.api.tf_functions import PREPARES_DATA, REPLACED
from compat.era import current, era_of_tf_keras
from compat.errors import AttributeNotServedError, NotServedError
from compat.flavor import RUN_VARIABLE, active
from compat.flavors.aliases import CallableModule, explained, find_aliases
from compat.flavors.installed import MISSING as _MISSING
from compat.flavors.installed import of_keras_3, of_the_installed, of_the_old_keras
from compat.flavors.protocol import LoadingStage
from compat.flavors.shared.old_arguments import served

if TYPE_CHECKING:
    from compat.flavors.keras3 import loading as _keras3
    from compat.flavors.multibackend import loading as _multibackend
    from compat.flavors.tf_keras import loading as _tf_keras

    _STAGES: Tuple[LoadingStage, ...] = (_keras3, _multibackend, _tf_keras)

PACKAGES = ("keras_applications", "keras_preprocessing")  # which hold what Keras 2.2.4 and 2.3.1 served under their own names
_MIRROR = "compat."  # the mirror of keras.layers is compat.keras.layers
_KEPT = "_looked_up"  # in a module of the mirror: the names that it was asked for and keeps


def home_module(home: str) -> Optional[ModuleType]:
    """The active flavor's module of that name (``"layers"``, ``"tf"`` …), or None where it has none."""
    return _module_below("compat.flavors." + active().folder, home)


def _module_below(package: str, home: str) -> Optional[ModuleType]:
    importlib.import_module(package)
    name = package
    for part in home.split("."):
        name += "." + part
        if name not in sys.modules and find_spec(name) is None:
            return None
        importlib.import_module(name)
    return sys.modules[name]


def loading() -> LoadingStage:
    """What builds models and gives them weights on the installed Keras: the active flavor's module ``loading``."""
    return cast(LoadingStage, home_module("loading"))


def resolve(module: str, name: str) -> Any:
    """The object that serves ``module.name`` of the old Keras, e.g. ``resolve("keras.layers.core", "Dense")``.

    Raises:
        AttributeError: the old Keras has no such public name.
        AttributeNotServedError: it has, but the installed flavor does not serve it.
    """
    row = _lookup(module, name)
    if row is None:
        raise AttributeError("module {!r} has no attribute {!r}".format(_MIRROR + module, name))
    if isinstance(row, Module):
        with _packages(module, name):
            return _names_of(row)
    for place in _places(module):
        with _packages(module, name):
            found = place(row)
        if found is not _MISSING:
            return served(row, found, _MIRROR + module)
    raise _not_served(module, name)


def _places(module: str) -> Sequence[Callable[[Name], Any]]:
    """Where to look for an object, in order. For a name of tf.keras a tf.keras that is installed comes first."""
    old = functools.partial(of_the_old_keras, module=module)
    if not module.startswith("tf."):
        return _own, old, _shared
    return (old, _own, _shared) if active().folder == "tf_keras" else (_of_tf_keras, _own, old, of_keras_3, _shared)


def is_served(module: str, name: str) -> bool:
    """Whether the installed flavor serves ``module.name``; not one that :mod:`compat.api.refused` lists.

    Example:
        >>> is_served("keras.layers", "NoSuchLayer")
        False
    """
    try:
        return not hasattr(resolve(module, name), "refusal")
    except (AttributeError, NotServedError):
        return False


def old_module(served: type) -> Optional[str]:
    """The module in which the old Keras defined a class that is served, e.g. ``"keras.layers.core"`` for ``Dense``.

    None for a class that is not served under its own name, such as one of the user's.
    """
    from compat.api.names import NAMES

    for row in NAMES:
        if served.__name__ in (row.name, row.attribute):
            module = max((path_and_versions(path)[0] for path in row.paths), key=lambda path: path.count("."))
            if is_served(module, row.name) and resolve(module, row.name) is served:
                return module
    return None


def serve(mirror: str) -> Tuple[Callable[[str], Any], Callable[[], List[str]]]:
    """``__getattr__`` and ``__dir__`` for a module of the mirror, e.g. ``compat.keras.layers``.

    ``from … import *`` gets the public names that are served; asking for one that is not raises NotServedError. Under
    ``compat run``, a name that only later Kerases have is the installed one's own, and one that came after the program's
    era is missing. The module calls itself ``keras.layers``, for code that asks.
    """
    module, facts = mirror[len(_MIRROR):], vars(sys.modules[mirror])
    facts["__name__"] = module
    kept = facts.setdefault(_KEPT, set())
    while kept:  # importlib.reload looks all names up again
        facts.pop(kept.pop(), None)
    _make_ready(module, sys.modules[mirror])

    @explained
    def __getattr__(name: str) -> Any:
        if name == "__all__":
            return [known for known in _names_in(module) if known[0] != "_" and is_served(module, known)]
        if name == "__version__" and module in ("keras", "tf.keras"):
            return current().version if module == "keras" else era_of_tf_keras().version + ".0"
        row = _lookup(module, name)
        if RUN_VARIABLE in os.environ and isinstance(row, Name) and _came_later(row):
            raise AttributeNotServedError("{}.{} came with Keras 2.3; the program runs as code for Keras {}: compat run "
                                          "--era 2.3.1".format(module, name, current().version))
        if row is None:
            found = _submodule(mirror, name) or _of_older_paths(module, name) or of_the_installed(module, name)
        elif isinstance(row, Module) and _is_mirrored(row):
            found = _beside(mirror, row)
        else:
            found = resolve(module, name)
        if not isinstance(row, Name) or row.v2_2_4 == row.v2_3_1 and module[:3] != "tf.":  # else the era decides, each time
            facts[name] = found
            kept.add(name)
        return found

    def __dir__() -> List[str]:
        return sorted(set(facts) | set(_names_in(module)))

    return __getattr__, __dir__


def _make_ready(module: str, mirror: ModuleType) -> None:
    """What a module of the mirror has beside its names: modules below it, and a call."""
    find_aliases()
    if module == "keras.layers.merge":
        mirror.__class__ = CallableModule
    if module.startswith("tf."):
        vars(mirror).setdefault("__path__", [])  # below it are the older modules of Keras, as attributes


def _came_later(row: Name) -> bool:
    """Whether the Keras of the era does not have the name yet; programs ask with ``hasattr(K, name)`` which Keras it is."""
    return row.v2_2_4 is None and current().behaviour("signatures") == "2.2.4"


def _submodule(mirror: str, name: str) -> Optional[ModuleType]:
    """A module of the mirror inside another; ``from compat.keras import legacy`` would look for it below ``__name__``."""
    from compat.api.names import BY_MODULE, of_tf_keras

    module = mirror[len(_MIRROR):] + "." + name
    if not any((known + ".").startswith(module + ".") for known in [*BY_MODULE, *of_tf_keras()]):
        return None
    return importlib.import_module(_MIRROR + module)


def _of_older_paths(module: str, name: str) -> Any:
    """What ``tensorflow.python.keras`` had beside the public names of tf.keras: the modules and helpers of Keras 2.3."""
    if not module.startswith("tf."):
        return None
    mirror = importlib.import_module(_MIRROR + module[len("tf."):]) if _names_in(module[len("tf."):]) else None
    return getattr(mirror, name, None)


def _lookup(module: str, name: str) -> Any:
    from compat.api.names import lookup  # here: loading a file needs none of these tables

    return lookup(module, name)


def _names_in(module: str) -> List[str]:
    from compat.api.names import names_in

    return sorted(names_in(module))


class Names:
    """A module of the old Keras as the names that the installed flavor serves of it.

    Example:
        >>> Names("keras.backend").floatx()
        'float32'
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError("module {!r} has no attribute {!r}".format(self._module, name))
        found = resolve(self._module, name)
        setattr(self, name, found)
        return found


def tensorflow_1(name: str) -> Any:
    """What serves ``tf.name`` on the installed flavor: TensorFlow 1 first, then the TensorFlow that is the backend.

    Raises:
        AttributeError: TensorFlow is the backend, and has no such name.
        AttributeNotServedError: TensorFlow is not the backend, and nothing serves the name.
    """
    try:
        return getattr(home_module("tf"), name)
    except AttributeError:
        if active().backend == "tensorflow" or name in PREPARES_DATA and find_spec("tensorflow"):
            tensorflow = importlib.import_module("tensorflow")
            return getattr(tensorflow if hasattr(tensorflow, name) else tensorflow.compat.v1, name)
        raise AttributeNotServedError(
            "compat.tf.{0} is not served on {1.name} {1.version} with {1.backend}; {2}".format(name, active(), REPLACED.get(
                name, "use the function of compat.keras.backend that does the same, or the backend's own"))) from None


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
    return row.target == "tensorflow" or row.target.startswith(("keras.", "tf.keras."))


def _beside(mirror: str, row: Module) -> ModuleType:
    """The module that ``row`` stands for, in the package of the mirror that asks."""
    package = mirror.partition(".")[0]
    return importlib.import_module(package + "." + ("tf" if row.target == "tensorflow" else row.target))


def _of_tf_keras(row: Name) -> Any:
    """What the flavor has for tf.keras alone."""
    return _of_home("tf_names." + row.home, row)


def _own(row: Name) -> Any:
    """The flavor's own object; a module that lists ``__all__`` serves only that."""
    return _of_home(row.home, row)


def _of_home(name: str, row: Name) -> Any:
    home = home_module(name)
    if home is None or row.attribute not in getattr(home, "__all__", vars(home)):
        return _MISSING
    return getattr(home, row.attribute)


def _shared(row: Name) -> Any:
    """What serves the name on every flavor that has nothing of its own for it."""
    return getattr(_module_below("compat.flavors.shared.homes", row.home), row.attribute, _MISSING)


def _not_served(module: str, name: str) -> AttributeNotServedError:
    flavor = active()
    return AttributeNotServedError(
        "{}{}.{} is not served on {} {} yet; `compat doctor` lists what is. Run this code on a Keras 2 "
        "(pip install tf-keras, then COMPAT_FLAVOR=tf_keras), or define the name yourself".format(
            _MIRROR, module, name, flavor.name, flavor.version))
