"""What programs of Keras 2 relied on in recurrent layers, training flags, activations, initializers and convolutions.

The expected numbers follow from the formulas; the programs run on the real Keras 2.2.4 too.
"""
import numpy as np
import pytest

from compat import keras
from compat.flavor import active
from compat.keras import activations, initializers
from compat.keras import backend as K
from compat.keras import layers as L
from compat.keras.models import Model, Sequential

TF_2 = active().name in ("tf.keras", "tf_keras") or active().version.startswith("2.3.")
of_layers = pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="the layer of tf.keras is served as it is")
of_graphs = pytest.mark.skipif(TF_2, reason="TensorFlow 2 computes at once")


class Halving:
    """A cell that is no layer: the state is half of what it was, and the input."""

    state_size = 2

    def __init__(self):
        self.share = K.variable(0.5)

    def call(self, inputs, states):
        output = inputs + states[0] * self.share
        return output, [output]


class Attending(L.Layer):
    """A cell whose output is the input, the state and the sum of a constant, times a weight."""

    def __init__(self, units, **kwargs):
        self.units = self.state_size = units
        super().__init__(**kwargs)

    def build(self, input_shape):
        steps, constant = input_shape
        assert steps[-1] == self.units and len(constant) == 2
        self.share = self.add_weight(name="share", shape=(1,), initializer="ones")
        self.built = True

    def call(self, inputs, states, constants):
        output = (inputs + states[0] + K.sum(constants[0], axis=-1, keepdims=True)) * self.share
        return output, [output]

    def get_config(self):
        return dict(super().get_config(), units=self.units)


# Training flags


def noisy(**kwargs):
    x = L.Input((40,))
    return Model(x, L.Dropout(0.9)(x, **kwargs))


def share_of_zeros(model):
    return float(np.mean(model.predict(np.ones((10, 40))) == 0))


def test_a_call_that_states_training_drops_values_in_predict():
    assert share_of_zeros(noisy(training=True)) > 0.7
    assert share_of_zeros(noisy()) == 0


def test_a_call_that_states_test_drops_nothing_in_training():
    model = noisy(training=False)
    model.compile("sgd", "mse")
    assert model.train_on_batch(np.ones((10, 40)), np.ones((10, 40))) == 0


def test_each_call_of_a_shared_layer_has_its_own_flag():
    x, layer = L.Input((40,)), L.Dropout(0.9)
    on, off = Model(x, [layer(x, training=True), layer(x)]).predict(np.ones((10, 40)))
    assert np.mean(on == 0) > 0.7 and np.mean(off == 0) == 0


def test_a_stated_flag_survives_the_configuration():
    model = noisy(training=True)
    assert share_of_zeros(Model.from_config(model.get_config())) > 0.7


@of_graphs
@pytest.mark.parametrize("layer, depends", [
    (lambda: L.Dense(2), False), (lambda: L.Dropout(0.5), True), (lambda: L.Dropout(0.0), False), (lambda: L.GRU(2), False),
    (lambda: L.GRU(2, dropout=0.1), True), (lambda: L.Bidirectional(L.LSTM(2)), False), (lambda: L.BatchNormalization(), True),
    (lambda: L.TimeDistributed(L.Dropout(0.5)), True)])
def test_which_outputs_use_the_learning_phase(layer, depends):
    assert bool(layer()(L.Input((3, 4)))._uses_learning_phase) is depends


@of_graphs
def test_a_stated_flag_does_not_use_the_learning_phase():
    assert not L.LSTM(2, dropout=0.5)(L.Input((3, 4)), training=True)._uses_learning_phase


# Random tensors and functions in plain code


@of_graphs
@pytest.mark.parametrize("draw", [
    lambda: K.random_normal((50,)), lambda: K.random_uniform((50,)), lambda: K.truncated_normal((50,)),
    lambda: K.random_binomial((50,), 0.5)], ids=["normal", "uniform", "truncated", "binomial"])
def test_a_random_tensor_is_drawn_anew_in_each_run(draw):
    drawn = draw()
    assert not np.array_equal(K.eval(drawn), K.eval(drawn))
    of_function = K.function([], [drawn])
    assert len({np.asarray(of_function([])[0]).tobytes() for _ in range(4)}) == 4


