"""``compat.tf.keras``: names of tf.keras 2.15, made in its era, beside those of ``compat.keras`` in one program."""
import importlib
import subprocess
import sys
from types import ModuleType

import numpy as np
import pytest

from compat import keras, tf
from compat.api.names import lookup, of_tf_keras
from compat.era import Era, current
from compat.errors import NotServedError, UnsupportedError
from compat.flavor import active
from compat.rewrite import runtime
from compat.tf import keras as tf_keras

on_keras_3 = pytest.mark.skipif(active().name != "keras3", reason="a tf.keras has its own")
not_on_keras_2 = pytest.mark.skipif(active().name == "multibackend", reason="there is no tf.keras of TensorFlow 2")


@pytest.mark.parametrize("path", sorted(of_tf_keras()))
def test_every_module_imports_and_serves_or_refuses_each_name(path):
    mirror = importlib.import_module("compat." + path)
    for name in of_tf_keras()[path]:
        try:
            found = getattr(mirror, name)
        except NotServedError as error:
            assert name in str(error)
        else:
            assert isinstance(found, ModuleType) or found is not None


@not_on_keras_2
def test_a_layer_is_made_in_the_era_of_tf_keras_and_others_in_their_own():
    theirs, ours = tf_keras.layers.LSTM(2), keras.layers.LSTM(2)
    assert theirs.get_config()["recurrent_activation"] == "sigmoid"
    assert keras.activations.serialize(ours.recurrent_activation) == "hard_sigmoid"
    assert current().version == "2.2.4"


@on_keras_3
def test_layers_of_both_stand_in_one_model():
    x = keras.layers.Input((3,))
    y = tf_keras.layers.Dense(2, kernel_initializer="ones")(keras.layers.Dense(2, kernel_initializer="ones")(x))
    model = tf_keras.Model(x, y)
    assert isinstance(model, keras.models.Model) and isinstance(model.layers[2], keras.layers.Dense)
    assert isinstance(model.layers[1], tf_keras.layers.Dense) and isinstance(model.layers[1], tf_keras.layers.Layer)
    np.testing.assert_allclose(model.predict(np.ones((1, 3))), [[6.0, 6.0]])


@on_keras_3
def test_a_subclass_is_made_in_the_era_of_tf_keras():
    class Scale(tf_keras.layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.made_in = current().version

    assert Scale(dynamic=False).made_in == "2.15"
    with Era("2.4"):
        assert Scale().made_in == "2.4"


#: Losses of four steps that tf.keras 2.15 prints.
LEGACY = [
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "decay": 0.1}, [2.219169, 0.263463, 0.388115, 0.633524]),
    ("Adam", {"learning_rate": 0.1, "amsgrad": True}, [2.219169, 1.481448, 0.914493, 0.516832]),
    ("Adamax", {"learning_rate": 0.1}, [2.219169, 1.481447, 0.960935, 0.609615]),
    ("Nadam", {"learning_rate": 0.1}, [2.219169, 1.444717, 1.034873, 0.746399]),
    ("Adadelta", {"learning_rate": 1.0}, [2.219169, 2.207586, 2.195906, 2.184182]),
    ("Adagrad", {"learning_rate": 0.1}, [2.219169, 1.489408, 1.1132, 0.873356]),
    ("RMSprop", {"learning_rate": 0.1}, [2.219169, 0.449996, 0.216288, 0.181027]),
    ("RMSprop", {"learning_rate": 0.1, "momentum": 0.5, "centered": True}, [2.219169, 0.401304, 0.286882, 0.431714]),
    ("SGD", {"learning_rate": 0.1, "clipnorm": 0.1}, [2.219169, 2.160623, 2.102943, 2.046131]),
]


def losses(optimizer):
    random = np.random.RandomState(0)
    x, y = random.rand(8, 3), random.rand(8, 1)
    model = tf_keras.Sequential([tf_keras.layers.Dense(1, input_shape=(3,), kernel_initializer="ones")])
    model.compile(optimizer, "mse")
    return [float(model.train_on_batch(x, y)) for _ in range(4)]


