"""What the adapters of tf.keras and tf_keras do otherwise than the Keras they wrap, against NumPy."""
import numpy as np
import pytest

from compat.era import Era, made_in
from compat.errors import ConfigError, MaskingError
from compat.flavor import active
from compat.flavors import loading
from compat.hub.custom_objects import CustomObjects
from compat.keras import backend as K
from compat.keras.layers import BatchNormalization, Dense, Flatten, Input, Lambda, Masking
from compat.keras.models import Model

pytestmark = pytest.mark.skipif(active().folder != "tf_keras", reason="these adapters are those of tf.keras and tf_keras")
X = np.array([[[1.0], [2.0], [3.0]], [[4.0], [0.0], [0.0]], [[0.0], [0.0], [5.0]]], "float32")
VALID = X[:, :, 0] != 0


def masked(*layers):
    inputs = Input((3, 1))
    outputs = Masking()(inputs)
    for layer in layers:
        outputs = layer(outputs)
    return Model(inputs, outputs)


def test_a_lambda_without_a_mask_function_takes_a_mask_and_drops_it_when_it_is_read_again():
    read = Lambda.from_config(Lambda(lambda x: x * 2, name="double").get_config())
    model = masked(read)
    assert getattr(model.output, "_keras_mask", None) is None
    np.testing.assert_allclose(model.predict(X), X * 2)


def test_a_lambda_keeps_its_mask_when_it_is_read_again():
    layer = Lambda(lambda x: x[:, 1:], mask=lambda inputs, mask: mask[:, 1:], name="cut")
    read = Lambda.from_config(layer.get_config())
    np.testing.assert_array_equal(read.compute_mask(X, VALID), VALID[:, 1:])
    np.testing.assert_allclose(masked(read).predict(X), X[:, 1:])


def test_a_constant_mask_is_stored_as_its_values():
    layer = Lambda(lambda x: x, mask=K.constant([[True, False]], dtype="bool"), name="constant")
    config = layer.get_config()
    assert config["mask"] == [[True, False]]
    np.testing.assert_array_equal(K.get_value(Lambda.from_config(config).mask), [[True, False]])


@pytest.mark.parametrize("version, divisor", [("2.2.4", VALID.sum()), ("2.3.1", VALID.size)])
def test_the_mean_of_a_masked_loss_is_that_of_the_era_in_which_it_was_compiled(version, divisor):
    model = masked()
    with Era(version):
        model.compile("sgd", "mse")
    np.testing.assert_allclose(model.evaluate(X, X + 2, verbose=0), 4.0 * VALID.sum() / divisor, rtol=1e-6)


def test_a_mask_is_an_error_at_a_layer_of_the_code_and_dropped_by_one_of_a_newer_file():
    with pytest.raises(MaskingError, match="'flat'"):
        masked(Flatten(name="flat"))
    np.testing.assert_allclose(masked(made_in(Flatten(), Era("2.15"))).predict(X), X[:, :, 0])


def test_a_frozen_batch_normalization_uses_the_batch_and_leaves_its_averages_alone():
    x = np.random.RandomState(0).normal(3.0, 2.0, size=(8, 2)).astype("float32")
    layer = BatchNormalization(trainable=False)
    inputs = Input((2,))
    model = Model(inputs, layer(inputs))
    model.compile("sgd", "mse")
    expected = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-3)
    np.testing.assert_allclose(model.train_on_batch(x, x), ((expected - x) ** 2).mean(), rtol=1e-4)
    np.testing.assert_array_equal(layer.get_weights()[2:], [np.zeros(2), np.ones(2)])
    newer = made_in(BatchNormalization(trainable=False, epsilon=1e-3), Era("2.15"))
    model = Model(inputs, newer(inputs))
    model.compile("sgd", "mse")
    np.testing.assert_allclose(model.train_on_batch(x, x), ((x / np.sqrt(1 + 1e-3) - x) ** 2).mean(), rtol=1e-3)


def rmsprop(in_root):
    from compat.flavors.shared.optimizers import optimizer
    from compat.flavors.tf_keras import optimizers
    from compat.hub.custom_objects import CustomObjects

    config = {"learning_rate": 0.5, "rho": 0.9, "momentum": 0.0, "epsilon": 0.01, "decay": 0.0, "epsilon_in_root": in_root}
    return optimizer(optimizers, {"class_name": "RMSprop", "config": config}, CustomObjects({}, {}))


@pytest.mark.parametrize("in_root, divisor", [
    (False, np.sqrt(0.1 * 0.2 ** 2) + 0.01), (True, np.sqrt(0.1 * 0.2 ** 2 + 0.01)),
])
def test_rmsprop_adds_epsilon_where_its_file_says_or_is_not_there(in_root, divisor):
    from compat.flavors.tf_keras.optimizers import NEWER

    found = rmsprop(in_root)
    assert (found is None) == (in_root and not NEWER)
    if found is not None:
        weight = K.variable([1.0])
        found.apply_gradients([(K.constant([0.2]), weight)])
        np.testing.assert_allclose(K.get_value(weight), [1.0 - 0.5 * 0.2 / divisor], rtol=1e-5)


