"""Keras's HDF5 layout, written by hand: what the tests of reading need, without any Keras."""
import json

import h5py
import numpy as np
import pytest

DENSE = {
    "class_name": "Sequential",
    "config": [{"class_name": "Dense", "config": {"name": "dense_1", "units": 2, "batch_input_shape": [None, 3]}}],
}


def write_model(path, layers, config=DENSE, root="model_weights", **attributes):
    """A file as Keras 2 wrote it: ``layers`` is {layer name: {weight name: array}}."""
    with h5py.File(str(path), "w") as file:
        if config is not None:
            file.attrs["model_config"] = json.dumps(config).encode("utf-8")
        for name, value in attributes.items():
            file.attrs[name] = value
        group = file.create_group(root) if root else file
        group.attrs["layer_names"] = np.array([name.encode("utf-8") for name in layers])
        for name, weights in layers.items():
            holder = group.create_group(name)
            holder.attrs["weight_names"] = np.array([weight.encode("utf-8") for weight in weights])
            for weight, array in weights.items():
                holder.create_dataset(weight, data=array)
    return path


@pytest.fixture
def keras_file(tmp_path):
    """A writer of model files below the test's own folder."""

    def write(layers=None, config=DENSE, name="model.h5", **attributes):
        kernel = np.arange(6, dtype="float32").reshape(3, 2)
        layers = {"dense_1": {"dense_1/kernel:0": kernel}} if layers is None else layers
        return write_model(tmp_path / name, layers, config, **attributes)

    return write
