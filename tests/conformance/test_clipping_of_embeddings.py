"""Clipped gradients of an ``Embedding``: TensorFlow 2 clips what each read of a row adds. Numbers of tf.keras 2.15."""
import numpy as np
import pytest

from compat import tf
from compat.flavor import active

pytestmark = pytest.mark.skipif(active().folder != "tf_keras" and (active().backend, active().name) != ("tensorflow", "keras3"),
                                reason="other backends add up what the reads of a row give before it is clipped")
TABLE = np.arange(8.0).reshape(4, 2) / 4
TRAINED = [
    ({"clipnorm": 0.5}, [0.0, 0.25, 0.46918, 0.71928, 1.00505, 1.25503, 1.41928, 1.66958]),
    ({"clipvalue": 0.3}, [0.0, 0.25, 0.56, 0.81, 1.06, 1.31, 1.38, 1.63]),
    ({"global_clipnorm": 0.5}, [0.0, 0.25, 0.48906, 0.7391, 1.00166, 1.25165, 1.47184, 1.72193]),
]


@pytest.mark.parametrize("clipping, expected", TRAINED, ids=["norm", "value", "global-norm"])
@pytest.mark.parametrize("legacy", [False, True])
def test_two_steps_of_sgd(legacy, clipping, expected):
    layers = tf.keras.layers
    model = tf.keras.Sequential([layers.Embedding(4, 2, input_length=3), layers.Flatten(), layers.Dense(1)])
    model.build((None, 3))
    model.set_weights([TABLE, np.full((6, 1), 0.5), np.zeros(1)])
    optimizers = tf.keras.optimizers.legacy if legacy else tf.keras.optimizers
    model.compile(optimizers.SGD(learning_rate=0.1, **clipping), "mse")
    for _ in range(2):
        model.train_on_batch(np.array([[1, 1, 2], [1, 3, 3]]), np.array([[3.0], [-2.0]]))
    np.testing.assert_allclose(np.ravel(model.get_weights()[0]), expected, atol=2e-5)
