"""``tf.compat.v1.keras`` of TensorFlow 2: :mod:`compat.tf.keras` with the optimizers and recurrent layers of TensorFlow 1.

Its optimizers are those of ``tf.keras.optimizers.legacy``, which take ``lr=`` and ``decay=``. Its ``LSTM`` and ``GRU`` have the
hard sigmoid by default, and a ``GRU`` one bias. Every other name is the one of ``tf.keras``: the classes mix.
"""
import functools
import importlib
from types import ModuleType
from typing import Any, Dict, List

from compat.flavors.aliases import explained, find_aliases

find_aliases()

__path__: List[str] = []  # a package without files: its modules are found as attributes

_LSTM = {"recurrent_activation": "hard_sigmoid"}
_GRU = dict(_LSTM, reset_after=False)
#: Layer → the arguments that have other defaults in TensorFlow 1.
_DEFAULTS: Dict[str, Dict[str, Any]] = {"GRU": _GRU, "GRUCell": _GRU, "LSTM": _LSTM, "LSTMCell": _LSTM}
_PLACE_OF_RECURRENT_ACTIVATION = 2
#: Module → the module of ``tf.keras`` that its names are looked up in first.
_FIRST = {"optimizers": "optimizers.legacy"}
#: Name → what TensorFlow 2 calls it.
_RENAMED = {module + old: module + "cosine_similarity"
            for module in ("losses.", "metrics.") for old in ("cosine", "cosine_proximity")}


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
        renamed = _RENAMED.get("{}.{}".format(module, name), name).rpartition(".")[2]
        found = getattr(first if hasattr(first, renamed) else _of_keras(module), renamed)
        if module == "layers" and name in _DEFAULTS:
            found = _with_defaults(found, _DEFAULTS[name])
        self.__dict__[name] = found
        return found

    def __dir__(self) -> List[str]:
        return sorted({*dir(_of_keras(self.__dict__["_name"])), *(
            name.rpartition(".")[2] for name in _RENAMED if name.startswith(self.__dict__["_name"] + "."))})


def _with_defaults(layer: Any, defaults: Dict[str, Any]) -> Any:
    """A class whose instances are those of ``layer``, made with other defaults."""

    def filled(args: Any, kwargs: Dict[str, Any]) -> Dict[str, Any]:
        given = len(args) > _PLACE_OF_RECURRENT_ACTIVATION
        return {**{key: value for key, value in defaults.items() if not (given and key == "recurrent_activation")}, **kwargs}

    class _OfTensorFlow1(type(layer)):  # type: ignore[misc]
        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            return layer(*args, **filled(args, kwargs)) if cls is made else super().__call__(*args, **kwargs)

        def __instancecheck__(cls, instance: Any) -> bool:
            return isinstance(instance, layer) if cls is made else super().__instancecheck__(instance)

    @functools.wraps(layer.__init__)
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        layer.__init__(self, *args, **filled(args, kwargs))

    made = _OfTensorFlow1(layer.__name__, (layer,), {"__init__": __init__, "__doc__": layer.__doc__, "__module__": __name__})
    return made


_MODULES: Dict[str, ModuleType] = {}
_OWN = frozenset(["layers", *_FIRST, *(name.partition(".")[0] for name in _RENAMED)])


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
