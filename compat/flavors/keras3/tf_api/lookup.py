"""Where each name of TensorFlow comes from: the functions over ``keras.ops``, stand-ins, or TensorFlow itself."""
import functools
import importlib
import sys
import types
from typing import Any, List, Tuple

from compat.api.tf_functions import (
    FUNCTIONS,
    OF_GRAPHS,
    PREPARES_DATA,
    SCOPES,
    STAND_INS,
    SWITCHES,
    TOP_STAND_INS,
    is_data,
    replacement,
)
from compat.errors import AttributeNotServedError
from compat.flavor import active
from compat.flavors import Names
from compat.flavors.keras3.tf.dtypes import DType
from compat.flavors.keras3.tf_api import real
from compat.flavors.keras3.tf_api.homes import function_at
from compat.flavors.keras3.tf_api.namespace import Namespace
from compat.flavors.keras3.tf_api.serving import as_layer, served, version_of_code

_PACKAGE = "compat.flavors.keras3.tf."
#: Namespaces below which TensorFlow's own functions take tensors, so that they become layers on nodes of a model.
_COMPUTES = ("audio", "bitwise", "dtypes", "experimental", "image", "io", "linalg", "math", "nn", "quantization", "random",
             "ragged", "raw_ops", "sets", "signal", "sparse", "strings")
#: Modules of the flavor that are namespaces of ``tf``.
_NAMESPACES = ("image", "linalg", "math", "nn", "random")
#: Names of ``tf`` that the flavor has beside functions, in code of TensorFlow 2 TensorFlow's own where that is the backend.
_REAL_IN_VERSION_2 = ("Graph", "Print", "assign", "device", "name_scope")


@functools.lru_cache(maxsize=None)
def _module(path: str, version: int) -> Namespace:
    """One object for each namespace, so that what is set on it stays."""
    return Namespace(path, version, attribute, names)


def attribute(namespace: str, name: str, version: int) -> Any:
    """``tf.namespace.name``, of one version of TensorFlow or, for 0, of that of the code that asks.

    Example:
        >>> attribute("compat", "v1", 0).__name__
        'compat.tf.compat.v1'
    """
    if namespace == "compat" and name in ("v1", "v2"):
        return _module("", int(name[1:]))
    if namespace == "" and name == "compat":
        return _module("compat", version)
    return find(".".join(filter(None, (namespace, name))), version)


def find(path: str, version: int = 0) -> Any:
    """What serves ``tf.path``.

    Args:
        path: below ``tf``, ``tf.compat.v1`` or ``tf.compat.v2``.
        version: 1 or 2 below the last two, else 0: that of the code which asks.

    Raises:
        AttributeError: TensorFlow is the backend, and has no such name.
        AttributeNotServedError: nothing serves the name; the message says what to do instead.
    """
    if path in FUNCTIONS:
        return served(path, version)
    for place in (_graph, _loss, _names_that_stay, _backend, _data, _stand_in, _namespace):
        found = place(path, version)
        if found is not real.MISSING:
            return found
    raise _missing(path)


def names(path: str) -> List[str]:
    """What is in a namespace, of what is known without importing TensorFlow."""
    known = set(FUNCTIONS) | set(TOP_STAND_INS) | set(STAND_INS) | set(SCOPES) | set(PREPARES_DATA)
    known |= {path + ("." if path else "") + name for module in STAND_INS.get(path, ()) for name in _public(module)}
    if not path:
        known |= set(_version_1().__all__) | {"keras", "compat"} | set(SWITCHES)
    start = path + "." if path else ""
    return sorted({name[len(start):].partition(".")[0] for name in known if name.startswith(start)})


def _version_1() -> Any:
    return importlib.import_module(_PACKAGE + "version1")


def _stand_ins(module: str) -> Any:
    return importlib.import_module(_PACKAGE + "stand_ins." + module)


def _public(module: str) -> List[str]:
    found = _stand_ins(module)
    return [name for name in getattr(found, "__all__", vars(found)) if not name.startswith("_")]


def _graph(path: str, version: int) -> Any:
    """In a graph of TensorFlow 1 that the program itself makes, everything is TensorFlow's."""
    return real.name_of(path, 1) if real.is_backend() and real.in_graph() and "keras" not in path.split(".") else real.MISSING


