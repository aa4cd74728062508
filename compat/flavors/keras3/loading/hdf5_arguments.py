"""Arguments of layers that Keras 3 changes when it reads an HDF5 file, also one of its own: guarded, so that they stay.

It takes a text that is the name of a function beside its layers, such as ``score_mode="dot"``, for that function, and drops an
``axis`` that is not one number, so that the layer has the default one.
"""
import inspect
from typing import Any, Dict, List, Mapping, Tuple

import keras

_SEVERAL, _AXES = "of several axes>", "axes"


def guarded(config: Mapping[str, Any], objects: Mapping[str, Any]) -> Tuple[Any, Dict[str, Any]]:
    """A configuration whose arguments stay as they are, and the objects that it needs for that.

    Args:
        config: of a model, in the form of an HDF5 file of Keras 3.
        objects: the user's classes and functions.
    """
    found: Dict[str, Any] = {name: name for name, value in vars(keras.layers).items() if inspect.isfunction(value)}
    return _with_axes(dict(config), objects, found), found


def _with_axes(value: Any, objects: Mapping[str, Any], found: Dict[str, Any]) -> Any:
    if isinstance(value, list):
        return [_with_axes(each, objects, found) for each in value]
    if not isinstance(value, dict):
        return value
    changed = {key: _with_axes(each, objects, found) for key, each in value.items()}
    if isinstance(changed.get("layers"), list):
        changed["layers"] = [_keeping_axes(each, objects, found) for each in changed["layers"]]
    return changed


def _keeping_axes(spec: Any, objects: Mapping[str, Any], found: Dict[str, Any]) -> Any:
    """A layer of a model, with its axes under a key that Keras leaves alone."""
    config = spec.get("config") if isinstance(spec, dict) else None
    name = spec.get("class_name") if isinstance(spec, dict) else None
    if not isinstance(config, dict) or not isinstance(name, str) or not _is_dropped(config.get("axis", 0)):
        return spec
    cls = keras.saving.get_registered_object(name, dict(objects)) or getattr(keras.layers, name, None)
    if not inspect.isclass(cls):
        return spec
    found[_SEVERAL + name] = _taking_axes(cls)
    kept = {key: each for key, each in config.items() if key != "axis"}
    return dict(spec, class_name=_SEVERAL + name, config=dict(kept, **{_AXES: config["axis"]}))


def _is_dropped(axis: Any) -> bool:
    listed: List[Any] = axis if isinstance(axis, list) else []
    return axis is None or len(listed) > 1 or axis == []


def _taking_axes(cls: Any) -> Any:
    """What stands for a class, and makes a layer of it with the axes that were kept."""
    def from_config(self: Any, config: Dict[str, Any]) -> Any:
        kept = dict(config)
        return cls.from_config(dict(kept, axis=kept.pop(_AXES)))

    return type(cls.__name__, (), {"from_config": classmethod(from_config)})
