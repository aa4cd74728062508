"""Whole models to the hub: Sequential and functional of every era, nested, shared, merged."""
import copy

import pytest

from compat.config import upgrade
from compat.errors import ConfigError
from compat.hub.records import Origin

KERAS1 = Origin("1.2.2", "tensorflow")
KERAS2 = Origin("2.2.4", "tensorflow")
TF_KERAS = Origin("2.15.0", "tensorflow")


def dense(name, **config):
    return {"class_name": "Dense", "config": dict({"name": name, "units": 2}, **config)}


def sequential(layers, **config):
    return {"class_name": "Sequential", "config": dict({"layers": layers}, **config)}


def functional(layers, inputs, outputs, name="model_1"):
    config = {"name": name, "layers": layers, "input_layers": inputs, "output_layers": outputs}
    return {"class_name": "Model", "config": config}


def called(layer, *nodes):
    return dict(layer, name=layer["config"]["name"], inbound_nodes=list(nodes))


def input_layer(name):
    return called({"class_name": "InputLayer", "config": {"name": name, "batch_input_shape": [None, 3]}})


def names(model):
    return [layer["config"]["name"] for layer in model["config"]["layers"]]


@pytest.mark.parametrize("as_list", [True, False])
def test_a_sequential_as_list_or_dictionary_has_layers(as_list):
    layers = [dense("a", batch_input_shape=[None, 3]), dense("b")]
    saved = {"class_name": "Sequential", "config": layers if as_list else {"name": "sequential", "layers": layers}}
    hub = upgrade(saved, KERAS2).config
    assert (hub["class_name"], hub["config"]["name"], names(hub)) == ("Sequential", "sequential", ["a_input", "a", "b"])


def test_the_input_shape_is_on_an_input_layer_alone():
    hub = upgrade(sequential([dense("a", batch_input_shape=[None, 3], dtype="float64"), dense("b")]), KERAS2).config
    first, second, _ = hub["config"]["layers"]
    assert first == {
        "class_name": "InputLayer",
        "config": {"batch_input_shape": [None, 3], "dtype": "float64", "name": "a_input"},
    }
    assert "batch_input_shape" not in second["config"]


def test_an_input_layer_that_is_there_is_not_doubled():
    first = {"class_name": "InputLayer", "config": {"name": "i", "batch_input_shape": [None, 3]}}
    saved = sequential([first, dense("a")])
    assert names(upgrade(saved, TF_KERAS).config) == ["i", "a"]


def test_a_model_built_by_its_data_has_its_shape_from_build_input_shape():
    hub = upgrade(sequential([dense("a")], build_input_shape=[None, 7]), TF_KERAS).config
    assert hub["config"]["layers"][0]["config"]["batch_input_shape"] == [None, 7]


def test_a_model_whose_input_is_not_known_has_no_input_layer():
    assert names(upgrade(sequential([dense("a")]), TF_KERAS).config) == ["a"]


def test_the_dtype_of_a_keras_1_input_is_kept():
    embedding = {
        "class_name": "Embedding",
        "config": {"name": "e", "input_dim": 4, "output_dim": 2, "batch_input_shape": [None, 5],
                   "input_dtype": "int32"},
    }
    first, second = upgrade(sequential([embedding]), KERAS1).config["config"]["layers"]
    assert first["config"]["dtype"] == "int32"
    assert "_input_dtype" not in second["config"]


def test_a_nested_first_model_gives_the_shape():
    inner = sequential([dense("a", batch_input_shape=[None, 3])], name="inner")
    hub = upgrade(sequential([inner, dense("b")], name="outer"), KERAS2).config
    assert hub["config"]["layers"][0]["config"] == {
        "batch_input_shape": [None, 3],
        "dtype": "float32",
        "name": "inner_input",
    }


def test_nested_models_without_names_get_different_ones():
    inner = {"class_name": "Sequential", "config": [dense("a", batch_input_shape=[None, 3])]}
    hub = upgrade({"class_name": "Sequential", "config": [inner, copy.deepcopy(inner)]}, KERAS1).config
    assert len(set(names(hub))) == 3


