"""HDF5 files in the layout of Keras 2: what every Keras from 2.0 to tf.keras 2.15 opens.

    /                      attributes keras_version, backend, model_config, training_config
    /model_weights         attributes layer_names, keras_version, backend
    /model_weights/NAME    attribute weight_names; one dataset for each of them
    /model_weights/top_level_model_weights      the same, of the model itself, where it has weights that no layer has
    /optimizer_weights     attribute weight_names; one dataset for each of them

A file of weights alone has at its root what ``/model_weights`` has.
"""
import json
from typing import Any, NamedTuple, Optional, Sequence, Tuple

import h5py
import numpy as np

from compat.hub.records import Config

#: An attribute larger than this does not fit into the header of its HDF5 object.
HEADER_LIMIT = 64512
#: The backend whose weight layout is written, whatever computes.
BACKEND = "tensorflow"
Named = Sequence[Tuple[str, Any]]


class Written(NamedTuple):
    """What a file is to hold.

    Attributes:
        version: of the Keras in whose layout it is.
        layers: (name, its weights by name) of each layer of the outermost model.
        model_config: ``{"class_name": …, "config": …}``.
        training_config: the compiled state, or None.
        optimizer: the optimizer's arrays by name.
        own: weights that the model itself has, by name.
    """

    version: str
    layers: Sequence[Tuple[str, Named]]
    model_config: Optional[Config] = None
    training_config: Optional[Config] = None
    optimizer: Named = ()
    own: Named = ()


def write_model(path: str, written: Written) -> None:
    """Write architecture, weights and compiled state; what is at the path is replaced."""
    with h5py.File(path, "w") as file:
        _state(file, written.version)
        file.attrs["model_config"] = as_json(written.model_config).encode("utf8")
        _write_layers(file.create_group("model_weights"), written)
        if written.training_config is not None:
            file.attrs["training_config"] = as_json(written.training_config).encode("utf8")
        if written.optimizer:
            _write_arrays(file.create_group("optimizer_weights"), written.optimizer)


def write_weights(path: str, written: Written) -> None:
    """Write weights alone; what is at the path is replaced."""
    with h5py.File(path, "w") as file:
        _write_layers(file, written)


def _write_layers(group: Any, written: Written) -> None:
    _state(group, written.version)
    save_names(group, "layer_names", [name for name, _ in written.layers])
    for name, weights in written.layers:
        _write_arrays(group.create_group(name), weights)
    if written.own:
        _write_arrays(group.create_group("top_level_model_weights"), written.own)


def _write_arrays(group: Any, arrays: Named) -> None:
    save_names(group, "weight_names", [name for name, _ in arrays])
    for name, array in arrays:
        group.create_dataset(name, data=np.asarray(array))


def _state(group: Any, version: str) -> None:
    group.attrs["keras_version"] = version.encode("utf8")
    group.attrs["backend"] = BACKEND.encode("utf8")


def as_json(value: Any, **options: Any) -> str:
    """JSON of a configuration, in which NumPy's numbers are numbers and a function is its name.

    Example:
        >>> as_json({"rate": np.float32(0.5), "shape": (None, 3), "metric": len})
        '{"rate": 0.5, "shape": [null, 3], "metric": "len"}'
    """
    return json.dumps(value, default=_plain, **options)


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if hasattr(value, "get_config"):
        return {"class_name": type(value).__name__, "config": value.get_config()}
    if hasattr(value, "__name__"):
        return value.__name__
    raise TypeError("a configuration holds {!r}, which JSON cannot".format(value))


def save_names(group: Any, name: str, names: Sequence[Any]) -> None:
    """Store names as an attribute of an HDF5 group; in several, ``name0``, ``name1`` …, where one would be too large.

    Raises:
        RuntimeError: one of the names alone is too large.
    """
    too_long = [each for each in names if len(each) > HEADER_LIMIT]
    if too_long:
        raise RuntimeError("The following attributes cannot be saved to HDF5 file because they are larger than {} bytes: "
                           "{}".format(HEADER_LIMIT, ", ".join(map(str, too_long))))
    array = np.asarray([each.encode("utf8") if isinstance(each, str) else each for each in names])
    count = 1
    while any(part.nbytes > HEADER_LIMIT for part in np.array_split(array, count)):
        count += 1
    for number, part in enumerate(np.array_split(array, count)):
        group.attrs[name + (str(number) if count > 1 else "")] = part
