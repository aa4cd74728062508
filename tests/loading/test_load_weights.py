"""Weights of an old file for a model that is already there."""
import h5py
import numpy as np
import pytest
from goldens.catalog import golden

import compat
from compat import errors, load_model, load_weights
from compat.flavor import active
from compat.keras.layers import Dense
from compat.keras.models import Sequential

WRITTEN = [("keras-1.2.2-py36", name) for name in ("mlp", "conv_bn", "lstm", "lstm_gpu", "gru", "nested", "time_distributed")]
WRITTEN += [("keras-2.2.4-py37", name) for name in (
    "mlp", "conv_separable", "cudnn_lstm", "cudnn_gru", "conv_lstm", "bidirectional_lstm", "locally_connected", "nested",
    "nested_frozen", "nested_sequential", "shared_model", "time_distributed", "two_inputs_two_outputs")]
WRITTEN += [("tf.keras-2.15-py311", name) for name in ("conv_bn", "gru", "nested")]

MLP = golden("keras-2.2.4-py37", "mlp")  # 5 -> hidden 8 -> out 3


def weights_alone(source, path):
    """The weights of a golden as ``save_weights`` of its Keras wrote them."""
    if source.architecture_path:
        return str(source.path)
    with h5py.File(str(source.path), "r") as file, h5py.File(str(path), "w") as alone:
        stored = file["model_weights"]
        for name in stored:
            stored.copy(name, alone)
        for name, value in stored.attrs.items():
            alone.attrs[name] = value
    return str(path)


def opened(source):
    """The model of a golden."""
    if source.architecture_path:
        return load_model(str(source.architecture_path), weights=str(source.path))
    return load_model(str(source.path), compile=False)


def emptied(source):
    """The model of a golden, with zeros for weights."""
    model = opened(source)
    for layer in model.layers:
        layer.set_weights([np.zeros_like(value) for value in layer.get_weights()])
    return model


def predicted(model, source):
    found = model.predict(source.x[0] if len(source.x) == 1 else list(source.x), verbose=0)
    return found[0] if isinstance(found, list) else np.asarray(found)


@pytest.mark.parametrize("stack, name", WRITTEN)
def test_the_outputs_are_those_of_the_keras_that_wrote_the_weights(stack, name, tmp_path):
    source = golden(stack, name)
    model = emptied(source)
    load_weights(model, weights_alone(source, tmp_path / "w.h5"))
    np.testing.assert_allclose(predicted(model, source), source.y[0], atol=1e-5)


def golden_kernel():
    with h5py.File(str(MLP.path), "r") as file:
        return file["model_weights/hidden/hidden/kernel:0"][()]


def mlp(hidden=8, **out):
    """The model of the golden ``mlp``, as a user builds it."""
    return Sequential([Dense(hidden, input_shape=(5,), activation="relu"), Dense(3, **out)])


def test_names_do_not_matter_unless_asked(tmp_path):
    model = mlp(name="hidden")
    load_weights(model, str(MLP.path))
    with h5py.File(str(MLP.path), "r") as file:
        stored = file["model_weights/out/out/kernel:0"][()]
    np.testing.assert_array_equal(model.get_layer("hidden").get_weights()[0], stored)


def test_a_model_that_does_not_fit_is_left_as_it_is():
    model = mlp(hidden=7)
    before = model.get_weights()
    with pytest.raises(errors.WeightsError, match=r"has shape \(5, 7\), but the saved array has shape \(5, 8\)"):
        load_weights(model, str(MLP.path))
    for value, there in zip(model.get_weights(), before):
        np.testing.assert_array_equal(value, there)


def test_by_name_leaves_other_layers_alone_and_says_what_it_skipped():
    model = Sequential([Dense(8, input_shape=(5,), name="hidden"), Dense(4, name="out"), Dense(2, name="head")])
    with pytest.warns(UserWarning, match=
                      r"due to mismatch in out: the weight has shape \(8, 4\), but the saved array has shape \(8, 3\)"):
        load_weights(model, str(MLP.path), by_name=True, skip_mismatch=True)
    np.testing.assert_array_equal(model.layers[0].get_weights()[0], golden_kernel())