def test_a_wrapped_layer_is_upgraded_too():
    lstm = {"class_name": "LSTM", "config": {"name": "l", "output_dim": 4, "inner_activation": "sigmoid"}}
    wrapper = {"class_name": "Bidirectional", "config": {"name": "b", "layer": lstm, "batch_input_shape": [None, 2, 3]}}
    inner = upgrade(sequential([wrapper]), KERAS1).config["config"]["layers"][1]["config"]["layer"]
    assert (inner["config"]["units"], inner["config"]["recurrent_activation"]) == (4, "sigmoid")


def test_cells_are_upgraded_too():
    cell = {"class_name": "GRUCell", "config": {"name": "c", "units": 4, "implementation": 1}}
    stack = {"class_name": "StackedRNNCells", "config": {"name": "s", "cells": [cell]}}
    rnn = {"class_name": "RNN", "config": {"name": "r", "cell": stack, "batch_input_shape": [None, 2, 3]}}
    found = upgrade(sequential([rnn]), KERAS2).config["config"]["layers"][1]["config"]["cell"]["config"]["cells"][0]
    assert found["config"] == {"name": "c", "units": 4, "recurrent_activation": "hard_sigmoid", "reset_after": False}


@pytest.mark.parametrize(
    "node",
    [[["i", 0, 0]], [["i", 0, 0, {}]], ["i", 0, 0], ["i", 0, 0, {}]],
    ids=["keras 1", "keras 2", "bare", "bare 4"],
)
def test_a_call_has_one_form(node):
    saved = functional([input_layer("i"), called(dense("a"), node)], [["i", 0, 0]], [["a", 0, 0]])
    hub = upgrade(saved, KERAS2).config
    assert hub["config"]["layers"][1]["inbound_nodes"] == [[["i", 0, 0, {}]]]


@pytest.mark.parametrize("ends", [["i", 0, 0], [["i", 0, 0]]])
def test_inputs_and_outputs_are_lists_of_references(ends):
    saved = functional([input_layer("i"), called(dense("a"), [["i", 0, 0]])], ends, [["a", 0, 0]])
    assert upgrade(saved, TF_KERAS).config["config"]["input_layers"] == [["i", 0, 0]]


def siamese():
    inner = functional([input_layer("x"), called(dense("d"), [["x", 0, 0, {}]])], [["x", 0, 0]], [["d", 0, 0]], "inner")
    join = called({"class_name": "Add", "config": {"name": "add"}}, [["inner", 1, 0, {}], ["inner", 2, 0, {}]])
    twice = dict(inner, name="inner", inbound_nodes=[[["l", 0, 0, {}]], [["r", 0, 0, {}]]])
    return functional([input_layer("l"), input_layer("r"), twice, join], [["l", 0, 0], ["r", 0, 0]], [["add", 0, 0]])


def test_calls_of_a_nested_model_are_counted_from_zero():
    hub = upgrade(siamese(), KERAS2).config
    assert hub["config"]["layers"][3]["inbound_nodes"] == [[["inner", 0, 0, {}], ["inner", 1, 0, {}]]]


def test_a_tensor_among_the_keywords_is_counted_alike():
    saved = siamese()
    saved["config"]["layers"][3]["inbound_nodes"] = [[["l", 0, 0, {"other": ["inner", 1, 0]}], ["inner", 2, 0, {}]]]
    node = upgrade(saved, TF_KERAS).config["config"]["layers"][3]["inbound_nodes"][0]
    assert node == [["l", 0, 0, {"other": ["inner", 0, 0]}], ["inner", 1, 0, {}]]


def test_a_model_class_of_the_users_own_is_functional_by_its_shape():
    saved = dict(siamese(), class_name="MyModel")
    assert upgrade(saved, KERAS2).config["class_name"] == "Functional"


@pytest.mark.parametrize(
    "mode, class_name, extra",
    [
        ("sum", "Add", {}),
        ("mul", "Multiply", {}),
        ("ave", "Average", {}),
        ("max", "Maximum", {}),
        ("concat", "Concatenate", {"axis": 1}),
        ("dot", "Dot", {"axes": [1, 2], "normalize": False}),
    ],
)
def test_a_keras_1_merge_is_the_class_of_its_mode(mode, class_name, extra):
    config = {"name": "m", "mode": mode, "mode_type": "raw", "concat_axis": 1, "dot_axes": [[1], [2]]}
    merge = called({"class_name": "Merge", "config": config}, [["l", 0, 0], ["r", 0, 0]])
    saved = functional([input_layer("l"), input_layer("r"), merge], [["l", 0, 0], ["r", 0, 0]], [["m", 0, 0]])
    found = upgrade(saved, KERAS1).config["config"]["layers"][2]
    assert (found["class_name"], found["config"]) == (class_name, dict({"name": "m"}, **extra))


