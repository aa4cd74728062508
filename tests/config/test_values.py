"""Values inside configurations: tuples, dtypes, regularizers of every era."""
import pytest

from compat.config import defaults, values
from compat.config.records import Context
from compat.hub.records import Origin

HERE = Context(Origin("2.2.4", "tensorflow"))


def test_encoded_tuples_and_shapes_become_lists():
    encoded = {"axis": {"class_name": "__tuple__", "items": [1, {"class_name": "TensorShape", "items": [None, 2]}]}}
    assert values.plain(encoded) == {"axis": [1, [None, 2]]}


@pytest.mark.parametrize(
    "written, name",
    [
        ("float32", "float32"),
        ({"class_name": "Policy", "config": {"name": "mixed_float16"}}, "mixed_float16"),
        ({"class_name": "PolicyV1", "config": {"name": "float64", "loss_scale": None}}, "float64"),
        ({"class_name": "Policy", "config": {"name": "_infer"}}, "float32"),
    ],
)
def test_a_dtype_is_a_string(written, name):
    assert values.dtype_name(written) == name


@pytest.mark.parametrize(
    "written, described",
    [
        (None, None),
        ("glorot_uniform", "glorot_uniform"),
        ({"name": "WeightRegularizer", "l1": 0.0, "l2": 0.1}, {"class_name": "L1L2", "config": {"l1": 0.0, "l2": 0.1}}),
        ({"name": "MaxNorm", "m": 2, "axis": 0}, {"class_name": "MaxNorm", "config": {"max_value": 2, "axis": 0}}),
        ({"class_name": "Zeros", "config": {"dtype": "float32"}}, {"class_name": "Zeros", "config": {}}),
        (
            {"module": "keras.initializers", "class_name": "Ones", "config": {}, "registered_name": None},
            {"class_name": "Ones", "config": {}},
        ),
        (
            {"module": "mine", "class_name": "Mine", "config": {}, "registered_name": "Pack>Mine"},
            {"class_name": "Pack>Mine", "config": {}},
        ),
        (
            {"class_name": "VarianceScaling", "config": {"distribution": "normal"}},
            {"class_name": "VarianceScaling", "config": {"distribution": "truncated_normal"}},
        ),
    ],
)
def test_regularizers_initializers_and_constraints_have_one_form(written, described):
    assert values.object_spec(written) == described


def test_a_layer_loses_its_module_and_keeps_its_registered_name():
    layer = {"module": "mine", "class_name": "Mine", "registered_name": "Pack>Mine", "config": {"units": 2}}
    assert values.plain_values(layer, HERE) == {"class_name": "Pack>Mine", "config": {"units": 2}, "class_in_file": "Mine"}


def test_a_builtin_activation_object_is_its_name_again():
    layer = {
        "class_name": "Dense",
        "config": {"activation": {"class_name": "function", "config": "my_act", "registered_name": "my_act"}},
    }
    assert values.object_specs(layer, HERE)["config"]["activation"] == "my_act"


def test_the_softmax_of_tensorflow_2_is_the_softmax():
    layer = {"class_name": "Dense", "config": {"activation": "softmax_v2", "units": 2}}
    assert values.object_specs(layer, HERE)["config"] == {"activation": "softmax", "units": 2}


def test_defaults_that_changed_are_stated():
    config = defaults.state_defaults({"class_name": "GRU", "config": {"units": 2}}, HERE)["config"]
    assert (config["recurrent_activation"], config["reset_after"]) == ("hard_sigmoid", False)


def test_a_stated_value_is_not_a_default():
    config = defaults.state_defaults({"class_name": "GRU", "config": {"reset_after": True}}, HERE)["config"]
    assert config["reset_after"] is True


def test_an_argument_that_means_nothing_is_left_out():
    layer = {"class_name": "LSTM", "config": {"units": 2, "time_major": False, "implementation": 2}}
    assert defaults.drop_neutral_arguments(layer, HERE)["config"] == {"units": 2}


def test_an_argument_that_means_something_stays():
    layer = {"class_name": "LSTM", "config": {"time_major": True}}
    assert defaults.drop_neutral_arguments(layer, HERE)["config"] == {"time_major": True}


@pytest.mark.parametrize("renorm", [False, True])
def test_the_momentum_and_the_bounds_of_renorm_stay_with_it(renorm):
    config = {"renorm": renorm, "renorm_momentum": 0.9, "renorm_clipping": {"rmax": 1.5}}
    found = defaults.drop_neutral_arguments({"class_name": "BatchNormalization", "config": config}, HERE)["config"]
    assert found == (config if renorm else {})


def test_a_custom_layer_keeps_arguments_of_any_name():
    layer = {"class_name": "Mine", "config": {"implementation": 1, "groups": 1, "init": "uniform"}}
    assert defaults.drop_neutral_arguments(layer, HERE)["config"] == layer["config"]


@pytest.mark.parametrize("salt, kept", [([956888297470, 956888297470], False), ([1, 2], True), (7, True)])
def test_a_salt_that_was_written_but_not_used_is_left_out(salt, kept):
    layer = {"class_name": "Hashing", "config": {"num_bins": 3, "salt": salt}}
    assert ("salt" in defaults.drop_neutral_arguments(layer, HERE)["config"]) is kept


def test_one_axis_in_a_list_is_a_number():
    layer = {"class_name": "BatchNormalization", "config": {"axis": [3]}}
    assert defaults.single_axis(layer, HERE)["config"]["axis"] == 3


def test_several_axes_stay_a_list():
    layer = {"class_name": "BatchNormalization", "config": {"axis": [1, 3]}}
    assert defaults.single_axis(layer, HERE) is layer