@of_graphs
def test_a_random_tensor_that_a_lambda_closes_over_is_drawn_anew():
    noise, x = K.random_uniform((1, 30)), L.Input((30,))
    model = Model(x, L.Lambda(lambda t: t + noise)(x))
    first, second = model.predict(np.zeros((1, 30))), model.predict(np.zeros((1, 30)))
    assert first.min() >= 0 and first.max() < 1 and not np.array_equal(first, second)


def test_a_lambda_that_closes_over_what_follows_a_variable():
    scale, x = K.variable(2.0), L.Input((2,))
    doubled = scale * 2.0
    model = Model(x, L.Lambda(lambda t: t * doubled)(x))
    np.testing.assert_array_equal(model.predict(np.array([[1.0, 3.0]])), [[4.0, 12.0]])


@of_graphs
def test_that_tensor_follows_the_variable():
    scale, x = K.variable(2.0), L.Input((2,))
    doubled = scale * 2.0
    model = Model(x, L.Lambda(lambda t: t * doubled)(x))
    model.predict(np.array([[1.0, 3.0]]))
    K.set_value(scale, 5.0)
    np.testing.assert_array_equal(model.predict(np.array([[1.0, 3.0]])), [[10.0, 30.0]])


@of_graphs
def test_folding_and_mapping_variables():
    v = K.variable([[1.0, 2.0], [3.0, 5.0], [7.0, 11.0]])
    left, right = K.foldl(lambda a, b: a - b, v), K.foldr(lambda a, b: a - b, v)
    rows = K.map_fn(lambda place: K.max(v[place]), K.arange(3), dtype="float32")
    np.testing.assert_array_equal(K.eval(left), [-9.0, -14.0])
    np.testing.assert_array_equal(K.eval(right), [3.0, 4.0])
    np.testing.assert_array_equal(K.eval(rows), [2.0, 5.0, 11.0])
    np.testing.assert_array_equal(K.eval(v[1:]), [[3.0, 5.0], [7.0, 11.0]])


@of_graphs
def test_a_function_with_fetches_and_a_feed_dict():
    shown, hidden, x, y = K.variable(0.0), K.variable(0.0), K.placeholder(shape=()), K.placeholder(shape=())
    feeds = {y: 3.0}
    run = K.function([x], [x * 2.0], updates=[(shown, x + 1.0)], fetches=[K.update(hidden, y * x)], feed_dict=feeds)
    assert [float(v) for v in run([5.0])] == [10.0]
    assert (K.get_value(shown), K.get_value(hidden)) == (6.0, 15.0)
    feeds[y] = 4.0
    run([5.0])
    assert K.get_value(hidden) == 20.0


@of_graphs
def test_what_is_a_keras_tensor():
    x, entry = K.placeholder((2, 3)), L.Input((3,))
    assert [K.is_keras_tensor(t) for t in (x, entry, K.square(entry), L.Dense(1)(x))] == [False, True, False, True]
    assert x._keras_shape == (2, 3) and K.variable(np.ones((4, 1)))._keras_shape == (4, 1)
    assert K.repeat_elements(K.placeholder((None, 2)), 2, axis=0)._keras_shape == (None, 2)


def test_dropping_a_share_below_zero():
    with pytest.raises(ValueError):
        K.eval(K.dropout(K.variable(np.ones(4)), -0.1))


def test_a_wider_float_type():
    K.set_floatx("float64")
    try:
        x = L.Input((2,))
        y = Sequential([L.Dense(1, kernel_initializer="ones", input_shape=(2,))])(x)
        assert (K.dtype(x), K.dtype(y)) == ("float64", "float64")
        assert Model(x, y).predict(np.ones((1, 2))).dtype == np.float64
        assert K.eval(K.variable(1.0) + K.variable(1e-12)) == 1.0 + 1e-12
    finally:
        K.set_floatx("float32")
    assert K.dtype(K.variable(1.0)) == "float32"


# Recurrent layers


def test_a_cell_that_is_no_layer():
    x = L.Input((3, 2))
    layer = L.RNN(Halving())
    model = Model(x, layer(x))
    np.testing.assert_allclose(model.predict(np.ones((1, 3, 2))), [[1.75, 1.75]])
    model.compile("sgd", "mse")
    assert model.train_on_batch(np.ones((1, 3, 2)), np.full((1, 2), 1.75)) == pytest.approx(0.0)


