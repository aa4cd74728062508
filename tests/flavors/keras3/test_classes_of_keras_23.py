"""Losses and metrics as classes, with the numbers that Keras 2.3.1 printed for the same arrays."""
import keras
import numpy as np
import pytest

from compat.era import Era
from compat.keras import backend as K
from compat.keras import losses, metrics

LABELS = np.array([[0, 1, 0], [1, 0, 0]], "float32")
OUTPUTS = np.array([[.2, .5, .3], [.1, .7, .2]], "float32")
WEIGHTS = np.array([2, .5], "float32")

#: Class, arguments → the mean, the weighted mean, the loss of each sample.
LOSSES = [
    ("BinaryCrossentropy", {"from_logits": True}, .7787155, .9210005, [.7088571, .8485739]),
    ("BinaryCrossentropy", {"label_smoothing": .2}, .8433669, .7957646, [.4987748, 1.1879591]),
    ("CategoricalCrossentropy", {}, 1.4978662, 1.2687935, [.6931472, 2.3025851]),
    ("CategoricalCrossentropy", {"label_smoothing": .2}, 1.4574676, 1.3199499, [.7882883, 2.1266469]),
    ("Hinge", {}, 1.1333333, 1.3166666, [1.0, 1.2666667]),
    ("SquaredHinge", {}, 1.42, 1.555, [1.1266667, 1.7133333]),
    ("CategoricalHinge", {}, 1.2, 1.2, [.8, 1.6]),
    ("Huber", {"delta": .3}, .0966667, .0908333, [[.02, .105, .045], [.225, .165, .02]]),
    ("KLDivergence", {}, 1.4978632, 1.2687898, [.6931443, 2.3025820]),
    ("LogCosh", {}, .131882, .1120218, [.0614411, .2023229]),
    ("MeanSquaredError", {}, .2866667, .2383333, [.1266667, .4466666]),
    ("MeanAbsoluteError", {}, .4666667, .4833333, [.3333333, .6]),
    ("Poisson", {}, .8326219, .8395977, [.5643823, 1.1008614]),
]


@pytest.mark.parametrize("name, arguments, mean, weighted, each", LOSSES)
def test_a_loss_is_that_of_keras_231(name, arguments, mean, weighted, each):
    cls = getattr(losses, name)
    assert float(cls(**arguments)(LABELS, OUTPUTS)) == pytest.approx(mean, rel=1e-5)
    assert float(cls(**arguments)(LABELS, OUTPUTS, sample_weight=WEIGHTS)) == pytest.approx(weighted, rel=1e-5)
    np.testing.assert_allclose(K.eval(cls(reduction="none", **arguments)(LABELS, OUTPUTS)), each, rtol=1e-5)
    total = cls(reduction="sum", **arguments)(LABELS, OUTPUTS, sample_weight=WEIGHTS)
    assert float(total) == pytest.approx(weighted * np.size(each), rel=1e-5)


def test_a_loss_takes_its_reduction_where_keras_231_took_it():
    assert losses.Hinge("sum").reduction == "sum" and losses.Huber(.3, "none").reduction == "none"
    assert losses.BinaryCrossentropy().get_config() == {
        "reduction": "sum_over_batch_size", "name": "binary_crossentropy", "from_logits": False, "label_smoothing": 0}


#: Class, arguments → the result, and the result under weights.
METRICS = [
    ("BinaryAccuracy", {}, .5, .6),
    ("BinaryCrossentropy", {}, .8337780, .5881040),
    ("CategoricalAccuracy", {}, .5, .8),
    ("CosineSimilarity", {}, .473595, .676102),
    ("Hinge", {}, 1.1333333, 1.0533333),
    ("LogCoshError", {}, .131882, .089617),
    ("MeanSquaredError", {}, .286667, .190667),
    ("RootMeanSquaredError", {}, .535413, .436654),
    ("TopKCategoricalAccuracy", {"k": 2}, .5, .8),
]
TRUTH, SCORES = np.array([0, 1, 1, 0, 1], "float32"), np.array([.1, .4, .8, .6, .9], "float32")
CLASSES, BY_SCORE = np.array([0, 1, 1, 1, 0], "float32"), np.array([1, 2, 1, .5, 1], "float32")
COUNTED = [
    ("AUC", {}, .8333330, .8333330),
    ("AUC", {"curve": "PR"}, .9041060, .9265270),
    ("FalseNegatives", {}, 1, 2),
    ("FalsePositives", {}, 1, .5),
    ("Precision", {}, .6666667, .8),
    ("Precision", {"thresholds": [.3, .7]}, [.75, 1], [.8888890, 1]),
    ("Recall", {}, .6666667, .5),
    ("SensitivityAtSpecificity", {"specificity": .5}, 1, 1),
    ("SpecificityAtSensitivity", {"sensitivity": .5}, 1, .6666667),
    ("MeanIoU", {"num_classes": 2}, .4166667, .5333333),
]


def results_of(name, arguments, y_true, y_pred, weights):
    """Results without and with weights."""
    cls = getattr(metrics, name)
    return [np.asarray(K.eval(cls(**arguments)(y_true, y_pred, sample_weight=w))) for w in (None, weights)]


