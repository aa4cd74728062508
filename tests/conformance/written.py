"""Model files as an old Keras of any version writes them, made here so that only the stated version differs."""
import json

import h5py
import numpy as np

SGD = {"class_name": "SGD", "config": {"lr": 0.01, "momentum": 0.0, "decay": 0.0, "nesterov": False}}


def layer(class_name, name, *sources, **config):
    """A layer of a functional model; a source is a layer's name."""
    calls = [[[source, 0, 0, {}] for source in sources]] if sources else []
    return {"class_name": class_name, "name": name, "config": dict(config, name=name), "inbound_nodes": calls}


def functional(layers, inputs, output):
    """The configuration of a model of these layers."""
    return {"class_name": "Model", "config": {
        "name": "model_1", "layers": layers, "input_layers": [[name, 0, 0] for name in inputs],
        "output_layers": [[output, 0, 0]]}}


def write(path, version, model, weights=(), loss=None):
    """Write an ``.h5`` of that Keras; the weights are (layer, [(name, array), …])."""
    with h5py.File(str(path), "w") as file:
        file.attrs.update({"keras_version": version.encode(), "backend": b"tensorflow",
                           "model_config": json.dumps(model).encode()})
        if loss is not None:
            file.attrs["training_config"] = json.dumps({
                "optimizer_config": SGD, "loss": loss, "metrics": [], "loss_weights": None,
                "sample_weight_mode": None}).encode()
        group = file.create_group("model_weights")
        held = dict(weights)
        names = [each["config"]["name"] for each in model["config"]["layers"]]
        group.attrs.update({"keras_version": version.encode(), "backend": b"tensorflow",
                            "layer_names": np.array([name.encode() for name in names])})
        for name in names:
            group.create_group(name).attrs["weight_names"] = np.array([key.encode() for key, _ in held.get(name, ())], "S")
            for key, value in held.get(name, ()):
                group[name][key] = np.asarray(value, "float32")
    return str(path)
