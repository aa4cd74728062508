"""Objects of a container are matched with the layers of a model by the structure of both."""
import numpy as np
import pytest

from compat.errors import WeightsError
from compat.hub.records import Origin
from compat.saved import Dataset, Node
from compat.weights.structure import pair_objects

TF_KERAS = Origin("2.15.0", "tensorflow")


def leaf(name, shape):
    return Node(dataset=Dataset(name, shape, np.dtype("float32"), name, lambda: np.zeros(shape, "float32")))


def test_what_a_metric_of_a_tensor_counts_is_no_weight_of_the_model():
    dense = Node(children={"kernel": leaf("d/kernel", (3, 2)), "bias": leaf("d/bias", (2,))})
    metric = Node(children={"metric": Node(children={"total": leaf("total", ()), "count": leaf("count", ())})})
    model = {"class_name": "Functional", "config": {"name": "m", "layers": [
        {"class_name": "InputLayer", "config": {"name": "x"}},
        {"class_name": "AddMetric", "config": {"name": "add_metric", "aggregation": "mean", "metric_name": "mean"}},
        {"class_name": "Dense", "config": {"name": "d", "units": 2, "use_bias": True}}]}}
    root = Node(children={"layer-0": Node(), "layer-1": metric, "layer-2": dense})
    (found,) = pair_objects(model, root, TF_KERAS)
    assert found.path == ("d",) and [each.name for each in found.datasets] == ["d/kernel", "d/bias"]


def test_what_an_adapted_discretization_counted_is_read_where_its_boundaries_are_not_stated():
    node = Node(children={"layer-0": Node(children={"summary": leaf("summary", (2, 3))})})
    layer = {"class_name": "Discretization", "config": {"name": "bins", "num_bins": 4, "bin_boundaries": None}}
    model = {"class_name": "Sequential", "config": {"name": "s", "layers": [layer]}}
    assert [each.name for pair in pair_objects(model, node, TF_KERAS) for each in pair.datasets] == ["summary"]


def test_a_layer_of_the_users_without_weights_stands_between_those_with_weights():
    def dense(name):
        return {"class_name": "Dense", "config": {"name": name, "units": 1, "use_bias": False}}

    node = Node(children={"layer-{}".format(place): Node(children={"kernel": leaf(name, (1, 1))})
                          for place, name in enumerate("ab")})
    layers = [dense("a"), {"class_name": "Penalty", "config": {"name": "p"}}, dense("b")]
    model = {"class_name": "Sequential", "config": {"name": "s", "layers": layers}}
    assert [pair.path for pair in pair_objects(model, node, TF_KERAS)] == [("a",), ("b",)]


def test_a_model_that_two_models_hold_is_stored_once():
    def held(*layers, **attributes):
        return Node(children=dict({"vars": Node(), "layers": Node(children=dict(layers))}, **attributes))

    dense = {"class_name": "Dense", "config": {"name": "d", "units": 1, "use_bias": False}}
    shared = {"class_name": "Sequential", "config": {"name": "shared", "layers": [dense]}}
    inner = {"class_name": "Functional", "config": {"name": "inner", "layers": [shared]}}
    inside = held(("dense", Node(children={"vars": Node(children={"0": leaf("0", (1, 1))})})))
    root = held(("functional", held(("sequential", inside))))
    model = {"class_name": "Functional", "config": {"name": "m", "layers": [inner, shared]}}
    assert [pair.path for pair in pair_objects(model, root, TF_KERAS)] == [("inner", "shared", "d"), ("shared", "d")]
    other = dict(shared, config={"name": "other", "layers": [dense]})
    with pytest.raises(WeightsError, match=r"0 layers 'sequential' with weights, the model has 1 \(other\)"):
        pair_objects({"class_name": "Functional", "config": {"name": "m", "layers": [inner, other]}}, root, TF_KERAS)


def test_variables_of_tensorflow_1_may_all_be_in_another_scope():
    def dense(name):
        return {"class_name": "Dense", "config": {"name": name, "units": 2, "use_bias": False}}

    inside = {name: Node(children={"kernel": leaf("tower/{}/kernel".format(name), (2, 2))}) for name in ("hidden", "out")}
    root = Node(children={"global_step": leaf("global_step", ()), "tower": Node(children=inside)})
    model = {"class_name": "Sequential", "config": {"name": "s", "layers": [dense("hidden"), dense("out")]}}
    found = pair_objects(model, root, TF_KERAS, has_scopes=True)
    assert [[each.name for each in pair.datasets] for pair in found] == [["tower/hidden/kernel"], ["tower/out/kernel"]]
