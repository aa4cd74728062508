"""Models taken apart as programs of the time of transfer learning did it; the real Keras 2.2.4 runs this too."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras.layers import Dense, Input
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
