"""What regularization adds to the loss, when layers are frozen too. The numbers are those of real Keras 2.2.4."""
import numpy as np
import pytest

from compat.keras import backend as K
from compat.keras import regularizers
from compat.keras.layers import GRU, Bidirectional, Dense, Embedding, Input
from compat.keras.models import Model, Sequential


def ones(model):
    model.set_weights([np.ones(weight.shape) for weight in model.get_weights()])
    return model


@pytest.mark.parametrize("frozen", [False, True])
def test_a_frozen_layer_keeps_its_regularization_losses(frozen):
    model = ones(Sequential([Dense(2, input_shape=(3,), kernel_regularizer=regularizers.l2(0.5)), Dense(1)]))
    model.layers[0].trainable = not frozen
    model.compile("sgd", "mse")
    x, y = np.ones((4, 3)), np.ones((4, 1))
    assert model.evaluate(x, y, verbose=0) == pytest.approx(64 + 3)  # (9 - 1) ** 2, and half of six ones
    assert model.train_on_batch(x, y) == pytest.approx(67)
    assert np.allclose(model.get_weights()[0], 1) == frozen


def test_a_frozen_model_in_a_model_keeps_its_regularization_losses():
    x = Input((2,))
    inner = Model(x, Dense(2, kernel_regularizer=regularizers.l1(0.25), bias_regularizer=regularizers.l2(1.0))(x))
    inner.trainable = False
    y = Input((2,))
    outer = ones(Model(y, Dense(1, use_bias=False)(inner(y))))
    outer.compile("sgd", "mae")
    assert outer.evaluate(np.zeros((3, 2)), np.zeros((3, 1)), verbose=0) == pytest.approx(2 + 1 + 2)


def test_embeddings_of_a_frozen_layer():
    model = ones(Sequential([Embedding(4, 2, input_length=1, embeddings_regularizer=regularizers.l2(0.1)), Dense(1)]))
    model.layers[0].trainable = False
    model.compile("sgd", "mae")
    assert model.evaluate(np.zeros((3, 1)), np.full((3, 1, 1), 3.0), verbose=0) == pytest.approx(0.8)


@pytest.mark.parametrize("merge_mode", ["concat", "sum"])
def test_a_layer_that_goes_backwards_in_both_directions(merge_mode):
    """Keras 2 turned the second copy around, so that it goes forwards."""
    x = Input((5, 2))
    layer = Bidirectional(GRU(2, return_sequences=True, go_backwards=True), merge_mode=merge_mode)
    y = layer(x)
    assert (layer.forward_layer.go_backwards, layer.backward_layer.go_backwards) == (True, False)
    forward, backward = (Model(x, each(x)) for each in (layer.forward_layer, layer.backward_layer))
    data = np.random.RandomState(0).normal(size=(3, 5, 2))
    first, second = forward.predict(data), backward.predict(data)[:, ::-1]
    expected = np.concatenate([first, second], axis=-1) if merge_mode == "concat" else first + second
    np.testing.assert_allclose(Model(x, y).predict(data), expected, atol=1e-6)
    assert K.int_shape(y)[1:] == expected.shape[1:]


@pytest.mark.parametrize("name, expected", [("l1", 0.04), ("l2", 0.04), ("l1_l2", 0.08)])
@pytest.mark.parametrize("of", ["kernel", "activity"])
def test_regularizers_by_name(of, name, expected):
    model = ones(Sequential([Dense(2, input_shape=(2,), use_bias=False, **{of + "_regularizer": name})]))
    model.compile("sgd", "mse")
    x = np.full((1, 2), 0.5)
    factor = 0.5 if of == "activity" else 1.0  # two ones for an output, where four weights are ones
    assert model.evaluate(x, model.predict(x), verbose=0) == pytest.approx(expected * factor, rel=1e-5)
