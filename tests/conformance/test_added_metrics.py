"""``add_metric`` of what a metric gave in a layer's ``call``: the numbers of the real tf.keras 2.15."""
import numpy as np
import pytest

import compat
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().name == "multibackend", reason="there is no tf.keras of TensorFlow 2")
EXPECTED = {"loss": [0.72, 0.714], "binary_accuracy": [0.35, 0.35], "sum": [4.1104, 4.1303]}
EVALUATED = [0.7222165, 0.35, 12.4610185]


class Endpoint(keras.layers.Layer):
    """Loss and accuracy of outputs, for a model whose targets are an input."""

    def __init__(self, name=None):
        super(Endpoint, self).__init__(name=name)
        self.loss_fn = keras.losses.BinaryCrossentropy(from_logits=True)
        self.accuracy_fn = keras.metrics.BinaryAccuracy()

    def call(self, targets, logits, sample_weights=None):
        self.add_loss(self.loss_fn(targets, logits, sample_weights))
        accuracy = self.accuracy_fn(targets, logits, sample_weights)
        self.add_metric(accuracy, name="accuracy")
        return keras.backend.softmax(logits)


def model():
    inputs, targets = keras.Input(shape=(3,), name="inputs"), keras.Input(shape=(4,), name="targets")
    logits = keras.layers.Dense(4, kernel_initializer="ones")(inputs)
    made = keras.Model([inputs, targets], Endpoint(name="predictions")(targets, logits))
    made.add_metric(keras.backend.sum(logits), name="sum", aggregation="mean")
    made.compile(keras.optimizers.legacy.SGD(0.1))
    return made


def test_a_metric_of_a_layer_is_logged_once_under_its_own_name():
    random = np.random.RandomState(0)
    data = {"inputs": random.uniform(-1, 1, (5, 3)), "targets": random.randint(0, 2, (5, 4)).astype("float32")}
    made = model()
    logs = made.fit(data, batch_size=2, epochs=2, shuffle=False, verbose=0).history
    assert made.metrics_names == ["loss", "binary_accuracy", "sum"]
    found = {name: [round(float(value), 4) for value in values] for name, values in logs.items()}
    assert found == EXPECTED
    evaluated = made.evaluate(data, batch_size=5, verbose=0)
    np.testing.assert_allclose(evaluated, EVALUATED, rtol=1e-4)


class Counting(keras.layers.Layer):
    """The mean of its inputs, as a metric, and the accuracy that a metric of its own gives."""

    def __init__(self):
        super().__init__()
        self.accuracy_fn = keras.metrics.BinaryAccuracy()

    def call(self, inputs):
        self.add_metric(self.accuracy_fn(keras.backend.ones_like(inputs), inputs), name="accuracy")
        self.add_metric(keras.backend.mean(inputs), name="level", aggregation="mean")
        return inputs


def results(layer):
    return {metric.name: float(metric.result()) for metric in layer.metrics}


def test_a_call_outside_of_a_model_counts_at_once():
    with compat.Era("2.15"):
        layer = Counting()
        layer(keras.backend.constant([[1.0, 3.0]]))
        assert results(layer) == {"binary_accuracy": 1.0, "level": 2.0}
        layer(keras.backend.constant([[-1.0, -3.0]]))
        assert results(layer) == {"binary_accuracy": 0.5, "level": 0.0}


def test_the_accuracy_of_one_logit_compares_it_with_a_half():
    made = keras.Sequential([keras.layers.Dense(1, kernel_initializer="ones", input_shape=(1,))])
    made.compile("sgd", keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
    logits, labels = np.array([[1.7], [0.6], [-0.7], [0.3]]), np.array([[1.0], [1.0], [0.0], [0.0]])
    assert made.evaluate(logits, labels, verbose=0)[1] == pytest.approx(1.0)