@not_on_keras_2
@pytest.mark.parametrize("name, arguments, expected", LEGACY)
def test_legacy_optimizers(name, arguments, expected):
    np.testing.assert_allclose(losses(getattr(tf_keras.optimizers.legacy, name)(**arguments)), expected, rtol=1e-4)


@not_on_keras_2
@pytest.mark.parametrize("name", ["BinaryCrossentropy", "Huber", "MeanSquaredError", "CosineSimilarity"])
def test_a_loss_takes_the_reductions_of_tf_keras(name):
    made = getattr(tf_keras.losses, name)
    y_true, y_pred = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.25, 0.5], [0.5, 0.75]])
    each = np.array(made(reduction=tf_keras.losses.Reduction.NONE)(y_true, y_pred))
    assert each.shape == (2,)
    np.testing.assert_allclose(np.array(made()(y_true, y_pred)), each.mean(), rtol=1e-5)
    np.testing.assert_allclose(np.array(made(reduction="auto")(y_true, y_pred)), each.mean(), rtol=1e-5)
    np.testing.assert_allclose(np.array(made(reduction=tf_keras.losses.Reduction.SUM)(y_true, y_pred)), each.sum(), rtol=1e-5)


@not_on_keras_2
def test_a_wrapper_takes_its_layer_by_position():
    assert tf_keras.layers.TimeDistributed(tf_keras.layers.Dense(2)).layer.units == 2


@on_keras_3
def test_metric_keys():
    for package, expected in ((tf_keras, ["loss", "mae", "accuracy"]), (keras, ["loss", "mean_absolute_error", "acc"])):
        model = package.models.Sequential([package.layers.Dense(1, input_shape=(3,))])
        model.compile("sgd", "mse", metrics=["mae", "accuracy"])
        model.evaluate(np.ones((2, 3)), np.ones((2, 1)), verbose=0)
        assert model.metrics_names == expected
        with Era("2.15"):
            model.compile("sgd", "mse", metrics=["mae", "accuracy"])
            model.evaluate(np.ones((2, 3)), np.ones((2, 1)), verbose=0)
        assert model.metrics_names == ["loss", "mae", "accuracy"]


@not_on_keras_2
def test_a_compiled_model_has_names_of_metrics_from_its_first_batch_on():
    model = tf_keras.models.Sequential([tf_keras.layers.Dense(1, input_shape=(3,))])
    model.compile("sgd", "mse", metrics=["mae"])
    assert model.metrics_names == []
    model.train_on_batch(np.ones((2, 3)), np.ones((2, 1)))
    assert model.metrics_names == ["loss", "mae"]


@on_keras_3
def test_importing_it_imports_no_tensorflow_where_that_is_not_the_backend():
    if active().backend == "tensorflow":
        pytest.skip("TensorFlow is the backend")
    code = "import sys, compat.tf, compat.tf.keras; print('tensorflow' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], universal_newlines=True).strip() == "False"


def test_the_tables_agree_on_what_is_one_object():
    assert lookup("tf.keras.layers", "Dense").home == lookup("keras.layers", "Dense").home


#: Of these rows and numbers, as TensorFlow 2.15 prints them.
ROWS, NUMBERS = np.array([[1.0, 2.0], [3.0, -4.0], [5.0, 6.0]], "float32"), np.array([0, 0, 2], "int32")
LOWEST = float(np.finfo("float32").min)
SEGMENTS = {
    "segment_sum": [[4.0, -2.0], [0.0, 0.0], [5.0, 6.0]],
    "segment_mean": [[2.0, -1.0], [0.0, 0.0], [5.0, 6.0]],
    "segment_max": [[3.0, 2.0], [0.0, 0.0], [5.0, 6.0]],
    "segment_min": [[1.0, -4.0], [0.0, 0.0], [5.0, 6.0]],
    "unsorted_segment_sum": [[4.0, -2.0], [0.0, 0.0], [5.0, 6.0]],
    "unsorted_segment_mean": [[2.0, -1.0], [0.0, 0.0], [5.0, 6.0]],
    "unsorted_segment_max": [[3.0, 2.0], [LOWEST, LOWEST], [5.0, 6.0]],
}


