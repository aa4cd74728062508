import os

import numpy as np
from my_layers import Scale

from compat.flavor import active
from compat.keras.layers import Dense, Input
from compat.keras.models import Model


def test_the_layer_multiplies():
    inputs = Input((3,))
    layer = Scale()
    model = Model(inputs, layer(inputs))
    layer.set_weights([np.array([1.0, 2.0, 3.0])])
    np.testing.assert_allclose(model.predict(np.ones((2, 3))), [[1, 2, 3]] * 2)


def test_a_model_with_the_layer_learns():
    inputs = Input((3,))
    model = Model(inputs, Dense(1)(Scale()(inputs)))
    model.compile("sgd", "mse")
    x, y = np.ones((8, 3)), np.ones((8, 1))
    before = model.evaluate(x, y, verbose=0)
    model.fit(x, y, epochs=5, verbose=0)
    assert model.evaluate(x, y, verbose=0) < before


def test_the_cell_is_the_one_that_was_asked_for():
    assert active().name == os.environ["COMPAT_FLAVOR"]
