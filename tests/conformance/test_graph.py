"""The graph of Keras 2: what plain code makes of variables and symbolic tensors follows them until it runs.

The expected numbers follow from the formulas; the programs run on the real Keras 2.2.4 too.
"""
import numpy as np
import pytest

from compat import keras
from compat.era import Era
from compat.flavor import active
from compat.keras import backend as K
from compat.keras import layers as L
from compat.keras import losses
from compat.keras.models import Model, Sequential

EAGER = active().name in ("tf.keras", "tf_keras") or active().version.startswith("2.3.")
pytestmark = pytest.mark.skipif(EAGER, reason="TensorFlow 2 computes at once")


def linear(inputs=2, **kwargs):
    return Sequential([L.Dense(1, input_shape=(inputs,), kernel_initializer="ones", **kwargs)])


def test_what_is_made_of_a_variable_follows_it():
    v = K.variable([1.0, 2.0])
    total, moved = K.sum(K.square(v)), v * 2.0 - 1.0
    K.set_value(v, [3.0, 4.0])
    assert K.eval(total) == 25.0
    np.testing.assert_array_equal(K.eval(moved), [5.0, 7.0])


def test_a_function_runs_its_updates_after_its_outputs(rewritten_graph):
    """In Keras 2.2.4 nothing but the rewritten graph says so."""
    count, state = K.variable(1.0), K.variable([1.0, 1.0])
    run = K.function([], [K.sum(state)], updates=[K.update_add(count, 1.0), K.update(state, state * 2.0)])
    assert [float(run([])[0]) for _ in range(3)] == [2.0, 4.0, 8.0]
    assert K.get_value(count) == 4.0


def test_gradients_of_variables():
    v, other = K.variable([1.0, -2.0]), K.variable(1.0)
    found = K.gradients(K.sum(v * v * v), [v, other])
    np.testing.assert_allclose(K.eval(found[0]), [3.0, 12.0], rtol=1e-6)
    assert found[1] is None


def test_gradients_of_gradients():
    v = K.variable([1.0, -2.0])
    (first,) = K.gradients(K.sum(v * v * v), [v])
    (second,) = K.gradients(first, [v])
    np.testing.assert_allclose(K.eval(second), [6.0, -12.0], rtol=1e-6)


def test_gradients_by_inputs_layers_outputs_and_weights():
    model = Sequential([L.Dense(2, input_shape=(2,), kernel_initializer="ones"), L.Dense(1, kernel_initializer="ones")])
    hidden, kernel = model.layers[0].output, model.layers[0].trainable_weights[0]
    found = K.gradients(K.sum(K.square(model.output)), [model.input, hidden, kernel])
    values = K.function([model.input], found)([np.array([[1.0, 2.0]])])  # hidden [3, 3], output 6
    np.testing.assert_allclose(values[0], [[24.0, 24.0]], rtol=1e-5)
    np.testing.assert_allclose(values[1], [[12.0, 12.0]], rtol=1e-5)
    np.testing.assert_allclose(values[2], [[12.0, 12.0], [24.0, 24.0]], rtol=1e-5)


def test_a_function_gives_the_same_when_it_is_called_again():
    model = linear()
    run = K.function([model.input, K.learning_phase()], [model.output] + K.gradients(model.output, [model.input]))
    batches = [np.ones((2, 2)), np.ones((2, 2)), np.full((3, 2), 2.0)]
    outputs = [[array.tolist() for array in run([batch, 0])] for batch in batches]
    assert outputs == [[[[2.0]] * 2, [[1.0, 1.0]] * 2]] * 2 + [[[[4.0]] * 3, [[1.0, 1.0]] * 3]]


def test_output_and_gradient_see_the_same_dropout():
    x = L.Input((64,))
    dropped = L.Dropout(0.5)(x)
    run = K.function([x, K.learning_phase()], [dropped] + K.gradients(K.sum(dropped), [x]))
    drawn = []
    for _ in range(3):
        output, gradient = run([np.ones((1, 64)), 1])
        np.testing.assert_allclose(output, gradient, rtol=1e-6)
        drawn.append(tuple(output[0] > 0))
    assert len(set(drawn)) == 3