@not_on_keras_2
@pytest.mark.parametrize("name", sorted(SEGMENTS))
def test_segments(name):
    more = (3,) if name.startswith("unsorted") else ()
    found = getattr(tf.math, name)(keras.backend.constant(ROWS), keras.backend.constant(NUMBERS, dtype="int32"), *more)
    np.testing.assert_allclose(keras.backend.eval(found), SEGMENTS[name])


@on_keras_3
def test_concat_refuses_the_order_before_tensorflow_1():
    with pytest.raises(TypeError):
        tf.concat(1, [np.ones((2, 1)), np.ones((2, 1))])


@not_on_keras_2
def test_focal_crossentropies_as_tf_keras_prints_them():
    K = tf_keras.backend
    y_true = K.constant([[0.0, 1.0], [1.0, 0.0]])
    y_pred = K.constant([[0.25, 0.5], [0.5, 0.75]])
    expected = {False: [[0.01798, 0.173287], [0.173287, 0.77979]], True: [[0.013485, 0.043322], [0.043322, 0.584843]]}
    for balanced, numbers in expected.items():
        found = K.eval(K.binary_focal_crossentropy(y_true, y_pred, balanced))
        np.testing.assert_allclose(found, numbers, rtol=1e-4)
    np.testing.assert_allclose(K.eval(K.categorical_focal_crossentropy(y_true, y_pred)), [0.011263, 0.082466], rtol=1e-4)


#: Optimizer, its arguments, and the weights that tf.keras 2.15 has after two epochs, a file in between, and two more.
RESUMED = [
    ("Adam", {"amsgrad": True}, [3.2722, 0.7218, 2.4728, 0.2443]),
    ("SGD", {}, [5.1719, 0.3361, 2.8547, 0.118]),
    ("SGD", {"momentum": 0.9}, [2.2825, 0.8994, 2.4122, 0.318]),
    ("RMSprop", {"momentum": 0.5, "centered": True}, [-4.0939, 2.0266, 0.2975, 0.7722]),
    ("Adagrad", {}, [5.2714, 0.3487, 2.7968, 0.1237]),
    ("Adadelta", {}, [6.2747, 0.0007, 2.9964, 0.0002]),
    ("Adamax", {}, [3.2187, 0.6641, 2.5317, 0.2205]),
    ("Ftrl", {}, [4.1619, 0.9146, 1.0444, 0.312]),
    ("AdamW", {}, [3.276, 0.7218, 2.4668, 0.2443]),
    ("Lion", {}, [6.3, 0.6, 3.0, 0.2]),
]


@not_on_keras_2
@pytest.mark.parametrize("name, arguments, expected", RESUMED, ids=lambda value: value if isinstance(value, str) else "")
def test_a_saved_model_goes_on_with_its_optimizer(name, arguments, expected, tmp_path):
    layers = tf_keras.layers
    x, y = np.arange(12.0).reshape(4, 3) / 10, np.array([[1.0], [0], [2], [1]])
    model = tf_keras.models.Sequential([
        layers.Dense(2, input_shape=(3,), kernel_initializer=tf_keras.initializers.Constant(0.3)),
        layers.Dense(1, kernel_initializer="ones")])
    model.compile(getattr(tf_keras.optimizers, name)(learning_rate=0.1, **arguments), "mse")
    model.fit(x, y, epochs=2, batch_size=2, shuffle=False, verbose=0)
    model.save(str(tmp_path / "m.h5"))
    again = tf_keras.models.load_model(str(tmp_path / "m.h5"))
    for each in (model, again):
        each.fit(x, y, epochs=2, batch_size=2, shuffle=False, verbose=0)
        found = [np.sum(weight * (np.arange(weight.size).reshape(weight.shape) + 1)) for weight in each.get_weights()]
        np.testing.assert_allclose(found, expected, atol=2e-4)
        assert float(tf_keras.backend.get_value(each.optimizer.lr)) == pytest.approx(0.1)


