"""``tf.compat.v1.keras``: tf.keras with the optimizers and recurrent layers of TensorFlow 1. Values are TensorFlow 2.15's."""
import importlib

import numpy as np
import pytest

from compat.flavor import active
from compat.tf import keras, keras_v1
from compat.tf.keras_v1 import Sequential, layers

pytestmark = pytest.mark.skipif(active().name not in ("keras3", "tf.keras", "tf_keras"), reason="a Keras without TensorFlow 2")
GRU, LSTM, Dense, GRUCell = layers.GRU, layers.LSTM, layers.Dense, layers.GRUCell
X = np.ones((2, 3, 1))


def test_optimizers_take_the_old_arguments():
    optimizer = keras_v1.optimizers.SGD(lr=0.5, decay=0.1)
    assert float(keras.backend.get_value(optimizer.lr)) == 0.5 and optimizer.get_config()["decay"] == 0.1
    assert isinstance(optimizer, keras.optimizers.legacy.SGD)
    assert keras_v1.optimizers.schedules is keras.optimizers.schedules


def test_recurrent_layers_have_the_hard_sigmoid():
    model = Sequential([LSTM(2, input_shape=(3, 1), kernel_initializer="ones", recurrent_initializer="ones"),
                        Dense(1, kernel_initializer="ones")])
    model.compile(keras_v1.optimizers.SGD(lr=0.5), "mse")
    np.testing.assert_allclose(model.predict(X, verbose=0), np.full((2, 1), 1.9387861), rtol=1e-5)
    np.testing.assert_allclose(model.train_on_batch(X, np.ones((2, 1))), 0.8813, rtol=1e-4)


def test_defaults_yield_to_what_is_stated():
    layer = GRU(2, "relu", "sigmoid")
    assert layer.recurrent_activation is keras.layers.GRU(2).recurrent_activation
    assert not layer.reset_after and not GRUCell(2).reset_after and keras.layers.GRU(2).reset_after
    assert GRU(2, reset_after=True).reset_after


def test_classes_mix(tmp_path):
    class Own(LSTM):
        def __init__(self, units, **kwargs):
            super().__init__(units, **kwargs)

    layer, own = LSTM(2), Own(3)
    assert isinstance(layer, LSTM) and isinstance(layer, keras.layers.LSTM)
    assert isinstance(own, Own) and isinstance(own, LSTM) and not isinstance(layer, Own)
    assert own.recurrent_activation is layer.recurrent_activation
    assert keras_v1.layers.Dense is keras.layers.Dense and keras_v1.Model is keras.Model
    model = Sequential([LSTM(2, input_shape=(3, 1))])
    path = str(tmp_path / "m.h5")
    model.save(path)
    np.testing.assert_allclose(keras_v1.models.load_model(path).predict(X, verbose=0), model.predict(X, verbose=0), rtol=1e-6)


def test_names_that_tensorflow_2_changed():
    assert keras_v1.losses.cosine_proximity is keras.losses.cosine_similarity
    assert {"LSTM", "Dense"} <= set(dir(keras_v1.layers)) and "layers" in dir(keras_v1)
    assert importlib.import_module("compat.tf.keras_v1.layers") is layers
    assert importlib.import_module("compat.tf.keras_v1.models") is importlib.import_module("compat.tf.keras.models")
    assert not hasattr(keras_v1.layers, "no_such_layer") and not hasattr(keras_v1, "no_such_module")
