"""What ``tf.keras.experimental`` had up to TensorFlow 2.4, by its formulas."""
import numpy as np
import pytest

from compat import tf
from compat.errors import NotServedError, UnsupportedError


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize("implementation", [1, 2])
def test_the_gates_of_a_peephole_cell_see_the_carry(implementation):
    cell = tf.keras.experimental.PeepholeLSTMCell(2, recurrent_activation="sigmoid", implementation=implementation)
    layer, source = tf.keras.layers.RNN(cell), np.random.RandomState(0)
    x = source.normal(size=(3, 4, 5)).astype("float32")
    layer(x)
    weights = [source.normal(size=each.shape) for each in layer.get_weights()]
    layer.set_weights(weights)
    by_name = {weight.name.split("/")[-1].split(":")[0]: value for weight, value in zip(layer.weights, weights)}
    h = c = np.zeros((3, 2))
    for step in range(4):
        i, f, g, o = np.split(x[:, step] @ by_name["kernel"] + h @ by_name["recurrent_kernel"] + by_name["bias"], 4, axis=1)
        i, f = (sigmoid(gate + by_name[name + "_gate_peephole_weights"] * c) for gate, name in ((i, "input"), (f, "forget")))
        c = f * c + i * np.tanh(g)
        h = sigmoid(o + by_name["output_gate_peephole_weights"] * c) * np.tanh(c)
    np.testing.assert_allclose(tf.keras.backend.get_value(layer(x)), h, rtol=1e-4, atol=1e-5)


def test_a_linear_cosine_decay_falls_and_swings():
    decay = tf.keras.experimental.LinearCosineDecay(0.1, 8, num_periods=2.0, alpha=0.1, beta=0.01)
    steps = np.arange(12)
    done = np.minimum(steps, 8) / 8
    expected = 0.1 * ((0.1 + 1 - done) * 0.5 * (1 + np.cos(2 * np.pi * 2.0 * done)) + 0.01)
    np.testing.assert_allclose([float(decay(step)) for step in steps], expected, rtol=1e-5)
    again = type(decay).from_config(decay.get_config())
    assert float(again(3)) == float(decay(3))


def test_noise_fades():
    decay = tf.keras.experimental.NoisyLinearCosineDecay(1.0, 100, initial_variance=0.01, variance_decay=2.0)
    plain = tf.keras.experimental.LinearCosineDecay(1.0, 100)
    first = [float(decay(0)) - float(plain(0)) for _ in range(50)]
    later = [float(decay(50)) - float(plain(50)) for _ in range(50)]
    assert 0.05 < np.std(first) < 0.2 and np.std(later) < 0.01


def test_policies_have_their_first_names_too():
    experimental = tf.keras.mixed_precision.experimental
    experimental.set_policy("mixed_bfloat16")
    try:
        layer = tf.keras.layers.Dense(2)
        assert experimental.get_layer_policy(layer).name == experimental.global_policy().name == "mixed_bfloat16"
    finally:
        experimental.set_policy(experimental.Policy("float32"))
    both = tf.keras.layers.Bidirectional(tf.keras.layers.LSTM(2, dtype=experimental.Policy("float32")))  # reads its config
    assert tuple(both(np.ones((1, 3, 2), "float32")).shape) == (1, 4)
    assert type(experimental.global_policy()).__module__.startswith("keras.")
    assert experimental.Policy("mixed_float16").loss_scale == "dynamic"
    assert float(experimental.LossScaleOptimizer(tf.keras.optimizers.SGD(0.1), "dynamic").loss_scale) == 2.0 ** 15
    with pytest.raises(UnsupportedError, match="loss_scale_factor"):
        experimental.LossScaleOptimizer(tf.keras.optimizers.SGD(0.1), 128.0)


def test_what_cannot_be_served_says_what_to_use():
    with pytest.raises(NotServedError, match="HashedCrossing"):
        tf.keras.layers.experimental.preprocessing.CategoryCrossing()