def test_a_function_moves_no_averages_that_it_was_not_told_to():
    model = Sequential([L.BatchNormalization(input_shape=(2,))])
    K.function([model.input, K.learning_phase()], [model.output])([np.array([[1.0, 2.0], [3.0, 4.0]]), 1])
    np.testing.assert_array_equal(model.get_weights()[2], [0.0, 0.0])


def test_a_loss_may_close_over_an_input():
    x, factor = L.Input((2,)), L.Input((1,))
    y = L.Dense(1, kernel_initializer="ones", use_bias=False)(x)
    model = Model([x, factor], y)
    model.compile("sgd", lambda y_true, y_pred: K.square(y_true - y_pred) * factor)
    data = [np.ones((2, 2)), np.array([[1.0], [3.0]])]
    np.testing.assert_allclose(model.test_on_batch(data, np.zeros((2, 1))), 8.0, rtol=1e-5)
    np.testing.assert_allclose(model.train_on_batch(data, np.zeros((2, 1))), 8.0, rtol=1e-5)
    np.testing.assert_allclose(model.get_weights()[0], [[0.92], [0.92]], rtol=1e-5)


def test_a_loss_may_hold_a_gradient():
    x = L.Input((2,))
    y = L.Dense(1, kernel_initializer="ones", use_bias=False)(x)
    model = Model(x, y)
    penalty = K.sum(K.square(K.gradients(y, [x])[0]), axis=1)  # the squares of the kernel
    model.compile(keras.optimizers.SGD(0.1), lambda y_true, y_pred: K.mean(0.0 * y_pred) + penalty)
    np.testing.assert_allclose(model.train_on_batch(np.ones((3, 2)), np.zeros((3, 1))), 2.0, rtol=1e-5)
    np.testing.assert_allclose(model.get_weights()[0], [[0.8], [0.8]], rtol=1e-5)


def test_each_model_trains_what_it_was_compiled_with():
    discriminator, generator = linear(use_bias=False), linear(use_bias=False)
    discriminator.compile(keras.optimizers.SGD(0.1), "mse")
    discriminator.trainable = False
    z = L.Input((2,))
    combined = Model(z, discriminator(L.Concatenate()([generator(z), generator(z)])))
    combined.compile(keras.optimizers.SGD(0.1), "mse")
    discriminator.train_on_batch(np.ones((1, 2)), np.zeros((1, 1)))
    np.testing.assert_allclose(discriminator.get_weights()[0], [[0.6], [0.6]], rtol=1e-5)
    combined.train_on_batch(np.ones((1, 2)), np.zeros((1, 1)))
    np.testing.assert_allclose(discriminator.get_weights()[0], [[0.6], [0.6]], rtol=1e-5)
    np.testing.assert_allclose(generator.get_weights()[0], [[1 - 0.1 * 2 * 2.4 * 1.2]] * 2, rtol=1e-5)


class Momentum(keras.optimizers.Optimizer):
    """An optimizer as programs of Keras 2 wrote them."""

    def __init__(self, lr=0.1, **kwargs):
        super(Momentum, self).__init__(**kwargs)
        self.iterations = K.variable(0, dtype="int64", name="iterations")
        self.lr = K.variable(lr, name="lr")

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        self.updates = [K.update_add(self.iterations, 1)]
        moments = [K.zeros(K.int_shape(p)) for p in params]
        self.weights = [self.iterations] + moments
        for p, g, m in zip(params, grads, moments):
            v = 0.5 * m - self.lr * g
            self.updates += [K.update(m, v), K.update(p, p + v)]
        return self.updates


@pytest.mark.parametrize("clipping, kernels", [({}, [0.6, 0.16]), ({"clipnorm": 1.0}, [1 - 0.1 / 2 ** 0.5, 0.8232233])])
def test_an_optimizer_of_the_program_trains(clipping, kernels):
    model = linear(use_bias=False)
    model.compile(Momentum(**clipping), "mse")
    for kernel in kernels:
        model.train_on_batch(np.ones((1, 2)), np.zeros((1, 1)))
        np.testing.assert_allclose(model.get_weights()[0], [[kernel]] * 2, rtol=1e-5)
    assert K.get_value(model.optimizer.iterations) == 2
    assert [w.shape for w in model.optimizer.get_weights()] == [(), (2, 1)]


