"""Losses, metrics and optimizers of old files on Keras 3."""
import keras
import numpy as np
import pytest
from flavors.keras3.loading.parts import Built, X, functional, layer

from compat.era import Era
from compat.errors import ConfigError
from compat.flavors.keras3.loading import assign, build
from compat.flavors.keras3.loading.optimizers import optimizer
from compat.flavors.keras3.loading.training import compile_model
from compat.hub.custom_objects import CustomObjects


@pytest.mark.parametrize("activation, loss", [("softmax", "binary_crossentropy"), ("sigmoid", "categorical_crossentropy"),
                                              ("sigmoid", "sparse_categorical_crossentropy")])
@pytest.mark.parametrize("inside", [False, True], ids=["layer", "model inside"])
def test_a_cross_entropy_of_an_old_file_is_that_of_the_probabilities(activation, loss, inside):
    built = Built(keras.layers.Dense(3, activation=activation, kernel_initializer="ones", bias_initializer="ones"))
    x, labels = np.array([[0.5, -1.0], [0.2, 0.1]], "float32"), np.array([2, 0])
    built.model.build((None, 2))
    built.layers[0][1].bias.assign([1.0, 0.0, -2.0])
    built.model = keras.Sequential([built.model]) if inside else built.model
    p, t = built.model.predict(x, verbose=0), np.eye(3, dtype="float32")[labels]
    expected = {"binary_crossentropy": -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)),
                "categorical_crossentropy": -np.mean(np.sum(t * np.log(p / p.sum(axis=-1, keepdims=True)), axis=-1)),
                "sparse_categorical_crossentropy": -np.mean(np.sum(t * np.log(p / p.sum(axis=-1, keepdims=True)), axis=-1))}
    training = {"loss": loss, "loss_weights": None, "metrics": [loss], "weighted_metrics": [],
                "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}
    assert compile_model(built, training, ["dense"], CustomObjects({}, {}), Era("2.2.4"), None).compiled
    given = labels[:, None] if loss.startswith("sparse") else t
    np.testing.assert_allclose(built.model.evaluate(x, given, verbose=0), [expected[loss]] * 2, rtol=1e-5)


@pytest.mark.parametrize("loss", [
    "sparse_categorical_crossentropy",
    {"class_name": "SparseCategoricalCrossentropy", "config": {"from_logits": False, "reduction": "auto"}},
], ids=["name", "object"])
def test_a_sparse_cross_entropy_of_scores_clips_them_before_it_scales_them(loss):
    built = Built(keras.layers.Dense(3, kernel_initializer="ones", bias_initializer="ones"))
    built.model.build((None, 2))
    built.layers[0][1].bias.assign([1.0, 0.5, -2.0])
    training = {"loss": loss, "loss_weights": None, "metrics": ["sparse_categorical_crossentropy"], "weighted_metrics": [],
                "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}
    assert compile_model(built, training, ["dense"], CustomObjects({}, {}), Era("2.15"), None).compiled
    found = built.model.evaluate(np.array([[0.5, -1.0], [0.5, 0.5]], "float32"), np.array([[0], [2]]), verbose=0)
    np.testing.assert_allclose(found, [8.405622] * 2, rtol=1e-5)  # of tf.keras 2.15


SCHEDULED = {"class_name": "SGD", "config": {"momentum": 0.0, "nesterov": False, "learning_rate": {
    "class_name": "ExponentialDecay",
    "config": {"initial_learning_rate": 0.5, "decay_steps": 1, "decay_rate": 0.5, "staircase": False, "name": None}}}}


def test_a_schedule_without_a_name_gives_the_rate_of_each_step():
    found = optimizer(SCHEDULED, CustomObjects({}, {}), Era("2.10"))
    found.build([keras.Variable(0.0)])
    found.iterations.assign(2)
    assert float(keras.ops.convert_to_numpy(found.learning_rate)) == 0.125


def test_a_schedule_that_nobody_has_is_refused_by_name():
    rate = {"class_name": "LinearCosineDecay", "config": {"initial_learning_rate": 0.5, "decay_steps": 10}}
    stated = {"class_name": "SGD", "config": dict(SCHEDULED["config"], learning_rate=rate)}
    with pytest.raises(ConfigError, match="LinearCosineDecay"):
        optimizer(stated, CustomObjects({}, {}), Era("2.10"))


SGD = {"class_name": "SGD", "config": {"momentum": 0.0, "nesterov": False, "learning_rate": 0.5}}


def compiled(model, optimizer_config=SGD, outputs=("a",), **training):
    custom, era = CustomObjects({}, {}), Era("2.15")
    built = build(model, custom, era, 1 << 20)
    assign(built, [])
    stated = dict({"metrics": None, "weighted_metrics": None, "loss_weights": None}, **training)
    compile_model(built, dict(stated, optimizer_config=optimizer_config), outputs, custom, era, None)
    return built.model


def test_a_loss_that_was_added_to_the_model_is_trained_without_another():
    layers = [X, layer("a", "Dense", "x", units=1, kernel_initializer="ones", use_bias=False),
              layer("mean", "TFOpLambda", "a", function="math.reduce_mean"), layer("add_loss", "AddLoss", "mean")]
    found = compiled(functional(layers, [["x", 0, 0]], [["a", 0, 0]]), loss=None)
    x = np.ones((2, 3), "float32")
    assert found.train_on_batch(x) == pytest.approx(3.0)
    np.testing.assert_allclose(found.get_layer("a").get_weights()[0], np.full((3, 1), 0.5), rtol=1e-6)


def keras_knows_outputs_by_key():
    x = keras.Input((3,))
    model = keras.Model(x, {"a": keras.layers.Dense(1, name="first")(x), "b": keras.layers.Dense(1)(x)})
    try:
        model.compile(loss={"a": "mse", "b": "mse"})
        model.test_on_batch(np.ones((2, 3)), {"a": np.ones((2, 1)), "b": np.ones((2, 1))})
    except ValueError:
        return False
    return True


@pytest.mark.skipif(not keras_knows_outputs_by_key(), reason="Keras 3.3 takes losses by the names of layers alone")
def test_losses_by_key_go_to_the_outputs_of_these_keys():
    layers = [X, layer("first", "Dense", "x", units=1, kernel_initializer="ones"),
              layer("second", "Dense", "x", units=1, kernel_initializer="zeros")]
    model = functional(layers, [["x", 0, 0]], {"b": ["first", 0, 0], "a": ["second", 0, 0]})
    found = compiled(model, outputs=["a", "b"], loss={"b": "mse", "a": "mae"}, loss_weights={"b": 1.0, "a": 10.0})
    x, zeros = np.ones((2, 3), "float32"), np.zeros((2, 1), "float32")
    assert found.test_on_batch(x, {"a": zeros + 2, "b": zeros})[0] == pytest.approx(9 + 10 * 2)


@pytest.mark.parametrize("dynamic", [True, False])
def test_a_loss_scale_leaves_the_step_as_it_is(dynamic):
    scaled = dict(SGD, loss_scale={"dynamic": dynamic, "initial_scale": 8.0, "dynamic_growth_steps": 2})
    model = functional([X, layer("a", "Dense", "x", units=1, kernel_initializer="zeros")], [["x", 0, 0]], [["a", 0, 0]])
    found = compiled(model, scaled, loss="mse")
    found.train_on_batch(np.ones((2, 3), "float32"), np.ones((2, 1), "float32"))
    np.testing.assert_allclose(found.get_layer("a").get_weights()[1], [1.0], rtol=1e-6)


@pytest.mark.parametrize("era, divisor", [("2.2.4", 2), ("2.3.1", 4)])
def test_a_loss_of_the_user_is_divided_as_the_keras_of_the_file_did(era, divisor):
    def twice(y_true, y_pred):
        return 2 * keras.ops.sum(keras.ops.abs(y_pred - y_true), axis=-1)

    inputs = keras.Input((2, 1))
    built = Built(keras.layers.Dense(1))
    built.layers, built.model = (), keras.Model(inputs, keras.layers.Masking()(inputs))
    training = {"loss": "twice", "loss_weights": None, "metrics": [], "weighted_metrics": [],
                "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}
    assert compile_model(built, training, ["masking"], CustomObjects({"twice": twice}, {}), Era(era), None).compiled
    x = np.array([[[1.0], [0.0]], [[3.0], [0.0]]], "float32")
    np.testing.assert_allclose(built.model.evaluate(x, x + 1, verbose=0), 2 * 2 / divisor, rtol=1e-6)


@pytest.mark.parametrize("era, sign", [("2.2.4", 0.0), ("2.3.1", -1.0), ("2.15", -1.0)])
@pytest.mark.parametrize("loss, power", [("hinge", 1), ("squared_hinge", 2)])
def test_a_hinge_takes_zeros_for_what_the_keras_of_the_file_did(era, sign, loss, power):
    built = Built(keras.layers.Identity())
    built.layers, built.model = (), keras.Sequential([keras.Input((2,)), keras.layers.Identity()])
    training = {"loss": loss, "loss_weights": None, "metrics": [], "weighted_metrics": [],
                "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}
    assert compile_model(built, training, ["identity"], CustomObjects({}, {}), Era(era), None).compiled
    y, p = np.array([[1.0, 0.0], [0.0, 1.0]], "float32"), np.array([[0.5, -0.5], [0.2, -1.0]], "float32")
    expected = np.mean(np.maximum(1.0 - np.where(y > 0, 1.0, sign) * p, 0.0) ** power)
    np.testing.assert_allclose(built.model.evaluate(p, y, verbose=0), expected, rtol=1e-6)


def test_a_model_whose_layers_alone_add_losses_can_be_evaluated():
    built = Built(keras.layers.Identity())
    penalty = keras.layers.ActivityRegularization(l1=0.5)
    built.layers, built.model = (), keras.Sequential([keras.Input((2,)), penalty])
    training = {"loss": [], "loss_weights": None, "metrics": [], "weighted_metrics": [],
                "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}
    assert compile_model(built, training, ["penalty"], CustomObjects({}, {}), Era("2.2.4"), None).compiled
    x = np.array([[1.0, 3.0]], "float32")
    np.testing.assert_allclose(built.model.evaluate(x, verbose=0), 0.5 * 4, rtol=1e-6)


def test_a_file_whose_loss_was_added_by_lost_code_is_not_compiled_without_one():
    built = Built(keras.layers.Dense(2))
    built.model.build((None, 2))
    training = {"loss": None, "loss_weights": None, "metrics": [], "weighted_metrics": [],
                "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}
    with pytest.raises(ConfigError, match="add_loss"):
        compile_model(built, training, ["dense"], CustomObjects({}, {}), Era("2.2.4"), None)


@pytest.mark.parametrize("optimizer_config", [SGD, {"class_name": "Nadam", "config": {
    "learning_rate": 0.5, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-7, "schedule_decay": 0.004}}], ids=["SGD", "Nadam"])
@pytest.mark.filterwarnings("ignore:The model does not have any trainable weights")
def test_a_file_without_trainable_weights_trains(optimizer_config):
    frozen = layer("a", "Dense", "x", units=1, kernel_initializer="ones", use_bias=False, trainable=False)
    found = compiled(functional([X, frozen], [["x", 0, 0]], [["a", 0, 0]]), optimizer_config, loss="mse")
    x, y = np.ones((2, 3), "float32"), np.zeros((2, 1), "float32")
    assert found.train_on_batch(x, y) == pytest.approx(9.0)
    assert found.fit(x, y, verbose=0).history["loss"] == pytest.approx([9.0])
