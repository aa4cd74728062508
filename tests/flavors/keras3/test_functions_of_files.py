"""``tf`` as the functions of a file see it: what ``compat.tf`` serves, on every backend."""
import numpy as np
import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("on a Keras 2 it is TensorFlow itself", allow_module_level=True)

import keras

from compat import Lambda, tf
from compat.flavors.shared.stored_functions import callable_of
from compat.flavors.tf_root import FunctionsOfFiles
from compat.lambdas import allowed
from compat.lambdas.expression import Expression

X = np.random.RandomState(0).rand(2, 3, 4).astype("float32")
MODULES = sorted(path for path in allowed.ATTRIBUTES if path.split(".")[0] == "tf" and path not in allowed.SHELVES)


def module(root, path):
    for part in path.split(".")[1:]:
        root = getattr(root, part)
    return root


@pytest.mark.parametrize("path", MODULES)
def test_a_file_finds_every_allowed_function_that_is_served(path):
    served, found = module(tf, path), module(FunctionsOfFiles(), path)
    assert [name for name in sorted(allowed.ATTRIBUTES[path]) if hasattr(served, name) and not hasattr(found, name)] == []


STEPS = np.arange(3, dtype="float32")[None, :, None]


@pytest.mark.parametrize("text, expected", [
    ("lambda x: x * tf.cast(tf.range(1, tf.shape(x)[1] + 1), tf.float32)[tf.newaxis, :, tf.newaxis]", X * (STEPS + 1)),
    ("lambda x: x * tf.range(0.0, tf.cast(tf.shape(x)[1], tf.float32))[None, :, None]", X * STEPS),
    ("lambda x: tf.math.reduce_std(x, axis=1)", X.std(axis=1)),
    ("lambda x: tf.roll(x, 1, axis=1)", np.roll(X, 1, axis=1)),
    ("lambda x: tf.gather(x, tf.range(tf.shape(x)[1] - 1, -1, -1), axis=1)", X[:, ::-1]),
])
def test_a_function_of_a_file_computes_with_them_over_an_open_axis(text, expected):
    x = keras.Input((None, 4))
    model = keras.Model(x, Lambda(callable_of(Expression.parse(text), "steps"))(x))
    np.testing.assert_allclose(model.predict(X, verbose=0), expected, rtol=1e-5)
