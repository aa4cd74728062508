"""Helpers that Keras 2.3 brought: of losses, metrics and compilation, models in a bucket, and convolutions of arrays.

Numbers and errors are those of the real Keras 2.3.1, which runs these tests too.
"""
import io

import numpy as np
import pytest

from compat.flavor import active
from compat.flavors import is_served
from compat.keras import backend as K
from compat.keras import losses, metrics
from compat.keras.backend import numpy_backend as KNP
from compat.keras.engine import saving, training_utils
from compat.keras.layers import Dense
from compat.keras.models import Sequential, load_model
from compat.keras.utils import losses_utils, metrics_utils, test_utils

REAL_2_3 = active().name == "multibackend" and active().version.startswith("2.3")
TF_KERAS = active().name in ("tf_keras", "tf.keras")
needs_losses = pytest.mark.skipif(not is_served("keras.losses", "LossFunctionWrapper"),
                                  reason="no class makes a loss of a function there")
needs_metrics = pytest.mark.skipif(not is_served("keras.metrics", "MeanMetricWrapper"),
                                   reason="no class makes a metric of a function there")
NO_GRAPH = "K.function of the real Keras 2.3 runs no updates on TensorFlow 2.2; the numbers are those of its graph mode"
VALUES = np.arange(6.0, dtype="float32").reshape(2, 3)
LABELS, PREDICTED = [[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]], [[0.1, 0.6, 0.4], [0.9, 0.5, 0.7]]


def numbers(tensor):
    return np.asarray(K.eval(tensor)).tolist()


def run(updates):
    for update in updates:
        K.eval(update)


# losses_utils

@pytest.mark.parametrize("weights, expected", [
    ([1.0, 2.0], [[1.0], [2.0]]),
    (3.0, [[3.0]]),
    ([[1.0], [2.0]], [[1.0] * 3, [2.0] * 3]),
    ([[1.0, 2.0, 3.0]], [[1.0, 2.0, 3.0]] * 2),
])
def test_weights_get_the_rank_of_the_values(weights, expected):
    assert numbers(losses_utils.broadcast_weights(K.constant(VALUES), K.constant(weights))) == expected


@pytest.mark.parametrize("shape", [(3,), (2, 2), (2, 3, 1)])
def test_weights_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match="Incompatible shapes: `values` .2, 3. vs `sample_weight`"):
        losses_utils.broadcast_weights(K.constant(VALUES), K.ones(shape))


@pytest.mark.parametrize("reduction, weighted, plain", [
    ("none", [[0.0, 1.0, 2.0], [6.0, 8.0, 10.0]], VALUES.tolist()),
    ("sum", 27.0, 15.0),
    ("sum_over_batch_size", 4.5, 2.5),
])
def test_losses_are_weighted_and_reduced(reduction, weighted, plain):
    loss = K.constant(VALUES)
    assert numbers(losses_utils.compute_weighted_loss(loss, K.constant([1.0, 2.0]), reduction)) == weighted
    assert numbers(losses_utils.compute_weighted_loss(loss, reduction=reduction)) == plain
    assert numbers(losses_utils.reduce_weighted_loss(loss, reduction)) == plain


def test_only_reductions_of_losses_are_valid():
    assert losses_utils.Reduction.all() == ("none", "sum", "sum_over_batch_size")
    with pytest.raises(ValueError, match="Invalid Reduction Key bad."):
        losses_utils.compute_weighted_loss(K.constant(VALUES), None, "bad")


@pytest.mark.parametrize("shapes, expected", [
    ([(2, 3, 1), (2, 3)], [(2, 3), (2, 3)]),
    ([(2, 3), (2, 3, 1)], [(2, 3), (2, 3)]),
    ([(2, 3), (2, 1)], [(2, 3), (2, 1)]),
    ([(2, 3), (2, 3), (2,)], [(2, 3), (2, 3), (2, 1)]),
    ([(2,), (2, 1), (2, 1)], [(2,), (2,), (2,)]),
    ([(2, 3), (2, 3), ()], [(2, 3), (2, 3), ()]),
    ([(2, 3, 4), (2, 3), (2,)], [(2, 3, 4), (2, 3), (2,)]),
])
def test_a_last_axis_of_size_one_is_squeezed_or_added(shapes, expected):
    found = losses_utils.squeeze_or_expand_dimensions(*map(K.ones, shapes))
    assert [tuple(K.int_shape(each)) for each in found] == expected