@on_keras_3
def test_a_schedule_and_a_class_of_the_program_are_in_the_file(tmp_path):
    class Mine(tf_keras.optimizers.Adam):
        pass

    rate = tf_keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)
    model = tf_keras.models.Sequential([tf_keras.layers.Dense(1, input_shape=(2,))])
    for optimizer in (tf_keras.optimizers.Nadam(rate, global_clipnorm=0.5), Mine(0.1)):
        model.compile(optimizer, "mse")
        model.fit(np.ones((2, 2)), np.ones((2, 1)), verbose=0)
        model.save(str(tmp_path / "m.h5"))
        again = tf_keras.models.load_model(str(tmp_path / "m.h5"), custom_objects={"Mine": Mine}).optimizer
        assert type(again) is type(optimizer)
        assert dict(again.get_config(), name="") == dict(optimizer.get_config(), name="")
        assert int(again.iterations) == int(optimizer.iterations) > 0


@not_on_keras_2
def test_to_ordinal():
    if not hasattr(tf_keras.utils, "to_ordinal"):
        pytest.skip("this tf.keras is older")
    found = tf_keras.utils.to_ordinal([0, 2, 1], 4)
    np.testing.assert_array_equal(found, [[0, 0, 0], [1, 1, 0], [1, 0, 0]])


@not_on_keras_2
def test_a_cell_of_the_abstract_class_runs_in_an_rnn():
    class Sum(tf_keras.layers.AbstractRNNCell):
        @property
        def state_size(self):
            return 2

        @property
        def output_size(self):
            return 2

        def call(self, inputs, states):
            total = states[0] + inputs
            return total, [total]

    x = tf_keras.layers.Input((3, 2))
    model = tf_keras.Model(x, tf_keras.layers.RNN(Sum())(x))
    np.testing.assert_allclose(model.predict(np.ones((1, 3, 2), "float32"), verbose=0), [[3.0, 3.0]])


@on_keras_3
def test_what_tensorflow_2_has_of_its_keras_under_other_names():
    with Era("2.15"):
        assert tf.optimizers is tf_keras.optimizers and tf.losses is tf_keras.losses
    assert tf.losses.MeanSquaredError is tf_keras.losses.MeanSquaredError  # and its functions are those of TensorFlow 1
    assert tf.metrics is tf_keras.metrics and tf.initializers is tf_keras.initializers


@on_keras_3
def test_a_metric_of_tensorflow_1_is_no_class():
    assert not hasattr(tf.metrics, "no_such_metric")
    model = keras.models.Sequential([keras.layers.Dense(1, input_dim=1, kernel_initializer="ones")])
    model.compile("sgd", "mse", metrics=[tf_keras.metrics.AUC()])
    found = model.evaluate(np.array([[0.1], [0.4], [0.35], [0.8]]), np.array([[0.0], [0], [1], [1]]), verbose=0)
    assert found[1] == pytest.approx(0.75, abs=0.01)