def test_updates_of_an_optimizer_train_in_a_function():
    model = linear(use_bias=False)
    target = K.placeholder((None, 1))
    loss = K.mean(K.square(model.output - target))
    updates = keras.optimizers.SGD(lr=0.1, momentum=0.5).get_updates(loss=loss, params=model.trainable_weights)
    step = K.function([model.input, target], [loss], updates=updates)
    losses = [float(step([np.ones((1, 2)), np.zeros((1, 1))])[0]) for _ in range(3)]
    np.testing.assert_allclose(losses, [4.0, 1.44, 0.1024], rtol=1e-4)


def test_the_gradient_of_the_total_loss():
    model = linear(kernel_regularizer=keras.regularizers.l2(0.5))
    model.compile("sgd", "mse")
    found = model.optimizer.get_gradients(model.total_loss, model.trainable_weights)
    run = K.function([model.inputs[0], model.sample_weights[0], model.targets[0], K.learning_phase()],
                     [model.total_loss] + found)
    loss, kernel, bias = run([np.ones((2, 2)), np.ones(2), np.zeros((2, 1)), 0])
    np.testing.assert_allclose([loss, kernel[0, 0], bias[0]], [5.0, 5.0, 4.0], rtol=1e-5)


class Gate(L.Layer):
    def build(self, input_shape):
        self.logit = self.add_weight(name="logit", shape=(1,), initializer="zeros", trainable=True)
        self.gate = K.sigmoid(self.logit[0])
        super(Gate, self).build(input_shape)

    def call(self, x):
        return x * self.gate


def test_a_tensor_of_build_follows_the_weights():
    layer = Gate()
    model = Sequential([L.InputLayer((1,)), layer])
    assert K.eval(layer.gate) == 0.5
    model.set_weights([np.array([2.0])])
    np.testing.assert_allclose(K.eval(layer.gate), 1 / (1 + np.exp(-2)), rtol=1e-6)
    np.testing.assert_allclose(model.predict(np.ones((1, 1))), [[1 / (1 + np.exp(-2))]], rtol=1e-6)


def test_a_model_follows_a_variable_that_its_tensors_were_made_of():
    factor = K.variable(2.0)
    x = L.Input((1,))
    scaled = L.Lambda(lambda x: x * 1.0)(x) * factor
    run = K.function([x], [scaled])
    assert run([np.ones((1, 1))])[0] == 2.0
    K.set_value(factor, 5.0)
    assert [float(run([np.ones((1, 1))])[0][0, 0]) for _ in range(2)] == [5.0, 5.0]


@pytest.mark.skipif(active().name != "keras3", reason="a Keras 2 does what it does, in every era")
def test_code_of_tensorflow_2_computes_at_once():
    variable = K.variable([1.0, 2.0])
    with Era("2.15"):
        total, moved = K.sum(variable), variable + 1.0
    K.set_value(variable, [3.0, 4.0])
    assert (float(total), [float(each) for each in moved]) == (3.0, [2.0, 3.0])


def test_a_model_begins_with_a_tensor_that_is_computed():
    """As in style transfer: one image is given, the others are variables, and the model sees all of them."""
    fixed, given = K.variable(np.full((1, 2, 2, 3), 2.0)), K.placeholder(shape=(1, 2, 2, 3))
    images = K.concatenate([fixed, given], axis=0)
    x = L.Input(tensor=images, shape=(None, None, 3))
    features = Model(x, L.AveragePooling2D()(x)).layers[-1].output
    loss = K.sum(K.square(features[1] - features[0]))
    run = K.function([given], [loss] + K.gradients(loss, [given]))
    value, gradient = run([np.zeros((1, 2, 2, 3))])
    assert value == pytest.approx(12.0)
    np.testing.assert_allclose(gradient, np.full((1, 2, 2, 3), -1.0), atol=1e-6)


