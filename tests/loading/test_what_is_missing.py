"""What a file needs and does not hold is one clear error or warning, before anything is built."""
import gc
import json
import warnings

import h5py
import numpy as np
import pytest
from goldens.catalog import golden

from compat import errors, inspect, load_model
from compat.loading.load import load
from compat.loading.options import LoadOptions

LAMBDAS = golden("keras-2.2.4-py37", "my_mean_pool_masked_lambda")
NAMED = golden("keras-2.2.4-py37", "lambda_named")
MLP = golden("keras-2.2.4-py37", "mlp")
CROP, CROP_MASK = "lambda x: x[:, 2:, :]", "lambda inputs, mask: mask[:, 2:]"


def rewritten(source, path, change, attribute="model_config"):
    """A copy of a golden whose configuration has been changed."""
    path.write_bytes(source.path.read_bytes())
    with h5py.File(str(path), "r+") as file:
        value = file.attrs[attribute]
        config = json.loads(value.decode("utf8") if isinstance(value, bytes) else value)
        change(config)
        file.attrs[attribute] = np.bytes_(json.dumps(config).encode("ascii"))
    return str(path)


def predicted(model, source):
    return np.asarray(model.predict(source.x[0], verbose=0))


def test_every_layer_of_an_unknown_class_is_listed_with_its_arguments_and_weights(tmp_path):
    def unknown(config):
        for layer in config["config"]["layers"]:
            layer["class_name"] = "Gated" + layer["class_name"]

    path = rewritten(MLP, tmp_path / "unknown.h5", unknown)
    with pytest.raises(errors.UnknownLayerError) as caught:
        load_model(path)
    text = str(caught.value)
    assert "hidden is a GatedDense" in text and "out is a GatedDense" in text
    assert '"units": 8' in text and "(5, 8)" in text and "custom_objects={'GatedDense': GatedDense}" in text


def test_a_class_written_for_keras_2_on_compat_keras_opens_the_file(tmp_path):
    from compat.keras.layers import Dense

    class GatedDense(Dense):
        pass

    def rename(config):
        config["config"]["layers"][0]["class_name"] = "GatedDense"

    model = load_model(rewritten(MLP, tmp_path / "own.h5", rename), custom_objects={"GatedDense": GatedDense})
    np.testing.assert_allclose(predicted(model, MLP), MLP.y[0], atol=1e-5)


def test_our_own_layers_are_known_without_being_given():
    source = golden("keras-2.2.4-py37", "my_mean_pool")
    np.testing.assert_allclose(predicted(load_model(str(source.path)), source), source.y[0], atol=1e-5)


def test_a_function_that_the_file_only_names_has_to_be_given(tmp_path):
    def by_name(config):
        layer = next(each for each in config["config"]["layers"] if each["class_name"] == "Lambda")
        layer["config"].update(function="halve", function_type="function")

    path = rewritten(NAMED, tmp_path / "named.h5", by_name)
    with pytest.raises(errors.LambdaError, match=r"called 'halve'.*lambdas=\{'halve': halve\}"):
        load_model(path)
    for given in ({"lambdas": {"halve": lambda x: x * 0.5}}, {"custom_objects": {"halve": lambda x: x * 0.5}}):
        np.testing.assert_allclose(predicted(load_model(path, **given), NAMED), NAMED.y[0], atol=1e-5)


def test_all_lambdas_that_have_to_be_given_are_listed_at_once(tmp_path):
    def two_unreadable(config):
        layers = config["config"]["layers"]
        first = next(layer for layer in layers if layer["class_name"] == "Lambda")
        first["config"]["function"] = ["bm90IGNvZGU=", None, None]
        second = json.loads(json.dumps(first))
        second["name"] = second["config"]["name"] = "another"
        layers.append(second)

    path = rewritten(LAMBDAS, tmp_path / "unreadable.h5", two_unreadable)
    with pytest.raises(errors.LambdaError) as caught:
        load_model(path)
    assert "lambdas={'crop': fn}" in str(caught.value) and "lambdas={'another': fn}" in str(caught.value)


@pytest.mark.parametrize("given", [
    (None, CROP_MASK), (CROP, CROP_MASK), (lambda x: x[:, 2:, :], lambda inputs, mask: mask[:, 2:]),
], ids=["mask alone", "text", "functions"])
def test_a_lambda_takes_the_mask_that_its_file_lost(given):
    model = load_model(str(LAMBDAS.path), lambdas={"crop": given})
    np.testing.assert_allclose(predicted(model, LAMBDAS), LAMBDAS.y[0], atol=1e-5)


