"""Keras 1 layers to the hub, step by step; what is expected is Keras 2's release notes and get_config() of both."""
import pytest

from compat.api.arguments import ABSENT, KERAS1, KERAS1_TUPLES, NEUTRAL
from compat.api.classes import INITIALIZERS, LAYERS, REMOVED_LAYERS
from compat.config import keras1
from compat.config.records import Context
from compat.config.values import keras1_initializer
from compat.errors import ConfigError
from compat.hub.records import Origin

KERAS1_ORIGIN = Origin("1.2.2", "tensorflow")


def context(data_format="channels_last", origin=KERAS1_ORIGIN):
    return Context(origin, data_format, [])


def layer(class_name, **config):
    return {"class_name": class_name, "config": dict({"name": "layer"}, **config)}


def test_a_class_is_renamed_and_the_change_is_noted():
    here = context()
    assert keras1.rename_class(layer("Convolution2D"), here)["class_name"] == "Conv2D"
    assert "Convolution2D is called Conv2D" in here.notes[0].text


def test_a_class_of_the_users_own_keeps_its_name():
    mine = layer("MyLayer", output_dim=3)
    assert keras1.rename_class(mine, context()) is mine


def test_a_cudnn_layer_is_told_what_cudnn_has_built_in():
    config = keras1.rename_class(layer("CuDNNGRU", units=2), context())["config"]
    assert (config["reset_after"], config["recurrent_activation"]) == (True, "sigmoid")


def test_rows_and_columns_become_the_kernel_size():
    config = keras1.join_sizes(layer("Conv2D", nb_row=3, nb_col=2), context())["config"]
    assert config == {"name": "layer", "kernel_size": [3, 2]}


@pytest.mark.parametrize(
    "class_name, old, new",
    [
        ("Dense", {"output_dim": 3, "bias": False}, {"units": 3, "use_bias": False}),
        ("Conv2D", {"nb_filter": 4, "border_mode": "same"}, {"filters": 4, "padding": "same"}),
        ("Conv2D", {"subsample": [2, 2]}, {"strides": [2, 2]}),
        ("Conv2D", {"atrous_rate": [2, 2]}, {"dilation_rate": [2, 2]}),
        ("Conv1D", {"filter_length": 5, "subsample_length": 2}, {"kernel_size": 5, "strides": 2}),
        ("MaxPooling1D", {"pool_length": 2, "stride": 3}, {"pool_size": 2, "strides": 3}),
        ("LSTM", {"dropout_W": 0.1, "dropout_U": 0.2}, {"dropout": 0.1, "recurrent_dropout": 0.2}),
        ("LSTM", {"inner_activation": "sigmoid"}, {"recurrent_activation": "sigmoid"}),
        ("Dropout", {"p": 0.5}, {"rate": 0.5}),
        ("GaussianNoise", {"sigma": 0.5}, {"stddev": 0.5}),
        ("UpSampling1D", {"length": 2}, {"size": 2}),
        ("Embedding", {"output_dim": 3}, {"output_dim": 3}),
    ],
)
def test_arguments_are_renamed(class_name, old, new):
    config = keras1.rename_arguments(layer(class_name, **old), context())["config"]
    assert config == dict({"name": "layer"}, **new)


def test_an_argument_under_its_new_name_wins():
    config = keras1.rename_arguments(layer("Dense", units=3, output_dim=5), context())["config"]
    assert config["units"] == 3


def test_an_initializer_means_what_it_meant_in_keras_1():
    config = keras1.rename_arguments(layer("Dense", init="orthogonal"), context())["config"]
    assert config["kernel_initializer"]["config"]["gain"] == 1.1
    assert keras1_initializer("my_own_initializer") == "my_own_initializer"


@pytest.mark.parametrize("old, new", [("th", "channels_first"), ("tf", "channels_last")])
def test_the_channel_order_is_renamed(old, new):
    assert keras1.translate_values(layer("Conv2D", data_format=old), context())["config"]["data_format"] == new


@pytest.mark.parametrize("init, unit", [("one", True), ("ones", True), ("zero", False)])
def test_the_forget_bias_is_a_flag(init, unit):
    config = keras1.translate_values(layer("LSTM", forget_bias_init=init), context())["config"]
    assert config == {"name": "layer", "unit_forget_bias": unit}