def test_the_cosine_of_keras_1_keeps_an_axis_of_size_one():
    config = {"name": "m", "mode": "cos", "mode_type": "raw", "dot_axes": 1}
    merge = called({"class_name": "Merge", "config": config}, [["l", 0, 0], ["r", 0, 0]])
    saved = functional([input_layer("l"), input_layer("r"), merge], [["l", 0, 0], ["r", 0, 0]], [["m", 0, 0]])
    dot, repeat = upgrade(saved, KERAS1).config["config"]["layers"][2:]
    assert (dot["name"], dot["config"]["normalize"]) == ("m_dot", True)
    assert (repeat["name"], repeat["inbound_nodes"]) == ("m", [[["m_dot", 0, 0, {}]]])


def test_a_merge_by_a_function_is_a_lambda_with_its_payload():
    config = {"name": "m", "mode": ["code", None, None], "mode_type": "lambda", "arguments": {}}
    merge = called({"class_name": "Merge", "config": config}, [["l", 0, 0], ["r", 0, 0]])
    saved = functional([input_layer("l"), input_layer("r"), merge], [["l", 0, 0], ["r", 0, 0]], [["m", 0, 0]])
    found = upgrade(saved, KERAS1).config["config"]["layers"][2]
    assert (found["class_name"], found["config"]["function"]) == ("Lambda", ["code", None, None])


def test_a_sequential_that_begins_with_merge_is_functional():
    branches = [sequential([dense("a", batch_input_shape=[None, 3])], name="left"),
                sequential([dense("b", batch_input_shape=[None, 5])], name="right")]  # fmt: skip
    merge = {"class_name": "Merge", "config": {"name": "m", "mode": "concat", "concat_axis": -1, "layers": branches}}
    hub = upgrade({"class_name": "Sequential", "config": [merge, dense("c")]}, KERAS1).config
    assert hub["class_name"] == "Functional"
    assert [layer["class_name"] for layer in hub["config"]["layers"]] == [
        "InputLayer", "Dense", "InputLayer", "Dense", "Concatenate", "Dense"
    ]  # fmt: skip
    assert hub["config"]["output_layers"] == [["c", 0, 0]]


def test_branches_of_a_merge_that_held_the_same_layers_share_them():
    def question():
        return sequential([dense("q", batch_input_shape=[None, 3])])

    def merged(name, *branches):
        return {"class_name": "Merge", "config": {"name": name, "mode": "sum", "layers": list(branches)}}

    match = sequential([merged("m", sequential([dense("s", batch_input_shape=[None, 4])]), question()), dense("d")])
    hub = upgrade({"class_name": "Sequential", "config": [merged("n", match, question()), dense("c")]}, KERAS1).config
    layers = {layer["name"]: layer["inbound_nodes"] for layer in hub["config"]["layers"]}
    assert hub["config"]["input_layers"] == [["s_input", 0, 0], ["q_input", 0, 0]]
    assert list(layers) == ["s_input", "s", "q_input", "q", "m", "d", "n", "c"]
    assert [[end[0] for end in layers[name][0]] for name in ("m", "n")] == [["s", "q"], ["d", "q"]]


def convolution(**config):
    return {
        "class_name": "Conv2D",
        "config": dict(
            {"name": "conv", "filters": 2, "kernel_size": [3, 3], "padding": "same"},
            batch_input_shape=[None, 5, 5, 1],
            **config
        ),
    }


