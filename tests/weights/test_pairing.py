"""Which arrays belong to which layer."""
import numpy as np
import pytest

from compat.config import upgrade
from compat.errors import WeightsError
from compat.hub.records import Origin
from compat.hub.walk import leaves
from compat.saved import Dataset, LayerWeights
from compat.weights import pair

KERAS2 = Origin("2.2.4", "tensorflow")


def weights(layer, *names):
    """A layer of a file whose arrays hold their own position in the file."""
    datasets = []
    for position, name in enumerate(names):
        datasets.append(Dataset(name, (), np.dtype("f8"), name, lambda value=position: np.array(float(value))))
    return LayerWeights(layer, tuple(datasets))


def layer(class_name, name, **config):
    return {"class_name": class_name, "config": dict({"name": name}, **config)}


def dense(name, **config):
    return layer("Dense", name, units=2, **config)


def norm(name, **config):
    return layer("BatchNormalization", name, **config)


def model(*layers, name="model"):
    first = dict(layers[0], config=dict(layers[0]["config"], batch_input_shape=[None, 3]))
    return layer("Sequential", name, layers=[first] + list(layers[1:]))


def hub(*layers):
    return upgrade(model(*layers), KERAS2).config


def order(pairs):
    return {"/".join(found.path): [int(array) for array in found.read()] for found in pairs}


def test_layers_are_paired_by_name():
    stored = [weights("b", "b/kernel", "b/bias"), weights("a", "a/kernel", "a/bias")]
    assert set(order(pair(hub(dense("a"), dense("b")), stored, KERAS2))) == {"a", "b"}


def test_layers_of_other_names_are_paired_by_order():
    stored = [weights("x", "k", "b"), weights("act"), weights("y", "k", "b")]
    found = pair(hub(dense("a"), layer("Activation", "act_1", activation="relu"), dense("b")), stored, KERAS2)
    assert [each.path for each in found] == [("a",), ("b",)]


def test_layers_without_weights_may_be_missing_from_the_file():
    stored = [weights("x", "k", "b"), weights("y", "k", "b")]
    found = pair(hub(dense("a"), layer("Dropout", "d", rate=0.5), dense("b")), stored, KERAS2)
    assert [each.path for each in found] == [("a",), ("b",)]


def test_a_nested_model_is_divided_into_trained_weights_first():
    nested = hub(model(norm("n"), dense("d"), name="inner"))
    stored = [weights("inner", "gamma", "beta", "kernel", "bias", "mean", "variance")]
    assert order(pair(nested, stored, KERAS2)) == {"inner/n": [0, 1, 4, 5], "inner/d": [2, 3]}


def test_frozen_layers_of_a_nested_model_come_after_the_trained_ones():
    nested = hub(model(norm("n", trainable=False), dense("d"), name="inner"))
    stored = [weights("inner", "kernel", "bias", "gamma", "beta", "mean", "variance")]
    assert order(pair(nested, stored, KERAS2)) == {"inner/n": [2, 3, 4, 5], "inner/d": [0, 1]}


def test_models_nested_twice_are_divided_to_the_end():
    nested = hub(model(model(dense("a"), norm("n"), name="low"), dense("b"), name="mid"))
    stored = [weights("mid", "k", "b", "gamma", "beta", "k", "b", "mean", "variance")]
    assert order(pair(nested, stored, KERAS2)) == {
        "mid/low/a": [0, 1], "mid/low/n": [2, 3, 6, 7], "mid/b": [4, 5]
    }  # fmt: skip


def test_a_model_below_time_distributed_is_divided_too():
    inner = model(dense("d"), norm("n"), name="inner")
    nested = hub(layer("TimeDistributed", "td", layer=inner))
    stored = [weights("td", "kernel", "bias", "gamma", "beta", "mean", "variance")]
    assert order(pair(nested, stored, KERAS2)) == {"td/d": [0, 1], "td/n": [2, 3, 4, 5]}


def test_a_nested_custom_layer_is_divided_by_the_names_of_weights():
    nested = hub(model(dense("d"), layer("Mine", "mine"), name="inner"))
    stored = [weights("inner", "d/kernel:0", "d/bias:0", "mine/scale:0")]
    found = pair(nested, stored, KERAS2)
    assert [(each.path[-1], len(each.datasets)) for each in found] == [("d", 2), ("mine", 1)]


def test_a_nested_custom_layer_without_names_is_an_error():
    nested = hub(model(dense("d"), layer("Mine", "mine"), name="inner"))
    with pytest.raises(WeightsError, match="cannot be divided among its layers .*inner/mine: ?"):
        pair(nested, [weights("inner", "x", "y", "z")], KERAS2)


def test_keras_1_lists_the_layers_of_nested_models_themselves():
    nested = hub(model(dense("a"), name="one"), model(dense("b"), name="two"))
    stored = [weights("a", "a_W", "a_b"), weights("b", "b_W", "b_b")]
    found = pair(nested, stored, Origin("1.2.2", "tensorflow"))
    assert [each.path for each in found] == [("one", "a"), ("two", "b")]


def test_a_mismatch_lists_what_was_expected_and_found():
    with pytest.raises(WeightsError) as error:
        pair(hub(dense("a"), dense("b")), [weights("x", "x/kernel")], KERAS2)
    text = str(error.value)
    assert "a (Dense): 2" in text and "b (Dense): 2" in text and "x: x/kernel ()" in text


def test_a_layer_without_its_weights_is_named():
    with pytest.raises(WeightsError, match=r"b \(Dense\): kernel, bias"):
        pair(hub(dense("a"), dense("b")), [weights("a", "a/kernel", "a/bias")], KERAS2)


def test_a_layer_with_the_wrong_number_of_arrays_is_named():
    (found,) = pair(hub(dense("a")), [weights("a", "a/kernel")], KERAS2)
    with pytest.raises(WeightsError, match="'a' .Dense. expects 2 weights .kernel, bias., but the saved layer has 1 arrays"):
        found.read()


def test_by_name_takes_the_layers_that_both_have():
    stored = [weights("b", "b/kernel", "b/bias"), weights("other", "o/kernel")]
    found = pair(hub(dense("a"), dense("b")), stored, KERAS2, by="name")
    assert [each.path for each in found] == [("b",)]


def test_leaf_layers_are_in_order_with_their_paths():
    nested = hub(model(dense("a"), name="one"), dense("b"))
    assert [leaf.path for leaf in leaves(nested)] == [("one_input",), ("one", "a_input"), ("one", "a"), ("b",)]