def test_a_mask_that_a_lambda_drops_is_a_warning_at_the_callers_line():
    said = r"Lambda 'crop' receives a mask.*lambdas=\{'crop': \(function, mask\)\}"
    with pytest.warns(UserWarning, match=said) as seen:
        load_model(str(LAMBDAS.path))
    assert all(each.filename == __file__ for each in seen if "Lambda 'crop'" in str(each.message))


def test_a_missing_loss_loads_the_model_uncompiled_and_names_it(tmp_path):
    def custom_loss(config):
        config["loss"] = "my_loss"

    path = rewritten(MLP, tmp_path / "loss.h5", custom_loss, "training_config")
    with pytest.warns(UserWarning, match="loaded uncompiled, for lack of loss 'my_loss'") as seen:
        model = load_model(path)
    assert any(each.filename == __file__ for each in seen)
    np.testing.assert_allclose(predicted(model, MLP), MLP.y[0], atol=1e-5)


def test_losses_and_metrics_by_the_name_of_the_only_output_are_compiled(tmp_path):
    def by_name(config):
        config["loss"], config["metrics"] = {"out": "mse"}, {"out": ["mae", "mse"]}

    with warnings.catch_warnings():
        warnings.filterwarnings("error", ".*the model was loaded")
        model = load_model(rewritten(MLP, tmp_path / "named.h5", by_name, "training_config"))
    found = model.evaluate(MLP.x[0], MLP.t[0], verbose=0)
    wanted = [np.mean((MLP.y[0] - MLP.t[0]) ** 2), np.mean(np.abs(MLP.y[0] - MLP.t[0]))]
    np.testing.assert_allclose(found, [wanted[0], wanted[1], wanted[0]], rtol=1e-4)


def test_nothing_is_compiled_when_that_is_not_wanted():
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        assert not load(str(MLP.path), LoadOptions(compile=False)).compiled


def test_weights_of_another_shape_are_listed_expected_and_found(tmp_path):
    def wider(config):
        config["config"]["layers"][0]["config"]["units"] = 9

    with pytest.raises(errors.WeightsError) as caught:
        load_model(rewritten(MLP, tmp_path / "wider.h5", wider))
    assert "hidden" in str(caught.value) and "(5, 9)" in str(caught.value) and "(5, 8)" in str(caught.value)


def test_weights_alone_ask_for_the_architecture():
    source = golden("keras-2.2.4-py37", "mlp_weights_json")
    with pytest.raises(errors.NotAModelFileError, match="give the architecture with it"):
        load_model(str(source.path))
    model = load_model(str(source.architecture_path), weights=str(source.path))
    np.testing.assert_allclose(predicted(model, source), source.y[0], atol=1e-5)


@pytest.mark.parametrize("safe_mode", [True, None, False])
def test_a_class_that_reads_files_is_never_built_from_a_name_in_the_file(tmp_path, safe_mode):
    def hostile(config):
        config["config"]["layers"][0]["class_name"] = "TFSMLayer"

    with pytest.raises(errors.UnknownLayerError, match="TFSMLayer"):
        load_model(rewritten(MLP, tmp_path / "hostile.h5", hostile), safe_mode=safe_mode)


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_of_cycles_is_as_it_was_after_a_load_that_failed(was_on):
    (gc.enable if was_on else gc.disable)()
    try:
        with pytest.raises(errors.ConfigError):  # by text: h5py 2 turns the collector on whenever it closes a file
            load_model('{"class_name": "Sequential", "config": 3}')
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


def test_many_layers_of_one_unknown_class_take_ten_lines():
    layers = [{"class_name": "Gated", "config": {"name": "gate_{}".format(number), "units": 3}} for number in range(30)]
    with pytest.raises(errors.UnknownLayerError, match="and 28 more of class Gated") as caught:
        load_model(json.dumps({"class_name": "Sequential", "config": {"name": "m", "layers": layers}}))
    assert str(caught.value).count("\n") < 10


def test_every_error_of_a_file_begins_with_its_path(tmp_path):
    empty = tmp_path / "empty.h5"
    empty.write_bytes(b"")
    for open_it in (load_model, inspect, lambda path: load_model(str(MLP.path), weights=path)):
        for path in (str(empty), str(tmp_path / "none.h5")):
            with pytest.raises(errors.CompatError) as caught:
                open_it(path)
            assert str(caught.value).lstrip("'").startswith(path)
