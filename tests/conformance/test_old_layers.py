"""What code asks of layers, as Keras 2.2.4 answers it, which runs these tests too."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras import layers
from compat.keras.layers import (
    LSTM,
    RNN,
    Add,
    BatchNormalization,
    Bidirectional,
    Concatenate,
    ConvLSTM2D,
    Dense,
    Input,
    Layer,
    LSTMCell,
    SimpleRNN,
    Subtract,
    TimeDistributed,
)
from compat.keras.models import Model, Sequential, load_model
from compat.keras.utils.generic_utils import object_list_uid

pytestmark = pytest.mark.skipif(active().name != "keras3" and not active().version.startswith("2.2."),
                                reason="the answers are those of Keras 2.2.4")


@pytest.fixture
def in_training():
    K.set_learning_phase(1)
    yield
    K.clear_session()


def test_a_wrapper_has_the_updates_of_its_layer():
    x = Input((3, 2))
    layer = TimeDistributed(BatchNormalization())
    layer(x)
    assert len(layer.updates) == len(layer.get_updates_for(x)) == 2
    assert K.int_shape(layer._input_map[object_list_uid(x)]) == (None, 2)
    layer.trainable = False
    assert layer.updates == []


def test_losses_and_updates_of_both_directions_are_found_by_their_inputs():
    x = Input((3, 2))
    layer = Bidirectional(SimpleRNN(3, kernel_regularizer="l1"))
    layer(x)
    for half in (layer.forward_layer, layer.backward_layer):
        half.add_loss(0, inputs=x)
        half.add_update(1, inputs=x)
        half.add_update(2, inputs=None)
    assert (len(layer.get_losses_for(None)), len(layer.get_losses_for(x)), len(layer.losses)) == (2, 2, 4)
    assert (len(layer.get_updates_for(None)), len(layer.get_updates_for(x)), len(layer.updates)) == (2, 2, 4)
    assert isinstance(layer.layer, SimpleRNN)


def test_a_call_outside_training_updates_nothing():
    x = Input((3,))
    off, on = BatchNormalization(), BatchNormalization()
    off(x, training=False)
    on(x, training=True)
    assert not off.updates and len(on.updates) == 2


def test_a_layer_without_states_of_its_own_has_none_for_each():
    layer = LSTM(2)
    layer(Input((3, 2)))
    assert layer.states == [None, None]


def test_losses_of_activities_and_of_symbolic_tensors_are_listed():
    x, v = Input((2,)), K.variable(np.ones((4, 2)))
    layer = Dense(1, activity_regularizer="l2", kernel_initializer="ones")
    described = layer(v)
    assert not layer(x)._uses_learning_phase and K.eval(described).tolist() == [[2.0]] * 4
    assert len(layer.losses) == 2 and len(layer.get_losses_for(x)) == 1
    assert K.eval(layer.get_losses_for(v)[0]) == pytest.approx(0.16)
    added = K.sum(x)
    layer.add_loss(added, inputs=x)
    assert added in layer.get_losses_for(x) and len(layer.losses) == 3


def test_cells_are_layers_with_losses_of_their_own():
    cells = [LSTMCell(3), LSTMCell(6, kernel_regularizer="l2")]
    layer = RNN(cells, return_state=True)
    assert layer.cell.state_size == (3, 3, 6, 6)
    assert layer.compute_output_shape((None, 5, 4)) == [(None, 6), (None, 3), (None, 3), (None, 6), (None, 6)]
    x = Input((5, 4))
    layer(x)
    cells[0].add_loss(K.sum(x), inputs=x)
    assert len(layer.get_losses_for(x)) == len(layer.get_losses_for(None)) == 1
    assert isinstance(LSTM(2).cell, LSTMCell) and LSTM(2).cell.get_losses_for(None) == []


def test_a_cell_of_images_runs_over_time():
    cell = layers.ConvLSTM2DCell(3, (2, 2))
    layer, whole = layers.ConvRNN2D(cell, return_state=True), ConvLSTM2D(3, (2, 2), return_state=True)
    x = Input((2, 4, 5, 1))
    outputs = layer(x) + whole(x)
    assert [K.int_shape(each) for each in outputs] == [(None, 3, 4, 3)] * 6
    whole.set_weights(layer.get_weights())
    found = Model(x, outputs).predict(np.random.RandomState(0).rand(2, 2, 4, 5, 1))
    for one, other in zip(found[:3], found[3:]):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_the_output_of_a_shared_layer_is_ambiguous():
    layer, a, b = Dense(2, kernel_initializer="ones"), Input((3,)), Input((3,))
    first = layer(a)
    assert layer.output is first
    model = Model([a, b], Add()([first, layer(b)]))
    with pytest.raises(AttributeError):
        print(layer.output)
    assert model.predict([np.ones((1, 3)), np.ones((1, 3))]).tolist() == [[6.0, 6.0]]


def test_a_phase_that_was_set_holds_in_predict(in_training):
    model = Sequential([BatchNormalization(input_shape=(1,))])
    x = np.arange(10.0)[:, None]
    np.testing.assert_allclose(model.predict(x), (x - x.mean()) / x.std(), atol=1e-3)


def test_merging_takes_several_inputs():
    a, b, c = (Input((2,)) for _ in range(3))
    joined, difference = Concatenate(), Subtract()
    joined([a, b])
    difference([a, b])
    for layer, inputs in ((joined, [a]), (difference, [a]), (difference, [a, b, c])):
        with pytest.raises(ValueError):
            layer(inputs)


def test_sparse_matrices_are_sparse_tensors():
    scipy = pytest.importorskip("scipy.sparse")
    x = np.array([[0.0, 2.0], [3.0, 0.0]], "float32")
    sparse = K.variable(scipy.csr_matrix(x))
    assert K.is_sparse(sparse) and K.is_sparse(K.concatenate([sparse, sparse]))
    np.testing.assert_allclose(K.eval(K.dot(sparse, K.variable(x))), x @ x)
    labels = K.ctc_label_dense_to_sparse(K.constant([[1, 2], [3, 4]], dtype="int32"), K.constant([2, 1], dtype="int32"))
    assert K.is_sparse(labels) and K.eval(labels).tolist() == [[1, 2], [3, 0]]


def test_functions_of_several_statements_go_through_a_configuration():
    def doubled(x):
        x = x - 1.0
        return K.concatenate([x, x], axis=1)

    def doubled_shape(shape):
        shape = list(shape)
        shape[1] *= 2
        return tuple(shape)

    layer = layers.Lambda(doubled, output_shape=doubled_shape)
    copy = layers.Lambda.from_config(layer.get_config())
    x = Input((2,))
    y = copy(x)
    assert K.int_shape(y) == (None, 4)
    assert Model(x, y).predict(np.array([[3.0, 5.0]])).tolist() == [[2.0, 4.0, 2.0, 4.0]]


class Copies(layers.Wrapper):
    """Two copies of a layer, which is built too; only the weights of the copies, and its own, are this layer's."""

    def __init__(self, layer, copies=None, **kwargs):
        self.copies = [layers.deserialize(each) for each in copies or ()]
        super().__init__(layer, **kwargs)

    def build(self, input_shape):
        if not self.copies:
            self.layer.build(input_shape)
            config = self.layer.get_config()
            self.copies = [type(self.layer).from_config(dict(config, name="copy_{}".format(i))) for i in range(2)]
        for each in self.copies:
            each.build(input_shape)
        self.scale = self.add_weight(name="scale", shape=(1,), initializer="ones")
        self.count = self.add_weight(name="count", shape=(1,), initializer="zeros", trainable=False)
        super().build(input_shape)

    def call(self, x):
        return self.scale * sum(each.call(x) for each in self.copies)

    def compute_output_shape(self, input_shape):
        return self.copies[0].compute_output_shape(input_shape)

    def get_config(self):
        stated = [{"class_name": type(each).__name__, "config": each.get_config()} for each in self.copies]
        return dict(super().get_config(), copies=stated)

    @property
    def trainable_weights(self):
        return self._trainable_weights[:] + [weight for each in self.copies for weight in each.trainable_weights]

    @property
    def non_trainable_weights(self):
        return self._non_trainable_weights[:] + [weight for each in self.copies for weight in each.non_trainable_weights]