def called(config, args, **kwargs):
    from compat.flavors.tf_keras.operations import OperationCall

    return K.get_value(OperationCall(dict(config, name="call"))(args, **kwargs))


def test_a_function_of_tensorflow_is_called_by_its_public_name():
    x = K.constant([[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_allclose(called({"function": "math.multiply"}, x, y=2.0), [[2.0, 4.0], [6.0, 8.0]])
    np.testing.assert_allclose(called({"function": "concat"}, x, axis=0), [[1.0, 2.0], [3.0, 4.0]])


def test_indexing_is_read_with_its_slices():
    spec = [{"start": None, "stop": None, "step": None}, {"start": 1, "stop": None, "step": None}]
    found = called({"function": "__operators__.getitem"}, K.constant([[1.0, 2.0], [3.0, 4.0]]), slice_spec=spec)
    np.testing.assert_allclose(found, [[2.0], [4.0]])


def test_a_graph_operation_is_the_function_it_came_from():
    node = {"op": "Sum", "attr": {"keep_dims": {"b": True}}}
    found = called({"node_def": node, "constants": {"1": [1]}}, K.constant([[1.0, 2.0], [3.0, 4.0]]))
    np.testing.assert_allclose(found, [[3.0], [7.0]])


@pytest.mark.parametrize("symbol", ["io.read_file", "compat.v1.py_func", "keras.models.load_model", "no.such"])
def test_a_function_that_is_not_listed_is_not_called(symbol):
    with pytest.raises(ConfigError, match="not served"):
        called({"function": symbol}, K.constant([1.0]))


@pytest.mark.xfail(active().version.startswith("2.4."), raises=TypeError,
                   reason="tf.keras 2.4 sets the bases of all that a model which hands on inputs and outputs derives from, "
                          "of object too where that is a mix-in's")
def test_a_class_of_the_user_may_hand_inputs_and_outputs_to_model():
    class Summing(Model):
        def __init__(self):
            inputs = Input((2,))
            super().__init__(inputs, Dense(1, kernel_initializer="ones")(inputs))

    np.testing.assert_allclose(Summing().predict(np.ones((1, 2))), [[2.0]])


def test_a_step_on_one_batch_gives_the_loss_of_that_batch_whatever_was_evaluated_before():
    inputs = Input((3, 1))
    model = Model(inputs, Dense(1, kernel_initializer="ones")(Flatten()(inputs)))
    model.compile("sgd", loss="mse", metrics=["mae"])
    y = np.zeros((3, 1), "float32")
    sums = X.sum((1, 2))
    model.evaluate(X, y, batch_size=1, verbose=0)
    expected = [np.mean(sums ** 2), np.mean(sums)]
    np.testing.assert_allclose(model.test_on_batch(X, y), expected, rtol=1e-6)
    model.evaluate(X[:1], y[:1], verbose=0)
    np.testing.assert_allclose(model.train_on_batch(X, y), expected, rtol=1e-6)


def test_a_file_may_name_the_similarity_of_the_cosine_as_metric():
    first = {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None, 2]}}
    dense = {"class_name": "Dense", "config": {"name": "d", "units": 2, "kernel_initializer": "identity"}}
    spec = {"class_name": "Sequential", "config": {"name": "m", "layers": [first, dense]}}
    stage, custom, of_file = loading(), CustomObjects({}, {}), Era("2.10")
    built = stage.build(spec, custom, of_file, 1 << 20)
    training = {"loss": "mse", "loss_weights": None, "metrics": ["cosine_similarity"], "weighted_metrics": [],
                "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}
    assert stage.compile_model(built, training, ["d"], custom, of_file, None).missing == []
    found = built.model.evaluate(np.array([[3.0, 4.0]], "float32"), np.array([[1.0, 0.0]], "float32"), verbose=0)
    np.testing.assert_allclose(found[1], 0.6, rtol=1e-6)


@pytest.mark.parametrize("step, before", [("train_on_batch", (None, None)), ("test_on_batch", (None,))])
def test_a_step_counts_in_the_batches_before_it_when_asked_to_by_position_or_name(flavor, step, before):
    inputs = Input((3, 1))
    model = Model(inputs, Dense(1, kernel_initializer="zeros", trainable=False)(Flatten()(inputs)))
    model.compile("sgd", loss="mse")
    y = np.ones((3, 1), "float32")
    run = getattr(model, step)
    assert run(X, y) == 1.0
    kept = [] if flavor.version.startswith("2.4.") else [1.0]  # tf.keras 2.4 forgets a batch when it has given its loss
    assert run(X, 5 * y, *before, False) == np.mean(kept + [25.0])
    assert run(X, 2 * y, reset_metrics=False) == np.mean(kept + [25.0, 4.0])
    assert run(X, 3 * y) == 9.0