# metrics_utils

def test_curves_and_summations_are_named_in_any_case():
    assert metrics_utils.AUCCurve.from_str("roc") is metrics_utils.AUCCurve.ROC
    assert metrics_utils.AUCSummationMethod.from_str("Majoring") is metrics_utils.AUCSummationMethod.MAJORING
    with pytest.raises(ValueError, match='Invalid AUC curve value "minoring".'):
        metrics_utils.AUCCurve.from_str("minoring")
    with pytest.raises(ValueError, match='Invalid AUC summation method value "PR".'):
        metrics_utils.AUCSummationMethod.from_str("PR")


def test_thresholds_are_a_list_from_zero_to_one():
    assert metrics_utils.parse_init_thresholds(None) == [0.5]
    assert metrics_utils.parse_init_thresholds(None, -1) == [-1]
    assert metrics_utils.parse_init_thresholds([0.3, 0.4]) == [0.3, 0.4]
    with pytest.raises(ValueError, match=r"Threshold values must be in \[0, 1\]. Invalid values: \[None, -1\]"):
        metrics_utils.assert_thresholds_range([0, None, -1])


def test_the_largest_values_stay():
    found = numbers(metrics_utils.filter_top_k(K.constant([[1.0, 3.0, 2.0], [5.0, 4.0, 6.0]]), 2))
    assert found == [[-1e10, 3.0, 2.0], [5.0, -1e10, 6.0]]
    assert numbers(metrics_utils.filter_top_k(K.constant([[2.0, 2.0, 2.0]]), 1)) == [[2.0, -1e10, -1e10]]


@pytest.mark.skipif(REAL_2_3, reason=NO_GRAPH)
@pytest.mark.parametrize("arguments, expected", [
    ({}, [[2.0], [1.0], [2.0], [1.0]]),
    ({"thresholds": [0.5, 0.2, 0.8]}, [[2.0, 3.0, 1.0], [1.0, 2.0, 0.0], [2.0, 1.0, 3.0], [1.0, 0.0, 2.0]]),
    ({"sample_weight": [1.0, 2.0]}, [[3.0], [2.0], [3.0], [1.0]]),
    ({"sample_weight": [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]}, [[6.0], [6.0], [6.0], [3.0]]),
    ({"class_id": 1}, [[1.0], [0.0], [1.0], [0.0]]),
    ({"top_k": 1, "thresholds": -1e10}, [[2.0], [0.0], [3.0], [1.0]]),
    ({"top_k": 1, "class_id": 0, "thresholds": -1e10}, [[1.0], [0.0], [1.0], [0.0]]),
])
def test_a_confusion_matrix_is_counted(arguments, expected):
    @K.symbolic
    def counted(sample_weight=None, **rest):
        variables = {kind: K.variable(np.zeros(len(expected[0]))) for kind in metrics_utils.ConfusionMatrix}
        weights = None if sample_weight is None else K.constant(sample_weight)
        updates = metrics_utils.update_confusion_matrix_variables(
            variables, K.constant(LABELS), K.constant(PREDICTED), sample_weight=weights, **rest)
        run(updates)
        return [K.get_value(each).tolist() for each in variables.values()]

    assert counted(**arguments) == expected


def test_a_confusion_matrix_needs_a_variable_of_its_kinds():
    assert metrics_utils.update_confusion_matrix_variables(None, None, None) is None
    with pytest.raises(ValueError, match="Please provide at least one valid confusion matrix variable to update"):
        metrics_utils.update_confusion_matrix_variables({"tp": None}, K.constant(LABELS), K.constant(PREDICTED))


@pytest.mark.skipif(REAL_2_3, reason=NO_GRAPH)
def test_wrapped_methods_of_a_metric_leave_their_update_and_result():
    class Counter:
        def __init__(self):
            self.updates = []

        def add_update(self, update):
            self.updates.append(update)

    @K.symbolic
    def counted():
        counter, count = Counter(), K.variable(0.0)
        update = metrics_utils.update_state_wrapper(lambda x: K.update_add(count, x))(counter, K.constant(3.0))
        assert counter.updates == [update]
        run(counter.updates)
        result = metrics_utils.result_wrapper(lambda: count * 2)(counter)
        assert counter._call_result is result
        return K.eval(result)

    assert counted() == 6.0


