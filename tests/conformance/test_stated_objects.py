"""How tf.keras stated losses, metrics, layers and the like, and read them again: forms that real tf.keras 2.15 gave."""
import numpy as np
import pytest

from compat.era import Era
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().folder == "multibackend", reason="the old Keras has no tf.keras")
on_keras_3 = pytest.mark.skipif(active().folder != "keras3", reason="a tf.keras 2 has one era")

#: Module, class, arguments and what tf.keras 2.15 stated.
CONFIGS = [
    ("losses", "MeanSquaredError", {}, {"reduction": "auto", "name": "mean_squared_error", "fn": "mean_squared_error"}),
    ("losses", "Huber", {"delta": 2.0}, {"reduction": "auto", "name": "huber_loss", "delta": 2.0, "fn": "huber"}),
    ("losses", "BinaryCrossentropy", {"from_logits": True, "reduction": "sum"},
     {"reduction": "sum", "name": "binary_crossentropy", "from_logits": True, "label_smoothing": 0.0, "axis": -1,
      "fn": "binary_crossentropy"}),
    ("losses", "SparseCategoricalCrossentropy", {},
     {"reduction": "auto", "name": "sparse_categorical_crossentropy", "from_logits": False, "ignore_class": None,
      "fn": "sparse_categorical_crossentropy"}),
    ("losses", "KLDivergence", {}, {"reduction": "auto", "name": "kl_divergence", "fn": "kl_divergence"}),
    ("regularizers", "L1", {"l1": 0.5}, {"l1": 0.5}),
    ("regularizers", "L2", {"l": 0.25}, {"l2": 0.25}),
    ("regularizers", "l2", {"l2": 0.25}, {"l2": 0.25}),
    ("regularizers", "L1L2", {"l2": 0.25}, {"l1": 0.0, "l2": 0.25}),
    ("initializers", "GlorotUniform", {"seed": 3}, {"seed": 3}),
    ("initializers", "HeNormal", {}, {"seed": None}),
    ("initializers", "Constant", {"value": 2.0}, {"value": 2.0}),
    ("initializers", "Identity", {"gain": 3.0}, {"gain": 3.0}),
    ("constraints", "MaxNorm", {"max_value": 3}, {"max_value": 3, "axis": 0}),
    ("metrics", "IoU", {"num_classes": 3, "target_class_ids": [0]},
     {"name": "io_u", "dtype": "float32", "num_classes": 3, "target_class_ids": [0], "ignore_class": None,
      "sparse_y_true": True, "sparse_y_pred": True, "axis": -1}),
]


@pytest.mark.parametrize("module, name, arguments, expected", CONFIGS, ids=lambda value: str(value)[:24])
def test_an_object_states_its_arguments_and_is_made_of_them_again(module, name, arguments, expected):
    home = getattr(keras, module)
    made = getattr(home, name)(**arguments)
    assert made.get_config() == expected
    plain = home.serialize(made, use_legacy_format=True)
    assert plain == {"class_name": type(made).__name__, "config": expected}
    full = {"module": "keras." + module, "registered_name": None, **plain}
    for stated in (plain, full, home.serialize(made)):
        again = home.deserialize(stated)
        assert type(again) is type(made) and again.get_config() == expected
    assert home.get(plain).get_config() == expected


@on_keras_3
def test_the_era_says_how_objects_are_stated():
    loss = {}
    for version in ("2.4", "2.10", "2.13"):
        with Era(version):
            made, serialize = keras.losses.BinaryCrossentropy(), keras.losses.serialize
            loss[version] = (made.get_config(), serialize(made).get("module"), serialize(keras.losses.mse))
    common = {"reduction": "auto", "name": "binary_crossentropy", "from_logits": False}
    assert loss["2.4"] == ({**common, "label_smoothing": 0}, None, "mean_squared_error")
    assert loss["2.10"] == ({**common, "label_smoothing": 0.0, "axis": -1}, None, "mean_squared_error")
    function = {"module": "builtins", "class_name": "function", "config": "mean_squared_error", "registered_name": "function"}
    expected = {**common, "label_smoothing": 0.0, "axis": -1, "fn": "binary_crossentropy"}
    assert loss["2.13"] == (expected, "keras.losses", function)


def test_a_constant_of_several_values_states_them():
    made = keras.initializers.Constant(np.arange(3.0))
    np.testing.assert_array_equal(made.get_config()["value"], [0.0, 1.0, 2.0])
    again = keras.initializers.Constant.from_config(made.get_config())
    np.testing.assert_array_equal(np.array(again((3,))), [0.0, 1.0, 2.0])


def test_silu_is_swish():
    assert keras.activations.serialize(keras.activations.swish) == "swish"
    assert keras.layers.Dense(1, activation="silu").get_config()["activation"] == "swish"