def test_a_loop_of_the_programs_own_moves_the_statistics_of_batch_normalization():
    x = L.Input((3,))
    layer = L.BatchNormalization(momentum=0.8)
    model = Model(x, L.Dense(1)(layer(x)))
    assert len(layer.updates) == len(model.updates) == len(layer.get_updates_for(x)) == 2
    assert layer.get_updates_for(None) == [] == layer.get_updates_for(model.output)
    run = K.function([model.input, K.learning_phase()], [model.output], updates=model.updates)
    draw = np.random.RandomState(0)
    for _ in range(3):
        run([draw.normal(2, 3, (8, 3)), 1])
    mean, variance = model.get_weights()[2:4]  # as real Keras 2.2.4 printed them
    np.testing.assert_allclose(mean, [1.8549, 2.5127, 1.0685], atol=1e-4)
    np.testing.assert_allclose(variance, [10.0868, 8.0959, 7.0554], atol=1e-4)
    layer.trainable = False
    assert layer.updates == [] == model.updates
    layer.trainable = True
    layer(L.Input((3,)))
    assert (len(layer.updates), len(model.updates)) == (4, 2)


class Constrained(Momentum):
    """An optimizer that applies the constraints itself, as those of Keras 2 did."""

    def get_updates(self, loss, params):
        grads = self.get_gradients(loss, params)
        self.updates = [K.update_add(self.iterations, 1)]
        for p, g in zip(params, grads):
            new = p - self.lr * g
            self.updates.append(K.update(p, new if p.constraint is None else p.constraint(new)))
        return self.updates


def test_an_optimizer_of_the_program_applies_constraints():
    model = linear(use_bias=False, kernel_constraint="non_neg")
    model.compile(Constrained(lr=10.0), "mse")
    model.train_on_batch(np.ones((1, 2)), np.zeros((1, 1)))
    np.testing.assert_array_equal(model.get_weights()[0], [[0.0]] * 2)


@pytest.mark.parametrize("name", ["hinge", "squared_hinge", "kullback_leibler_divergence", "mean_squared_error"])
def test_a_loss_of_variables_follows_their_values(name):
    truth, outputs = K.variable(np.array([[1.0, 0.5]])), K.variable(np.array([[0.2, 0.4]]))
    found = getattr(losses, name)(truth, outputs)
    values = [K.eval(found)]
    K.set_value(truth, np.array([[0.5, 0.25]]))
    values.append(K.eval(found))
    expected = [K.eval(getattr(losses, name)(K.constant(each), outputs)) for each in ([[1.0, 0.5]], [[0.5, 0.25]])]
    np.testing.assert_allclose(values, expected, rtol=1e-6)
    assert not np.allclose(expected[0], expected[1])


def test_a_slice_that_begins_at_a_tensor_goes_to_the_end_of_another_axis():
    """As the mask of a conditional random field does in the steps of ``K.rnn``."""
    x, t = K.placeholder((None, 7)), K.placeholder((), dtype="int32")
    run = K.function([x, t], [K.slice(x, [0, t], [-1, 2])])
    for _ in range(3):
        np.testing.assert_array_equal(run([np.arange(14.0).reshape(2, 7), 3])[0], [[3.0, 4.0], [10.0, 11.0]])


def test_texts_pass_through_a_function():
    texts = K.placeholder(shape=(), dtype="string")
    run = K.function([texts], [K.identity(texts)])
    for _ in range(3):
        assert run([b"text"]) == [b"text"]


def test_a_loss_finds_the_layer_of_the_output():
    """As the loss of a conditional random field does, which its layer computes."""
    def of_layer(y_true, y_pred):
        layer = y_pred._keras_history[0]
        return K.mean(K.square(y_true - y_pred), axis=-1) * layer.factor

    model = linear()
    model.layers[-1].factor = 3.0
    model.compile("sgd", of_layer, metrics=[of_layer])
    loss, metric = model.evaluate(np.ones((4, 2)), np.zeros((4, 1)), verbose=0)
    np.testing.assert_allclose([loss, metric, model.train_on_batch(np.ones((4, 2)), np.zeros((4, 1)))[0]], 12.0)


def test_a_function_notes_the_graph_that_ran():
    config = pytest.importorskip("tensorflow.core.protobuf.config_pb2")
    x, metadata = K.placeholder(shape=()), config.RunMetadata()
    asked = K.function([x], [x + x], options=config.RunOptions(output_partition_graphs=True), run_metadata=metadata)
    assert asked([10.0]) == [20.0]
    assert len(metadata.partition_graphs) > 0 and len(metadata.partition_graphs[0].node) > 0
    assert K.function([x], [x + x], run_metadata=metadata)([10.0]) == [20.0]
    assert len(metadata.partition_graphs) == 0
