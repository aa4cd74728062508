"""``tf.RegisterGradient`` of TensorFlow 1, and the registry that programs look into first."""
from typing import Any, Callable, Dict

from compat.flavors.keras3.overrides import registered


class RegisterGradient:
    """Decorator: a function of an operation and a gradient becomes the gradient of this name.

    Args:
        op_type: the name, for ``graph.gradient_override_map``.

    Raises:
        KeyError: when it decorates, if the name is taken.
    """

    def __init__(self, op_type: str) -> None:
        self._name = op_type

    def __call__(self, f: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        if self._name in registered:
            raise KeyError("Registering two gradient with name {!r}!".format(self._name))
        registered[self._name] = f
        return f


class _Registry:
    """``ops._gradient_registry``."""

    @property
    def _registry(self) -> Dict[str, Any]:
        return registered

    def list(self) -> Any:
        """The names."""
        return list(registered)


_gradient_registry = _Registry()
