"""Names that only Keras 1 had, and Keras 2.0 and 2.1 in part: ``merge``, ``Merge``; and what the error says of the others.

The numbers are those of Keras 1.2.2 with TensorFlow 1.8.
"""
import importlib

import numpy as np
import pytest

from compat.api.keras1_names import ADVICE
from compat.api.names import lookup
from compat.errors import ImportNotServedError, NotServedError
from compat.keras import layers
from compat.keras.engine.topology import Merge, merge
from compat.keras.layers import Input
from compat.keras.models import Model

pytestmark = pytest.mark.filterwarnings("ignore:merge and Merge are of Keras 1:DeprecationWarning")
X1, X2 = np.random.RandomState(0).rand(2, 3), np.random.RandomState(1).rand(2, 3)
T1, T2 = np.random.RandomState(0).rand(2, 4, 3), np.random.RandomState(1).rand(2, 5, 3)


def merged(arrays, **arguments):
    inputs = [Input(array.shape[1:]) for array in arrays]
    return Model(inputs, merge(inputs, **arguments)).predict(arrays)


@pytest.mark.parametrize("arguments, shape, values", [
    ({}, (2, 3), [0.9658, 1.4355, 0.6029, 0.8472, 0.5704, 0.7382]),
    ({"mode": "mul"}, (2, 3), [0.2289, 0.5152, 0.0001, 0.1647, 0.0622, 0.0596]),
    ({"mode": "ave"}, (2, 3), [0.4829, 0.7178, 0.3014, 0.4236, 0.2852, 0.3691]),
    ({"mode": "max"}, (2, 3), [0.5488, 0.7203, 0.6028, 0.5449, 0.4237, 0.6459]),
    ({"mode": "concat"}, (2, 6), [0.5488, 0.7152, 0.6028, 0.4170, 0.7203, 0.0001, 0.5449, 0.4237]),
    ({"mode": "dot", "dot_axes": 1}, (2, 1), [0.7441, 0.2866]),
    ({"mode": "cos", "dot_axes": [[1], [1]]}, (2, 1, 1), [0.8244, 0.8698]),
    ({"mode": lambda t: t[0] - 2 * t[1], "output_shape": lambda s: s[0]}, (2, 3), [-0.2852, -0.7255, 0.6025, -0.0598]),
    ({"mode": lambda t, k: t[0] * k, "output_shape": (3,), "arguments": {"k": 3}}, (2, 3), [1.6464, 2.1456, 1.8083]),
])
def test_merge_by_its_mode(arguments, shape, values):
    found = merged([X1, X2], **arguments)
    assert found.shape == shape
    np.testing.assert_allclose(found.ravel()[:len(values)], values, atol=6e-5)


def test_merge_over_time():
    found = merged([T1, T2], mode="dot", dot_axes=[2, 2])
    np.testing.assert_allclose(found[0, 0], [0.7441, 0.3265, 0.5885, 1.0085, 0.7567], atol=6e-5)
    assert merged([T1, T2], mode="concat", concat_axis=1).shape == (2, 9, 3)


def test_the_module_merge_is_the_function_too():
    x = Input((3,), name="left")
    assert layers.merge([x, x], mode="sum").shape[-1] == 3 == layers.merge.add([x, x]).shape[-1]


def test_a_merge_layer_takes_tensors():
    inputs = [Input((3,)), Input((3,))]
    model = Model(inputs, Merge(mode="max", name="greatest")(inputs))
    assert model.layers[-1].name == "greatest"
    np.testing.assert_allclose(model.predict([X1, X2]), np.maximum(X1, X2), rtol=1e-6)


def test_what_merge_cannot_do_is_said():
    with pytest.raises(NotServedError, match="Model\\(\\[left.input, right.input\\], x\\)"):
        Merge([Model, Model], mode="concat")
    with pytest.raises(ValueError, match="sum, mul"):
        merge([Input((3,))], mode="join")


@pytest.mark.parametrize("name", sorted(ADVICE))
def test_a_name_of_keras_1_says_what_is_in_its_place(name):
    module, _, last = name.rpartition(".")
    assert lookup(module, last) is None
    assert not hasattr(importlib.import_module("compat." + module), last)
    with pytest.raises(ImportNotServedError, match="Keras 1"):
        exec("from compat.{} import {}".format(module, last))
