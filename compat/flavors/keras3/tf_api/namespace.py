"""``tf.nn``, ``tf.compat.v1`` and the other modules of TensorFlow, whose names are looked up on first use."""
import types
from typing import Any, Callable, List

from compat.flavors.aliases import explained


class Namespace(types.ModuleType):
    """A module of TensorFlow.

    Args:
        path: below ``tf``, without ``compat.v1``.
        version: 1 or 2 below ``tf.compat.v1`` and ``tf.compat.v2``, else 0.
        attribute: gives a name of a path and a version.
        names: gives the names of a path.
    """

    def __init__(self, path: str, version: int, attribute: Callable[[str, str, int], Any],
                 names: Callable[[str], List[str]]) -> None:
        above = ["compat.tf"] + ["compat.v{}".format(version)] * bool(version)
        super().__init__(".".join(above + [path] * bool(path)), "Names of TensorFlow, from where they are served.")
        vars(self).update(_path=path, _version=version, _attribute=attribute, _names=names, __path__=[])

    def __getattr__(self, name: str) -> Any:
        return explained(self._looked_up)(name)

    def _looked_up(self, name: str) -> Any:
        if name == "__all__":
            return [each for each in dir(self) if not each.startswith("_")]
        if name.startswith("__") and name not in ("__version__", "__git_version__"):
            raise AttributeError("module {!r} has no attribute {!r}".format(self.__name__, name))
        found = vars(self)["_attribute"](self._path, name, self._version)
        if getattr(found, "__module__", None) == "compat.tf":  # a function, the same in every era
            setattr(self, name, found)
        return found

    def __dir__(self) -> List[str]:
        names: List[str] = vars(self)["_names"](self._path)
        return names
