"""Layers whose constructor a decorator wraps, as those of Keras 2 itself and of code that took arguments of Keras 1."""
import functools
import warnings

import numpy as np
import pytest

from compat.keras.layers import Dense, Input, Layer
from compat.keras.legacy.interfaces import generate_legacy_interface
from compat.keras.models import Model, Sequential, model_from_json


def catching_all(init):
    @functools.wraps(init)
    def wrapper(*args, **kwargs):
        return init(*args, **kwargs)

    return wrapper


def naming_self(init):
    @functools.wraps(init)
    def wrapper(self, *args, **kwargs):
        return init(self, *args, **kwargs)

    return wrapper


def without_wraps(init):
    return lambda *args, **kwargs: init(*args, **kwargs)


DECORATORS = [catching_all, naming_self, without_wraps, generate_legacy_interface(conversions=[("power", "exponent")])]


def raised(decorator):
    class Raised(Layer):
        @decorator
        def __init__(self, exponent=2.0, **kwargs):
            super().__init__(**kwargs)
            self.exponent = exponent

        def call(self, x):
            return x ** self.exponent

        def get_config(self):
            return dict(super().get_config(), exponent=self.exponent)

    return Raised


@pytest.mark.parametrize("decorator", DECORATORS)
def test_a_layer_takes_its_arguments_by_position_and_by_name(decorator):
    kind = raised(decorator)
    rows = np.array([[1.0, 2, 3]], "float32")
    for layer in (kind(3.0, input_shape=(3,), name="raised"), kind(exponent=3.0, input_shape=(3,), name="raised")):
        model = Sequential([layer])
        np.testing.assert_allclose(model.predict(rows), rows ** 3)
        again = model_from_json(model.to_json(), custom_objects={"Raised": kind})
        np.testing.assert_allclose(again.predict(rows), rows ** 3)
    np.testing.assert_allclose(Sequential([kind(input_shape=(3,))]).predict(rows), rows ** 2)


def test_a_decorator_of_legacy_interfaces_converts_an_argument_of_a_layer_of_ones_own():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert raised(DECORATORS[-1])(power=4.0).exponent == 4.0


@pytest.mark.parametrize("decorator", DECORATORS[:3])
def test_a_subclass_of_a_built_in_layer(decorator):
    class Scaled(Dense):
        @decorator
        def __init__(self, units, scale=2.0, **kwargs):
            super().__init__(units, **kwargs)
            self.scale = scale

        def call(self, x):
            return self.scale * super().call(x)

    x = Input((2,))
    model = Model(x, Scaled(1, kernel_initializer="ones", use_bias=False)(x))
    np.testing.assert_allclose(model.predict(np.array([[1.0, 2]])), [[6.0]])
