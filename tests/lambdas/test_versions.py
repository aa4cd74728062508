"""Lambdas of tf.keras call TensorFlow 2, and the expression of one says so where that makes a difference."""
import pytest

from compat.lambdas import Expression
from compat.lambdas.versions import for_tensorflow_2

NAMES = ("image.resize", "math.reduce_std", "where")


def rewritten(text):
    return for_tensorflow_2(Expression.parse(text), NAMES).check().source()


@pytest.mark.parametrize("text, expected", [
    ("lambda x: tf.where(x > 0, x, 0)", "lambda x: tf.compat.v2.where(x > 0, x, 0)"),
    ("lambda x: [tf.reshape(tf.image.resize(x, (2, 2)), (4,))]",
     "lambda x: [tf.reshape(tf.compat.v2.image.resize(x, (2, 2)), (4,))]"),
    ("lambda x: (lambda y: tf.math.reduce_std(y, axis=1))(x)",
     "lambda x: (lambda y: tf.compat.v2.math.reduce_std(y, axis=1))(x)"),
])
def test_a_function_that_differs_is_called_by_its_path_in_tensorflow_2(text, expected):
    assert rewritten(text) == expected


@pytest.mark.parametrize("text", [
    "lambda x: tf.compat.v1.image.resize(x, (2, 2))",
    "lambda x: tf.reduce_mean(x, axis=1)",
    "lambda tf: tf.shape[1]",
    "lambda x: K.resize_images(x, 2, 2, 'channels_last')",
])
def test_everything_else_stays_as_it_was(text):
    assert rewritten(text) == text


def test_the_path_leads_to_tensorflow_2_and_not_back_to_the_namespace():
    class Module:
        def __init__(self, **parts):
            vars(self).update(parts)

    tf = Module(where=lambda x: "1", compat=Module(v1=None, v2=Module(where=lambda x: "2")))
    called = for_tensorflow_2(Expression.parse("lambda x: (tf.where(x), tf.compat.v1.where(x))"), NAMES)
    assert called.bind({"tf": tf})(0) == ("2", "1")
