"""Labels of shape (n,) for outputs (n, 1), and labels of whole numbers, in losses and metrics of Keras 2.3 and tf.keras.

The expected numbers are those that real Keras 2.3.1 and tf.keras 2.4 to 2.15 printed.
"""
import numpy as np
import pytest

from compat.flavor import active
from compat.tf import keras

if active().name == "multibackend":
    pytest.skip("tf.keras", allow_module_level=True)

LABELS, OUTPUTS = np.array([2, 4, 6]), np.array([[1], [3], [5]])


@pytest.mark.parametrize("name, expected", [
    ("Poisson", -0.44045848), ("CosineSimilarity", 0.9969293), ("BinaryCrossentropy", -30.666477), ("LogCoshError", 0.4337809),
    ("MeanSquaredError", 1.0)])
def test_a_metric_alone_takes_a_vector_of_labels_for_one_sample(name, expected):
    """Whole numbers, as numbers of the metric's dtype; the axis of size one goes."""
    metric = getattr(keras.metrics, name)()
    metric.update_state(LABELS, OUTPUTS)
    metric.update_state(np.array([2]), np.array([[3]]))
    assert np.isclose(np.asarray(metric.result()), expected, rtol=1e-5)


def test_labels_of_another_rank_are_not_broadcast():
    metric = keras.metrics.BinaryAccuracy()
    metric.update_state([[1], [1]], [[[1]], [[0]]])
    assert np.asarray(metric.result()) == 0.5


def test_a_loss_alone_takes_tensors_of_another_rank_for_one_sample_and_broadcasts_arrays():
    loss = keras.losses.MeanSquaredError(reduction="sum")
    labels, outputs = LABELS.astype("float32"), OUTPUTS.astype("float32")
    assert np.asarray(loss(keras.backend.constant(labels), keras.backend.constant(outputs))) == 1.0
    assert np.asarray(loss(labels, outputs)) == 19.0


@pytest.mark.parametrize("labels", [np.arange(4.0), np.arange(4.0)[:, None]])
def test_losses_and_metrics_of_the_program_get_labels_of_the_rank_of_the_outputs(labels):
    """A difference with labels (n,) would be one of all pairs."""
    class Distance(keras.metrics.Metric):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.total = self.add_weight(name="total", initializer="zeros")

        def update_state(self, y_true, y_pred, sample_weight=None):
            difference = y_true - y_pred
            if sample_weight is not None:
                difference = difference * sample_weight
            self.total.assign_add(keras.backend.sum(difference))

        def result(self):
            return self.total

        def reset_state(self):
            self.total.assign(0.0)

        reset_states = reset_state

    class Loss(keras.losses.Loss):
        def call(self, y_true, y_pred):
            return keras.backend.mean(keras.backend.abs(y_true - y_pred), axis=-1)

    model = keras.models.Sequential([keras.layers.Dense(1, kernel_initializer="zeros", input_shape=(3,))])
    model.compile("sgd", Loss(), metrics=[Distance(name="plain")], weighted_metrics=[Distance(name="weighted")])
    found = model.evaluate(np.ones((4, 3)), labels, sample_weight=np.array([1.0, 0.0, 1.0, 1.0]), verbose=0, batch_size=2)
    assert np.allclose(found, [1.25, 6.0, 5.0])


def test_a_loss_of_the_program_gets_whole_numbers_as_they_are():
    """So that it may count with them; a loss of Keras in it takes them for numbers of the outputs' dtype."""
    def of_chosen(y_true, y_pred):
        kinds.append(str(y_true.dtype))
        shares = keras.backend.sum(keras.backend.one_hot(y_true[:, 0], 3) * y_pred, axis=-1)
        return shares + 0.0 * keras.losses.mean_squared_error(y_true, y_pred)

    kinds = []
    model = keras.models.Sequential([keras.layers.Dense(3, kernel_initializer="ones", use_bias=False, input_shape=(2,))])
    model.compile("sgd", of_chosen)
    assert np.isclose(model.evaluate(np.array([[1.0, 0.0], [2.0, 0.0]]), np.array([2, 0]), verbose=0), 1.5)
    assert kinds and "int" in kinds[-1]  # the first may be the call that describes it
