"""What loading leaves behind in a model of Keras 3: weights that hold the values of the file, and nothing drawn in vain."""
import h5py
import keras
import numpy as np
import pytest
from goldens.catalog import golden

from compat.era import Era
from compat.errors import ConfigError, UnknownLayerError, WeightsError
from compat.flavors.keras3.loading import assign, build, variables
from compat.flavors.keras3.loading.optimizers import optimizer
from compat.flavors.keras3.loading.training import compile_model, trainable
from compat.flavors.shared.given import Given
from compat.load import load

SOURCE = golden("keras-2.2.4-py37", "conv_bn")


def stored(path):
    arrays = []
    with h5py.File(str(path), "r") as file:
        file["model_weights"].visititems(
            lambda name, item: arrays.append(item[()]) if isinstance(item, h5py.Dataset) else None)
    return arrays


class Pair:
    """One layer's arrays, as ``compat.weights`` hands them over."""

    datasets = ()

    def __init__(self, path, *arrays):
        self.path = path
        self.arrays = arrays

    def read(self):
        return list(self.arrays)


class Built:
    postponed, most = (), 0

    def __init__(self, layer):
        self.layers = ((("layer",), layer),)
        self.model = keras.Sequential([layer])


def built_layer(units=300):
    layer = keras.layers.Dense(units, kernel_initializer="zeros")
    layer.build((None, units))
    return layer


def test_no_weight_is_drawn_at_random(monkeypatch):
    def drawn(*args, **kwargs):
        raise AssertionError("an initializer ran")

    for name in ("normal", "truncated_normal", "uniform"):
        monkeypatch.setattr(keras.random, name, drawn)
        monkeypatch.setattr(keras.src.initializers.random_initializers.random, name, drawn)
    assert load(str(SOURCE.path), compile=False).verification.level == "shaped"


@pytest.mark.skipif(keras.backend.backend() != "torch", reason="parameters of a torch.nn.Module")
def test_the_parameters_that_torch_sees_are_the_weights_of_the_file():
    model = load(str(SOURCE.path), compile=False).model
    assert {id(each) for each in model.parameters()} == {id(each.value) for each in model.weights}
    found = sorted(float(each.detach().sum()) for each in model.state_dict().values() if each.ndim > 1)
    np.testing.assert_allclose(found, sorted(float(each.sum()) for each in stored(SOURCE.path) if each.ndim > 1), rtol=1e-5)


@pytest.mark.parametrize("offset", [0, 16], ids=["aligned", "not aligned"])
def test_a_large_array_becomes_the_weight_and_can_be_trained(offset):
    layer, raw = built_layer(), np.zeros(4 * 300 * 300 + 128, "uint8")
    begin = -raw.ctypes.data % 64 + offset
    kernel = raw[begin:begin + 4 * 300 * 300].view("float32").reshape(300, 300)
    kernel[:] = np.arange(300.0)
    expected = kernel.copy()
    variables.assign(Built(layer), [Pair(("layer",), kernel, np.zeros(300, "float32"))])
    del raw, kernel
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(layer.kernel), expected)
    layer.kernel.assign_add(keras.ops.ones((300, 300)))
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(layer.kernel), expected + 1)


@pytest.mark.parametrize("change", [
    lambda x: x.astype("float64"), lambda x: np.asfortranarray(x), lambda x: np.broadcast_to(x[:1], x.shape),
], ids=["float64", "columns first", "read-only"])
def test_an_array_that_cannot_be_taken_over_is_copied(change):
    layer = built_layer()
    kernel = change(np.tile(np.arange(300, dtype="float32"), (300, 1)))
    variables.assign(Built(layer), [Pair(("layer",), kernel, np.zeros(300, "float32"))])
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(layer.kernel), kernel)


def test_two_weights_given_one_array_do_not_share_it():
    layer = keras.layers.LSTM(64, unit_forget_bias=False)
    layer.build((None, None, 64))
    kernel = np.ones((64, 256), "float32")
    variables.assign(Built(layer), [Pair(("layer",), kernel, kernel, np.zeros(256, "float32"))])
    layer.weights[0].assign_add(keras.ops.ones((64, 256)))
    assert float(keras.ops.max(layer.weights[1])) == 1.0


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
    assert compile_model(built, training, ["dense"], Given({}, {}), Era("2.2.4"), None).compiled
    given = labels[:, None] if loss.startswith("sparse") else t
    np.testing.assert_allclose(built.model.evaluate(x, given, verbose=0), [expected[loss]] * 2, rtol=1e-5)