def _loss(path: str, version: int) -> Any:
    """What ``tf.losses`` of TensorFlow 1 lacks and that of TensorFlow 2 has, for code of both; ``Reduction`` by version."""
    if not path.startswith("losses."):
        return real.MISSING
    if (version or version_of_code()) == 1 and path in TOP_STAND_INS:
        return function_at(TOP_STAND_INS[path])
    if version == 1:
        return real.MISSING
    return getattr(Names("tf.keras.losses"), path[len("losses."):], real.MISSING)


def _names_that_stay(path: str, version: int) -> Any:
    """Sessions, placeholders, variables and dtypes of the flavor, and switches that would break Keras 3."""
    if path in SWITCHES:
        return getattr(_stand_ins("switches"), path)
    if path in OF_GRAPHS and (version or version_of_code()) == 1:
        return _stand_in(path, 1)
    if path in SCOPES:
        return function_at(SCOPES[path])
    if path in ("__version__", "VERSION", "version.VERSION"):
        return real.name_of("__version__") if real.is_backend() else _stand_ins("switches").version()
    if path.startswith("dtypes.") and isinstance(vars(_version_1()).get(path[len("dtypes."):]), DType):
        return getattr(_version_1(), path[len("dtypes."):])
    if path in FUNCTIONS or path in _NAMESPACES:
        return real.MISSING
    if path in _REAL_IN_VERSION_2 and real.is_backend() and (version or version_of_code()) == 2:
        return real.MISSING
    return vars(_version_1()).get(path, real.MISSING) if path in _version_1().__all__ else real.MISSING


def _backend(path: str, version: int) -> Any:
    """TensorFlow's own, where it is the backend."""
    if not real.is_backend():
        return real.MISSING
    if path == "Module":
        return _stand_ins("modules").Module
    found = real.name_of(path, version or 2)
    if found is real.MISSING and _is_namespace(path):
        return _module(path, version)
    if isinstance(found, types.ModuleType):
        return _module(path, version) if _is_namespace(path) or path.split(".")[0] in _COMPUTES else found
    if isinstance(found, types.FunctionType) and ("." not in path and path != "function" or path.split(".")[0] in _COMPUTES):
        return as_layer(found)
    return found


def _data(path: str, version: int) -> Any:
    """TensorFlow's own, where it is installed, of what only prepares data, and is no optimizer of ours."""
    if not is_data(path) or not real.is_installed() or real.is_backend():
        return real.MISSING
    if _is_namespace(path) and path not in PREPARES_DATA:
        return real.MISSING
    if path.startswith("train.") and _stand_in(path, version) is not real.MISSING:
        return real.MISSING
    found = real.name_of(path, version or 2)
    return _module(path, version) if _is_namespace(path) and isinstance(found, types.ModuleType) else found


def _stand_in(path: str, version: int) -> Any:
    if path == "TensorSpec" and "tensorflow" in sys.modules:
        return real.name_of(path)  # its data sets take no other
    if path in TOP_STAND_INS:
        return function_at(TOP_STAND_INS[path])
    namespace, _, name = path.rpartition(".")
    for module in STAND_INS.get(namespace, ()):
        found = getattr(_stand_ins(module), name, real.MISSING)
        if found is not real.MISSING and (module == "absl" or not isinstance(found, types.ModuleType)):
            return found
    return real.MISSING


def _namespace(path: str, version: int) -> Any:
    return _module(path, version) if _is_namespace(path) else real.MISSING


def _is_namespace(path: str) -> bool:
    start = path + "."
    return path in STAND_INS or any(name.startswith(start) for table in _TABLES for name in table)


_TABLES: Tuple[Any, ...] = (FUNCTIONS, SCOPES, STAND_INS, TOP_STAND_INS, PREPARES_DATA)


def _missing(path: str) -> AttributeError:
    if real.is_backend():
        return AttributeError("module 'tensorflow' has no attribute {!r}".format(path))
    return AttributeNotServedError("compat.tf.{0} is not served on {1.name} {1.version} with {1.backend}; {2}".format(
        path, active(), replacement(path)))
