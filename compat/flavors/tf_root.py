"""The names of ``tf`` on the installed flavor: for ``compat.tf``, and for the functions that files hold."""
import importlib
from types import ModuleType
from typing import Any, List, Optional

from compat.api.tf_1 import RECURRENT_DEFAULTS as RECURRENT_DEFAULTS
from compat.era import current
from compat.flavor import active
from compat.flavors import home_module, tensorflow_1

#: What TensorFlow 2 has of its Keras under names of its own.
OF_KERAS = ("initializers", "losses", "metrics", "optimizers")
_DEFINING = ("framework.ops", "framework.tensor_shape", "framework.tensor_util", "framework.dtypes", "ops.array_ops",
             "ops.math_ops", "ops.control_flow_ops", "ops.check_ops", "ops.clip_ops", "ops.variable_scope", "ops.variables",
             "ops.state_ops", "ops.random_ops", "ops.init_ops", "ops.gradients_impl")


def is_ours() -> bool:
    """Whether the names of ``tf`` are those of Keras 3, and not of a TensorFlow."""
    return home_module("tf_api.lookup") is not None


def is_of_keras(name: str) -> bool:
    """Whether ``tf.name`` is a module of ``tf.keras``: in TensorFlow 1 ``tf.losses`` is not."""
    if not is_ours():
        return name in OF_KERAS and not hasattr(home_module("tf"), name)
    return name in OF_KERAS and (name != "losses" or current().of_tf_keras)


def attribute(name: str) -> Any:
    """``tf.name``.

    Raises:
        AttributeError: as :func:`compat.flavors.tensorflow_1`.
    """
    api = home_module("tf_api.lookup")
    return tensorflow_1(name) if api is None else api.attribute("", name, 0)


class FunctionsOfFiles:
    """``tf``, or a module of it, as the functions of a file see it: the flavor's own names, then all that ``compat.tf`` serves.

    Args:
        path: of the module below ``tf``, empty for ``tf`` itself.
        module: what has the flavor's own names; by default what serves ``tf``.

    Example:
        >>> FunctionsOfFiles().newaxis is None
        True
    """

    def __init__(self, path: str = "", module: Optional[ModuleType] = None) -> None:
        self._path, self._home = path, module

    def __getattr__(self, name: str) -> Any:
        path = ".".join(filter(None, (self._path, name)))
        if name.startswith("__"):
            raise AttributeError("module 'tf' has no attribute {!r}".format(path))
        api = home_module("tf_api.lookup")
        if api is None:
            return tensorflow_1(name)
        try:
            found: Any = getattr(self._home or home_module("tf"), name)
        except AttributeError:
            found = api.attribute(self._path, name, 0)
        return FunctionsOfFiles(path, found) if isinstance(found, ModuleType) else found


def batches(dataset: Any) -> Any:
    """What a loop over a ``tf.data.Dataset`` runs over: tensors of the Keras that computes."""
    home = home_module("tf_api.batches")
    return dataset if home is None else home.batches(dataset)


def parts(variable: Any) -> Any:
    """What ``variable[index].assign(value)`` indexes."""
    home = home_module("tf.parts")
    return variable if home is None else home.parts(variable)


def inner_name(name: str, error: AttributeError) -> Any:
    """What a module inside the TensorFlow that computes has under a name that ``tf`` lacks.

    Raises:
        AttributeError: ``error``, if there is none.
    """
    if active().backend == "tensorflow":
        for module in _DEFINING:
            try:
                return getattr(importlib.import_module("tensorflow.python." + module), name)
            except (AttributeError, ImportError):
                continue
    raise error


def names() -> List[str]:
    """What is in ``tf``, of what is known without importing TensorFlow."""
    api = home_module("tf_api.lookup")
    return sorted(name for name in (dir(home_module("tf")) if api is None else api.names("")) if not name.startswith("_"))
