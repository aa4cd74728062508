"""``tf.compat``: ``v1`` is the module ``tf`` itself, ``v2`` has the functions of TensorFlow 2 where these differ."""
import importlib
from typing import Any, Callable

from compat.api.tf_operations import SYMBOLS

_TF = "compat.flavors.keras3.tf"


class Version2:
    """TensorFlow 2, or one of its namespaces: functions of files that are operations, and else those of TensorFlow 1."""

    def __init__(self, path: str = "") -> None:
        self._path = path

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError("tf.compat.v2 has no attribute {!r}".format(name))
        symbol = self._path + name
        if symbol in SYMBOLS:
            return _without_name(symbol)
        if any(each.startswith(symbol + ".") for each in SYMBOLS):
            return Version2(symbol + ".")
        found: Any = importlib.import_module(_TF)
        for part in symbol.split("."):
            found = getattr(found, part)
        return found


def _without_name(symbol: str) -> Callable[..., Any]:
    from compat.flavors.keras3.operations.functions import function_of  # which is written over this package

    def function(*args: Any, name: Any = None, **kwargs: Any) -> Any:
        return function_of(symbol)(*args, **kwargs)

    return function


v1 = importlib.import_module(_TF)
v2 = Version2()