def test_two_cells_that_are_no_layers():
    x = L.Input((2, 2))
    found = Model(x, L.RNN([Halving(), Halving()])(x)).predict(np.ones((1, 2, 2)))
    np.testing.assert_allclose(found, [[2.0, 2.0]])  # first cell 1, 1.5; second 1, 2


@pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras nests the states of several cells")
def test_states_of_several_cells_are_one_list():
    x = L.Input((4, 2))
    layer = L.RNN([L.LSTMCell(3), L.GRUCell(5)], return_state=True)
    output = layer(x)
    assert [K.int_shape(t)[1:] for t in output] == [(5,), (3,), (3,), (5,)]
    values = Model(x, output).predict(np.ones((2, 4, 2)))
    assert [v.shape for v in values] == [(2, 5), (2, 3), (2, 3), (2, 5)]
    again = [L.Input((n,)) for n in (3, 3, 5)]
    model = Model([x] + again, layer(x, initial_state=again))
    zeros = [np.zeros_like(v) for v in values[1:]]
    for want, got in zip(values, model.predict([np.ones((2, 4, 2))] + zeros)):
        np.testing.assert_allclose(got, want, rtol=1e-5)


@pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras nests the states of several cells")
def test_states_in_reverse_order_of_the_cells():
    layer = L.RNN(L.StackedRNNCells([L.LSTMCell(3), L.GRUCell(5)], reverse_state_order=True), return_state=True)
    assert [K.int_shape(t)[1:] for t in layer(L.Input((4, 2)))] == [(5,), (5,), (3,), (3,)]


WITH_CONSTANTS = [(lambda: L.RNN(Attending(2)), [[8.0, 8.0]]), (lambda: L.RNN([Attending(2), Attending(2)]), [[18.0, 18.0]]),
                  (lambda: L.RNN([L.GRUCell(2, kernel_initializer="zeros"), Attending(2)]), [[6.0, 6.0]]),
                  (lambda: L.Bidirectional(L.RNN(Attending(2))), [[8.0, 8.0, 8.0, 8.0]])]


@pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras builds cells without the constants")
@pytest.mark.parametrize("make, expected", WITH_CONSTANTS, ids=["one", "two", "beside another cell", "both directions"])
def test_constants_of_recurrent_layers(make, expected):
    x, c = L.Input((2, 2)), L.Input((3,))
    data = [np.ones((1, 2, 2)), np.ones((1, 3))]
    with keras.utils.CustomObjectScope({"Attending": Attending}):
        layer = make()
        model = Model([x, c], layer(x, constants=c))
        np.testing.assert_allclose(model.predict(data), expected)
        again = type(layer).from_config(layer.get_config())
    assert layer.get_config()["num_constants"] == 1
    np.testing.assert_allclose(Model([x, c], again([x, c])).predict(data), expected)
    model.compile("sgd", "mse")
    assert model.train_on_batch(data, np.array(expected)) == pytest.approx(0.0)


def test_a_penalty_on_the_outputs_of_a_simple_recurrent_layer():
    assert L.SimpleRNN(2, activity_regularizer="l2").activity_regularizer is not None


@pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras takes the size of the batch")
def test_initial_states_for_sequences():
    x = L.Input((4, 2))
    layer = L.LSTM(3)
    layer.build((None, 4, 2))
    states = layer.get_initial_state(x)
    found = K.function([x], states)([np.ones((5, 4, 2))])
    assert [v.tolist() for v in found] == [np.zeros((5, 3)).tolist()] * 2


@of_graphs
def test_call_of_a_recurrent_layer_on_a_symbolic_tensor():
    x, layer = L.Input((3, 2)), L.GRU(2)
    outer = K.function([x], [layer(x)])
    inner = K.function([x], [layer.call(x)])
    data = np.random.RandomState(0).rand(2, 3, 2)
    np.testing.assert_allclose(inner([data])[0], outer([data])[0], rtol=1e-5)


def test_both_directions_refuse_a_single_state():
    with pytest.raises(ValueError):
        L.Bidirectional(L.GRU(2))(L.Input((3, 2)), initial_state=L.Input((2,)))


def test_layers_over_steps_of_unknown_number():
    steps = L.TimeDistributed(L.Embedding(4, 3, mask_zero=True), input_shape=(None, None))
    model = Sequential([steps, L.TimeDistributed(L.SimpleRNN(2)), L.SimpleRNN(1)])
    model.compile("sgd", "mse")
    data = np.array([[[1, 2, 0], [3, 0, 0]]])
    assert np.isfinite(model.train_on_batch(data, np.ones((1, 1)))) and model.predict(data).shape == (1, 1)