def test_padding_by_side_becomes_pairs():
    sides = {"top_pad": 1, "bottom_pad": 2, "left_pad": 3, "right_pad": 4}
    assert keras1.translate_values(layer("ZeroPadding2D", padding=sides), context())["config"]["padding"] == [
        [1, 2],
        [3, 4],
    ]


def test_padding_of_one_axis_by_side_becomes_a_pair():
    sides = {"left_pad": 1, "right_pad": 2}
    assert keras1.translate_values(layer("ZeroPadding1D", padding=sides), context())["config"]["padding"] == [1, 2]


@pytest.mark.parametrize("mode", [1, 2])
def test_a_batch_normalization_that_no_later_keras_has_is_a_layer_of_compat(mode):
    found = keras1.translate_values(layer("BatchNormalization", mode=mode), context(origin=Origin("1.0.8", "theano")))
    assert (found["class_name"], found["config"]["mode"]) == ("Keras1BatchNormalization", mode)


@pytest.mark.parametrize("mode, version, stated", [(3, "1.2.2", True), (1, "1.0.7", True), (2, "1.2.2", False)])
def test_a_batch_normalization_whose_formula_is_not_known_is_refused(mode, version, stated):
    with pytest.raises(ConfigError, match="'layer' has mode={}".format(mode)):
        keras1.translate_values(
            layer("BatchNormalization", mode=mode), context(origin=Origin(version, "theano", version_stated=stated))
        )


def test_the_dropout_of_an_embedding_is_a_warning():
    here = context()
    assert "dropout" not in keras1.translate_values(layer("Embedding", dropout=0.2), here)["config"]
    assert here.notes[0].kind == "warning"


def test_arguments_that_say_nothing_are_dropped():
    config = keras1.drop_arguments(layer("LSTM", consume_less="gpu", input_dim=3, units=2), context())["config"]
    assert config == {"name": "layer", "units": 2}


def test_the_dtype_of_an_input_layer_is_renamed():
    config = keras1.drop_arguments(layer("InputLayer", input_dtype="int32"), context())["config"]
    assert config == {"name": "layer", "dtype": "int32"}


def test_an_image_layer_states_its_channel_order():
    stated = keras1.state_channel_order(layer("UpSampling2D"), context("channels_first"))
    assert stated["config"]["data_format"] == "channels_first"


def test_a_stated_channel_order_stays():
    mine = layer("Conv2D", data_format="channels_last")
    assert keras1.state_channel_order(mine, context("channels_first")) is mine


def test_time_distributed_dense_is_a_wrapped_dense():
    old = layer("TimeDistributedDense", output_dim=3, batch_input_shape=[None, 4, 2], trainable=True)
    new = keras1.unroll_time_distributed_dense(old, context())
    assert (new["class_name"], new["config"]["batch_input_shape"]) == ("TimeDistributed", [None, 4, 2])
    assert new["config"]["layer"]["config"]["output_dim"] == 3


def test_no_table_renames_a_class_to_one_it_renames_again():
    assert not set(LAYERS.values()) & set(LAYERS)


def test_the_tables_are_keyed_by_hub_names():
    assert not (set(KERAS1) | set(KERAS1_TUPLES) | set(ABSENT) | set(NEUTRAL)) & set(LAYERS)


def test_layers_that_are_gone_are_not_renamed():
    assert not REMOVED_LAYERS & set(LAYERS)


def test_every_keras_1_initializer_has_a_class():
    assert all({"class_name", "config"} == set(value) for value in INITIALIZERS.values())


@pytest.mark.parametrize("version, consume_less, expected", [
    ("1.2.2", "cpu", {"l2": 0.5}), ("1.2.0", "mem", {"l2": 0.5}), ("1.2.2", "gpu", None), ("1.1.2", "cpu", None)])
@pytest.mark.parametrize("class_name", ["LSTM", "GRU"])
def test_keras_1_2_penalized_recurrent_weights_as_those_of_the_input(class_name, version, consume_less, expected):
    old = layer(class_name, kernel_regularizer={"l2": 0.5}, recurrent_regularizer=None, consume_less=consume_less)
    new = keras1.translate_values(old, context(origin=Origin(version, "tensorflow")))
    assert new["config"]["recurrent_regularizer"] == expected


def test_an_embedding_keeps_what_its_outputs_cost():
    old = layer("Embedding", activity_regularizer={"l2": 0.5}, dropout=0.0)
    assert keras1.translate_values(old, context())["config"] == {"name": "layer", "activity_regularizer": {"l2": 0.5}}
