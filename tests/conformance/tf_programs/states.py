"""Programs that look at what metrics and optimizers keep: their weights, in their order, after several steps."""
import numpy as np

from .common import fill, logs, plain, random, some

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


_OPTIMIZERS = (
    ("Nadam", {}, False), ("Nadam", {"use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 3}, True),
    ("Adam", {"use_ema": True, "ema_momentum": 0.9}, False), ("legacy.SGD", {"momentum": 0.9}, True),
    ("legacy.Adamax", {}, True),
    ("legacy.Nadam", {"decay": 0.1}, True), ("legacy.Adadelta", {"rho": 0.8}, True),
    ("legacy.RMSprop", {"momentum": 0.5, "centered": True}, True), ("legacy.Ftrl", {"decay": 0.1, "beta": 0.1}, True),
    ("legacy.Adam", "schedule", False), ("legacy.Ftrl", "schedule", False))


def _small_model(tf, has_rows):
    layers = tf.keras.layers
    first = [layers.Embedding(7, 4, input_length=5), layers.Flatten()] if has_rows else [
        layers.Dense(4, activation="tanh", input_shape=(5,))]
    model = tf.keras.Sequential(first + [layers.Dense(1, activation="sigmoid")])
    model.build((None, 5))
    return fill(model, 2)


def steps_of_optimizers(tf):
    """Several epochs of ``fit``, where tf.keras traced the step, on dense weights and on rows of an Embedding."""
    found, source = {}, random(1)
    x, y = source.normal(size=(24, 5)).astype("float32"), source.randint(0, 2, (24, 1)).astype("float32")
    for number, (name, arguments, has_rows) in enumerate(_OPTIMIZERS):
        schedule = tf.keras.optimizers.schedules.ExponentialDecay(0.02, 2, 0.5)
        given = {"learning_rate": schedule} if arguments == "schedule" else dict(arguments, learning_rate=0.02)
        place = tf.keras.optimizers.legacy if name.startswith("legacy.") else tf.keras.optimizers
        optimizer = getattr(place, name.split(".")[-1])(**given)
        model = _small_model(tf, has_rows)
        model.compile(optimizer, "binary_crossentropy")
        data = np.abs((x * 3).astype("int32")) % 7 if has_rows else x
        losses = logs(model.fit(data, y, batch_size=8, epochs=3, shuffle=False, verbose=0))["loss"]
        rate = optimizer.get_config()["learning_rate"]
        found["{} {}".format(number, name)] = {
            "losses": losses, "weights": plain(model.get_weights()),
            "rate": float(rate["config"]["initial_learning_rate"] if isinstance(rate, dict) else rate)}
    return found


def logits_behind_activations(tf):
    """Cross entropies of saturated outputs, of the other activation, and of probabilities that are said to be logits."""
    found, source, losses = {}, random(1), tf.keras.losses
    x, classes = 40 * source.normal(size=(8, 4)).astype("float32"), source.randint(0, 3, 8)
    chosen = {"by name": "categorical_crossentropy", "binary": "binary_crossentropy",
              "sparse": "sparse_categorical_crossentropy", "logits": losses.CategoricalCrossentropy(from_logits=True),
              "class": losses.BinaryCrossentropy(label_smoothing=0.1)}
    for activation in ("softmax", "sigmoid"):
        for name, loss in chosen.items():
            model = fill(tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(3, activation=activation)]))
            y = classes if name == "sparse" else np.eye(3, dtype="float32")[classes]
            metrics = {"metrics": [tf.keras.metrics.BinaryCrossentropy(name="b")]} if name != "sparse" else {}
            model.compile(tf.keras.optimizers.SGD(0.1), loss, **metrics)
            before = model.evaluate(x, y, verbose=0)
            found[activation + " " + name] = [before, logs(model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0))]
    return found


def weights_of_spectral_normalization(tf):
    layer = tf.keras.layers.SpectralNormalization(tf.keras.layers.Dense(3), power_iterations=2)
    model = fill(tf.keras.Sequential([tf.keras.Input((4,)), layer]))
    x = random().normal(size=(5, 4)).astype("float32")
    trained = model(x, training=True)
    return {"output": some(trained), "weights": plain(model.get_weights()), "layer": plain(layer.get_weights())}


def functions_of_matrices_and_beta(tf):
    matrix, source = np.array([[2.0, 1.0], [0.5, 3.0]], "float32"), random()
    a, b, x = (source.uniform(low, high, 20).astype("float32") for low, high in ((0.2, 9.0), (0.2, 9.0), (0.01, 0.99)))
    found = [tf.math.betainc(tf.constant(a), tf.constant(b), tf.constant(x)), tf.linalg.sqrtm(tf.constant(matrix)),
             tf.math.real(tf.linalg.logm(tf.constant(matrix, tf.complex64)))]
    return [some(each, 20) for each in found]


PROGRAMS = (functions_of_matrices_and_beta, states_of_metrics, steps_of_optimizers, logits_behind_activations,
            weights_of_spectral_normalization)