# Activations, initializers, convolutions


@pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras wraps its activations")
@pytest.mark.parametrize("name", ["elu", "linear", "relu", "selu", "sigmoid", "softmax", "softplus", "softsign", "tanh"])
def test_an_activation_is_the_one_of_its_module(name):
    own = getattr(activations, name)
    assert activations.get(name) is own and activations.deserialize(activations.serialize(own)) is own
    assert L.Dense(2, activation=own).get_config()["activation"] == name


def test_a_leaky_slope_below_zero():
    x = L.Input((2,))
    np.testing.assert_array_equal(Model(x, L.LeakyReLU(alpha=-2.0)(x)).predict(np.array([[-3.0, 4.0]])), [[6.0, 4.0]])


@of_layers
@pytest.mark.parametrize("steps", [3, (2, 3)], ids=str)
def test_an_embedding_of_another_number_of_steps(steps):
    with pytest.raises(ValueError):
        L.Embedding(5, 2, input_length=steps)(L.Input((4,)))


@pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras looks at masks alone")
@pytest.mark.parametrize("make", [L.Add, L.Maximum, L.Concatenate], ids=lambda make: make.__name__)
def test_masks_for_another_number_of_inputs(make):
    with pytest.raises(ValueError):
        make().compute_mask([L.Input((3, 2)), L.Input((3, 2))], [None])


def test_no_activation_is_linear():
    assert activations.get(None)(3) == 3


@pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="TensorFlow's identity is one square")
def test_identity_matrices_beside_each_other():
    model = Sequential([L.LSTM(2, recurrent_initializer="identity", input_shape=(3, 1))])
    np.testing.assert_array_equal(model.get_weights()[1], np.tile(np.eye(2), (1, 4)))
    if not active().version.startswith("2.3."):  # which fills the rest with zeros
        with pytest.raises(ValueError):
            initializers.Identity()((2, 3))


@pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="a helper of multi-backend Keras")
def test_how_many_inputs_and_outputs_a_weight_connects():
    fans = initializers._compute_fans
    assert fans((7, 5)) == (7, 5) and fans((2, 3, 4, 5)) == (24, 30)
    assert fans((5, 4, 2, 3), data_format="channels_first") == (24, 30)
    assert fans((4,)) == (2.0, 2.0)


@pytest.mark.parametrize("make", [
    lambda: L.Conv1D(2, 1), lambda: L.SeparableConv1D(2, 1)], ids=["Conv1D", "SeparableConv1D"])
def test_a_convolution_over_an_unknown_number_of_channels(make):
    with pytest.raises(ValueError):
        make()(L.Input((5, None)))


@pytest.mark.parametrize("make", [
    lambda: L.Conv2D(2, 1), lambda: L.Conv2DTranspose(2, 1), lambda: L.SeparableConv2D(2, 1), lambda: L.DepthwiseConv2D(1)],
    ids=["Conv2D", "Conv2DTranspose", "SeparableConv2D", "DepthwiseConv2D"])
def test_a_convolution_over_images_of_an_unknown_number_of_channels(make):
    with pytest.raises(ValueError):
        make()(L.Input((5, 4, None)))


@of_layers
def test_cropping_everything():
    x = L.Input((4, 1))
    assert Model(x, L.Cropping1D((1, 3))(x)).predict(np.ones((2, 4, 1))).shape == (2, 0, 1)
    assert K.int_shape(L.Cropping2D(((1, 1), (0, 2)))(L.Input((3, 5, 2)))) == (None, 1, 3, 2)
    assert keras.backend.int_shape(L.Cropping3D(1)(L.Input((3, None, 5, 2)))) == (None, 1, None, 3, 2)


def share(inputs):
    return inputs / K.cast(K.prod(K.shape(inputs)[1:]), "float32")


class Share(L.Layer):
    def call(self, inputs):
        return share(inputs)


@pytest.mark.parametrize("layer", [Share, lambda: L.Lambda(share)], ids=["layer", "lambda"])
def test_a_layer_computes_with_the_sizes_of_open_axes(layer):
    x = L.Input((None, 2))
    model = Model(x, layer()(x))
    assert K.int_shape(model.output) == (None, None, 2)
    np.testing.assert_allclose(model.predict(np.ones((1, 2, 2))), np.full((1, 2, 2), 0.25))