@needs_metrics
@pytest.mark.skipif(not is_served("keras.metrics", "Reduce"), reason="its metrics have no base class of that name")
@pytest.mark.skipif(REAL_2_3, reason="the real Keras 2.3 on TensorFlow 2.2 runs only the second update of a metric")
@pytest.mark.parametrize("reduction, expected", [("sum", 16.0), ("sum_over_batch_size", 3.2), ("weighted_mean", 16 / 6)])
def test_a_reduction_of_ones_own(reduction, expected):
    metric = metrics.Reduce(reduction, "mine")
    metric.update_state(K.constant([1.0, 2.0, 4.0]), sample_weight=K.constant([1.0, 0.0, 3.0]))
    metric.update_state(K.constant([[1.0, 2.0]]))
    assert float(K.eval(metric.result())) == pytest.approx(expected)
    assert (metric.name, metric.reduction) == ("mine", reduction)
    with pytest.raises(NotImplementedError, match=r"reduction \[bad\] not implemented"):
        metrics.Reduce("bad", "mine")(K.constant([1.0]))


# training_utils

@needs_losses
def test_losses_are_objects_by_output():
    assert training_utils.get_loss_function(None) is None
    made = losses.MeanSquaredError()
    assert training_utils.get_loss_function(made) is made
    one, other = training_utils.prepare_loss_functions({"a": "mse"}, ["a", "b"])
    assert (one.name, one.reduction, other) == ("mean_squared_error", "sum_over_batch_size", None)
    assert float(K.eval(one(K.constant([[1.0, 2.0]]), K.constant([[0.0, 0.0]])))) == 2.5
    assert [each.name for each in training_utils.prepare_loss_functions("mae", ["a", "b"])] == ["mean_absolute_error"] * 2
    with pytest.raises(ValueError, match=r"Unknown entries in loss dictionary: \['c'\]"):
        training_utils.prepare_loss_functions({"c": "mse"}, ["a", "b"])
    with pytest.raises(ValueError, match="one entry per model outputs. The model has 2 outputs"):
        training_utils.prepare_loss_functions(["mse"], ["a", "b"])


def test_loss_weights_are_a_list_by_output():
    weights = training_utils.prepare_loss_weights
    assert weights(["a", "b"]) == [1.0, 1.0] and weights(["a", "b"], [1, 2]) == [1, 2]
    assert weights(["a", "b"], {"a": 3}) == [3, 1.0]
    for wrong in ({"c": 2}, [1]):
        with pytest.raises(ValueError):
            weights(["a", "b"], wrong)
    with pytest.raises(TypeError, match="Could not interpret loss_weights argument: 3.0"):
        weights(["a", "b"], 3.0)


def test_sample_weights_are_placeholders_by_output():
    tensors, modes = training_utils.prepare_sample_weights(["a", "b"], {"a": "temporal", "b": None}, [])
    assert [tuple(K.int_shape(each)) for each in tensors] == [(None, None), (None,)]
    assert modes == ["temporal", None] and "a_sample_weights" in tensors[0].name
    assert training_utils.prepare_sample_weights(["a", "b"], "temporal", [0])[1] == [None, "temporal"]
    assert training_utils.get_output_sample_weight_and_mode([1], None, "b", 1) == (None, None)
    with pytest.raises(ValueError, match="Output missing from sample_weight_modes dictionary"):
        training_utils.prepare_sample_weights(["a", "b"], {"a": "temporal"}, [])
    with pytest.raises(ValueError, match="Unknown entry in sample_weight_mode dictionary"):
        training_utils.prepare_sample_weights(["a", "b"], {"c": None}, [])


@needs_losses
@pytest.mark.parametrize("metric, shape, loss, expected", [
    ("acc", (None, 3), None, "categorical_accuracy"),
    ("accuracy", (None, 1), None, "binary_accuracy"),
    ("acc", (None, 3), "sparse_categorical_crossentropy", "sparse_categorical_accuracy"),
    ("acc", (None, 4), "binary_crossentropy", "binary_accuracy"),
    ("ce", (None, 3), None, "categorical_crossentropy"),
    ("crossentropy", (None, 1), None, "binary_crossentropy"),
    ("mse", None, None, "mean_squared_error"),
])
def test_accuracy_depends_on_the_output_and_its_loss(metric, shape, loss, expected):
    found = training_utils.get_metric_function(metric, shape, training_utils.get_loss_function(loss))
    assert found is getattr(metrics, expected)


