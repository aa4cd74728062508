"""What old code saves and opens again is what it was: classes, configurations, state and losses, as on real Keras 2.2.4."""
import json
import warnings

import keras
import numpy as np
import pytest

from compat.errors import LambdaError
from compat.flavors.shared import stored_functions
from compat.keras import backend as K
from compat.keras import models, optimizers, regularizers
from compat.keras.layers import (
    GRU,
    LSTM,
    BatchNormalization,
    Bidirectional,
    Concatenate,
    Dense,
    Embedding,
    Input,
    Lambda,
    LeakyReLU,
    TimeDistributed,
)
from compat.keras.models import Model, Sequential, load_model


def make():
    """Layers of many kinds, one in the other."""
    words, features = Input((5,), name="words"), Input((4,), name="features")
    steps = Embedding(7, 3, mask_zero=True, name="embedding")(words)
    steps = Bidirectional(GRU(2, return_sequences=True, name="gru"), name="both")(steps)
    last = LSTM(3, name="lstm")(TimeDistributed(Dense(3, name="each_dense"), name="each")(steps))
    inner = Sequential([Dense(3, input_shape=(4,), kernel_regularizer=regularizers.l2(0.1), name="inner_dense"),
                        BatchNormalization(name="inner_normalization")], name="inner")
    joined = Concatenate(name="joined")([last, LeakyReLU(0.2, name="leaky")(inner(features))])
    return Model([words, features], Dense(1, name="out")(joined), name="all")


def data():
    random = np.random.RandomState(3)
    return [random.randint(0, 7, (6, 5)), random.normal(size=(6, 4))], random.normal(size=(6, 1))


def as_file(model, path):
    model.save(path)
    return load_model(path)


def as_json(model, path):
    return with_weights_of(models.model_from_json(model.to_json()), model)


def as_yaml(model, path):
    pytest.importorskip("yaml")
    return with_weights_of(models.model_from_yaml(model.to_yaml()), model)


def as_config(model, path):
    return with_weights_of(Model.from_config(model.get_config()), model)


def with_weights_of(again, model):
    again.set_weights(model.get_weights())
    return again


@pytest.mark.parametrize("way", [as_file, as_json, as_yaml, as_config])
def test_layers_are_of_the_classes_that_old_code_knows(way, tmp_path):
    model, (x, _) = make(), data()
    again = way(model, str(tmp_path / "model.h5"))
    assert isinstance(again, Model) and isinstance(again.get_layer("inner"), Sequential)
    assert [type(layer) for layer in again.layers] == [type(layer) for layer in model.layers]
    assert isinstance(again.get_layer("both").forward_layer, GRU) and isinstance(again.get_layer("each").layer, Dense)
    assert again.get_config() == model.get_config()
    assert json.loads(again.to_json()) == json.loads(model.to_json())
    np.testing.assert_allclose(again.predict(x), model.predict(x), atol=1e-6)


@pytest.mark.parametrize("name, arguments", [
    ("SGD", {"lr": 0.05, "momentum": 0.9, "decay": 0.01}), ("RMSprop", {"lr": 0.01, "decay": 0.5}), ("Adagrad", {"lr": 0.05}),
    ("Adadelta", {}), ("Adam", {"lr": 0.01, "amsgrad": True}), ("Adam", {"lr": 0.01}), ("Adamax", {"lr": 0.01}),
    ("Nadam", {"lr": 0.01})])
def test_an_optimizer_goes_on(name, arguments, tmp_path):
    x, y = np.random.RandomState(1).normal(size=(8, 4)), np.random.RandomState(2).normal(size=(8, 2))
    model = Sequential([Dense(3, input_shape=(4,), activation="tanh"), Dense(2)])
    model.compile(getattr(optimizers, name)(**arguments), "mse")
    for _ in range(3):
        model.train_on_batch(x, y)
    again = as_file(model, str(tmp_path / "model.h5"))
    assert type(again.optimizer) is type(model.optimizer)
    assert K.get_value(again.optimizer.iterations) == 3
    assert again.optimizer.get_config() == model.optimizer.get_config()
    assert K.get_value(again.optimizer.lr) == pytest.approx(K.get_value(model.optimizer.lr))
    expected = [model.train_on_batch(x, y) for _ in range(3)]
    np.testing.assert_allclose([again.train_on_batch(x, y) for _ in range(3)], expected, rtol=1e-4)


class Momentum(optimizers.Optimizer):
    """Written for Keras 2."""

    def __init__(self, lr=0.1, **kwargs):
        super().__init__(**kwargs)
        self.iterations, self.lr = K.variable(0, dtype="int64", name="iterations"), K.variable(lr, name="lr")

    def get_updates(self, loss, params):
        gradients = self.get_gradients(loss, params)
        self.updates = [K.update_add(self.iterations, 1)]
        moments = [K.zeros(K.int_shape(p)) for p in params]
        self.weights = [self.iterations] + moments
        for parameter, gradient, moment in zip(params, gradients, moments):
            velocity = 0.9 * moment - self.lr * gradient
            self.updates += [K.update(moment, velocity), K.update(parameter, parameter + velocity)]
        return self.updates

    def get_config(self):
        return {"lr": float(K.get_value(self.lr))}