def test_the_weights_of_a_layer_are_those_that_its_class_lists(tmp_path):
    model = Sequential([Copies(Dense(2, kernel_initializer="ones"), input_shape=(3,)), Dense(1, kernel_initializer="ones")])
    assert [w.shape for w in model.get_weights()] == [(1,), (3, 2), (2,), (3, 2), (2,), (1,), (2, 1), (1,)]
    assert len(model.trainable_weights) == 7 and model.count_params() == 21
    model.compile("sgd", "mse")
    x, y = np.ones((2, 3)), np.zeros((2, 1))
    assert float(model.train_on_batch(x, y)) == pytest.approx(144.0)
    model.save(str(tmp_path / "m.h5"))
    again = load_model(str(tmp_path / "m.h5"), custom_objects={"Copies": Copies})
    assert [w.shape for w in again.get_weights()] == [w.shape for w in model.get_weights()]
    np.testing.assert_allclose(again.predict(x), model.predict(x))
    again.train_on_batch(x, y)
    model.save_weights(str(tmp_path / "w.h5"))
    again.load_weights(str(tmp_path / "w.h5"))
    np.testing.assert_allclose(again.predict(x), model.predict(x))


class WithDense(Layer):
    def build(self, input_shape):
        self.scale = self.add_weight("scale", (1,), initializer="ones")
        self.count = self.add_weight("count", (1,), initializer="zeros", trainable=False)
        self.dense = Dense(2)
        self.dense.build(input_shape)
        super().build(input_shape)

    def call(self, x):
        return self.dense(x) * self.scale

    def compute_output_shape(self, input_shape):
        return input_shape


