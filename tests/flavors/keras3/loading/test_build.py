"""Layers of old files on Keras 3 do what they did in the Keras of the file."""
import keras
import numpy as np
import pytest
from flavors.keras3.loading.parts import Pair, X, functional, layer, sequential

from compat.era import Era
from compat.errors import ConfigError, UnknownLayerError
from compat.flavors.keras3.loading import assign, build
from compat.hub.custom_objects import CustomObjects


def test_a_discretization_takes_fractions_as_they_are():
    built = sequential(("Discretization", {"name": "d", "bin_boundaries": [0.5, 1.5]}), shape=(None, 1))
    found = built.model.predict(np.array([[0.4], [0.6], [1.6]], "float32"), verbose=0)
    assert found.ravel().tolist() == [0, 1, 2]


def test_a_random_crop_of_an_old_file_crops_the_middle_at_prediction_time():
    built = sequential(("RandomCrop", {"name": "c", "height": 2, "width": 2}), shape=(None, 4, 4, 1))
    images = np.arange(16.0, dtype="float32").reshape(1, 4, 4, 1)
    found = built.model.predict(images, verbose=0)  # the middle of a square is all of it, scaled
    np.testing.assert_allclose(found.ravel(), [2.5, 4.5, 10.5, 12.5], atol=1e-5)


def test_a_layer_whose_constructor_takes_no_trainable_is_told_afterwards():
    built = sequential(("SpatialDropout1D", {"name": "d", "trainable": False, "rate": 0.5}), shape=(None, 4, 3))
    assert not built.model.get_layer("d").trainable


def test_a_name_with_a_slash_is_written_with_an_underscore_and_still_goes_by_its_own():
    built = sequential(("Dense", {"name": "conv1/dense", "units": 2}))
    assign(built, [Pair(("conv1/dense",), np.ones((3, 2), "float32"), np.zeros(2, "float32"))])
    assert built.model.get_layer("conv1_dense").get_weights()[0].sum() == 6
    assert built.model.name == "m_odel"