def test_metrics_have_names():
    assert training_utils.get_metric_name("acc") == training_utils.get_metric_name("acc", True) == "acc"
    assert training_utils.get_metric_name(metrics.binary_accuracy) == "binary_accuracy"
    with pytest.raises(ValueError):
        training_utils.get_metric_name(None)


@needs_losses
@needs_metrics
def test_metrics_are_objects_by_output():
    def collected(given):
        loss = training_utils.get_loss_function("mse")
        return training_utils.collect_per_output_metric_info(given, ["a", "b"], [(None, 3), (None, 1)], [loss, loss])

    assert [list(each) for each in collected({"a": "acc", "b": ["mse", "mae"]})] == [["acc"], ["mse", "mae"]]
    shared = metrics.MeanSquaredError(name="q")
    found = collected(["acc", shared])
    assert [list(each) for each in found] == [["acc", "q"]] * 2
    assert shared is not found[0]["q"] and found[0]["q"] is not found[1]["q"]
    assert [found[0]["acc"]._fn.__name__, found[1]["acc"]._fn.__name__] == ["categorical_accuracy", "binary_accuracy"]
    assert collected(None) == [{}, {}]
    with pytest.raises(ValueError, match="Unknown entries in metrics dictionary"):
        collected({"c": "acc"})
    with pytest.raises(ValueError, match="When passing a list of lists as `metrics`"):
        collected([["acc"], ["mse"], ["mae"]])
    with pytest.raises(TypeError, match="Expected a list or dictionary, found: 3"):
        collected(3)


@needs_metrics
@pytest.mark.skipif(REAL_2_3, reason="metrics of the real Keras 2.3 on TensorFlow 2.2 cannot be called outside of a model")
@pytest.mark.parametrize("arguments, expected", [
    ({}, 0.085), ({"weights": [1.0, 3.0]}, 0.0475), ({"mask": [1.0, 0.0]}, 0.16),
    ({"weights": [1.0, 3.0], "mask": [0.0, 1.0]}, 0.01),
])
def test_a_metric_counts_weights_where_the_mask_is_true(arguments, expected):
    metric = metrics.MeanSquaredError()
    given = {name: K.constant(value) for name, value in arguments.items()}
    training_utils.call_metric_function(metric, K.constant([[0.0, 1.0], [1.0, 0.0]]), K.constant([[0.4, 0.6], [0.9, 0.1]]),
                                        **given)
    assert float(K.eval(metric.result())) == pytest.approx(expected)


def test_the_size_of_a_batch_is_that_of_the_first_layer():
    layer = Dense(2)
    assert training_utils.get_input_shape_and_dtype(layer) == (None, None)
    assert training_utils.get_static_batch_size(layer) is None
    layer._batch_input_shape = (3, 4)
    assert training_utils.get_input_shape_and_dtype(layer)[0] == (3, 4)
    assert training_utils.get_static_batch_size(layer) == 3


# Models in a bucket

def test_what_loads_and_saves_takes_a_bucket():
    def save(model, filepath, overwrite=True, suffix=""):
        with open(filepath, "w") as file:
            file.write(model + suffix)

    def load(filepath, times=1):
        with open(filepath) as file:
            return file.read() * times

    written, read = saving.allow_write_to_gcs(save), saving.allow_read_from_gcs(load)
    with test_utils.tf_file_io_proxy("keras.engine.saving.tf_file_io") as bucket:
        path = bucket.get_filepath(filename="names.txt")
        assert path == "gs://mock-bucket/names.txt"
        written("model", path)
        bucket.assert_exists(path)
        assert read(path) == "model" and read(filepath=path, times=2) == "modelmodel"
        bucket.delete_file(path)
        assert not bucket.file_exists(path)
        with pytest.raises(AssertionError, match="does not exist"):
            bucket.assert_exists(path)
        with pytest.raises(OSError):
            read(path)


def test_a_bucket_in_memory_has_to_be_started():
    bucket = test_utils.tf_file_io_proxy("keras.engine.saving.tf_file_io")
    for call in (bucket.stop, lambda: bucket.file_exists("gs://mock-bucket/x")):
        with pytest.raises(RuntimeError, match="unstarted|not started"):
            call()
    with pytest.raises(ValueError, match="`file_io_module` must be provided"):
        test_utils.tf_file_io_proxy().start()


