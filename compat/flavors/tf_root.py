"""The names of ``tf`` on the installed flavor: for ``compat.tf``."""
from typing import Any, List

from compat.era import current
from compat.flavors import home_module, tensorflow_1

#: What TensorFlow 2 has of its Keras under names of its own.
OF_KERAS = ("initializers", "losses", "metrics", "optimizers")


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


def names() -> List[str]:
    """What is in ``tf``, of what is known without importing TensorFlow."""
    api = home_module("tf_api.lookup")
    return sorted(name for name in (dir(home_module("tf")) if api is None else api.names("")) if not name.startswith("_"))
