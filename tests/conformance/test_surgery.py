"""Models taken apart as programs of the time of transfer learning did it; the real Keras 2.2.4 runs this too."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras.layers import Add, Dense, Input
from compat.keras.models import Model, Sequential, clone_model

pytestmark = pytest.mark.skipif(
    active().name not in ("keras3", "multibackend") or active().name == "multibackend" and active().version.startswith("2.3"),
    reason="what Keras 2.2.4 allowed, and Keras 3 with what differs bridged")

X = np.ones((1, 3))


def dense(units, name, **kwargs):
    return Dense(units, kernel_initializer="ones", name=name, **kwargs)


def network():
    x = Input((3,))
    return Model(x, dense(1, "c")(dense(2, "b")(dense(4, "a")(x))))


def test_a_popped_layer_is_no_longer_listed():
    model = network()
    model.layers.pop()
    assert [layer.name for layer in model.layers[1:]] == ["a", "b"]
    features = Model(model.input, model.layers[-1].output)
    np.testing.assert_allclose(features.predict(X), [[12.0, 12.0]])
    np.testing.assert_allclose(model.predict(X), [[24.0]])


def test_other_outputs_are_assigned():
    model = network()
    model.layers.pop()
    model.outputs = [model.layers[-1].output]
    model.layers[-1].outbound_nodes = []
    np.testing.assert_allclose(model.predict(X), [[12.0, 12.0]])


def test_a_stack_goes_on_from_an_assigned_output():
    model = Sequential([dense(4, "a", input_shape=(3,)), dense(2, "b"), dense(1, "c")])
    model.outputs = [model.layers[-2].output]
    model.add(dense(3, "d"))
    assert model.output_shape == (None, 3)
    np.testing.assert_allclose(model.predict(X), [[24.0] * 3])


def test_a_clone_has_the_methods_of_its_class():
    model = Sequential([dense(4, "a", input_shape=(3,)), dense(2, "b", activation="softmax")])
    clone = clone_model(model)
    clone.set_weights(model.get_weights())
    assert clone.predict_classes(X).tolist() == [0]
    assert hasattr(clone_model(network()), "fit_generator")


def test_a_clone_is_not_compiled():
    model = network()
    model.compile("sgd", lambda true, predicted: K.mean(K.abs(true - predicted), axis=-1))
    copy = clone_model(model)
    assert not getattr(copy, "optimizer", None) and model.optimizer
    with pytest.raises(RuntimeError):
        copy.train_on_batch(X, np.ones((1, *K.int_shape(copy.output)[1:])))


def test_inputs_are_taken_away_and_set_again():
    x = Input((3,))
    model = Model(x, Dense(2)(x))
    expected = model.predict(np.ones((1, 3)))
    with pytest.raises(ValueError, match="already set"):
        model._set_inputs([x])
    model.inputs = None
    model._set_inputs([x])
    assert model.inputs[0] is x
    np.testing.assert_allclose(model.predict([np.ones((1, 3))]), expected, rtol=1e-5)


def test_a_sequential_without_an_input_learns_it_from_a_list_of_one_array():
    model = Sequential([Dense(2)])
    assert model.predict([np.ones((4, 3))]).shape == (4, 2)


def test_a_copy_takes_its_inputs_from_variables():
    a, b = Input((3,)), Input((3,))
    values = [K.variable(np.ones((2, 3))), K.variable(np.ones((2, 3)))]
    copy = clone_model(Model([a, b], Dense(1)(Add()([a, b]))), input_tensors=values)
    copy.compile("sgd", "mse")
    assert np.isfinite(copy.train_on_batch(None, np.ones((2, 1))))


@pytest.mark.parametrize("listed", [False, True])
def test_a_copy_of_a_model_with_one_input_is_made_on_a_tensor(listed):
    x, other = Input((3,)), Input((3,))
    model = Model(x, Dense(2)(x))
    copy = clone_model(model, input_tensors=[other] if listed else other)
    copy.set_weights(model.get_weights())
    np.testing.assert_allclose(copy.predict(np.ones((1, 3))), model.predict(np.ones((1, 3))), rtol=1e-6)
