"""Variables that a program holds itself: losses, metrics and Lambdas close over them, and callbacks set them.

The numbers are those of real Keras 2.2.4, which runs these tests too.
"""
import numpy as np
import pytest

from compat import tf
from compat.flavor import active
from compat.keras import backend as K
from compat.keras.callbacks import LambdaCallback, LearningRateScheduler
from compat.keras.layers import LSTM, BatchNormalization, Dense, Flatten, Lambda, TimeDistributed, Wrapper
from compat.keras.models import Sequential
from compat.keras.optimizers import SGD

OF_KERAS_2 = active().name in ("keras3", "multibackend") and (active().name == "keras3" or active().version.startswith("2.2."))
pytestmark = pytest.mark.skipif(not OF_KERAS_2, reason="graphs of Keras 2.2.4, and what stands for them")
RANDOM = np.random.RandomState(0)
X, Y = RANDOM.rand(12, 5).astype("float32"), RANDOM.rand(12, 2).astype("float32")


def known(model):
    """The model with weights that are known."""
    random = np.random.RandomState(1)
    model.set_weights([random.uniform(-0.5, 0.5, weight.shape) for weight in model.get_weights()])
    return model


def line(loss="mse", optimizer="sgd", **arguments):
    model = known(Sequential([Dense(2, input_dim=5)]))
    model.compile(optimizer, loss, **arguments)
    return model


def close(found, expected):
    np.testing.assert_allclose(found, expected, rtol=2e-4)


def weighted(weight):
    def loss(y_true, y_pred):
        return weight * K.mean(K.square(y_true - y_pred))

    return loss


def test_the_weight_of_a_loss_is_annealed():
    weight = K.variable(0.5)
    model = line(weighted(weight))
    history = model.fit(X, Y, batch_size=4, epochs=3, shuffle=False, verbose=0, callbacks=[LambdaCallback(
        on_epoch_begin=lambda epoch, logs: K.set_value(weight, epoch + 1.0),
        on_batch_end=lambda batch, logs: K.set_value(weight, K.get_value(weight) * 0.5))])
    close(history.history["loss"], [0.65107, 1.16715, 1.43955])
    assert K.get_value(weight) == 0.375


@pytest.mark.skipif(active().name != "keras3", reason="real Keras 2.2.4 has no tf.keras beside it")
def test_a_variable_of_tensorflow_weighs_a_loss_of_tf_keras():
    weight = tf.Variable(0.5, trainable=False)
    model = known(tf.keras.Sequential([tf.keras.layers.Dense(2, input_shape=(5,))]))
    model.compile(tf.keras.optimizers.SGD(0.1), weighted(weight))
    history = model.fit(X, Y, batch_size=4, epochs=3, shuffle=False, verbose=0, callbacks=[
        tf.keras.callbacks.LambdaCallback(on_epoch_begin=lambda epoch, logs: weight.assign(epoch + 1.0))])
    close(history.history["loss"], [0.74382, 0.38129, 0.35305])  # of real tf.keras 2.15


def test_the_weight_of_a_loss_is_set_between_steps():
    weight = K.variable(1.0)
    model, found = line(weighted(weight)), []
    for value in (2.0, 3.0, 4.0):
        found += [model.train_on_batch(X, Y), model.test_on_batch(X, Y), model.evaluate(X, Y, verbose=0)]
        K.set_value(weight, value)
    close(found, [1.08062, 1.03317, 1.03317, 2.06635, 1.88781, 1.88781, 2.83171, 2.47228, 2.47228])


def test_a_lambda_closes_over_a_variable():
    factor = K.variable(2.0)
    model = known(Sequential([Dense(2, input_dim=5), Lambda(lambda x: x * factor)]))
    close(model.predict(X[:1]), [[-1.82293, -0.29733]])
    K.set_value(factor, 3.0)
    close(model.predict(X[:1]), [[-2.7344, -0.44599]])
    close(model.predict(X, batch_size=5)[0], [-2.7344, -0.44599])
    model.compile("sgd", "mse")
    close(model.train_on_batch(X, Y), 4.84752)
    K.set_value(factor, 1.0)
    close(model.train_on_batch(X, Y), 0.7933)
    close(model.predict_on_batch(X[:1]), [[-0.65843, -0.0918]])


def test_a_metric_shows_the_learning_rate():
    optimizer = SGD(lr=0.1)

    def lr(y_true, y_pred):
        return optimizer.lr

    history = line(optimizer=optimizer, metrics=[lr]).fit(
        X, Y, epochs=3, batch_size=6, shuffle=False, verbose=0, validation_data=(X, Y),
        callbacks=[LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1))]).history
    for name in ("lr", "val_lr"):
        close(history[name], [0.1, 0.05, 0.033333])
    close(history["loss"], [0.88339, 0.37828, 0.26662])