def sequential(*layers, shape=(None, 3)):
    """A Sequential of layers in the hub dialect, built for a file of tf.keras 2.15."""
    first = {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": list(shape)}}
    specs = [first] + [{"class_name": name, "config": config} for name, config in layers]
    model = {"class_name": "Sequential", "config": {"name": "m/odel", "layers": specs}}
    return build(model, Given({}, {}), Era("2.15"), 1 << 20)


def test_a_normalization_computes_with_the_mean_and_the_variance_of_the_file():
    built = sequential(("Normalization", {"name": "n", "axis": [-1]}))
    mean, variance = np.array([1, 2, 3], "float32"), np.array([4, 1, 0.25], "float32")
    assign(built, [Pair(("n",), mean, variance, np.array(7, "int64"))])
    x = np.arange(6, dtype="float32").reshape(2, 3)
    np.testing.assert_allclose(built.model.predict(x, verbose=0), (x - mean) / np.sqrt(variance), rtol=1e-6)


def test_the_vector_of_a_spectral_normalization_comes_after_the_bias_in_a_file():
    inner = {"class_name": "Dense", "config": {"name": "d", "units": 3}}
    built = sequential(("SpectralNormalization", {"name": "s", "layer": inner, "power_iterations": 1}))
    kernel, bias, vector = np.eye(3, dtype="float32"), np.array([1, 2, 3], "float32"), np.ones((1, 3), "float32")
    assign(built, [Pair(("s",), kernel, bias, vector)])
    x = np.arange(6, dtype="float32").reshape(2, 3)
    np.testing.assert_allclose(built.model.predict(x, verbose=0), x + bias, rtol=1e-6)
    np.testing.assert_array_equal(keras.ops.convert_to_numpy(built.model.get_layer("s").vector_u), vector)
    assert trainable(built) == [(("s",), [True, True, False])]


def test_an_adapted_discretization_takes_its_boundaries_from_the_summary_in_the_file():
    built = sequential(("Discretization", {"name": "d", "bin_boundaries": None, "num_bins": 3}), shape=(None, 1))
    summary = np.stack([np.arange(30), np.ones(30)]).astype("float32")
    assert assign(built, [Pair(("d",), summary)]) == (1, 60)
    found = built.model.predict(np.array([[8.9], [9.1], [18.9], [19.1]], "float32"), verbose=0)
    assert found.ravel().tolist() == [0, 1, 1, 2]  # tf.keras 2.15 finds 9 and 19


def test_a_discretization_takes_fractions_as_they_are():
    built = sequential(("Discretization", {"name": "d", "bin_boundaries": [0.5, 1.5]}), shape=(None, 1))
    found = built.model.predict(np.array([[0.4], [0.6], [1.6]], "float32"), verbose=0)
    assert found.ravel().tolist() == [0, 1, 2]


def test_a_summary_that_is_none_is_weights_that_do_not_fit():
    built = sequential(("Discretization", {"name": "d", "bin_boundaries": None, "num_bins": 3}), shape=(None, 1))
    with pytest.raises(WeightsError, match="d: expected nothing"):
        assign(built, [Pair(("d",), np.zeros((3, 4), "float32"))])


def test_a_layer_whose_constructor_takes_no_trainable_is_told_afterwards():
    built = sequential(("SpatialDropout1D", {"name": "d", "trainable": False, "rate": 0.5}), shape=(None, 4, 3))
    assert not built.model.get_layer("d").trainable


def test_a_name_with_a_slash_is_written_with_an_underscore_and_still_goes_by_its_own():
    built = sequential(("Dense", {"name": "conv1/dense", "units": 2}))
    assign(built, [Pair(("conv1/dense",), np.ones((3, 2), "float32"), np.zeros(2, "float32"))])
    assert built.model.get_layer("conv1_dense").get_weights()[0].sum() == 6
    assert built.model.name == "m_odel"


SCHEDULED = {"class_name": "SGD", "config": {"momentum": 0.0, "nesterov": False, "learning_rate": {
    "class_name": "ExponentialDecay",
    "config": {"initial_learning_rate": 0.5, "decay_steps": 1, "decay_rate": 0.5, "staircase": False, "name": None}}}}


def test_a_schedule_without_a_name_gives_the_rate_of_each_step():
    found = optimizer(SCHEDULED, Given({}, {}), Era("2.10"))
    found.build([keras.Variable(0.0)])
    found.iterations.assign(2)
    assert float(keras.ops.convert_to_numpy(found.learning_rate)) == 0.125


def test_a_schedule_that_nobody_has_is_refused_by_name():
    rate = {"class_name": "LinearCosineDecay", "config": {"initial_learning_rate": 0.5, "decay_steps": 10}}
    stated = {"class_name": "SGD", "config": dict(SCHEDULED["config"], learning_rate=rate)}
    with pytest.raises(ConfigError, match="LinearCosineDecay"):
        optimizer(stated, Given({}, {}), Era("2.10"))


def functional(layers, inputs, outputs):
    return {"class_name": "Functional", "config": {"name": "m", "layers": layers, "input_layers": inputs,
                                                   "output_layers": outputs}}


def layer(name, class_name, source, **config):
    return {"class_name": class_name, "name": name, "config": dict(config, name=name),
            "inbound_nodes": [[[source, 0, 0, {}]]] if source else []}


X = layer("x", "InputLayer", None, batch_input_shape=[None, 3])
SGD = {"class_name": "SGD", "config": {"momentum": 0.0, "nesterov": False, "learning_rate": 0.5}}


def compiled(model, optimizer_config=SGD, outputs=("a",), **training):
    given, era = Given({}, {}), Era("2.15")
    built = build(model, given, era, 1 << 20)
    assign(built, [])
    stated = dict({"metrics": None, "weighted_metrics": None, "loss_weights": None}, **training)
    compile_model(built, dict(stated, optimizer_config=optimizer_config), outputs, given, era, None)
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


@pytest.mark.parametrize("era, times", [("2.2.4", 2), ("2.4", 1)])
def test_an_activity_regularization_is_a_sum_over_the_batch_in_an_old_file(era, times):
    layers = [{"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None, 2]}},
              {"class_name": "ActivityRegularization", "config": {"name": "penalty", "l1": 0.1, "l2": 0.01}}]
    spec = {"class_name": "Sequential", "config": {"name": "model", "layers": layers}}
    model = build(spec, Given({}, {}), Era(era), 1 << 20).model
    model(np.array([[1.0, -2.0], [3.0, 0.5]], "float32"))
    mean = (0.1 * (1 + 2 + 3 + 0.5) + 0.01 * (1 + 4 + 9 + 0.25)) / 2
    np.testing.assert_allclose(float(sum(model.losses)), times * mean, rtol=1e-6)


ON_TENSORFLOW = keras.backend.backend() == "tensorflow"


@pytest.mark.skipif(not ON_TENSORFLOW, reason="these layers are made of operations of TensorFlow")
def test_a_vocabulary_that_is_in_the_file_is_looked_up():
    lookup = {"dtype": "int64", "vocabulary": [10, 30], "vocabulary_size": 3, "num_oov_indices": 1, "oov_token": -1}
    first = layer("x", "InputLayer", None, batch_input_shape=[None, 1], dtype="int64")
    found = build(functional([first, layer("l", "IntegerLookup", "x", **lookup)], [["x", 0, 0]], [["l", 0, 0]]),
                  Given({}, {}), Era("2.15"), 1 << 20)
    assert found.model.predict(np.array([[30], [10], [7]]), verbose=0).tolist() == [[2], [1], [0]]


@pytest.mark.parametrize("vocabulary, said", [
    ("/etc/hostname", "/etc/hostname" if ON_TENSORFLOW else "KERAS_BACKEND"),
    (["a", "b"], None if ON_TENSORFLOW else "KERAS_BACKEND"),
])
def test_a_vocabulary_elsewhere_is_not_read_and_another_backend_looks_nothing_up(vocabulary, said):
    first = layer("x", "InputLayer", None, batch_input_shape=[None, 1], dtype="string" if ON_TENSORFLOW else "int32")
    model = functional([first, layer("l", "StringLookup", "x", vocabulary=vocabulary)], [["x", 0, 0]], [["l", 0, 0]])
    if said is None:
        assert build(model, Given({}, {}), Era("2.15"), 1 << 20).model.output_shape == (None, 1)
        return
    with pytest.raises(ConfigError, match=said):
        build(model, Given({}, {}), Era("2.15"), 1 << 20)


def applied_to_steps(layer, shape, dtype="float32"):
    layers = [{"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None] + shape, "dtype": dtype}},
              {"class_name": "TimeDistributed", "config": {"name": "steps", "layer": layer}}]
    return build({"class_name": "Sequential", "config": {"name": "model", "layers": layers}}, Given({}, {}), Era("2.2.4"),
                 1 << 20)


def test_a_normalization_of_steps_sees_the_whole_batch_in_training():
    norm = {"class_name": "BatchNormalization", "config": {"name": "norm", "center": False, "scale": False, "epsilon": 0.0}}
    built = applied_to_steps(norm, [2, 1])
    assign(built, [Pair(("steps",), np.zeros(1, "float32"), np.ones(1, "float32"))])
    x = np.array([[[1.0], [2.0]], [[3.0], [6.0]]], "float32")
    np.testing.assert_allclose(keras.ops.convert_to_numpy(built.model(x, training=True)), (x - x.mean()) / x.std(), rtol=1e-5)


@pytest.mark.parametrize("steps", [2, pytest.param(None, marks=pytest.mark.skipif(
    keras.backend.backend() == "torch", reason="while it infers shapes there, Keras 3 takes all open sizes for the same"))])
def test_the_mask_of_an_embedding_of_steps_is_that_of_the_steps(steps):
    embedding = {"class_name": "Embedding", "config": {"name": "embedding", "input_dim": 4, "output_dim": 2,
                                                       "mask_zero": True}}
    built = applied_to_steps(embedding, [steps, 3], "int32")
    assign(built, [Pair(("steps",), np.zeros((4, 2), "float32"))])
    ids = np.array([[[1, 0, 0], [0, 0, 0]], [[0, 0, 2], [3, 0, 0]]], "int32")
    mask = keras.Model(built.model.inputs, built.model.outputs[0]._keras_mask).predict(ids, verbose=0)
    np.testing.assert_array_equal(mask, ids != 0)


@pytest.mark.parametrize("stated, inside", [(False, False), (True, False), (False, True)])
def test_training_as_a_call_states_it_stands_whatever_the_model_does(stated, inside):
    norm = layer("n", "BatchNormalization", "x", momentum=0.5)
    inner = dict(functional([X, norm], [["x", 0, 0]], [["n", 0, 0]]), name="i")
    inner["config"]["name"] = "i"
    called = dict(inner if inside else norm, inbound_nodes=[[["x", 0, 0, {"training": stated}]]])
    name = "i" if inside else "n"
    built = build(functional([X, called], [["x", 0, 0]], [[name, 0, 0]]), Given({}, {}), Era("2.15"), 1 << 20)
    assign(built, [])
    x = np.array([[0, 2, 4], [2, 4, 6]], "float32")
    for training in (False, True):
        found = keras.ops.convert_to_numpy(built.model(x, training=training))
        np.testing.assert_allclose(found, np.array([[-1] * 3, [1] * 3]) if stated else x, rtol=2e-3)


@pytest.mark.parametrize("era, divisor", [("2.2.4", 2), ("2.3.1", 4)])
def test_a_loss_of_the_user_is_divided_as_the_keras_of_the_file_did(era, divisor):
    def twice(y_true, y_pred):
        return 2 * keras.ops.sum(keras.ops.abs(y_pred - y_true), axis=-1)

    inputs = keras.Input((2, 1))
    built = Built(keras.layers.Dense(1))
    built.layers, built.model = (), keras.Model(inputs, keras.layers.Masking()(inputs))
    training = {"loss": "twice", "loss_weights": None, "metrics": [], "weighted_metrics": [],
                "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}
    assert compile_model(built, training, ["masking"], Given({"twice": twice}, {}), Era(era), None).compiled
    x = np.array([[[1.0], [0.0]], [[3.0], [0.0]]], "float32")
    np.testing.assert_allclose(built.model.evaluate(x, x + 1, verbose=0), 2 * 2 / divisor, rtol=1e-6)


@pytest.mark.parametrize("era, sign", [("2.2.4", 0.0), ("2.3.1", -1.0), ("2.15", -1.0)])
@pytest.mark.parametrize("loss, power", [("hinge", 1), ("squared_hinge", 2)])
def test_a_hinge_takes_zeros_for_what_the_keras_of_the_file_did(era, sign, loss, power):
    built = Built(keras.layers.Identity())
    built.layers, built.model = (), keras.Sequential([keras.Input((2,)), keras.layers.Identity()])
    training = {"loss": loss, "loss_weights": None, "metrics": [], "weighted_metrics": [],
                "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}
    assert compile_model(built, training, ["identity"], Given({}, {}), Era(era), None).compiled
    y, p = np.array([[1.0, 0.0], [0.0, 1.0]], "float32"), np.array([[0.5, -0.5], [0.2, -1.0]], "float32")
    expected = np.mean(np.maximum(1.0 - np.where(y > 0, 1.0, sign) * p, 0.0) ** power)
    np.testing.assert_allclose(built.model.evaluate(p, y, verbose=0), expected, rtol=1e-6)


def test_a_model_whose_layers_alone_add_losses_can_be_evaluated():
    built = Built(keras.layers.Identity())
    penalty = keras.layers.ActivityRegularization(l1=0.5)
    built.layers, built.model = (), keras.Sequential([keras.Input((2,)), penalty])
    training = {"loss": [], "loss_weights": None, "metrics": [], "weighted_metrics": [],
                "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}
    assert compile_model(built, training, ["penalty"], Given({}, {}), Era("2.2.4"), None).compiled
    x = np.array([[1.0, 3.0]], "float32")
    np.testing.assert_allclose(built.model.evaluate(x, verbose=0), 0.5 * 4, rtol=1e-6)


def test_a_file_whose_loss_was_added_by_lost_code_is_not_compiled_without_one():
    built = Built(keras.layers.Dense(2))
    built.model.build((None, 2))
    training = {"loss": None, "loss_weights": None, "metrics": [], "weighted_metrics": [],
                "optimizer_config": {"class_name": "SGD", "config": {"learning_rate": 0.1}}}
    with pytest.raises(ConfigError, match="add_loss"):
        compile_model(built, training, ["dense"], Given({}, {}), Era("2.2.4"), None)


@pytest.mark.parametrize("era, is_known", [("2.3.1", False), ("2.4", True)])
def test_a_gelu_from_before_keras_had_one_is_asked_for(era, is_known):
    spec = {"class_name": "Sequential", "config": {"name": "m", "layers": [
        {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None, 2]}},
        {"class_name": "Activation", "config": {"name": "a", "activation": "gelu"}}]}}
    if is_known:
        assert build(spec, Given({}, {}), Era(era), 1 << 20).model.layers[-1].activation is keras.activations.gelu
    else:
        with pytest.raises(UnknownLayerError, match="gelu"):
            build(spec, Given({}, {}), Era(era), 1 << 20)


@pytest.mark.parametrize("class_name", ["Attention", "AdditiveAttention"])
def test_no_query_sees_a_value_that_is_masked(class_name):
    attention = {"class_name": class_name, "name": "a", "config": {"name": "a", "use_scale": False},
                 "inbound_nodes": [[["m", 0, 0, {}], ["m", 0, 0, {}]]]}
    layers = [layer("x", "InputLayer", None, batch_input_shape=[None, 2, 1]),
              layer("m", "Masking", "x", mask_value=0.0), attention]
    built = build(functional(layers, [["x", 0, 0]], [["a", 0, 0]]), Given({}, {}), Era("2.15"), 1 << 20)
    found = built.model.predict(np.array([[[3.0], [0.0]], [[0.0], [2.0]]], "float32"), verbose=0)
    np.testing.assert_allclose(found[[0, 1], [0, 1], 0], [3, 2], rtol=1e-5)
