"""Tensors that a ``call`` keeps on its layer, made once for all timesteps; the real Keras 2.2.4 runs this too."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras.layers import RNN, Dense, Input, Layer
from compat.keras.models import Model, Sequential

pytestmark = pytest.mark.skipif(active().folder == "tf_keras" or active().version.startswith("2.3."),
                                reason="tf.keras and Keras 2.3 keep the tensors of another graph")
X = np.ones((4, 3, 2))


class MaskedCell(Layer):
    """Masks its inputs; the mask is made in the first timestep."""

    def __init__(self, units, **kwargs):
        self.units = self.state_size = units
        self.mask = None
        super(MaskedCell, self).__init__(**kwargs)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer="ones", name="kernel")
        self.built = True

    def call(self, inputs, states, training=None):
        if self.mask is None:
            ones = K.ones_like(inputs)
            self.mask = K.in_train_phase(K.dropout(ones, 0.5), ones, training=training)
        found = K.dot(inputs * self.mask, self.kernel) + states[0]
        if training is None:
            found._uses_learning_phase = True
        return found, [found]


def test_a_mask_is_one_in_all_timesteps_and_another_in_each_run():
    x = Input((3, 2))
    model = Model(x, RNN(MaskedCell(1), return_sequences=True)(x))
    model.compile("sgd", "mse")
    np.testing.assert_allclose(model.predict(X)[0], [[2.0], [4.0], [6.0]])
    model.train_on_batch(X, np.zeros((4, 3, 1)))
    model.set_weights([np.ones((2, 1))])
    np.testing.assert_allclose(model.predict(X)[0], [[2.0], [4.0], [6.0]])
    in_training = K.function([x, K.learning_phase()], [model.output])
    runs = [in_training([X, 1])[0] for _ in range(8)]
    for run in runs:
        np.testing.assert_allclose(run[:, 1:], run[:, :1] * [[2.0], [3.0]], rtol=1e-6)
    assert len({run.tobytes() for run in runs}) > 1


class Remembering(Layer):
    """Computes with what it kept of its first call."""

    kept = None

    def call(self, x, mask=None):
        if self.kept is None:
            self.kept = x * 2.0
        return self.kept + x


def test_a_layer_computes_what_it_keeps_anew_in_each_run():
    model = Sequential([Remembering(input_shape=(2,)), Dense(1, use_bias=False, kernel_initializer="ones")])
    model.compile("sgd", "mse")
    for value in (1.0, 3.0):
        np.testing.assert_allclose(model.predict(np.full((1, 2), value)), [[value * 6.0]])
    assert model.test_on_batch(np.ones((5, 2)), np.full((5, 1), 6.0)) == pytest.approx(0.0)


class DroppingCell(MaskedCell):
    """Masks the inputs of each timestep anew."""

    def call(self, inputs, states, training=None):
        self.mask = None
        return super(DroppingCell, self).call(inputs, states, training=training)


def test_a_cell_draws_another_mask_in_each_timestep():
    x = Input((3, 40))
    model = Model(x, RNN(DroppingCell(1), return_sequences=True)(x))
    in_training = K.function([x, K.learning_phase()], [model.output])
    runs = [in_training([np.ones((1, 3, 40)), 1])[0].ravel() for _ in range(6)]
    steps = [np.diff(run, prepend=0.0) for run in runs]
    assert len({tuple(step) for step in steps}) > 3
    assert any(len(set(step)) > 1 for step in steps)
    assert np.mean(steps) == pytest.approx(40.0, abs=8.0)
