"""Arguments of Keras 1 as those of Keras 2, without any Keras."""
import warnings

import pytest

from compat.api.arguments import KERAS1, KERAS1_METHODS
from compat.errors import ArgumentError
from compat.flavors.shared.keras1_arguments import layer_arguments, method_arguments, warn


def test_arguments_of_keras_2_are_left_as_they_are_and_nothing_is_said():
    found = layer_arguments("Conv2D", (4, (3, 3)), {"padding": "same", "data_format": "channels_first"})
    assert found == ((4, (3, 3)), {"padding": "same", "data_format": "channels_first"}, [])


@pytest.mark.parametrize("class_name, args, joined", [
    ("Conv2D", (4, 3, 2), (4, (3, 2))), ("Conv3D", (4, 1, 2, 3), (4, (1, 2, 3))), ("Conv2D", (4, 3), (4, 3)),
    ("Conv2D", (4, (3, 2), 2), (4, (3, 2), 2)), ("Conv1D", (4, 3, 2), (4, 3, 2)),
])
def test_sizes_by_position_are_joined_where_keras_1_had_one_for_each_axis(class_name, args, joined):
    assert layer_arguments(class_name, args, {}).args == joined


@pytest.mark.parametrize("class_name, args, named, joined", [
    ("Conv2D", (4, 3), {"nb_col": 2}, (3, 2)), ("Conv3D", (4, 1, 2), {"kernel_dim3": 3}, (1, 2, 3)),
    ("Conv3D", (4, 1), {"kernel_dim2": 2, "kernel_dim3": 3}, (1, 2, 3)),
])
def test_the_last_sizes_may_have_names(class_name, args, named, joined):
    assert layer_arguments(class_name, args, named)[:2] == ((4, joined), {})


def test_every_name_in_the_table_is_translated_for_its_layer():
    for class_name, names in KERAS1.items():
        for old, new in names.items():
            found = layer_arguments(class_name, (), {old: "x"})
            assert found.kwargs[new] == "x" and found.notes, (class_name, old)


def test_every_name_of_a_method_is_translated():
    for method, names in KERAS1_METHODS.items():
        for old, new in names.items():
            assert method_arguments(method, (), {old: 3}).kwargs == {new: 3}, (method, old)


def test_a_number_of_samples_that_becomes_one_of_batches_is_said_to():
    assert "counted samples" in method_arguments("fit_generator", (), {"samples_per_epoch": 64}).notes[0]


@pytest.mark.parametrize("order, expected", [("th", "channels_first"), ("tf", "channels_last"), ("default", None)])
def test_the_channel_order_gets_its_later_name(order, expected):
    assert layer_arguments("MaxPooling2D", (), {"dim_ordering": order}).kwargs == {"data_format": expected}


def test_padding_by_sides_becomes_pairs():
    sides = {"top_pad": 1, "bottom_pad": 2, "left_pad": 3, "right_pad": 4}
    assert layer_arguments("ZeroPadding2D", (), {"padding": sides}).kwargs == {"padding": ((1, 2), (3, 4))}
    assert layer_arguments("ZeroPadding1D", (), {"padding": {"left_pad": 1}}).kwargs == {"padding": (1, 0)}


def test_one_initializer_of_a_separable_convolution_is_that_of_both_kernels():
    found = layer_arguments("SeparableConv2D", (4, 3, 3), {"init": "normal"}).kwargs
    assert found == {"depthwise_initializer": "normal", "pointwise_initializer": "normal"}


def test_what_describes_the_input_stays():
    assert layer_arguments("LSTM", (3,), {"input_dim": 4}).kwargs == {"input_dim": 4}


@pytest.mark.parametrize("way, implementation", [("cpu", 0), ("mem", 1), ("gpu", 2)])
def test_how_the_gates_are_computed_is_the_implementation_of_keras_2(way, implementation):
    assert layer_arguments("LSTM", (3,), {"consume_less": way}).kwargs == {"implementation": implementation}


@pytest.mark.parametrize("mode", [1, 2])
def test_a_mode_that_no_later_keras_has_is_refused(mode):
    with pytest.raises(ArgumentError, match="mode={}".format(mode)):
        layer_arguments("BatchNormalization", (), {"mode": mode})


def test_the_only_mode_that_is_left_is_dropped():
    assert layer_arguments("BatchNormalization", (), {"mode": 0}).kwargs == {}


def test_an_argument_under_both_names_is_refused():
    with pytest.raises(ArgumentError, match="output_dim, units"):
        layer_arguments("Dense", (), {"units": 3, "output_dim": 4})


def test_the_warning_is_given_once_and_only_if_there_is_something_to_say():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warn("Dense", [])
        warn("Dense", ["init is kernel_initializer now", "p is rate now"])
    assert [(str(w.message), w.filename) for w in caught] == [
        ("Dense was called as in Keras 1: init is kernel_initializer now; p is rate now", __file__)]
