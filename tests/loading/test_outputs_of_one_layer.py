"""Several outputs of one layer, which tf.keras numbered: ``d`` and ``d_1``. The numbers are those of tf.keras 2.15."""
import json

import h5py
import numpy as np
import pytest

import compat
from compat.flavor import active

pytestmark = pytest.mark.skipif(active().name == "multibackend", reason="Keras 2.2 calls both outputs by the layer")

LAYERS = [{"class_name": "InputLayer", "name": name, "inbound_nodes": [],
           "config": {"batch_input_shape": [None, 2], "name": name, "dtype": "float32"}} for name in "ij"]
LAYERS.append({"class_name": "Dense", "name": "d", "config": {"name": "d", "units": 1, "dtype": "float32"},
               "inbound_nodes": [[["i", 0, 0, {}]], [["j", 0, 0, {}]]]})
MODEL = {"class_name": "Functional", "config": {
    "name": "model", "layers": LAYERS, "input_layers": [["i", 0, 0], ["j", 0, 0]], "output_layers": [["d", 0, 0], ["d", 1, 0]]}}
SQUARES = {"class_name": "MeanMetricWrapper", "config": {"name": "d_1_mse", "dtype": "float32", "fn": "mean_squared_error"}}
TRAINING = {
    "loss": {"d": "mse", "d_1": "mae"}, "metrics": [[None], [SQUARES]], "weighted_metrics": None,
    "loss_weights": {"d": 1.0, "d_1": 10.0}, "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.01}}}


@pytest.fixture
def path(tmp_path):
    with h5py.File(str(tmp_path / "two.h5"), "w") as file:
        file.attrs.update({"keras_version": b"2.15.0", "backend": b"tensorflow", "model_config": json.dumps(MODEL).encode(),
                           "training_config": json.dumps(TRAINING).encode()})
        weights = file.create_group("model_weights")
        weights.attrs.update({"keras_version": b"2.15.0", "backend": b"tensorflow",
                              "layer_names": np.array([b"i", b"j", b"d"])})
        for name in "ijd":
            names = [b"d/kernel:0", b"d/bias:0"] if name == "d" else []
            weights.create_group(name).attrs["weight_names"] = np.array(names, "S")
        weights["d/d/kernel:0"], weights["d/d/bias:0"] = np.ones((2, 1), "float32"), np.zeros(1, "float32")
    return str(tmp_path / "two.h5")


def test_each_has_its_own_loss_and_metric(path):
    model = compat.load_model(path)
    x, zeros = np.array([[1.0, 2.0], [3.0, 4.0]]), np.zeros((2, 1))
    found = model.evaluate([x, 2 * x], [zeros, zeros], verbose=0, return_dict=True)
    assert [found[name] for name in ("loss", "d_loss", "d_1_loss")] == pytest.approx([129, 29, 10])
    assert sorted(found.values()) == pytest.approx([10, 29, 116, 129])  # the metric is called by its full name on Keras 3
