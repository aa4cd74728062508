"""``keras.engine.saving`` of Keras 2 where it needs nothing of the installed Keras but models."""
import os
import tempfile
from typing import Any, Dict, Sequence

from compat.flavor import active
from compat.flavors import Names
from compat.flavors.shared.cloud_files import allow_read_from_gcs, allow_write_to_gcs
from compat.flavors.shared.hdf5_data import H5Dict
from compat.flavors.shared.hdf5_data import load_names as load_attributes_from_hdf5_group
from compat.writing.hdf5 import save_names as save_attributes_to_hdf5_group

__all__ = ["allow_read_from_gcs", "allow_write_to_gcs", "load_attributes_from_hdf5_group", "pickle_model",
           "save_attributes_to_hdf5_group", "save_weights_to_hdf5_group", "unpickle_model"]


def save_weights_to_hdf5_group(f: Any, layers: Sequence[Any]) -> None:
    """Write the weights of layers in the HDF5 layout of Keras 2: a group for each layer, a dataset for each weight.

    Args:
        f: HDF5 group, or an ``H5Dict`` of one.
        layers: of the installed Keras.
    """
    group = f.data if isinstance(f, H5Dict) else f
    flavor = active()
    save_attributes_to_hdf5_group(group, "layer_names", [layer.name for layer in layers])
    group.attrs["backend"] = (flavor.backend or "tensorflow").encode("utf8")
    group.attrs["keras_version"] = flavor.version.encode("utf8")
    for layer in layers:
        names = [str(getattr(weight, "path", None) or weight.name) for weight in layer.weights]
        own = group.create_group(layer.name)
        save_attributes_to_hdf5_group(own, "weight_names", names)
        for name, value in zip(names, layer.get_weights()):
            own.create_dataset(name, data=value)


def pickle_model(model: Any) -> Dict[str, bytes]:
    """A model with its weights and training state as a dictionary of bytes, which holds no code: see :func:`unpickle_model`."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.h5")
        model.save(path)
        with open(path, "rb") as file:
            return {"model.h5": file.read()}


def unpickle_model(state: Dict[str, bytes]) -> Any:
    """The model that :func:`pickle_model` was given."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.h5")
        with open(path, "wb") as file:
            file.write(state["model.h5"])
        return Names("keras.models").load_model(path)
