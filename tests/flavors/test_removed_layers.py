"""The layers that Keras removed, on every flavor, against NumPy."""
from typing import NamedTuple

import numpy as np
import pytest

from compat.api.names import BY_MODULE
from compat.api.weights import REMOVED
from compat.era import Era
from compat.flavors import is_served, loading
from compat.hub.custom_objects import CustomObjects


def numbers(*shape):
    return np.random.RandomState(sum(shape)).uniform(-1, 1, shape).astype("float32")


def highway(x, w, carry, b, b_carry):
    gate = 1 / (1 + np.exp(-(x @ carry + b_carry)))
    return gate * np.tanh(x @ w + b) + (1 - gate) * x


def maxout(x, w, b):
    return np.max([x @ w[i] + b[i] for i in range(len(w))], axis=0)


def srelu(x, t_left, a_left, t_right, a_right):
    t_right = t_left + np.abs(t_right)
    middle = np.where(x < t_left, t_left + a_left * (x - t_left), x)
    return np.where(x > t_right, t_right + a_right * (x - t_right), middle)


def parametric_softplus(x, alphas, betas):
    return alphas * np.log1p(np.exp(betas * x))


#: Layer → its arguments, and what it computes.
EXPECTED = {
    "Highway": ({"activation": "tanh"}, highway),
    "MaxoutDense": ({"output_dim": 2, "nb_feature": 5}, maxout),
    "SReLU": ({}, srelu),
    "ParametricSoftplus": ({}, parametric_softplus),
}


def test_each_has_its_numbers():
    assert set(EXPECTED) == set(REMOVED)


class Stored(NamedTuple):
    """The arrays of one layer, as a file gives them."""

    path: tuple
    arrays: list
    datasets: tuple = ()

    def read(self):
        return self.arrays


@pytest.mark.parametrize("name", sorted(REMOVED))
def test_a_file_that_holds_it_gives_what_numpy_computes(name):
    arguments, compute = EXPECTED[name]
    layers = [{"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None, 3]}},
              {"class_name": name, "config": dict(arguments, name="removed")}]
    spec = {"class_name": "Sequential", "config": {"name": "m", "layers": layers}}
    built = loading().build(spec, CustomObjects({}, {}), Era("1.2.2"), 1 << 20)
    weights = [numbers(*(int(size) for size in weight.shape)) for weight in built.model.weights]
    loading().assign(built, [Stored(built.layers[-1][0], weights)])
    x = 3 * numbers(4, 3)
    np.testing.assert_allclose(loading().predict(built.model, [x])[0], compute(x, *weights), atol=1e-5)


@pytest.mark.parametrize("name", sorted(set(REMOVED) & set(BY_MODULE["keras.layers"])))
def test_code_may_import_it(name):
    assert is_served("keras.layers", name)
