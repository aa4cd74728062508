"""``tf.compat.v1.keras`` of TensorFlow 2: :mod:`compat.tf.keras` with the optimizers and recurrent layers of TensorFlow 1.

Its optimizers are those of ``tf.keras.optimizers.legacy``, which take ``lr=`` and ``decay=``. Its ``LSTM`` and ``GRU`` have the
hard sigmoid by default, and a ``GRU`` one bias. Every other name is the one of ``tf.keras``: the classes mix.
"""
import functools
import importlib
from types import ModuleType
from typing import Any, Dict, List

from compat.flavors.aliases import explained, find_aliases
from compat.flavors.tf_root import RECURRENT_DEFAULTS

find_aliases()

__path__: List[str] = []  # a package without files: its modules are found as attributes

_PLACE_OF_RECURRENT_ACTIVATION = 2
#: Module → the module of ``tf.keras`` that its names are looked up in first.
_FIRST = {"optimizers": "optimizers.legacy"}
_COSINE = {"cosine": "cosine_similarity", "cosine_proximity": "cosine_similarity"}
#: Module → its names that TensorFlow 2 changed.
_RENAMED: Dict[str, Dict[str, str]] = {"losses": _COSINE, "metrics": _COSINE}


def _of_keras(name: str) -> Any:
    return importlib.import_module("compat.tf.keras" + ("." + name if name else ""))


class _Module(ModuleType):
    """A module of ``tf.compat.v1.keras`` that has names of its own."""

    def __init__(self, name: str) -> None:
        super().__init__("{}.{}".format(__name__, name), _of_keras(name).__doc__)
        self.__dict__["_name"] = name

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError("module {!r} has no attribute {!r}".format(self.__name__, name))
        module: str = self.__dict__["_name"]
        first = _of_keras(_FIRST.get(module, module))
        renamed = _RENAMED.get(module, {}).get(name, name)
        found = getattr(first if hasattr(first, renamed) else _of_keras(module), renamed)
        if module == "layers" and name in RECURRENT_DEFAULTS:
            found = _with_defaults(found, RECURRENT_DEFAULTS[name])
        self.__dict__[name] = found
        return found

    def __dir__(self) -> List[str]:
        module: str = self.__dict__["_name"]
        return sorted({*dir(_of_keras(module)), *_RENAMED.get(module, ())})


def _with_defaults(layer: Any, defaults: Dict[str, Any]) -> Any:
    """A class whose instances are those of ``layer``, made with other defaults."""

    def filled(args: Any, kwargs: Dict[str, Any]) -> Dict[str, Any]:
        given = len(args) > _PLACE_OF_RECURRENT_ACTIVATION
        return {**{key: value for key, value in defaults.items() if not (given and key == "recurrent_activation")}, **kwargs}

    class _OfTensorFlow1(type(layer)):  # type: ignore[misc]
        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            return layer(*args, **filled(args, kwargs)) if cls is made else super().__call__(*args, **kwargs)

    @functools.wraps(layer.__init__)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        layer.__init__(self, *args, **filled(args, kwargs))

    made = _OfTensorFlow1(layer.__name__, (layer,), {"__init__": __init__, "__doc__": layer.__doc__, "__module__": __name__,
                                                     "stands_for": layer})
    return made


_MODULES: Dict[str, ModuleType] = {}
_OWN = frozenset(["layers", *_FIRST, *_RENAMED])


@explained
def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError("module {!r} has no attribute {!r}".format(__name__, name))
    if name not in _OWN:
        return getattr(_of_keras(""), name)
    if name not in _MODULES:
        _MODULES[name] = _Module(name)
    return _MODULES[name]


def __dir__() -> List[str]:
    return dir(_of_keras(""))
