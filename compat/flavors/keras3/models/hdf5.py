"""HDF5 files of Keras 3 as every Keras 3 reads them whole.

The reader of Keras 3.3 drops ``axis`` from the configuration of a layer, unless it is a list of one.
"""
import json
from typing import Any, Dict

import h5py
from keras.src.legacy.saving import saving_utils  # not public: what reads the configuration in HDF5 files

from compat.errors import ConfigError


class ModelFile(h5py.File):  # type: ignore[misc]
    """An HDF5 file whose layers say their ``axis`` in the way that the installed Keras reads."""

    @property
    def attrs(self) -> Dict[str, Any]:
        """The attributes of the file, by name."""
        found = dict(super().attrs)
        if "model_config" in found and not _axis_is_read():
            found["model_config"] = json.dumps(_with_axes_in_lists(json.loads(found["model_config"])))
        return found


def _axis_is_read() -> bool:
    layer = saving_utils.model_from_config({"class_name": "Softmax", "config": {"axis": 1}})
    return bool(layer.axis == 1)


def _with_axes_in_lists(value: Any) -> Any:
    """A configuration in which each layer's ``axis`` is a list of one.

    Raises:
        ConfigError: a layer has several.

    Example:
        >>> _with_axes_in_lists({"class_name": "Softmax", "config": {"axis": 1}})
        {'class_name': 'Softmax', 'config': {'axis': [1]}}
    """
    if isinstance(value, list):
        return [_with_axes_in_lists(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _with_axes_in_lists(each) for key, each in value.items()}
    config = found.get("config")
    if "module" not in found and isinstance(config, dict) and config.get("axis") is not None:  # else another reads it
        found["config"] = dict(config, axis=_one_axis(found, config["axis"]))
    return found


def _one_axis(layer: Dict[str, Any], axis: Any) -> Any:
    if isinstance(axis, list) and len(axis) != 1:
        raise ConfigError("layer {!r} ({}) has the axes {}, which this Keras does not read from HDF5; write the model as "
                          ".keras, or open the file with Keras 3.15".format(
                              layer["config"].get("name"), layer.get("class_name"), axis))
    return axis if isinstance(axis, list) else [axis]