@pytest.mark.parametrize("name, arguments, plain, weighted", METRICS)
def test_a_metric_is_that_of_keras_231(name, arguments, plain, weighted):
    found = results_of(name, arguments, LABELS, OUTPUTS, WEIGHTS)
    np.testing.assert_allclose(found, [plain, weighted], rtol=1e-5)


@pytest.mark.parametrize("name, arguments, plain, weighted", COUNTED)
def test_a_metric_that_counts_is_that_of_keras_231(name, arguments, plain, weighted):
    given = CLASSES if name == "MeanIoU" else SCORES
    np.testing.assert_allclose(results_of(name, arguments, TRUTH, given, BY_SCORE), [plain, weighted], rtol=1e-4)


class Answers(metrics.Metric):
    """A metric as programs of Keras 2.3 wrote it."""

    def __init__(self, name="answers", **kwargs):
        super().__init__(name=name, **kwargs)
        self.count = self.add_weight("count", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        return K.update_add(self.count, K.sum(K.cast(K.greater(y_pred, 0.25), "float32")))

    def result(self):
        return self.count

    def reset_states(self):
        K.batch_set_value([(v, 0) for v in self.weights])


def test_a_metric_of_the_program_counts_and_begins_anew():
    metric = Answers()
    assert [float(K.eval(metric(LABELS, OUTPUTS))) for _ in range(2)] == [3.0, 6.0]
    metric.reset_states()
    assert float(K.eval(metric.result())) == 0.0


def test_a_model_takes_losses_and_metrics_as_objects():
    from compat.keras.layers import Activation
    from compat.keras.models import Sequential

    model = Sequential([Activation("linear", input_shape=(3,))])
    model.compile("sgd", loss=losses.BinaryCrossentropy(label_smoothing=.2), metrics=[metrics.BinaryAccuracy(), Answers()])
    for _ in range(2):
        found = model.evaluate(OUTPUTS, LABELS, verbose=0)
        np.testing.assert_allclose(found, [.8433669, .5, 3.0], rtol=1e-5)
    assert model.metrics_names == ["loss", "binary_accuracy", "answers"]


def test_a_class_comes_back_from_its_configuration():
    loss = losses.Huber.from_config(losses.Huber(.3, name="mine").get_config())
    assert (loss.name, float(loss(LABELS, OUTPUTS))) == ("mine", pytest.approx(.0966667, rel=1e-5))
    again = keras.saving.deserialize_keras_object(keras.saving.serialize_keras_object(metrics.BinaryAccuracy(threshold=.4)))
    np.testing.assert_allclose(K.eval(again(LABELS, OUTPUTS)), (1 + 1 / 3) / 2, rtol=1e-5)
    assert metrics.BinaryAccuracy().get_config()["name"] == "binary_accuracy"


#: Function, what is passed to it → its values, as Keras 2.3.1 gave them.
LOGITS = np.array([[.2, -1.5, .3], [2.1, .7, -.2]], "float32")
FUNCTIONS = [
    (losses.binary_crossentropy, LABELS, LOGITS, {"from_logits": True}, [1.1179692, .6056148]),
    (losses.categorical_crossentropy, LABELS, LOGITS, {"from_logits": True}, [2.5276144, .2977729]),
    (losses.categorical_crossentropy, LABELS, OUTPUTS, {"label_smoothing": .2}, [.7882883, 2.1266469]),
    (losses.sparse_categorical_crossentropy, np.array([1., 0.]), LOGITS, {"from_logits": True}, [2.5276144, .2977729]),
    (losses.sparse_categorical_crossentropy, np.array([[1., 0.], [2., 1.]]), np.stack([OUTPUTS, OUTPUTS[::-1]], -1),
     {"axis": 1}, [[.6931472, 2.3025851], [1.6094379, .6931472]]),
    (losses.cosine_proximity, LABELS, OUTPUTS, {"axis": 0}, [-.4472136, -.5812382, 0]),
    (metrics.binary_accuracy, LABELS, OUTPUTS, {"threshold": .4}, [1, .3333333]),
]


@pytest.mark.parametrize("function, y_true, y_pred, arguments, expected", FUNCTIONS)
def test_code_of_keras_224_may_pass_what_keras_231_added(function, y_true, y_pred, arguments, expected):
    found = function(K.constant(y_true), K.constant(y_pred), **arguments)
    np.testing.assert_allclose(K.eval(found), expected, rtol=1e-5)


def test_hinge_takes_labels_as_the_era_did():
    for era, expected in (("2.2.4", .9), ("2.3.1", 1.1333333)):
        with Era(era):
            found = losses.hinge(K.constant(LABELS), K.constant(OUTPUTS))
            assert np.mean(K.eval(found)) == pytest.approx(expected, rel=1e-5)


def test_weights_of_metrics_are_named_as_keras_231_named_them():
    class Own(metrics.Metric):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.seen = self.add_weight("seen", initializer="zeros")

    names = [[weight.name for weight in each.weights] for each in (metrics.Precision(), metrics.MeanSquaredError(), Own())]
    assert names == [["true_positives:0", "false_positives:0"], ["total:0", "count:0"], ["seen:0"]]