@pytest.mark.parametrize("frozen", [False, True])
def test_the_own_weights_of_a_layer_are_those_that_it_made_itself(frozen):
    layer = WithDense()
    layer.build((None, 2))
    layer.trainable = not frozen
    assert [len(layer._trainable_weights), len(layer._non_trainable_weights)] == [1, 1]
    assert layer._trainable_weights[0] is layer.scale
    assert layer._non_trainable_weights[0] is layer.count


def test_a_wrapper_has_no_weights_of_its_own():
    layer = TimeDistributed(Dense(2))
    layer.build((None, 3, 2))
    assert len(layer.weights) == 2
    assert list(layer._trainable_weights) == []


class OfGates(LSTMCell):
    """A cell that computes its input gate alone, from the parts of its weights."""

    def call(self, inputs, states, training=None):
        gate = K.dot(inputs, self.kernel_i) + K.dot(states[0], self.recurrent_kernel_i)
        found = K.bias_add(gate, self.bias_i)
        return found, [found, states[1]]


def test_a_cell_has_its_weights_by_gate():
    x = Input((1, 4))
    model = Model(x, RNN(OfGates(2))(x))
    kernel, recurrent, bias = np.arange(32.0).reshape(4, 8), np.ones((2, 8)), np.arange(8.0)
    model.set_weights([kernel, recurrent, bias])
    np.testing.assert_allclose(model.predict(np.ones((1, 1, 4))), [kernel.sum(axis=0)[:2] + bias[:2]])
    cell = LSTM(2, input_shape=(3, 4))
    Sequential([cell])
    parts = [getattr(cell.cell, name) for name in ("kernel_o", "recurrent_kernel_f", "bias_c")]
    assert [K.int_shape(part) for part in parts] == [(4, 2), (2, 2), (2,)]
    gru = layers.GRU(2, reset_after=True, input_shape=(3, 4))
    Sequential([gru])
    assert K.int_shape(gru.cell.kernel_h) == (4, 2) and K.int_shape(gru.cell.recurrent_bias_z) == (2,)


def test_a_compiled_model_says_how_it_is_trained():
    model = Sequential([Dense(2, activation="softmax", input_shape=(3,))])
    assert not hasattr(model, "loss_functions")
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    assert [loss.__name__ for loss in model.loss_functions] == ["categorical_crossentropy"]
    assert model.stateful_metric_names == [] and model.state_updates == []
