"""``tf.metrics`` of TensorFlow 1 in metric functions and sessions, with what Keras 2.2.4 on TensorFlow 1.15 printed."""
import numpy as np
import pytest

from compat import tf
from compat.errors import UnsupportedError
from compat.keras import backend as K
from compat.keras.layers import Dense
from compat.keras.models import Sequential

X = np.random.RandomState(1).uniform(-1, 1, (12, 4))
Y = np.array([0, 1, 0, 1, 1, 0] * 2)


def compiled(function, **kwargs):
    def metric(labels, outputs):
        value = function(labels, outputs)
        K.get_session().run(tf.local_variables_initializer())
        return value

    model = Sequential([Dense(1, activation="sigmoid", kernel_initializer="ones", **kwargs)])
    model.compile("sgd", "binary_crossentropy", metrics=[metric])
    return model


@pytest.mark.parametrize("function, printed", [
    (lambda t, p: tf.metrics.mean(p)[1], [0.4660, 0.4410, 0.4511]),
    (lambda t, p: tf.metrics.mean(p)[0], [0.0, 0.0, 0.0]),
    (lambda t, p: tf.metrics.precision(t, tf.round(p))[1], [0.4, 0.3397, 0.3657]),
    (lambda t, p: tf.metrics.recall(t, tf.cast(p > 0.5, tf.float32))[1], [0.3333, 0.2611, 0.2897]),
    (lambda t, p: tf.metrics.auc(t, p, curve="PR", num_thresholds=20)[1], [0.4725, 0.4439, 0.4551]),
    (lambda t, p: tf.metrics.auc(t, p, num_thresholds=20, summation_method="minoring")[1], [0.3056, 0.2775, 0.2881]),
    (lambda t, p: tf.metrics.auc(t, p, summation_method="careful_interpolation", curve="PR")[1], [0.5209, 0.4863, 0.5002]),
    (lambda t, p: tf.metrics.root_mean_squared_error(t, p)[1], [0.6052, 0.6151, 0.6114]),
    (lambda t, p: tf.metrics.true_positives(t, tf.round(p))[1], [2.0, 2.6667, 4.6667]),
    (lambda t, p: tf.metrics.false_positives(t, tf.round(p))[1], [3.0, 5.0, 8.0]),
    (lambda t, p: tf.metrics.sensitivity_at_specificity(t, p, 0.5)[1], [0.3333, 0.2611, 0.2897]),
    (lambda t, p: tf.metrics.mean_iou(tf.cast(t, tf.int32), tf.cast(tf.round(p), tf.int32), 2)[0], [0.0, 0.0, 0.0]),
])
def test_a_metric_function_counts_over_batches_and_evaluations(function, printed):
    model = compiled(function, input_dim=4)
    found = [model.evaluate(X, Y, verbose=0, batch_size=size)[1] for size in (12, 4, 4)]
    np.testing.assert_allclose(found, printed, atol=6e-5)


def test_training_and_validation_count_on():
    model = compiled(lambda t, p: tf.metrics.mean(p)[1], input_dim=4)
    history = model.fit(X, Y, verbose=0, epochs=2, batch_size=4, shuffle=False, validation_data=(X, Y)).history
    np.testing.assert_allclose(history["metric"], [0.3839, 0.4516], atol=6e-5)
    np.testing.assert_allclose(history["val_metric"], [0.4414, 0.4560], atol=6e-5)


def test_a_session_runs_value_update_and_initializer():
    session, given = K.get_session(), K.placeholder(shape=(None,))
    value, update = tf.metrics.mean(given)
    session.run(tf.local_variables_initializer())
    assert session.run(update, {given: np.array([1.0, 2.0])}) == 1.5
    assert session.run(update, {given: np.array([6.0])}) == 3.0 == session.run(value)
    session.run(tf.local_variables_initializer())
    assert session.run(update, {given: np.array([4.0])}) == 4.0


def test_the_update_of_mean_iou_is_the_confusion_matrix():
    value, update = tf.metrics.mean_iou(np.array([0, 1, 1]), np.array([0, 0, 1]), 2)
    assert K.get_session().run(update).tolist() == [[1.0, 0.0], [1.0, 1.0]]
    assert K.get_session().run(value) == pytest.approx(0.5)


def test_a_model_without_outputs_yet_says_what_to_do():
    model = Sequential([Dense(1)])
    model.compile("sgd", "mse", metrics=[lambda labels, outputs: tf.metrics.mean(outputs)[1]])
    with pytest.raises(UnsupportedError, match="build it before compile"):
        model.train_on_batch(X, Y)


def test_an_unknown_way_of_summing_is_an_error():
    with pytest.raises(ValueError, match="Invalid summation_method: simpson; it is one of careful_interpolation, majoring"):
        tf.metrics.auc(np.ones(2), np.ones(2), summation_method="simpson")
