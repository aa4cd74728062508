"""Programs that look at what metrics and optimizers keep: their weights, in their order, after several steps."""
import numpy as np

from .common import plain, random

_SAMPLES, _CLASSES = 12, 4


def _data():
    source = random(3)
    scores = source.rand(_SAMPLES, _CLASSES).astype("float32")
    one_hot = np.eye(_CLASSES, dtype="float32")[source.randint(0, _CLASSES, _SAMPLES)]
    classes, several = one_hot.argmax(1), source.randint(0, 2, (_SAMPLES, _CLASSES)).astype("float32")
    real = source.normal(size=(2, _SAMPLES, 3)).astype("float32")
    return {"classes": (classes, source.randint(0, _CLASSES, _SAMPLES)), "sparse": (classes, scores),
            "several": (several, scores), "row": (real[0],),
            "one_hot": (one_hot, scores / scores.sum(1, keepdims=True)), "binary": (several[:, :1], scores[:, :1]),
            "real": tuple(real), "positive": tuple(np.abs(real) + 0.1), "values": (real[0],)}


_COUNTS = ("FalseNegatives", "FalsePositives", "TrueNegatives", "TruePositives")
_METRICS = (
    ("AUC", {"num_thresholds": 5}, "binary"), ("AUC", {"num_thresholds": 5, "curve": "PR"}, "binary"),
    ("AUC", {"num_thresholds": 5, "multi_label": True, "label_weights": [0.1, 0.2, 0.3, 0.4]}, "several"),
    ("AUC", {"thresholds": [0.2, 0.5, 0.6], "summation_method": "majoring"}, "binary"), ("Accuracy", {}, "classes"),
    ("BinaryAccuracy", {"threshold": 0.3}, "several"), ("BinaryCrossentropy", {"label_smoothing": 0.2}, "several"),
    ("BinaryIoU", {"target_class_ids": [0, 1], "threshold": 0.4}, "binary"), ("CategoricalAccuracy", {}, "one_hot"),
    ("CategoricalCrossentropy", {"label_smoothing": 0.1}, "one_hot"), ("CategoricalHinge", {}, "one_hot"),
    ("CosineSimilarity", {}, "real"), ("F1Score", {}, "one_hot"),
    ("F1Score", {"average": "macro", "threshold": 0.3}, "several"),
    ("FBetaScore", {"beta": 0.5, "average": "weighted", "threshold": 0.4}, "several"), ("Hinge", {}, "binary"),
    *((name, {"thresholds": [0.2, 0.6]}, "binary") for name in _COUNTS),
    ("IoU", {"num_classes": 4, "target_class_ids": [0, 2]}, "classes"),
    ("MeanIoU", {"num_classes": 5, "ignore_class": 1}, "classes"),
    ("OneHotIoU", {"num_classes": 4, "target_class_ids": [1]}, "one_hot"), ("OneHotMeanIoU", {"num_classes": 4}, "one_hot"),
    ("KLDivergence", {}, "one_hot"), ("LogCoshError", {}, "real"), ("Mean", {}, "values"), ("Sum", {}, "values"),
    ("MeanAbsoluteError", {}, "real"), ("MeanRelativeError", {"normalizer": [1.0, 2.0, 3.0]}, "real"),
    ("MeanSquaredLogarithmicError", {}, "positive"), ("MeanTensor", {}, "row"), ("Poisson", {}, "positive"),
    ("Precision", {"top_k": 2}, "several"), ("Precision", {"thresholds": [0.1, 0.5]}, "binary"),
    ("Recall", {"class_id": 2}, "one_hot"),
    ("PrecisionAtRecall", {"recall": 0.5, "num_thresholds": 9}, "binary"),
    ("RecallAtPrecision", {"precision": 0.5, "num_thresholds": 9}, "binary"),
    ("SensitivityAtSpecificity", {"specificity": 0.5, "num_thresholds": 9}, "binary"),
    ("SpecificityAtSensitivity", {"sensitivity": 0.5, "num_thresholds": 9}, "binary"),
    ("R2Score", {"class_aggregation": "variance_weighted_average"}, "real"), ("RootMeanSquaredError", {}, "real"),
    ("SparseCategoricalAccuracy", {}, "sparse"), ("SparseCategoricalCrossentropy", {"from_logits": True}, "sparse"),
    ("SparseTopKCategoricalAccuracy", {"k": 2}, "sparse"), ("SquaredHinge", {}, "binary"),
    ("TopKCategoricalAccuracy", {"k": 2}, "one_hot"),
)


def states_of_metrics(tf):
    """Every metric over three batches of other sizes, with weights and without; results are kept until the metric is reset."""
    found, data, weights = {}, _data(), random(4).rand(_SAMPLES).astype("float32")
    for number, (name, arguments, kind) in enumerate(_METRICS):
        for is_weighted in (False, True):
            metric, results = getattr(tf.keras.metrics, name)(**arguments), []
            for batch in (slice(0, 3), slice(3, 7), slice(7, 12)):
                given = {"sample_weight": weights[batch]} if is_weighted else {}
                arrays = [array[batch] for array in data[kind]]
                metric.update_state(*(arrays if kind != "row" else [arrays[0][:3]]), **(given if kind != "row" else {}))
                results.append(metric.result())
            state = metric.get_weights()
            metric.reset_state()
            metric.set_weights(state)
            found["{} {}{}".format(number, name, " weighted" * is_weighted)] = {
                "results": plain([np.asarray(each) for each in results]), "state": plain(state),
                "again": plain(np.asarray(metric.result())), "names": [each.name for each in metric.weights],
                "configuration": sorted(metric.get_config())}
    return found


PROGRAMS = (states_of_metrics,)