class WithKernel(L.Layer):
    """Puts out its weight beside its input, as layers do that share an embedding."""

    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel", shape=(2, 3), initializer="ones")
        super().build(input_shape)

    def compute_output_shape(self, input_shape):
        return [input_shape, (2, 3)]

    def compute_mask(self, inputs, mask=None):
        return [mask, None]

    def call(self, inputs):
        return [inputs, self.kernel]


def test_a_layer_puts_out_its_weight():
    x = L.Input((2,))
    same, kernel = WithKernel()(x)
    model = Model(x, L.Lambda(lambda pair: K.dot(pair[0], pair[1]), output_shape=(3,))([same, kernel]))
    np.testing.assert_allclose(model.predict(np.ones((1, 2))), [[2.0, 2.0, 2.0]])
    model.set_weights([np.full((2, 3), 2.0)])
    np.testing.assert_allclose(model.predict(np.ones((1, 2))), [[4.0, 4.0, 4.0]])


class OwnLSTM(L.LSTM):
    """A recurrent layer of the program, which nothing registers."""


class OwnCell(L.SimpleRNNCell):
    """A cell of the program."""


@pytest.mark.parametrize("make", [lambda: OwnLSTM(2), lambda: L.RNN(OwnCell(2))], ids=["layer", "cell"])
def test_a_recurrent_layer_of_the_program_goes_both_ways(make):
    if active().name == "multibackend" and not isinstance(make(), OwnLSTM):
        pytest.skip("Keras 2.2.4 and 2.3.1 do not find the class of the cell themselves")
    layer = L.Bidirectional(make(), input_shape=(3, 2))
    assert Sequential([layer]).predict(np.ones((1, 3, 2))).shape == (1, 4)
    assert type(layer.backward_layer) is type(layer.forward_layer)


class Doubled(L.RNN):
    """A recurrent layer of the program with a ``call`` of its own, as Keras 2 named its arguments."""

    def __init__(self, units, **kwargs):
        super(Doubled, self).__init__(L.SimpleRNNCell(units, kernel_initializer="ones", recurrent_initializer="zeros",
                                                      activation=None), **kwargs)

    def call(self, inputs, mask=None, training=None, initial_state=None):
        return 2 * super(Doubled, self).call(inputs, mask=mask, training=training, initial_state=initial_state)


def test_a_recurrent_layer_of_the_program_has_its_own_call():
    x, state = L.Input((3, 2)), L.Input((4,))
    layer = Doubled(4)
    model = Model([x, state], [layer(x), layer(x, initial_state=state)])
    for found in model.predict([np.ones((1, 3, 2)), np.ones((1, 4))]):
        np.testing.assert_allclose(found, [[4.0] * 4])


class Squares(L.Layer):
    """Of one graph, a batch of its own: the products of the columns."""

    def call(self, inputs):
        rows = K.squeeze(inputs, 0)
        return K.expand_dims(K.dot(K.transpose(rows), rows), 0)

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[2], input_shape[2])


def test_a_layer_that_takes_the_batch_for_one_declares_its_shape():
    inputs = L.Input((None, 2))
    model = Model(inputs, Squares()(inputs))
    assert model.output_shape[1:] == (2, 2)
    np.testing.assert_allclose(model.predict(np.ones((1, 3, 2))), np.full((1, 2, 2), 3.0))


class OfTensors(Model):
    """A model of inputs and outputs, as a class."""

    def __init__(self, units):
        inputs = L.Input((3,))
        super(OfTensors, self).__init__(inputs=inputs, outputs=L.Dense(units)(inputs))


class WithCall(Model):
    """A model with a ``call``."""

    def __init__(self):
        super(WithCall, self).__init__(name="with_call")
        self.dense = L.Dense(2)

    def call(self, inputs):
        return self.dense(inputs)


def test_classes_of_models_of_both_kinds_in_one_program():
    K.clear_session()
    first = OfTensors(4)
    assert isinstance(first, OfTensors) and first.output_shape == (None, 4)
    assert first.name == "oftensors_1"
    assert WithCall().predict(np.ones((1, 3))).shape == (1, 2)
    assert OfTensors(5).predict(np.ones((1, 3))).shape == (1, 5)
