"""Constraints and regularizers of a program's own work in a model that is opened from a file, in the era of any code."""
import json

import h5py
import numpy as np
import pytest

import compat
from compat import keras

K = keras.backend
SGD = {"class_name": "SGD", "config": {"learning_rate": 0.5, "momentum": 0.0}}


class Below(keras.constraints.Constraint):
    def __call__(self, w):
        return K.clip(w, -0.25, 0.25)


class Sum(keras.regularizers.Regularizer):
    def __call__(self, x):
        return 0.5 * K.sum(K.abs(x))

    def get_config(self):
        return {}


@pytest.fixture
def path(tmp_path):
    dense = {"name": "d", "units": 1, "use_bias": False, "batch_input_shape": [None, 2], "dtype": "float32",
             "kernel_constraint": {"class_name": "Below", "config": {}},
             "kernel_regularizer": {"class_name": "Sum", "config": {}}}
    model = {"class_name": "Sequential", "config": {"name": "s", "layers": [{"class_name": "Dense", "config": dense}]}}
    with h5py.File(str(tmp_path / "own.h5"), "w") as file:
        file.attrs.update({"keras_version": b"2.3.1", "backend": b"tensorflow", "model_config": json.dumps(model).encode(),
                           "training_config": json.dumps({"loss": "mse", "metrics": [], "optimizer_config": SGD}).encode()})
        weights = file.create_group("model_weights")
        weights.attrs.update({"keras_version": b"2.3.1", "backend": b"tensorflow", "layer_names": np.array([b"d"])})
        weights.create_group("d").attrs["weight_names"] = np.array([b"d/kernel:0"])
        weights["d/d/kernel:0"] = np.ones((2, 1), "float32")
    return str(tmp_path / "own.h5")


def test_they_are_called_with_the_values_of_weights(path):
    model = compat.load_model(path, custom_objects={"Below": Below, "Sum": Sum})
    x = np.zeros((2, 2), "float32")
    assert model.evaluate(x, np.zeros((2, 1)), verbose=0) == pytest.approx(1.0)  # 0.5 * (1 + 1)
    model.train_on_batch(x, np.zeros((2, 1)))
    np.testing.assert_allclose(model.get_weights()[0], [[0.25], [0.25]])  # 1 - 0.5 * 0.5, clipped
