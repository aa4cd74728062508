"""What the installed Keras itself has under a name of the old one."""
import importlib
import os
from types import ModuleType
from typing import Any, List, Optional

from compat.api.keras1_names import ADVICE
from compat.api.rows import Name, path_and_versions
from compat.api.tf_operations import STREAMING_METRICS
from compat.errors import AttributeNotServedError
from compat.flavor import RUN_VARIABLE, Flavor, active

MISSING = object()


def below(module: str) -> str:
    """The part of the name of an old module below its Keras.

    Example:
        >>> below("keras.layers.core"), below("tf.keras.layers"), below("keras")
        ('layers.core', 'layers', '')
    """
    return module.partition("keras")[2].lstrip(".")


def of_keras_3(row: Name) -> Any:
    """What Keras 3 itself has for a name of tf.keras, at one of its paths or what was experimental beside the rest.

    :data:`MISSING` on a Keras 2.
    """
    if active().name != "keras3":
        return MISSING
    parts = [below(path_and_versions(path)[0]).split(".") for path in row.paths]
    for each in parts + [[part for part in path if part != "experimental"] for path in parts]:
        place = ".".join(filter(None, ["keras", *each]))
        found = getattr(_import_or_none(place), row.attribute, MISSING)
        if found is not MISSING:
            return found
    return MISSING


def of_the_old_keras(row: Name, module: str) -> Any:
    """What a Keras 2 itself has for the name, or :data:`MISSING`."""
    flavor = active()
    if flavor.name == "keras3":
        return MISSING
    for path in _places(flavor, row, module):
        found = getattr(_import_or_none(path), row.name, MISSING)
        if found is not MISSING and (row.kind == "value" or not isinstance(found, ModuleType)):  # keras.layers.merge is one
            return found
    return MISSING


def of_the_installed(module: str, name: str) -> Any:
    """``module.name`` of the installed Keras, for a name that the old Keras never had, such as ``keras.ops``.

    Only under ``compat run``, where ``keras`` is all there is: other code imports the installed Keras beside this.
    """
    found = MISSING
    if module == "tf.keras.metrics" and name in STREAMING_METRICS:
        if active().name == "keras3":
            return getattr(importlib.import_module("compat.flavors.keras3.tf.streaming"), name)
        raise AttributeNotServedError(
            "tf.metrics.{0} of TensorFlow 1 keeps its state in local variables of a session, which there are not here; pass "
            "tf.keras.metrics.{1}() to compile(metrics=[…]) in its place".format(name, STREAMING_METRICS[name]))
    if RUN_VARIABLE in os.environ and not name.startswith("_"):
        path = ".".join(filter(None, (active().root, below(module))))
        found = getattr(_import_or_none(path), name, MISSING)
        if found is MISSING:
            found = _import_or_none(path + "." + name) or MISSING
    if found is MISSING and "{}.{}".format(module, name) in ADVICE:
        raise AttributeNotServedError("{0}.{1} is of Keras 1, and Keras 2.2.4 does not have it; {2}".format(
            module, name, ADVICE["{}.{}".format(module, name)]))
    if found is MISSING:
        raise AttributeError("module {!r} has no attribute {!r}".format("compat." + module, name))
    return found


def _places(flavor: Flavor, row: Name, module: str) -> List[str]:
    """Where a Keras 2 may hold the object: the old paths, else the packages that later versions moved it to."""
    old = [module, *(path_and_versions(path)[0] for path in row.paths)]
    # What computes with NumPy is in no other module: the function of the same name there makes layers or tensors.
    moved = [] if row.home == "numpy_backend" else [row.home, row.home.split(".")[0], "models", "utils", "layers", ""]
    paths = [below(path) for path in old] + moved
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
