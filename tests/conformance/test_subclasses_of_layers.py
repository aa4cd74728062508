"""Subclasses of Keras's own layers with a ``call`` of their own, which says nothing of the phase: on every flavor."""
import numpy as np
import pytest

from compat import keras
from compat.era import Era
from compat.flavor import active
from compat.keras import backend as K
from compat.keras import layers
from compat.keras.layers import (
    LSTM,
    RNN,
    BatchNormalization,
    Bidirectional,
    Dense,
    Dropout,
    Input,
    Layer,
    Masking,
    TimeDistributed,
)
from compat.keras.models import Model, Sequential
from compat.tf import keras as tf_keras

ROWS = np.random.RandomState(0).uniform(1.0, 2.0, (8, 6)).astype("float32")
SEQUENCES = np.random.RandomState(1).uniform(0.5, 1.5, (4, 5, 3)).astype("float32")

phase_of_graph = pytest.mark.skipif(
    active().name in ("tf.keras", "tf_keras"), reason="tf.keras hands the phase to a call that names training")


def passing_nothing(base):
    class Passing(base):
        def call(self, inputs):
            return super().call(inputs)

    return Passing


def passing_names(base):
    class Passing(base):
        def call(self, inputs, **kwargs):
            return super().call(inputs, **kwargs)

    return Passing


def passing_all(base):
    class Passing(base):
        def call(self, *args, **kwargs):
            return super().call(*args, **kwargs)

    return Passing


def outputs(layer, x):
    """What a model of the layer gives in training, and in prediction."""
    inputs = Input(x.shape[1:])
    model = Model(inputs, layer(inputs))
    run = K.function([inputs, K.learning_phase()], [model.output])
    return run([x, 1])[0], model.predict(x)


@phase_of_graph
@pytest.mark.parametrize("passing", [passing_nothing, passing_names, passing_all])
@pytest.mark.parametrize("base, arguments, x", [
    (Dropout, {"rate": 0.5}, ROWS),
    (layers.GaussianNoise, {"stddev": 1.0}, ROWS),
    (BatchNormalization, {}, ROWS),
    (LSTM, {"units": 3, "dropout": 0.5}, SEQUENCES),
    (Bidirectional, {"layer": lambda: LSTM(3, dropout=0.5)}, SEQUENCES),
    (TimeDistributed, {"layer": lambda: Dropout(0.5)}, SEQUENCES),
])
def test_a_call_without_training_follows_the_phase(passing, base, arguments, x):
    made = {name: value() if callable(value) else value for name, value in arguments.items()}
    trained, predicted = outputs(passing(base)(**made), x)
    assert not np.allclose(trained, predicted)


@phase_of_graph
@pytest.mark.parametrize("passing", [passing_nothing, passing_names, passing_all])
def test_a_call_that_takes_anything_gets_the_shape_of_its_input(passing):
    inputs = Input((6,))
    model = Model(inputs, passing(Dense)(2, kernel_initializer="ones")(inputs))
    np.testing.assert_allclose(model.predict(ROWS), np.repeat(ROWS.sum(axis=1, keepdims=True), 2, axis=1), rtol=1e-5)


def test_a_frozen_subclass_of_batch_normalization_keeps_its_statistics():
    class Frozen(BatchNormalization):
        def __init__(self, freeze, *args, **kwargs):
            self.freeze = freeze
            super().__init__(*args, **kwargs)
            self.trainable = not freeze

        def call(self, *args, **kwargs):
            if self.freeze:
                kwargs["training"] = False
            return super().call(*args, **kwargs)

    model = Sequential([Dense(3, input_shape=(6,)), Frozen(True, axis=-1, epsilon=1e-5), Dense(1)])
    model.compile("sgd", "mse")
    model.train_on_batch(ROWS, ROWS[:, :1])
    np.testing.assert_array_equal(model.layers[1].get_weights(), [np.ones(3), np.zeros(3), np.zeros(3), np.ones(3)])


@phase_of_graph
def test_a_wrapper_that_calls_the_call_of_its_layer_follows_the_phase():
    class Twice(keras.layers.Wrapper):
        def build(self, input_shape):
            self.layer.build(input_shape)
            super().build(input_shape)

        def call(self, inputs):
            return self.layer.call(inputs) * 2.0

        def compute_output_shape(self, input_shape):
            return input_shape

    trained, predicted = outputs(Twice(Dropout(0.5)), ROWS)
    np.testing.assert_allclose(predicted, ROWS * 2.0)
    assert np.any(trained == 0.0)


