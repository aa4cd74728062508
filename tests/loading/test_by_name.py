"""Weights of another file for the layers of the same name, and what does not fit left out on request."""
import json

import h5py
import numpy as np
import pytest
from goldens.catalog import golden

from compat import errors, load_model
from compat.loading.load import load
from compat.loading.options import LoadOptions

MLP = golden("keras-2.2.4-py37", "mlp")  # 5 -> hidden 8 -> out
NESTED = golden("keras-2.2.4-py37", "nested_sequential")
CONV1 = golden("keras-1.2.2-py36", "conv_bn")


def stored(source):
    """The arrays of a file by the last two parts of their names."""
    found = {}
    with h5py.File(str(source.path), "r") as file:
        file["model_weights"].visititems(
            lambda name, item: found.update({"/".join(name.split("/")[-2:]): item[()]}) if hasattr(item, "shape") else None)
    return found


def architecture(source, path, change, version="2.2.4"):
    """The configuration of a golden, changed, as a file of its own."""
    with h5py.File(str(source.path), "r") as file:
        text = file.attrs["model_config"]
        config = json.loads(text.decode("utf8") if isinstance(text, bytes) else text)
    layers = config["config"] if isinstance(config["config"], list) else config["config"]["layers"]
    change({layer["config"]["name"]: layer for layer in layers})
    path.write_text(json.dumps(dict(config, keras_version=version, backend="tensorflow")))
    return str(path)


def other_input(layers):
    layers["hidden"]["config"]["batch_input_shape"] = [None, 4]


def renamed(layers):
    layers["out"]["config"]["name"] = "head"


def weights_of(model, name):
    return [np.asarray(value) for value in model.get_layer(name).get_weights()]


def test_layers_of_the_same_name_get_their_weights_and_others_keep_their_own(tmp_path):
    model = load_model(architecture(MLP, tmp_path / "m.json", renamed), weights=str(MLP.path), by_name=True)
    arrays = stored(MLP)
    for value, key in zip(weights_of(model, "hidden"), ("hidden/kernel:0", "hidden/bias:0")):
        np.testing.assert_array_equal(value, arrays[key])
    assert not np.array_equal(weights_of(model, "head")[0], arrays["out/kernel:0"])


def test_a_file_with_weights_of_its_own_keeps_those_that_are_not_in_the_other(tmp_path):
    other = tmp_path / "other.h5"
    other.write_bytes(MLP.path.read_bytes())
    with h5py.File(str(other), "r+") as file:
        group = file["model_weights"]
        group.attrs["layer_names"] = np.array([b"hidden", b"another"])
        group.move("out", "another")
        for name in ("kernel:0", "bias:0"):
            group["hidden/hidden/" + name][...] += 1
    model = load_model(str(MLP.path), weights=str(other), by_name=True)
    np.testing.assert_array_equal(weights_of(model, "hidden")[0], stored(MLP)["hidden/kernel:0"] + 1)
    np.testing.assert_array_equal(weights_of(model, "out")[0], stored(MLP)["out/kernel:0"])


def test_a_mismatch_is_an_error_that_lists_expected_and_found(tmp_path):
    path = architecture(MLP, tmp_path / "m.json", other_input)
    with pytest.raises(errors.WeightsError, match=r"hidden.*\(4, 8\).*\(5, 8\)"):
        load_model(path, weights=str(MLP.path), by_name=True)


def test_skip_mismatch_leaves_out_the_array_that_does_not_fit_and_says_so(tmp_path):
    path = architecture(MLP, tmp_path / "m.json", other_input)
    with pytest.warns(UserWarning, match=
                      r"due to mismatch in hidden: the weight has shape \(4, 8\), but the saved array has shape \(5, 8\)"):
        model = load_model(path, weights=str(MLP.path), by_name=True, skip_mismatch=True)
    kernel, bias = weights_of(model, "hidden")
    assert kernel.shape == (4, 8)
    np.testing.assert_array_equal(bias, stored(MLP)["hidden/bias:0"])
    np.testing.assert_array_equal(weights_of(model, "out")[0], stored(MLP)["out/kernel:0"])


def test_skip_mismatch_leaves_out_a_layer_with_another_number_of_weights(tmp_path):
    def no_bias(layers):
        layers["hidden"]["config"]["use_bias"] = False

    path = architecture(MLP, tmp_path / "m.json", no_bias)
    with pytest.raises(errors.WeightsError, match="hidden"):
        load_model(path, weights=str(MLP.path), by_name=True)
    found = load(path, LoadOptions(weights=str(MLP.path), by_name=True, skip_mismatch=True))
    assert len(found.warnings) == 1 and "hidden" in found.warnings[0] and found.verification.level == "nothing"
    assert not np.array_equal(weights_of(found.model, "hidden")[0], stored(MLP)["hidden/kernel:0"])


def test_a_model_inside_the_model_is_a_layer_of_that_name():
    model = load_model(str(NESTED.path), weights=str(NESTED.path), by_name=True)
    np.testing.assert_allclose(np.asarray(model.predict(NESTED.x[0], verbose=0)), NESTED.y[0], atol=1e-5)


def test_no_common_name_is_an_error(tmp_path):
    path = architecture(NESTED, tmp_path / "m.json", lambda layers: None)
    with pytest.raises(errors.WeightsError, match="no layer with weights has the same name"):
        load_model(path, weights=str(golden("keras-2.2.4-py37", "conv_bn").path), by_name=True)


def test_weights_that_state_no_version_are_of_the_keras_of_the_model(tmp_path):
    def older(layers):
        for key in ("gamma_regularizer", "beta_regularizer"):
            layers["norm"]["config"].pop(key)

    weights = tmp_path / "w.h5"
    with h5py.File(str(CONV1.path), "r") as file, h5py.File(str(weights), "w") as bare:
        for name in file["model_weights"]:
            file["model_weights"].copy(name, bare)
        bare.attrs["layer_names"] = file["model_weights"].attrs["layer_names"]
    path = architecture(CONV1, tmp_path / "m.json", older, "1.1.0")
    model = load_model(path, weights=str(weights), by_name=True)
    np.testing.assert_array_equal(weights_of(model, "norm")[3], next(
        value for name, value in stored(CONV1).items() if name.split("/")[-1].startswith("norm_running_std")))


@pytest.mark.parametrize("given", [{"by_name": True}, {"skip_mismatch": True, "weights": str(MLP.path)}])
def test_options_that_say_nothing_alone_are_refused(given):
    with pytest.raises(errors.OptionError, match="by_name"):
        load_model(str(MLP.path), **given)
