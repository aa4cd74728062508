"""What both files of tests of ``compat compare`` make their models with."""
import numpy as np

from compat.keras.layers import Dense
from compat.keras.models import Sequential

X = np.random.RandomState(0).uniform(-2, 2, (4, 3)).astype("float32")
STEPS = np.array([[[1, 2], [3, 1], [0, 0]], [[2, 1], [0, 0], [0, 0]]], "float32")


def dense(units=2, activation="tanh", out="out"):
    """Two dense layers."""
    model = Sequential(name="net")
    model.add(Dense(4, activation=activation, input_shape=(3,), name="hidden"))
    model.add(Dense(units, name=out))
    return model


def twins(*models):
    """Models with the weights of the first."""
    for model in models[1:]:
        model.set_weights(models[0].get_weights())
    return models
