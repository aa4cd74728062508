"""Objects of a container are matched with the layers of a model by the structure of both."""
import numpy as np

from compat.hub.records import Origin
from compat.saved import Dataset, Node
from compat.weights.structure import pair_objects


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
    (found,) = pair_objects(model, root, Origin("2.15.0", "tensorflow"))
    assert found.path == ("d",) and [each.name for each in found.datasets] == ["d/kernel", "d/bias"]