def test_a_loss_has_the_weights_of_another_model_of_now():
    judge = known(Sequential([Dense(3, input_dim=2, activation="tanh")]))

    def loss(y_true, y_pred):
        return K.mean(K.square(K.tanh(K.dot(y_true, judge.layers[0].kernel)) - K.tanh(K.dot(y_pred, judge.layers[0].kernel))))

    model = line(loss)
    before = model.test_on_batch(X, Y)
    judge.set_weights([np.zeros((2, 3)), np.zeros(3)])
    assert before > 0.1 > model.test_on_batch(X, Y) == 0.0


def test_a_generator_asks_the_model_that_it_feeds():
    model, seen = line(), []

    def batches():
        while True:
            seen.append(model.predict(X[:1])[0, 0])
            yield X[:4], Y[:4]

    history = model.fit_generator(batches(), steps_per_epoch=4, epochs=2, verbose=0, workers=0)
    assert len(set(np.round(seen, 6))) > 3
    assert np.isfinite(history.history["loss"]).all() and history.history["loss"][1] < history.history["loss"][0]
    assert np.isfinite(model.predict(X)).all()
    apart = known(Sequential([Dense(2, input_dim=5)]))
    rows = (apart.predict(X[:4]).repeat(3, axis=1)[:, :5] for _ in range(6))
    assert apart.predict_generator(rows, steps=6, workers=0).shape == (24, 2)


def test_a_layer_updates_the_vector_that_its_gradient_goes_through():
    class Normalized(Dense):
        def build(self, input_shape):
            super(Normalized, self).build(input_shape)
            self.u = self.add_weight(shape=(1, self.units), initializer="ones", name="u", trainable=False)

        def call(self, inputs):
            v = K.l2_normalize(K.dot(self.u, K.transpose(self.kernel)))
            u = K.l2_normalize(K.dot(v, self.kernel))
            self.add_update(K.update(self.u, u), inputs)
            return K.bias_add(K.dot(inputs, self.kernel / K.sum(K.dot(v, self.kernel) * u)), self.bias)

    model = known(Sequential([Normalized(3, input_dim=5), Dense(2)]))
    model.compile("sgd", "mse")
    before = model.layers[0].get_weights()[2]
    losses = [model.train_on_batch(X, Y) for _ in range(3)]
    np.testing.assert_allclose(losses, [1.32034, 1.076, 1.0127], rtol=2e-3)  # of TensorFlow 1 it depends on its threads
    assert np.abs(model.layers[0].get_weights()[2] - before).max() > 0.1


def test_a_frozen_model_freezes_what_is_in_it():
    base = known(Sequential([Dense(4, input_dim=5), BatchNormalization()]))
    model = known(Sequential([base, Dense(2)]))
    base.trainable = False
    base.layers[0].trainable = True
    assert [len(each.trainable_weights) for each in (model, base, base.layers[0])] == [2, 0, 2]
    assert len(model.non_trainable_weights) == 6
    model.compile("sgd", "mse")
    before = base.get_weights()
    model.train_on_batch(X, Y)
    for weight, kept in zip(base.get_weights(), before):
        np.testing.assert_array_equal(weight, kept)


def test_a_layer_around_another_trains_if_that_does():
    model = Sequential([TimeDistributed(Dense(2), input_shape=(3, 4))])
    model.layers[0].trainable = False
    model.layers[0].layer.trainable = True
    assert len(model.trainable_weights) == 2


def test_a_build_that_makes_layers_and_adds_a_loss_trains():
    class Several(Wrapper):
        def __init__(self, layer, **kwargs):
            self.layers = []
            super(Several, self).__init__(layer, **kwargs)

        def build(self, input_shape):
            if not self.layers:
                self.layer.build(input_shape)
                config = self.layer.get_config()
                self.layers = [type(self.layer).from_config(dict(config, name=name)) for name in ("first", "second")]
            for layer in self.layers:
                layer.build(input_shape)
            weights = K.stack([K.flatten(layer.get_weights()[0]) for layer in self.layers])
            self.add_loss(0.1 * K.sum(K.square(K.dot(weights, K.transpose(weights)))))
            super(Several, self).build(input_shape)

        @property
        def trainable_weights(self):
            return [weight for layer in self.layers for weight in layer.trainable_weights]

        @property
        def non_trainable_weights(self):
            return []

        def compute_output_shape(self, input_shape):
            return self.layer.compute_output_shape(input_shape)

        def call(self, inputs):
            return sum(layer.call(inputs) for layer in self.layers)

    lstm = LSTM(2, return_sequences=True, kernel_initializer="ones", recurrent_initializer="zeros")
    model = Sequential([Several(lstm, input_shape=(3, 2)), Flatten(), Dense(1)])
    random = np.random.RandomState(1)
    model.set_weights([random.uniform(-0.5, 0.5, weight.shape) for weight in model.get_weights()])
    model.compile("sgd", "mse")
    x, y = random.rand(4, 3, 2), random.rand(4, 1)
    close([model.train_on_batch(x, y) for _ in range(3)], [102.8238, 102.8108, 102.7984])
