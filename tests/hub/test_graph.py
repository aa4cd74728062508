"""The graph builder calls each layer once for each node, after what it needs, whatever the order of the file."""
import pytest

from compat.errors import ConfigError
from compat.hub.graph import Maker, build
from compat.hub.walk import leaves


class Names(Maker):
    """Makes text of everything: a layer is its name, a tensor the text of the call that gave it."""

    def __init__(self):
        self.masked = {}
        self.objectives = []

    def layer(self, spec, context):
        self.masked[context.path] = context.masked
        return spec["config"]["name"]

    def input(self, config):
        return config["name"]

    def call(self, layer, spec, args, kwargs):
        listed = args if isinstance(args, list) else [args]
        result = "{}({})".format(layer, ", ".join(listed + ["{}={}".format(*item) for item in sorted(kwargs.items())]))
        return [result + "#0", result + "#1"] if spec["config"].get("outputs") == 2 else result

    def functional(self, spec, inputs, outputs):
        return "{}: {} -> {}".format(spec["config"]["name"], inputs, outputs)

    def objective(self, model, spec, tensor):
        self.objectives.append((model, spec["class_name"], tensor))

    def sequential(self, config, input_config, layers):
        return "{}: {}".format(config["name"], " | ".join(layers))

    def is_masked(self, tensors):
        return any("masking" in str(tensor) for tensor in tensors)


def layer(name, *calls, **config):
    class_name = config.pop("class_name", "Dense")
    return {"class_name": class_name, "name": name, "config": dict(config, name=name),
            "inbound_nodes": [[[each, 0, 0, {}] if isinstance(each, str) else each for each in call] for call in calls]}


def source(name):
    return layer(name, class_name="InputLayer")


def model(layers, inputs, outputs, name="m"):
    return {"class_name": "Functional", "config": {"name": name, "layers": layers, "input_layers": inputs,
                                                   "output_layers": outputs}}


def built(layers, outputs, inputs=(("x", 0, 0),)):
    return build(model(layers, [list(each) for each in inputs], [list(each) for each in outputs]), Names()).model


def test_layers_are_called_after_what_they_need_whatever_the_order_in_the_file():
    assert built([layer("b", ["a"]), layer("a", ["x"]), source("x")], [("b", 0, 0)]) == "m: x -> b(a(x))"


def test_a_shared_layer_is_called_in_the_order_of_its_nodes():
    found = built([source("x"), layer("a", ["x"], [["b", 0, 0, {}]]), layer("b", ["x"])], [("a", 0, 0), ("a", 1, 0)])
    assert found == "m: x -> ['a(x)', 'a(b(x))']"


def test_several_inputs_arrive_as_a_list_and_outputs_are_told_apart():
    layers = [source("x"), source("y"), layer("split", ["x"], outputs=2),
              layer("join", [["split", 0, 1, {}], ["y", 0, 0, {}]])]
    found = built(layers, [("join", 0, 0)], [("x", 0, 0), ("y", 0, 0)])
    assert found == "m: ['x', 'y'] -> join(split(x)#1, y)"


def test_a_mask_that_arrives_among_the_keywords_is_known_to_who_makes_the_layer():
    maker = Names()
    layers = [source("x"), source("y"), layer("masking", ["y"]), layer("a", [["x", 0, 0, {"value": ["masking", 0, 0]}]]),
              layer("b", ["x"])]
    build(model(layers, [["x", 0, 0], ["y", 0, 0]], [["a", 0, 0], ["b", 0, 0]]), maker)
    assert (maker.masked[("a",)], maker.masked[("b",)]) == (True, False)


def test_a_tensor_among_the_keywords_is_found():
    layers = [source("x"), source("y"), layer("a", [["x", 0, 0, {"state": ["y", 0, 0], "scale": 2}]])]
    assert built(layers, [("a", 0, 0)]) == "m: x -> a(x, scale=2, state=y)"


def test_a_loss_that_was_added_belongs_to_the_model_and_is_no_layer():
    layers = [source("x"), layer("a", ["x"]), layer("b", ["a"]), layer("add_loss", ["b"], class_name="AddLoss")]
    maker = Names()
    found = build(model(layers, [["x", 0, 0]], [["a", 0, 0]]), maker)
    assert maker.objectives == [("m: x -> a(x)", "AddLoss", "b(a(x))")]
    assert [path for path, _ in found.layers] == [("a",), ("b",)]


def test_a_nested_model_is_built_first_and_called_as_a_layer():
    inner = model([source("i"), layer("d", ["i"])], [["i", 0, 0]], [["d", 0, 0]], "inner")
    nested = dict(inner, name="inner", inbound_nodes=[[["x", 0, 0, {}]]])
    assert built([source("x"), nested], [("inner", 0, 0)]) == "m: x -> inner: i -> d(i)(x)"


@pytest.mark.parametrize("layers, said", [
    ([source("x"), layer("a", ["b"]), layer("b", ["a"])], "wait for each other: a, b"),
    ([source("x"), layer("a", ["nobody"])], "call 0 of 'nobody'"),
    ([source("x"), layer("a", [["x", 0, 3, {}]])], "output 3 of call 0 of layer 'x'"),
])
def test_a_configuration_that_contradicts_itself_is_an_error_that_says_where(layers, said):
    with pytest.raises(ConfigError, match=said):
        built(layers, [("a", 0, 0)])


def test_a_layer_knows_whether_a_mask_reaches_it():
    maker = Names()
    layers = [source("x"), layer("masking", ["x"], class_name="Masking"), layer("after", ["masking"]),
              layer("b", ["x"])]
    build(model(layers, [["x", 0, 0]], [["after", 0, 0], ["b", 0, 0]]), maker)
    assert maker.masked[("after",)] and not maker.masked[("b",)]


def test_weights_are_listed_in_the_order_of_the_configuration():
    inner = {"class_name": "Sequential", "config": {"name": "s", "layers": [layer("d")]}}
    wrapper = layer("t", class_name="TimeDistributed", layer=inner)
    spec = {"class_name": "Sequential", "config": {"name": "m", "layers": [layer("z"), inner, wrapper, layer("a")]}}
    assert [leaf.path for leaf in leaves(spec)] == [("z",), ("s", "d"), ("t", "d"), ("a",)]


def test_paths_of_one_layer_get_one_object_which_is_listed_once():
    class Objects(Names):
        def __init__(self):
            super().__init__()
            self.made = 0

        def layer(self, spec, context):
            self.made += 1
            return "{}{}".format(super().layer(spec, context), self.made)

    def inside(name):
        return dict(model([source("y"), layer("d", ["y"])], [["y", 0, 0]], [["d", 0, 0]], name), name=name,
                    inbound_nodes=[[["x", 0, 0, {}]]])

    spec = model([source("x"), inside("a"), inside("b"), layer("d", ["x"])], [["x", 0, 0]],
                 [["a", 0, 0], ["b", 0, 0], ["d", 0, 0]])
    apart, one = Objects(), Objects()
    assert len([path for path, _ in build(spec, apart).layers if path[-1] == "d"]) == apart.made == 3
    found = build(spec, one, {("a", "d"): ("a", "d"), ("d",): ("a", "d")})
    assert one.made == 2 and [path for path, _ in found.layers if path[-1] == "d"] == [("a", "d"), ("b", "d")]
