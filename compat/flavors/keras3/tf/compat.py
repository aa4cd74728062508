"""``tf.compat``: ``v1`` is TensorFlow 1, ``v2`` has the functions of TensorFlow 2 where these differ."""
from typing import Any, Callable

import compat.flavors.keras3.tf.version1 as v1
from compat.api.tf_operations import SYMBOLS


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
        found: Any = v1
        for part in symbol.split("."):
            found = getattr(found, part)
        return found


def _without_name(symbol: str) -> Callable[..., Any]:
    from compat.flavors.keras3.operations.functions import function_of  # at a call: it is built on the modules beside this

    def function(*args: Any, name: Any = None, **kwargs: Any) -> Any:
        return function_of(symbol)(*args, **kwargs)

    return function


v2 = Version2()
