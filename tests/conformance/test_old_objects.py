"""Losses, metrics, regularizers and optimizers as objects, as Keras 2.2.4 had them, which runs these tests too."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import activations, losses, metrics, optimizers
from compat.keras import backend as K
from compat.keras.layers import LSTM, Average, Dense, Input, Layer
from compat.keras.models import Model, load_model
from compat.keras.utils import CustomObjectScope

pytestmark = pytest.mark.skipif(active().name != "keras3" and not active().version.startswith("2.2."),
                                reason="the objects are those of Keras 2.2.4")


class Shares:
    """A loss with a configuration and no ``from_config``."""

    def __init__(self, share):
        self.share = share

    def __call__(self, y_true, y_pred):
        return self.share * losses.mse(y_true, y_pred) + (1 - self.share) * losses.mae(y_true, y_pred)

    def get_config(self):
        return {"share": self.share}


class Positives(Layer):
    """Counts the ones among the labels of all batches."""

    def __init__(self, name="positives", **kwargs):
        super().__init__(name=name, **kwargs)
        self.stateful = True
        self.count = K.variable(0, dtype="int32")

    def reset_states(self):
        K.set_value(self.count, 0)

    def __call__(self, y_true, y_pred):
        found, before = K.cast(K.sum(y_true), "int32"), self.count * 1
        self.add_update(K.update_add(self.count, found), inputs=[y_true, y_pred])
        return before + found


def test_an_object_with_a_configuration_is_a_loss(tmp_path):
    assert losses.serialize(Shares(0.25)) == {"class_name": "Shares", "config": {"share": 0.25}}
    with CustomObjectScope({"Shares": Shares}):
        assert losses.deserialize(losses.serialize(Shares(0.25))).share == 0.25
        x = Input((2,))
        model = Model(x, Dense(1, kernel_initializer="ones", name="out")(x))
        model.compile("sgd", {"out": Shares(0.25)})
        model.save(str(tmp_path / "m.h5"))
        again = load_model(str(tmp_path / "m.h5"))
    assert again.evaluate(np.ones((4, 2)), np.zeros((4, 1)), verbose=0) == pytest.approx(0.25 * 4 + 0.75 * 2)


@pytest.mark.skipif(active().name != "keras3", reason="TensorFlow 1 may read the count before or after it grows")
def test_a_stateful_layer_counts_over_the_batches_of_an_epoch():
    config = metrics.serialize(Positives())
    counting = metrics.deserialize(config, custom_objects={"Positives": Positives})
    x = Input((2,))
    model = Model(x, Dense(1)(x))
    model.compile("sgd", "mse", metrics=[counting])
    y = np.array([0, 1, 1, 0, 1, 1, 1, 0]).reshape(-1, 1)
    assert model.fit(np.ones((8, 2)), y, batch_size=2, epochs=2, verbose=0).history["positives"] == [5, 5]
    assert model.evaluate(np.ones((8, 2)), y, batch_size=3, verbose=0)[1] == 5


def test_a_model_lists_the_losses_of_each_call_of_a_shared_layer():
    layer, a, b = Dense(2, kernel_regularizer="l1", activity_regularizer="l1"), Input((3,)), Input((3,))
    second = layer(b)
    model = Model([a, b], Average()([layer(a), second]))
    model.add_loss(K.mean(second))
    model.add_loss(1)
    assert len(model.losses) == 5
    model.compile("sgd", "mse")
    assert len(model.losses) == 5


def test_an_optimizer_is_made_from_its_configuration():
    config = optimizers.serialize(optimizers.SGD(lr=0.5, momentum=0.9))
    again = optimizers.serialize(optimizers.deserialize(config))
    assert config["class_name"] == "sgd" and config["config"] == again["config"]


def test_constants_that_a_loss_and_a_regularizer_make_as_variables():
    """K.eye, K.ones and K.variable make variables of the graph there, once; here tensors in each step."""
    def orthogonal(kernel):
        return 0.5 * K.sum(K.square(K.dot(K.transpose(kernel), kernel) - K.eye(2)))

    def weighted(y_true, y_pred):
        return K.mean(K.square(y_true - y_pred) * K.variable([1.0, 3.0]) * K.ones((2,)), axis=-1)

    x = Input((2,))
    model = Model(x, Dense(2, kernel_initializer="ones", kernel_regularizer=orthogonal)(x))
    model.compile(optimizers.SGD(0.0), weighted)
    expected = 0.5 * (1 + 4 + 4 + 1) + 2.0 * 4.0
    for _ in range(2):
        assert np.isclose(model.train_on_batch(np.ones((3, 2)), np.zeros((3, 2))), expected)


def test_activations_have_their_names():
    layer = LSTM(2, activation="hard_sigmoid")
    assert layer.activation.__name__ == activations.hard_sigmoid.__name__ == "hard_sigmoid"
    assert layer.activation is activations.hard_sigmoid and layer.get_config()["activation"] == "hard_sigmoid"