@pytest.mark.parametrize(
    "config, padding",
    [
        ({"kernel_size": [2, 3]}, [[1, 0], [1, 1]]),
        ({"strides": [2, 2]}, [[1, 1], [1, 1]]),
        ({"kernel_size": [2, 2], "dilation_rate": [2, 2]}, None),
    ],
)
def test_padding_of_theano_becomes_a_layer_where_it_differs(config, padding):
    layers = upgrade(sequential([convolution(**config)]), Origin("2.1.6", "theano")).config["config"]["layers"]
    if padding is None:  # an effective size of 3 is odd
        assert [layer["class_name"] for layer in layers] == ["InputLayer", "Conv2D"]
    else:
        assert [layer["class_name"] for layer in layers] == ["InputLayer", "ZeroPadding2D", "Conv2D"]
        assert layers[1]["config"]["padding"] == padding
        assert layers[2]["config"]["padding"] == "valid"


def test_padding_of_tensorflow_stays():
    layers = upgrade(sequential([convolution(strides=[2, 2])]), KERAS2).config["config"]["layers"]
    assert layers[1]["config"]["padding"] == "same"


def test_padding_of_theano_that_cannot_be_said_is_a_warning():
    pool = {"class_name": "MaxPooling2D", "config": {"name": "p", "pool_size": [2, 2], "padding": "same"}}
    upgraded = upgrade(sequential([convolution(), pool]), Origin("2.1.6", "theano"))
    assert "borders" in upgraded.warnings[0].text


def test_the_channel_order_of_one_layer_is_that_of_those_that_do_not_state_it():
    conv = {
        "class_name": "Convolution2D",
        "config": {"name": "c", "nb_filter": 2, "nb_row": 1, "nb_col": 1, "dim_ordering": "th",
                   "batch_input_shape": [None, 1, 5, 5]},
    }  # fmt: skip
    upsampling = {"class_name": "UpSampling2D", "config": {"name": "u", "size": [2, 2]}}
    hub = upgrade(sequential([conv, upsampling]), KERAS1).config
    assert hub["config"]["layers"][2]["config"]["data_format"] == "channels_first"


def test_the_argument_is_left_as_it_is():
    saved = siamese()
    before = copy.deepcopy(saved)
    upgrade(saved, KERAS2)
    assert saved == before


@pytest.mark.parametrize("saved", [siamese(), sequential([dense("a", batch_input_shape=[None, 3])])])
def test_upgrading_twice_changes_nothing(saved):
    once = upgrade(saved, KERAS2).config
    assert upgrade(once, KERAS2).config == once


@pytest.mark.parametrize(
    "broken, cause",
    [
        ({}, "no class name"),
        ({"class_name": "Dense", "config": {}}, "not a kind of model"),
        ({"class_name": "Sequential", "config": [{}]}, "no class name"),
        ({"class_name": "Sequential", "config": {"name": "s"}}, "no list of layers"),
        ({"class_name": "Sequential", "config": [{"class_name": "Dense", "config": 3}]}, "not an object"),
        (
            {"class_name": "Sequential", "config": [{"class_name": "Merge", "config": {"name": "m", "layers": [{}]}}]},
            "input shape",
        ),
        (functional([called(dense("a"), 3)], [], []), "inbound node"),
    ],
)
def test_a_broken_configuration_is_a_typed_error(broken, cause):
    with pytest.raises(ConfigError, match=cause):
        upgrade(broken, KERAS2)


def test_a_file_of_keras_3_is_sent_to_keras():
    with pytest.raises(ConfigError, match="Keras 3.3.0"):
        upgrade(sequential([dense("a")]), Origin("3.3.0", "tensorflow"))


@pytest.mark.parametrize("held, said", [
    ({"class_name": None, "config": {}}, "class name"), ({"class_name": [], "config": {}}, "class name"),
    ({"class_name": {}}, "class name"), ({"class_name": "LSTM"}, "no configuration"),
    ({"class_name": "LSTM", "config": 3}, "no configuration")])
@pytest.mark.parametrize("class_name, place", [
    ("TimeDistributed", "layer"), ("Bidirectional", "forward_layer"), ("RNN", "cell")])
def test_a_layer_held_by_another_needs_class_name_and_configuration_too(class_name, place, held, said):
    dense = {"class_name": "Dense", "config": {"name": "d", "units": 1}}
    config = dict({"name": "w", "layer": dense}, **{place: held})
    with pytest.raises(ConfigError, match=said):
        upgrade({"class_name": "Sequential", "config": [{"class_name": class_name, "config": config}]})