@pytest.mark.skipif(active().name == "multibackend", reason="there is no tf.keras of Keras 2.2.4 and 2.3.1")
def test_tf_keras_hands_the_phase_and_the_mask_to_a_call_that_takes_anything():
    class Seen(tf_keras.layers.Layer):
        def call(self, inputs, **kwargs):
            seen.append(sorted(kwargs))
            return inputs * (2.0 if kwargs.get("training") else 1.0)

        def compute_mask(self, inputs, mask=None):
            return mask

    seen = []
    layer = Seen()
    np.testing.assert_allclose(layer(ROWS, training=True), ROWS * 2.0)
    assert seen == [["training"]]
    tf_keras.Sequential([tf_keras.layers.Masking(input_shape=(5, 3)), Seen()]).predict(SEQUENCES, verbose=0)
    assert seen[-1] == ["mask", "training"]


class Passes(Layer):
    """A cell whose output is its input, and whose state counts the steps."""

    def __init__(self, **kwargs):
        self.state_size = self.output_size = 3
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.built = True

    def call(self, inputs, states):
        return inputs, [states[0] + 1.0]


@pytest.mark.skipif(active().name == "multibackend" and active().version.startswith("2.2"),
                    reason="up to Keras 2.2 the first state is repeated")
@pytest.mark.parametrize("unroll", [False, True])
def test_the_output_of_a_cell_of_the_program_is_repeated_over_masked_steps(unroll):
    x = np.array(SEQUENCES)
    x[0, 3:] = 0.0
    with Era("2.3.1"):
        inputs, state = Input((5, 3)), Input((3,))
        layer = RNN(Passes(), return_state=True, unroll=unroll)
        model = Model([inputs, state], list(layer(Masking()(inputs), initial_state=state)))
        last, counted = model.predict([x, np.zeros((4, 3))])
    np.testing.assert_allclose(last, [x[0, 2], *x[1:, -1]])
    np.testing.assert_allclose(counted, [[3.0] * 3] + [[5.0] * 3] * 3)


class Heads(Layer):
    """A wrapper that makes copies of a layer in ``build``, and adds a loss of their weights."""

    def __init__(self, layer, **kwargs):
        self.layer, self.layers = layer, []
        super().__init__(**kwargs)

    def build(self, input_shape):
        if not self.layers:
            for number in range(2):
                config = dict(self.layer.get_config(), name="head_{}".format(number))
                self.layers.append(type(self.layer).from_config(config))
        for layer in self.layers:
            layer.build(input_shape)
        self.add_loss(0.1 * K.sum(K.stack([K.flatten(K.constant(layer.get_weights()[0])) for layer in self.layers]) ** 2))
        self.built = True

    def call(self, inputs):
        return K.concatenate([layer.call(inputs) for layer in self.layers])

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], 2 * self.layer.units)


@pytest.mark.skipif(active().name != "keras3", reason="an old Keras runs build once")
def test_layers_that_build_makes_are_made_once():
    model = Sequential([Heads(Dense(2, kernel_initializer="ones"), input_shape=(6,)), Dropout(0.5), Dense(1)])
    model.compile("sgd", "mse")
    heads = model.layers[0]
    inside = len(heads._flatten_layers())
    for rows in (ROWS, ROWS[:5], ROWS):
        loss = model.train_on_batch(rows, np.zeros((len(rows), 1)))
    assert len(heads._flatten_layers()) == inside and len(heads.layers) == 2 and np.isfinite(loss)


@pytest.mark.skipif(active().name != "keras3", reason="Keras 2 kept the name as it was, until a step called it")
@pytest.mark.parametrize("named", [False, True])
def test_weights_take_constraints_by_the_names_of_keras_2(named):
    class Bounded(Layer):
        def build(self, input_shape):
            for name in ("nonneg", "maxnorm", "unitnorm", "MinMaxNorm"):
                given = {"class_name": type(keras.constraints.get(name)).__name__, "config": {}} if named else name
                setattr(self, name, self.add_weight(name=name, shape=(2, 2), initializer="ones", constraint=given))
            super(Bounded, self).build(input_shape)

        def call(self, inputs):
            return inputs

    layer = Bounded()
    layer.build((None, 2))
    found = [type(weight.constraint).__name__ for weight in layer.weights]
    assert found == ["NonNeg", "MaxNorm", "UnitNorm", "MinMaxNorm"]