def test_metrics_are_found_by_the_names_of_their_classes():
    assert keras.metrics.get("AUC").name == "auc"
    stated = {"class_name": "Precision", "config": {"thresholds": 0.25}}
    assert keras.metrics.deserialize(stated).get_config()["thresholds"] == 0.25


LAYERS = [("Attention", {"use_scale": True}), ("ConvLSTM1D", {"filters": 2, "kernel_size": 2}), ("ConvLSTM2D", {"filters": 2,
          "kernel_size": 2}), ("Conv1DTranspose", {"filters": 2, "kernel_size": 2}), ("DepthwiseConv1D", {"kernel_size": 2}),
          ("Dense", {"units": 2, "dtype": "mixed_float16"}), ("Discretization", {"bin_boundaries": [0.0, 1.0]}),
          ("LayerNormalization", {}), ("LSTM", {"units": 2}), ("MultiHeadAttention", {"num_heads": 2, "key_dim": 3}),
          ("Rescaling", {"scale": 0.5}), ("UnitNormalization", {})]


@pytest.mark.parametrize("name, arguments", LAYERS, ids=[each[0] for each in LAYERS])
def test_a_layer_is_made_again_of_what_serialize_gave(name, arguments):
    layer = getattr(keras.layers, name)(**arguments)
    for legacy in (False, True):
        stated = keras.layers.serialize(layer, use_legacy_format=legacy)
        again = keras.layers.deserialize(stated, use_legacy_format=legacy)
        assert type(again) is type(layer) and again.get_config() == layer.get_config()


def test_a_layer_names_the_objects_that_it_holds():
    layer = keras.layers.Dense(1, kernel_initializer="he_normal", kernel_regularizer=keras.regularizers.l2(0.25))
    config = layer.get_config()
    assert config["kernel_initializer"]["class_name"] == "HeNormal"
    assert config["kernel_regularizer"]["class_name"] == "L2" and config["kernel_regularizer"]["config"] == {"l2": 0.25}
    lstm = keras.layers.LSTM(2).get_config()
    assert lstm["implementation"] == 2 and lstm["time_major"] is False
    assert layer.dynamic is False and layer.stateful is False


def test_a_sequential_states_its_input_first():
    model = keras.Sequential([keras.layers.Dense(2, input_shape=(3,)), keras.layers.Dense(1)])
    stated = model.get_config()["layers"]
    assert [each["class_name"] for each in stated] == ["InputLayer", "Dense", "Dense"]
    assert tuple(stated[0]["config"]["batch_input_shape"]) == (None, 3) and len(model.layers) == 2
    again = keras.Sequential.from_config(model.get_config())
    assert again.input_shape == (None, 3) and len(again.layers) == 2


@on_keras_3
def test_names_of_layers_by_era():
    found = {}
    for version in ("2.6", "2.9"):
        with Era(version):
            found[version] = keras.layers.ConvLSTM2D(2, 2).name.rstrip("_0123456789")
    assert found == {"2.6": "conv_lst_m2d", "2.9": "conv_lstm2d"}


@on_keras_3
def test_an_optimizer_states_the_arguments_of_tf_keras():
    config = keras.optimizers.Adam(0.5, clipnorm=1.0).get_config()
    assert sorted(config) == ["amsgrad", "beta_1", "beta_2", "clipnorm", "clipvalue", "ema_momentum", "ema_overwrite_frequency",
                              "epsilon", "global_clipnorm", "is_legacy_optimizer", "jit_compile", "learning_rate", "name",
                              "use_ema", "weight_decay"]
    assert keras.optimizers.Adam.from_config(config).get_config() == config
    legacy = keras.optimizers.legacy
    assert sorted(legacy.Ftrl().get_config()) == [
        "beta", "decay", "initial_accumulator_value", "l1_regularization_strength", "l2_regularization_strength",
        "l2_shrinkage_regularization_strength", "learning_rate", "learning_rate_power", "name"]
    assert keras.optimizers.serialize(legacy.SGD())["module"] == "keras.optimizers.legacy"
    assert isinstance(keras.optimizers.deserialize(keras.optimizers.serialize(legacy.SGD())), legacy.SGD)
    assert keras.optimizers.serialize(keras.optimizers.Adam(), use_legacy_format=True)["class_name"] == "Custom>Adam"


@on_keras_3
def test_a_legacy_optimizer_gives_its_schedule_and_ftrl_leaves_lr_aside():
    schedule = keras.optimizers.schedules.ExponentialDecay(0.5, 10, 0.5)
    assert keras.optimizers.legacy.SGD(schedule).learning_rate is schedule
    with pytest.warns(UserWarning, match="Ftrl"):
        made = keras.optimizers.legacy.Ftrl(lr=0.5)
    assert float(np.array(made.learning_rate)) == pytest.approx(0.001)