def test_an_optimizer_of_the_user_goes_on(tmp_path):
    x, y = np.random.RandomState(1).normal(size=(8, 4)), np.random.RandomState(2).normal(size=(8, 2))
    model, path = Sequential([Dense(3, input_shape=(4,), activation="tanh"), Dense(2)]), str(tmp_path / "model.h5")
    model.compile(Momentum(0.05), "mse")
    for _ in range(3):
        model.train_on_batch(x, y)
    model.save(path)
    again = load_model(path, custom_objects={"Momentum": Momentum})
    assert K.get_value(again.optimizer.iterations) == 3 and K.get_value(again.optimizer.lr) == pytest.approx(0.05)
    expected = [model.train_on_batch(x, y) for _ in range(3)]
    np.testing.assert_allclose([again.train_on_batch(x, y) for _ in range(3)], expected, rtol=1e-5)


def test_a_frozen_layer_keeps_its_regularization_losses(tmp_path):
    model = Sequential([Dense(2, input_shape=(3,), kernel_regularizer=regularizers.l2(0.5)), Dense(1)])
    model.set_weights([np.ones(weight.shape) for weight in model.get_weights()])
    model.layers[0].trainable = False
    model.compile("sgd", "mse")
    again = as_file(model, str(tmp_path / "model.h5"))
    assert again.evaluate(np.ones((4, 3)), np.ones((4, 1)), verbose=0) == pytest.approx(64 + 3)


def test_layers_have_the_attributes_and_methods_of_their_time(tmp_path):
    model = Sequential([Dense(3, input_shape=(4,)), BatchNormalization(), Dense(2)])
    again = as_file(model, str(tmp_path / "model.h5"))
    assert again.layers[0].batch_input_shape == (None, 4) and again.layers[0].input_shape == (None, 4)
    assert len(again.updates) == 2 and again.layers[0].inbound_nodes
    assert again.layers[0].output._keras_shape == (None, 3)


def rmse(y_true, y_pred):
    return K.sqrt(K.mean(K.square(y_pred - y_true)))


def test_a_function_is_saved_by_its_name(tmp_path):
    path, x, y = str(tmp_path / "model.h5"), np.ones((4, 2)), np.zeros((4, 1))
    model = Sequential([Dense(1, input_shape=(2,))])
    model.compile("adam", rmse, metrics=[rmse, "mae"])
    model.save(path)
    again = load_model(path, custom_objects={"rmse": rmse})
    assert again.metrics_names == ["loss", "rmse", "mean_absolute_error"] or again.metrics_names == ["loss", "rmse", "mae"]
    np.testing.assert_allclose(again.evaluate(x, y, verbose=0), model.evaluate(x, y, verbose=0), rtol=1e-5)


def test_losses_weights_and_metrics_of_several_outputs(tmp_path):
    x, y = np.ones((4, 2)), [np.zeros((4, 1)), np.ones((4, 1))]
    entry = Input((2,))
    model = Model(entry, [Dense(1, name="a")(entry), Dense(1, activation="sigmoid", name="b")(entry)])
    model.compile("sgd", {"a": "mse", "b": "binary_crossentropy"}, loss_weights={"a": 0.25, "b": 2.0},
                  metrics={"a": ["mae"], "b": ["accuracy"]})
    again = as_file(model, str(tmp_path / "model.h5"))
    assert again.loss == model.loss and again.loss_weights == model.loss_weights
    assert again.metrics_names == model.metrics_names
    np.testing.assert_allclose(again.evaluate(x, y, verbose=0), model.evaluate(x, y, verbose=0), rtol=1e-5)


def test_a_function_of_several_statements_is_found_by_the_process_that_saved_it(tmp_path, monkeypatch):
    calls = []

    def doubled(x):
        calls.append(x)
        return 2 * x

    model = Sequential([Lambda(doubled, input_shape=(3,)), Lambda(lambda x: calls.append(x) or x + 1)])
    path = str(tmp_path / "model.h5")
    model.save(path)
    np.testing.assert_array_equal(load_model(path).predict(np.ones((1, 3))), [[3.0, 3.0, 3.0]])
    monkeypatch.setattr(stored_functions, "_kept", {})  # as in another process
    with pytest.raises(LambdaError, match="doubled"):
        load_model(path)


def test_a_file_holds_no_optimizer_of_keras_3_itself(tmp_path):
    model = Sequential([Dense(2, input_shape=(3,))])
    model.compile(keras.optimizers.Adadelta(), "mse")
    with pytest.warns(UserWarning, match="does not have Keras 3's own Adadelta. Compile the model again after loading it"):
        model.save(str(tmp_path / "m.h5"))
    loaded = load_model(str(tmp_path / "m.h5"))
    np.testing.assert_allclose(loaded.predict(np.ones((1, 3))), model.predict(np.ones((1, 3))), rtol=1e-6)


def test_saving_and_reading_values_does_not_warn(tmp_path):
    """On torch Keras 3 makes arrays in a way that NumPy warns of."""
    model = Sequential([Dense(2, input_shape=(3,))])
    model.compile(optimizers.Adam(), "mse")
    model.train_on_batch(np.ones((1, 3)), np.ones((1, 2)))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.save(str(tmp_path / "m.h5"))
        values = [K.get_value(model.weights[0]), K.eval(model.weights[0] * 2), *K.batch_get_value(model.weights),
                  *model.get_weights(), *model.optimizer.get_weights()]
    values[0][:] = 0  # an array of one's own
    assert np.all(K.get_value(model.weights[0]) == values[2]) and np.any(values[2])
