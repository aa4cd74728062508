"""The class printed for a layer whose code is lost is Python that runs, takes the arguments and makes the weights."""
import json

import h5py
import numpy as np
import pytest
from goldens.catalog import golden

from compat import errors, inspect, load_model
from compat.loading.skeleton import StoredLayer, skeleton, skeletons
from compat.saved.records import Dataset

ATTENTION = golden("keras-2.2.4-py37", "attention_layer")
CALL = '        raise NotImplementedError("say here what the layer computes, with functions of K")'
FILLED = """        shares = K.softmax(K.squeeze(K.tanh(K.dot(inputs, self.att_weight) + self.att_bias), -1))
        return K.sum(inputs * K.expand_dims(shares), axis=1)"""


def classes_of(source):
    """The names that a module of this source defines."""
    defined = {}
    exec(compile(source, "skeleton", "exec"), defined)
    return defined


def array(name, *shape):
    return Dataset(name, shape, np.dtype("float32"), "", lambda: None)


def test_the_printed_class_opens_the_file_once_call_is_filled_in():
    with pytest.raises(errors.UnknownLayerError, match="a AttentionLayer may be compat.layers.AttentionLayer or") as caught:
        load_model(str(ATTENTION.path))
    assert str(caught.value).startswith(str(ATTENTION.path)) and "'compat inspect'" in str(caught.value)
    printed = inspect(str(ATTENTION.path)).skeleton
    assert CALL in printed
    source = printed.replace(CALL, FILLED).replace(
        "return input_shape  #", "return (input_shape[0], input_shape[2])  #")
    model = load_model(str(ATTENTION.path), custom_objects={"AttentionLayer": classes_of(source)["AttentionLayer"]})
    np.testing.assert_allclose(np.asarray(model.predict(ATTENTION.x[0], verbose=0)), ATTENTION.y[0], atol=1e-5)


def test_arguments_come_back_from_get_config():
    config = {"name": "gate_1", "trainable": True, "units": 3, "rule": {"class_name": "L2", "config": {"l2": 0.5}},
              "lambda": 1, "weights": 2, "a b": None}
    made = classes_of(skeletons({"Gate": [StoredLayer(config, ())]}))["Gate"].from_config(config)
    assert {key: value for key, value in made.get_config().items() if key in config} == config


def test_a_weight_is_made_for_each_array_of_the_file_in_its_order():
    weights = [array("gate/gate_W:0", 2, 3), array("gate/gate_W_1:0", 3), array("gate/units:0")]
    made = classes_of(skeletons({"Gate": [StoredLayer({"name": "gate", "units": 3}, weights)]}))["Gate"](3)
    made.build((None, 2))
    assert [tuple(weight.shape) for weight in made.weights] == [(2, 3), (3,), ()]


def test_an_argument_that_differs_between_layers_has_no_default():
    text = skeleton("Gate", [StoredLayer({"units": 3, "bias": True}, ()), StoredLayer({"units": 4, "bias": True}, ())])
    assert "def __init__(self, units, bias=True, **kwargs):" in text


def test_a_size_that_differs_between_layers_is_an_argument_or_a_marked_guess():
    layers = [StoredLayer({"name": "a", "units": 3}, [array("k:0", 5, 3, 2), array("b:0", 3)]),
              StoredLayer({"name": "b", "units": 4}, [array("k:0", 6, 4, 2)])]
    text = skeleton("Gate", layers)
    assert "shape=(input_shape[-1], self.units, 2), initializer=\"zeros\")  # sizes were [(5, 3, 2), (6, 4, 2)]" in text
    assert "shape=(3,), initializer=\"zeros\")  # not in every layer" in text
    made = classes_of(skeletons({"Gate": layers}))["Gate"](4)
    made.build((None, 6))
    assert tuple(made.weights[0].shape) == (6, 4, 2)


@pytest.mark.parametrize("name", ["x):\n    import os", "class", "1x", "", "größe", "_", "self", "kwargs"])
def test_nothing_of_a_file_becomes_code(name):
    stored = StoredLayer({"name": name, name: "\"\"\"\nimport os\n\u2028"}, [array("{}/{}:0".format(name, name), 2)])
    defined = classes_of(skeletons({name: [stored]}))
    assert "os" not in defined and sum(isinstance(value, type) for value in defined.values()) == 2


def test_a_custom_attention_is_not_built_as_the_one_of_keras(tmp_path):
    path = tmp_path / "own.h5"
    path.write_bytes(ATTENTION.path.read_bytes())
    with h5py.File(str(path), "r+") as file:
        text = file.attrs["model_config"]
        config = json.loads(text.decode("utf8") if isinstance(text, bytes) else text)
        next(each for each in config["config"]["layers"] if each["class_name"] == "AttentionLayer")["class_name"] = "Attention"
        file.attrs["model_config"] = np.bytes_(json.dumps(config).encode("ascii"))
    assert [each.class_name for each in inspect(str(path)).custom] == ["Attention"]
    with pytest.raises(errors.UnknownLayerError, match="attention is a Attention"):
        load_model(str(path))