@pytest.mark.skipif(TF_KERAS or active().version.startswith(("2.1.", "2.2.")),
                    reason="its own functions write the files")
def test_models_are_saved_in_a_bucket():
    model = Sequential([Dense(2, input_shape=(3,))])
    x = np.ones((1, 3))
    with test_utils.tf_file_io_proxy("keras.engine.saving.tf_file_io") as bucket:
        path, weights = bucket.get_filepath("m.h5"), bucket.get_filepath("w.h5")
        model.save(path)
        model.save_weights(weights)
        np.testing.assert_allclose(load_model(path).predict(x), model.predict(x), rtol=1e-6)
        before = model.get_weights()
        model.set_weights([np.zeros_like(each) for each in before])
        model.load_weights(weights)
        np.testing.assert_array_equal(model.get_weights()[0], before[0])


# numpy_backend

RANDOM = np.random.RandomState(0)
STEPS, IMAGES = RANDOM.rand(2, 8, 3).astype("float32"), RANDOM.rand(2, 6, 7, 3).astype("float32")
LAST = {"padding": "valid", "data_format": "channels_last"}
SAME = {"padding": "same", "data_format": "channels_last"}


def kernel(*shape):
    return np.random.RandomState(1).rand(*shape).astype("float32")


@pytest.mark.parametrize("name, arguments, keywords, shape, first, total", [
    ("conv1d", (STEPS, kernel(3, 3, 4)), LAST, (2, 6, 4), 2.8364, 108.268),
    ("conv1d", (STEPS, kernel(2, 3, 4)), dict(SAME, dilation_rate=2), (2, 8, 4), 0.805392, 80.17119),
    ("conv2d", (IMAGES, kernel(2, 3, 3, 4)), SAME, (2, 6, 7, 4), 0.685752, 1146.143),
    ("depthwise_conv2d", (IMAGES, kernel(3, 2, 3, 2)), LAST, (2, 4, 6, 6), 0.719646, 397.8952),
    ("separable_conv2d", (IMAGES, kernel(3, 2, 3, 2), kernel(1, 1, 6, 4)), SAME, (2, 6, 7, 4), 1.34702, 967.1916),
    ("conv2d_transpose", (IMAGES, kernel(3, 2, 4, 3), None), SAME, (2, 6, 7, 4), 1.3938, 1137.951),
    ("pool2d", (IMAGES, (2, 3), (2, 1)), dict(SAME, pool_mode="max"), (2, 4, 7, 3), 0.438602, 132.27),
    ("pool2d", (IMAGES, (2, 3), (2, 1)), dict(LAST, pool_mode="avg"), (2, 3, 5, 3), 0.345826, 44.64933),
])
def test_the_numpy_backend_convolves_and_pools(name, arguments, keywords, shape, first, total):
    found = getattr(KNP, name)(*arguments, **keywords)
    assert found.shape == shape
    np.testing.assert_allclose([found.ravel()[0], found.sum(dtype="float64")], [first, total], rtol=1e-4)
    turned = getattr(KNP, name)(np.moveaxis(arguments[0], -1, 1), *arguments[1:],
                                **dict(keywords, data_format="channels_first"))
    np.testing.assert_allclose(np.moveaxis(turned, 1, -1), found, rtol=1e-4)


def test_a_convolution_of_ones_own_gets_mirrored_kernels():
    seen = {}

    @KNP.normalize_conv
    def convolution(x, w, padding, data_format):
        seen.update(x=x.shape, w=w.tolist(), padding=padding)
        return x

    y = convolution(np.ones((1, 3, 1)), np.array([[[1.0]], [[2.0]]]), dilation_rate=2, **SAME)
    assert y.shape == (1, 3, 1) and seen == {"x": (1, 1, 3), "w": [[[2.0, 0.0, 1.0]]], "padding": "same"}


# backend

def test_settings_are_read_from_a_closed_file():
    if is_served("keras.backend", "f"):
        assert isinstance(K.f, io.TextIOWrapper) and K.f.closed


@pytest.mark.skipif(REAL_2_3, reason="the real function asks for a session, which the real Keras 2.3 lacks on TensorFlow 2")
def test_variables_have_values_after_their_initialization():
    variable = K.variable(3.0)
    assert K.tensorflow_backend.v1_variable_initialization() is None
    assert float(K.get_value(variable)) == 3.0