@pytest.mark.parametrize("era, times", [("2.2.4", 2), ("2.4", 1)])
def test_an_activity_regularization_is_a_sum_over_the_batch_in_an_old_file(era, times):
    layers = [{"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None, 2]}},
              {"class_name": "ActivityRegularization", "config": {"name": "penalty", "l1": 0.1, "l2": 0.01}}]
    spec = {"class_name": "Sequential", "config": {"name": "model", "layers": layers}}
    model = build(spec, CustomObjects({}, {}), Era(era), 1 << 20).model
    model(np.array([[1.0, -2.0], [3.0, 0.5]], "float32"))
    mean = (0.1 * (1 + 2 + 3 + 0.5) + 0.01 * (1 + 4 + 9 + 0.25)) / 2
    np.testing.assert_allclose(float(sum(model.losses)), times * mean, rtol=1e-6)


@pytest.mark.parametrize("era, times", [("2.2.4", 2), ("2.15", 1)])
def test_our_own_layers_behave_as_in_the_keras_of_the_file_also_when_they_are_saved(era, times, tmp_path):
    local = {"name": "l", "filters": 1, "kernel_size": [1], "kernel_initializer": "ones", "use_bias": False,
             "activity_regularizer": {"class_name": "L1L2", "config": {"l1": 0.5, "l2": 0.0}}}
    model = sequential(("LocallyConnected1D", local), shape=(None, 2, 1), era=Era(era)).model
    model.save(str(tmp_path / "model.keras"))
    for found in (model, keras.models.load_model(str(tmp_path / "model.keras"))):
        found(np.ones((2, 2, 1), "float32"))
        np.testing.assert_allclose(float(sum(found.losses)), times * 0.5 * 2, rtol=1e-6)


ON_TENSORFLOW = keras.backend.backend() == "tensorflow"


@pytest.mark.skipif(not ON_TENSORFLOW, reason="these layers are made of operations of TensorFlow")
def test_a_vocabulary_that_is_in_the_file_is_looked_up():
    lookup = {"dtype": "int64", "vocabulary": [10, 30], "vocabulary_size": 3, "num_oov_indices": 1, "oov_token": -1}
    first = layer("x", "InputLayer", None, batch_input_shape=[None, 1], dtype="int64")
    found = build(functional([first, layer("l", "IntegerLookup", "x", **lookup)], [["x", 0, 0]], [["l", 0, 0]]),
                  CustomObjects({}, {}), Era("2.15"), 1 << 20)
    assert found.model.predict(np.array([[30], [10], [7]]), verbose=0).tolist() == [[2], [1], [0]]


@pytest.mark.parametrize("vocabulary, said", [("/etc/hostname", "/etc/hostname"), (["a", "b"], None)])
def test_a_vocabulary_elsewhere_is_not_read(vocabulary, said):
    first = layer("x", "InputLayer", None, batch_input_shape=[None, 1], dtype="string")
    model = functional([first, layer("l", "StringLookup", "x", vocabulary=vocabulary)], [["x", 0, 0]], [["l", 0, 0]])
    if said is None:
        assert build(model, CustomObjects({}, {}), Era("2.15"), 1 << 20).model.output_shape == (None, 1)
        return
    with pytest.raises(ConfigError, match=said):
        build(model, CustomObjects({}, {}), Era("2.15"), 1 << 20)


def applied_to_steps(layer, shape, dtype="float32"):
    layers = [{"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None] + shape, "dtype": dtype}},
              {"class_name": "TimeDistributed", "config": {"name": "steps", "layer": layer}}]
    model = {"class_name": "Sequential", "config": {"name": "model", "layers": layers}}
    return build(model, CustomObjects({}, {}), Era("2.2.4"),
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
    built = build(functional([X, called], [["x", 0, 0]], [[name, 0, 0]]), CustomObjects({}, {}), Era("2.15"), 1 << 20)
    assign(built, [])
    x = np.array([[0, 2, 4], [2, 4, 6]], "float32")
    for training in (False, True):
        found = keras.ops.convert_to_numpy(built.model(x, training=training))
        np.testing.assert_allclose(found, np.array([[-1] * 3, [1] * 3]) if stated else x, rtol=2e-3)


@pytest.mark.parametrize("era, is_known", [("2.3.1", False), ("2.4", True)])
def test_a_gelu_from_before_keras_had_one_is_asked_for(era, is_known):
    spec = {"class_name": "Sequential", "config": {"name": "m", "layers": [
        {"class_name": "InputLayer", "config": {"name": "x", "batch_input_shape": [None, 2]}},
        {"class_name": "Activation", "config": {"name": "a", "activation": "gelu"}}]}}
    if is_known:
        assert build(spec, CustomObjects({}, {}), Era(era), 1 << 20).model.layers[-1].activation is keras.activations.gelu
    else:
        with pytest.raises(UnknownLayerError, match="gelu"):
            build(spec, CustomObjects({}, {}), Era(era), 1 << 20)


@pytest.mark.parametrize("class_name", ["Attention", "AdditiveAttention"])
def test_no_query_sees_a_value_that_is_masked(class_name):
    attention = {"class_name": class_name, "name": "a", "config": {"name": "a", "use_scale": False},
                 "inbound_nodes": [[["m", 0, 0, {}], ["m", 0, 0, {}]]]}
    layers = [layer("x", "InputLayer", None, batch_input_shape=[None, 2, 1]),
              layer("m", "Masking", "x", mask_value=0.0), attention]
    built = build(functional(layers, [["x", 0, 0]], [["a", 0, 0]]), CustomObjects({}, {}), Era("2.15"), 1 << 20)
    found = built.model.predict(np.array([[[3.0], [0.0]], [[0.0], [2.0]]], "float32"), verbose=0)
    np.testing.assert_allclose(found[[0, 1], [0, 1], 0], [3, 2], rtol=1e-5)


def test_a_sequential_takes_inputs_of_another_rank_and_is_still_one_model():
    inner = {"name": "inner", "layers": [
        {"class_name": "InputLayer", "config": {"name": "i", "batch_input_shape": [None, None, 3]}},
        {"class_name": "Dense", "config": {"name": "d", "units": 3, "activation": "tanh"}}]}
    layers = [layer("x", "InputLayer", None, batch_input_shape=[None, None, 3]),
              {"class_name": "Sequential", "name": "inner", "config": inner,
               "inbound_nodes": [[["x", 0, 0, {}]], [["pool", 0, 0, {}]]]},
              dict(layer("pool", "GlobalAveragePooling1D", None), inbound_nodes=[[["inner", 0, 0, {}]]])]
    built = build(functional(layers, [["x", 0, 0]], [["inner", 1, 0]]), CustomObjects({}, {}), Era("2.15"), 1 << 20)
    kernel = np.random.RandomState(0).rand(3, 3).astype("float32")
    assign(built, [Pair(("inner", "d"), kernel, np.zeros(3, "float32"))])
    data = np.random.RandomState(1).rand(2, 4, 3).astype("float32")
    expected = np.tanh(np.tanh(data @ kernel).mean(axis=1) @ kernel)
    assert len(built.model.weights) == 2
    np.testing.assert_allclose(built.model.predict(data, verbose=0), expected, rtol=1e-5)
