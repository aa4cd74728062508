"""Which parts of a serialized object Keras opens only together with this package or with code of the user."""
from typing import Any, List

import keras

#: What Keras 3 gives as the module of its own and of Python's objects.
_KNOWN = ("keras", "builtins", "numpy", None)


def foreign_in(thing: Any) -> List[str]:
    """The names of classes and functions in what an object serializes to that are not Keras's own.

    Example:
        >>> foreign_in(keras.layers.Dense(1, activation="relu"))
        []
        >>> from compat.layers import MyMeanPool
        >>> foreign_in(keras.layers.TimeDistributed(MyMeanPool(axis=1)))
        ['MyMeanPool']
    """
    return foreign_names(keras.saving.serialize_keras_object(thing))


def foreign_names(config: Any) -> List[str]:
    """The same of a configuration."""
    if isinstance(config, str):
        return [_bare(config)] if config.startswith("compat>") else []
    if isinstance(config, (list, tuple)):
        return _once([name for part in config for name in foreign_names(part)])
    if not isinstance(config, dict):
        return []
    here = _foreign_name(config)
    inside = [name for key, part in config.items() if key not in ("registered_name", "name") for name in foreign_names(part)]
    return _once(([here] if here else []) + inside)


def _foreign_name(config: Any) -> str:
    if "class_name" not in config or "config" not in config:
        return ""
    name, module = str(config["class_name"]), config.get("module")
    if name == "__lambda__":
        return "lambda"
    if name == "function":
        return "" if _is_function_of_keras(str(config["config"])) else _bare(str(config["config"]))
    is_registered = ">" in str(config.get("registered_name"))
    return name if is_registered or not (module in _KNOWN or str(module).startswith("keras.")) else ""


def _bare(name: str) -> str:
    return name.rsplit(">", 1)[-1]


def _is_function_of_keras(name: str) -> bool:
    found = (getattr(home, name, None) for home in (keras.activations, keras.losses, keras.metrics))
    return any(str(getattr(each, "__module__", "")).startswith("keras.") for each in found)


def _once(names: List[str]) -> List[str]:
    return list(dict.fromkeys(names))