@pytest.mark.skipif("active().name != 'keras3' or active().backend == 'tensorflow'")
def test_a_tape_says_what_it_cannot_do():
    tf.random.set_seed(0)
    assert not hasattr(tf, "set_seed")
    x = tf.constant([1.0, 2.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * x
        with pytest.raises(ValueError, match="tf.constant"):
            tape.watch(np.ones(2))
        with pytest.raises(RuntimeError, match="already recording"):
            tape.__enter__()
    with pytest.raises(UnsupportedError, match="model.trainable_variables"):
        tape.watched_variables()
    assert keras.backend.eval(tape.gradient(y, x)).tolist() == [2.0, 4.0]
    with pytest.raises(RuntimeError, match="persistent=True"):
        tape.gradient(y, x)
    with pytest.raises(RuntimeError, match="records nothing"):
        tf.GradientTape().watch(x)
    with tf.GradientTape() as tape, pytest.raises(ZeroDivisionError):
        tape.watch(x)
        1 / 0  # noqa: B018
    with pytest.raises(RuntimeError, match=r"K\.gradients"):
        tape.gradient(keras.layers.Input((2,)), x)


class _OfTensorFlow:
    """A tensor of TensorFlow, as a loop over a dataset gives it."""

    def __init__(self, values):
        self.values = values

    def numpy(self):
        return np.array(self.values)


@pytest.mark.skipif("active().name != 'keras3' or active().backend == 'tensorflow'")
def test_loops_over_a_dataset_of_an_installed_tensorflow_see_tensors_of_the_backend(monkeypatch):
    elements = [(_OfTensorFlow([1.0, 2.0]), {"text": _OfTensorFlow([b"a"])})]
    dataset = type("DatasetV2", (list,), {"__module__": "tensorflow.python.data", "name": "of TensorFlow"})(elements)
    monkeypatch.setitem(sys.modules, "tensorflow", ModuleType("tensorflow"))
    batches = runtime.batches(dataset)
    ((numbers, texts),) = list(batches)
    assert keras.backend.is_tensor(numbers) and keras.backend.eval(numbers).tolist() == [1.0, 2.0]
    assert texts["text"] is elements[0][1]["text"]
    assert len(batches) == 1 and batches.name == "of TensorFlow"


@pytest.mark.skipif("active().name != 'keras3' or active().backend != 'torch'")
def test_a_tape_leaves_tensors_of_torch_as_they_were():
    x = tf.constant([1.0, 2.0])
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = x * x
            with pytest.raises(UnsupportedError, match="stop_gradient"), inner.stop_recording():
                pass
        slope = inner.gradient(y, x)
    second = outer.gradient(slope, x)
    assert not x.requires_grad and not second.requires_grad and not slope.requires_grad
    assert keras.backend.eval(second).tolist() == [2.0, 2.0]
    with pytest.raises(UnsupportedError, match="another tape"), tf.GradientTape() as tape:
        tape.reset()


@pytest.mark.skipif(active().name == "multibackend", reason="save_freq came with tf.keras")
def test_a_file_after_every_second_batch(tmp_path):
    model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(2,))])
    model.compile("sgd", "mse")
    each = tf.keras.callbacks.ModelCheckpoint(str(tmp_path / "{epoch:02d}-{batch}.h5"), save_freq=2, save_weights_only=True)
    model.fit(np.ones((3, 2)), np.ones((3, 1)), batch_size=1, epochs=2, verbose=0, callbacks=[each])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["01-2.h5", "02-1.h5", "02-3.h5"]
    better = tf.keras.callbacks.ModelCheckpoint(str(tmp_path / "best.h5"), "loss", save_best_only=True,
                                                initial_value_threshold=-1)
    model.fit(np.ones((3, 2)), np.ones((3, 1)), verbose=0, callbacks=[better])
    assert not (tmp_path / "best.h5").exists()
    with pytest.raises(ValueError, match="save_freq"):
        tf.keras.callbacks.ModelCheckpoint("a.h5", save_freq="batch")


@on_keras_3
def test_time_major_says_what_to_do():
    assert tf_keras.layers.LSTM(2, time_major=False)(np.ones((3, 4, 1), "float32")).shape[0] == 3
    with pytest.raises(UnsupportedError, match="transpose"):
        tf_keras.layers.GRU(2, time_major=True)


@on_keras_3
def test_layers_of_both_that_nobody_named_have_different_names():
    tf_keras.backend.clear_session()
    y = x = keras.layers.Input((3,))
    for layers in (tf_keras.layers, keras.layers, tf_keras.layers, keras.layers, tf_keras.layers):
        y = layers.Dense(2)(y)
    names = [layer.name for layer in tf_keras.Model(x, y).layers]
    assert names[1] == "dense" and len(set(names)) == 6