def test_by_name_knows_the_scopes_of_tensorflow_in_names(tmp_path, flavor):
    if flavor.name != "keras3":
        pytest.skip("there a layer may have a / in its name")
    path = tmp_path / "scopes.h5"
    with h5py.File(str(MLP.path), "r") as file, h5py.File(str(path), "w") as scopes:
        file.copy("model_weights/hidden", scopes, "block1/hidden")
        scopes.attrs["layer_names"] = np.array([b"block1/hidden"])
    model = Sequential([Dense(8, input_shape=(5,), name="block1_hidden")])
    load_weights(model, str(path), by_name=True)
    np.testing.assert_array_equal(model.get_weights()[0], golden_kernel())


def test_a_model_without_weights_is_told_to_be_built(flavor):
    if flavor.version.startswith("2.1."):
        pytest.skip("Keras 2.1 makes no Sequential without a shape")
    with pytest.raises(errors.WeightsError, match="build it"):
        load_weights(Sequential([Dense(3)]), str(MLP.path))


def test_skip_mismatch_alone_is_refused():
    with pytest.raises(errors.OptionError, match="by_name"):
        load_weights(mlp(), str(MLP.path), skip_mismatch=True)


def test_load_weights_of_a_model_reads_an_old_layout(flavor):
    if flavor.name != "keras3":
        pytest.skip("there it is the installed Keras's own method, which knows the files before it")
    source = golden("keras-2.2.4-py37", "cudnn_lstm")
    plain = opened(source)
    model = Sequential([type(layer).from_config(layer.get_config()) for layer in plain.layers])
    model.build(plain.input_shape)
    model.load_weights(str(source.path))
    np.testing.assert_allclose(predicted(model, source), source.y[0], atol=1e-5)


def test_weights_given_beside_a_model_are_read_as_of_the_keras_that_wrote_them(tmp_path):
    later, earlier = golden("keras-2.2.4-py37", "lstm"), golden("keras-1.2.2-py36", "lstm")
    with h5py.File(str(earlier.path), "r") as file:
        gates = [file["model_weights"][name] for name in file["model_weights"]]
        assert any(len(group) == 12 for group in gates)  # an array for each gate, as only Keras 1 stored them
    wanted = opened(earlier).get_weights()
    found = load_model(str(later.path), weights=str(earlier.path), compile=False).get_weights()
    for value, expected in zip(found, wanted):
        np.testing.assert_array_equal(value, expected)


def test_a_copy_of_a_file_is_named_as_the_file_is(tmp_path):
    from compat.loading.transfer import fill
    from compat.saved import Limits

    model = Sequential([Dense(7, input_shape=(5,)), Dense(3)])
    with pytest.raises(errors.WeightsError) as caught:
        fill(model, str(MLP.path), str(tmp_path / "mine.h5"), Limits())
    assert str(caught.value).startswith(str(tmp_path / "mine.h5")) and str(MLP.path) not in str(caught.value)


@pytest.mark.skipif(active().name != "keras3", reason="Keras 3 has its vector between kernel and bias")
@pytest.mark.parametrize("name", ["m.weights.h5", "m.keras"])
def test_a_spectral_normalization_gets_its_vector_and_its_bias(name, tmp_path):
    import keras as native

    def made():
        return native.Sequential([native.Input((5,)), native.layers.SpectralNormalization(native.layers.Dense(4))])

    model, other = made(), made()
    model.set_weights([np.full(weight.shape, number + 1.0) for number, weight in enumerate(model.weights)])
    (model.save_weights if name == "m.weights.h5" else model.save)(str(tmp_path / name))
    compat.load_weights(other, tmp_path / name)
    for mine, theirs in zip(other.get_weights(), model.get_weights()):
        np.testing.assert_array_equal(mine, theirs)
