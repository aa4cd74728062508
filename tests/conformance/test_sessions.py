"""Training in sessions of TensorFlow 1 with weights of Keras, as agents and "Keras as an interface to TensorFlow" did it.

The expected numbers follow from the formulas; the tests run on real Keras 2.2.4 too.
"""
import numpy as np
import pytest

from compat import tf
from compat.flavor import active
from compat.keras import backend as K
from compat.keras import layers as L
from compat.keras.models import Model

pytestmark = pytest.mark.skipif(active().folder == "tf_keras" or active().version.startswith("2.3."),
                                reason="TensorFlow 2 has no sessions")
X, Y = np.array([[1.0], [2.0]]), np.array([[3.0], [3.0]])


def linear(weight):
    """``y = weight * x`` of a placeholder, the variable behind it, and the mean squared error for another placeholder."""
    x, y = tf.placeholder(tf.float32, (None, 1)), tf.placeholder(tf.float32, (None, 1))
    layer = L.Dense(1, use_bias=False)
    loss = tf.reduce_mean(tf.square(layer(x) - y))
    K.set_value(layer.kernel, [[weight]])
    return x, y, layer.kernel, loss


def gradient(weight):
    return float(np.mean(2 * (weight * X - Y) * X))


def test_a_step_of_an_optimizer_runs_with_values_for_placeholders():
    x, y, kernel, loss = linear(1.0)
    step = tf.train.GradientDescentOptimizer(0.1).minimize(loss, var_list=[kernel])
    found, nothing = K.get_session().run([loss, step], feed_dict={x: X, y: Y})
    assert nothing is None and found in (pytest.approx(2.5), pytest.approx(np.mean((1.4 * X - Y) ** 2)))
    after = 1.0 - 0.1 * gradient(1.0)
    assert np.sum(K.get_value(kernel)) == pytest.approx(after)
    step.run(feed_dict={x: X, y: Y}, session=K.get_session())
    assert np.sum(K.get_value(kernel)) == pytest.approx(after - 0.1 * gradient(after))


def test_the_rate_may_be_fed_and_gradients_changed_and_the_step_counted():
    x, y, kernel, loss = linear(1.0)
    rate, count = tf.placeholder(tf.float32, ()), K.variable(0.0)
    optimizer = tf.train.MomentumOptimizer(rate, 0.5)
    clipped, norm = tf.clip_by_global_norm(tf.gradients(loss, [kernel]), 1.0)
    step = optimizer.apply_gradients(list(zip(clipped, [kernel])), global_step=count)
    K.get_session().run(tf.variables_initializer(list(optimizer.variables())) if callable(optimizer.variables) else [])
    expected, velocity = 1.0, 0.0
    for number in (1, 2):
        K.get_session().run(step, feed_dict={x: X, y: Y, rate: 0.1 * number})
        velocity = 0.5 * velocity + np.clip(gradient(expected), -1, 1)
        expected -= 0.1 * number * velocity
        assert np.sum(K.get_value(kernel)) == pytest.approx(expected)
    assert K.get_value(count) == 2.0


def test_gradients_of_an_actor_are_weighed_by_those_of_its_critic():
    state = L.Input((2,))
    actor = Model(state, L.Dense(2, use_bias=False, kernel_initializer="identity")(state))
    weights = tf.placeholder(tf.float32, (None, 2))
    [found] = tf.gradients(actor.output, actor.trainable_weights, -weights)
    data, of_critic = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]])
    assert np.allclose(K.get_session().run(found, {state: data, weights: of_critic}), -data.T @ of_critic)


def test_an_assignment_of_what_is_fed():
    variable, given = K.variable([1.0, 1.0]), tf.placeholder(tf.float32, (2,))
    K.get_value(variable)
    assert K.get_session().run(tf.assign(variable, variable + given), {given: [1.0, 2.0]}).tolist() == [2.0, 3.0]
    assert K.get_value(variable).tolist() == [2.0, 3.0]
