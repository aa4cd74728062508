"""The learning phase in losses and metrics, which Keras 2 fed in training steps to models whose outputs depend on it.

The expected numbers are those that real Keras 2.2.4 printed.
"""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras import layers as L
from compat.keras.models import Model, Sequential

pytestmark = pytest.mark.skipif(active().name in ("tf.keras", "tf_keras"), reason="tf.keras calls losses with values")


def softened(y_true, y_pred):
    return K.mean(K.square(K.in_train_phase(y_true * 0.5, y_true) - y_pred), axis=-1)


def phase(y_true, y_pred):
    return K.cast(K.learning_phase(), "float32") + 0.0 * K.mean(y_pred)


@pytest.mark.parametrize("first, in_training", [(lambda: L.Activation("linear", input_shape=(1,)), 0.0),
                                                (lambda: L.Dropout(1e-9, input_shape=(1,)), 1.0)])
def test_losses_and_metrics_know_the_phase_of_a_model_that_depends_on_it(first, in_training):
    model = Sequential([first(), L.Dense(1, kernel_initializer="zeros")])
    model.compile("sgd", softened, metrics=[phase])
    x, y = np.ones((2, 1)), np.full((2, 1), 2.0)
    assert np.allclose(model.test_on_batch(x, y), [4.0, 0.0])
    assert np.allclose(model.train_on_batch(x, y), [1.0 if in_training else 4.0, in_training])


def test_a_gradient_in_a_loss_sees_the_statistics_of_the_batch():
    x = L.Input((3,))
    critic = Sequential([L.Dense(4, activation="tanh", input_dim=3), L.BatchNormalization(), L.Dense(1)])

    def norm_of_gradient(y_true, y_pred):
        return K.mean(K.sum(K.square(K.gradients(y_pred, x)[0]), axis=np.arange(1, 2))) + 0.0 * K.mean(y_pred)

    model = Model(x, critic(x))
    model.compile("sgd", norm_of_gradient)
    data = np.random.RandomState(0).uniform(-1, 1, (4, 3))
    # The mean over the batch is what normalization takes away: no input moves the sum of the outputs.
    assert model.train_on_batch(data, np.zeros((4, 1))) == pytest.approx(0.0, abs=1e-6)
    assert model.test_on_batch(data, np.zeros((4, 1))) > 1e-3  # there it is normalized by fixed numbers
