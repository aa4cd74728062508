"""What a model notes of its graph (``keras.engine.network``), as in Keras 2.2.4, which runs these tests too."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras.layers import LSTM, Activation, Add, Dense, Dropout, Embedding, Input, Layer, ReLU
from compat.keras.models import Model, Sequential

pytestmark = pytest.mark.skipif(active().name != "keras3" and not active().version.startswith("2.2."),
                                reason="the attributes are those of Keras 2.2.4")


def forked():
    """A layer that is called twice, at different depths."""
    x = Input((4,), name="x")
    shared = Dense(4, name="shared")
    y = shared(x)
    z = shared(Dense(4, name="between")(y))
    return Model(x, [Add(name="sum")([y, z]), y])


def test_layers_by_depth_and_their_calls():
    model = forked()
    depths = {layer.name: depth for depth, layers in model._layers_by_depth.items() for layer in layers}
    assert depths["sum"] == 0 and depths["x"] > depths["shared"] > depths["sum"]
    assert model._network_nodes >= {"x_ib-0", "shared_ib-0", "shared_ib-1", "between_ib-0", "sum_ib-0"}
    assert [layer.name for layer in model._input_layers] == ["x"]
    assert [(layer.name, node, place) for layer, node, place in model._output_coordinates] == [
        ("sum", 0, 0), ("shared", 0, 0)]


def test_a_graph_runs_on_new_inputs():
    model = forked()
    outputs, masks, shapes = model.run_internal_graph([Input((4,))])
    assert [K.int_shape(each) for each in outputs] == [(None, 4), (None, 4)] == shapes
    assert masks == [None, None]


def test_an_input_that_only_a_loss_reads_is_none_of_the_layers():
    x, weights = Input((4,), name="x"), Input((1,), name="weights")
    model = Model([x, weights], Dense(2, name="y")(x))
    lines = []
    model.summary(print_fn=lines.append)
    assert [layer.name for layer in model.layers] == ["x", "y"]
    assert sorted(layer.name for layers in model._layers_by_depth.values() for layer in layers) == ["x", "y"]
    assert model.input_names == ["x", "weights"] and len(lines[0]) == 65
    model.compile("sgd", lambda true, predicted: K.mean(K.square(predicted - true) * weights, axis=-1))
    assert model.train_on_batch([np.ones((3, 4)), np.zeros((3, 1))], np.ones((3, 2))) == 0


def test_a_first_layer_that_was_called_elsewhere_makes_no_input():
    first = Sequential([Dense(5, input_dim=3), Activation("relu")])
    second = Sequential()
    second.add(first.layers[-1])
    second.add(Dense(2, kernel_initializer="ones"))
    assert second.predict(np.ones((1, 7))).tolist() == [[7.0, 7.0]]


def test_what_was_added_is_found_by_its_inputs():
    x = Input((2,))
    layer = Dense(1)
    layer.add_loss(0.5, inputs=x)
    layer.add_loss(0.25)
    layer.add_update([], inputs=x)
    assert layer.get_losses_for(x) == [0.5] and layer.get_losses_for(None) == [0.25]
    assert layer.get_updates_for(x) == [] == layer.get_updates_for(None)


class Both(Embedding):
    def compute_output_shape(self, input_shape):
        return [super().compute_output_shape(input_shape), (self.input_dim, self.output_dim)]

    def call(self, inputs):
        return [super().call(inputs), K.identity(self.embeddings)]


def test_a_subclass_of_a_layer_with_shapes_of_its_own_returns_several_outputs():
    rows, table = Both(5, 3)(Input((None,)))
    assert K.int_shape(rows) == (None, None, 3)
    assert K.int_shape(table) == (5, 3)


def test_an_input_is_what_its_layer_was_called_on():
    x = Input((4,), name="a")
    node = x._keras_history[0]._inbound_nodes[0]
    assert len(node.input_tensors) == 1 and node.input_tensors[0] is x
    assert node.inbound_layers == [] and node.input_shapes == [(None, 4)]


def test_nodes_have_configurations_and_a_shared_layer_has_no_one_output():
    shared = Dense(2, name="twice")
    shared(Input((4,), name="first"))
    shared(Input((4,), name="second"))
    assert [node.get_config()["inbound_layers"] for node in shared._inbound_nodes] == [["first"], ["second"]]
    assert not hasattr(shared, "output")


def test_what_is_no_input_is_no_input_of_a_model():
    x = Input((4,))
    hidden = Dense(3)(x)
    y = Dense(2)(hidden)
    with pytest.raises(ValueError, match="[Dd]isconnected"):
        Model(hidden, y)
    with pytest.raises(ValueError, match="redundant"):
        Model([x, x], y)


class Twice(Layer):
    def call(self, inputs, **kwargs):
        return [K.abs(inputs), K.abs(inputs)]

    def compute_output_shape(self, input_shape):
        shape = super().compute_output_shape(input_shape)
        return [shape, shape]


def test_the_base_class_gives_the_shape_of_the_input():
    layer = Twice()
    assert [K.int_shape(each) for each in layer(Input((3,)))] == [(None, 3)] * 2
    assert [tuple(shape) for shape in layer.compute_output_shape((None, 3))] == [(None, 3)] * 2


def test_several_outputs_without_a_loss_are_trained_by_regularization():
    x = Input((3,))
    hidden = Dense(4, use_bias=False, kernel_regularizer="l1", kernel_initializer="ones")(x)
    model = Model(x, [hidden, Activation("tanh")(hidden)])
    model.compile("sgd", None, metrics=["mae"])
    assert model.train_on_batch(np.ones((2, 3)), None) == pytest.approx(0.12)
    assert model.evaluate(np.ones((2, 3)), None, verbose=0) < 0.12


@pytest.mark.parametrize("shape, make, name", [
    ((4,), lambda name: Dense(2, name=name), "layer/BiasAdd"),
    ((4,), lambda name: Dense(2, use_bias=False, name=name), "layer/MatMul"),
    ((4,), lambda name: Dense(2, activation="softmax", name=name), "layer/Softmax"),
    ((4, 3), lambda name: Dense(2, name=name), "layer/add"),
    ((4,), lambda name: Activation("hard_sigmoid", name=name), "layer/clip_by_value"),
    ((4,), lambda name: ReLU(6.0, name=name), "layer/Relu6"),
    ((4,), lambda name: ReLU(negative_slope=0.2, name=name), "layer/LeakyRelu"),
    ((4, 3), lambda name: LSTM(2, return_sequences=True, name=name), "layer/transpose_1"),
    ((4,), lambda name: Dropout(0.5, name=name), "layer/cond/Merge")])
def test_a_tensor_has_the_name_of_its_layers_last_operation(shape, make, name):
    tensor = make("layer")(Input(shape))
    assert (tensor.op.name, tensor.name) == (name, name + ":0")


def test_names_of_tensors_of_later_calls_and_of_nested_models():
    K.clear_session()
    layer, x = Dense(2, name="layer"), Input((2,), name="x")
    first, second = layer(x), layer(layer(x))
    assert [first.name.split("/")[0], second.name.split("/")[0], x.op.name] == ["layer", "layer_2", "x"]
    assert Model(x, first, name="model")(Input((2,))).op.name == "model/layer/BiasAdd"
    assert [state.op.name for state in LSTM(2, return_state=True, name="lstm")(Input((3, 2)))] == [
        "lstm/TensorArrayReadV3", "lstm/while/Exit_3", "lstm/while/Exit_4"]


def test_a_variable_takes_the_shape_that_code_states():
    variable = K.zeros((2, 3))
    variable._keras_shape = (None, 3)
    assert variable._keras_shape == (None, 3) and K.int_shape(variable) in [(None, 3), (2, 3)]


def test_a_layer_of_several_inputs_states_the_shape_of_each():
    layer = Layer(batch_input_shape=[(None, 2), (None, 3)])
    assert [tuple(shape) for shape in layer.batch_input_shape] == [(None, 2), (None, 3)]


@pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras counts only its calls in other models")
def test_a_model_is_its_own_first_call():
    inner = Sequential([Dense(2, input_dim=3), Dense(1)])
    assert inner.get_output_at(0) is inner.output and inner.get_input_shape_at(0) == (None, 3)
    first, second = Input((3,)), Input((3,))
    left, right = inner(first), inner(second)
    assert inner.get_output_at(1) is left and inner.get_output_at(-1) is right and inner.get_input_at(2) is second
    with pytest.raises(ValueError, match="Asked to get output at node 3"):
        inner.get_output_at(3)
    assert inner.output_shape == (None, 1)
