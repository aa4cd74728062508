"""Sizes around convolutions. The numbers are those of real Keras 2.2.4's ``keras.utils.conv_utils``."""
import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("these adapters are those of Keras 3", allow_module_level=True)

from compat.keras.utils import conv_utils
from compat.keras.utils.generic_utils import transpose_shape


@pytest.mark.parametrize("length, size, stride, dilation, outputs, inputs, transposed", [
    (7, 3, 2, 1, [3, 4, 4, 5], [15, 13, 11], [15, 14, 11]), (7, 3, 1, 2, [3, 7, 7, 11], [9, 7, 5], [9, 7, 5]),
    (10, 4, 3, 1, [3, 4, 4, 5], [31, 27, 25], [31, 30, 25]), (5, 2, 1, 1, [4, 5, 5, 6], [6, 4, 4], [6, 5, 4]),
    (None, 3, 1, 1, [None] * 4, [None] * 3, [None] * 3),
])
def test_lengths(length, size, stride, dilation, outputs, inputs, transposed):
    paddings = ("valid", "same", "causal", "full")
    without_causal = ("valid", "same", "full")
    assert [conv_utils.conv_output_length(length, size, p, stride, dilation) for p in paddings] == outputs
    assert [conv_utils.conv_input_length(length, size, p, stride) for p in without_causal] == inputs
    assert [conv_utils.deconv_length(length, stride, size, p, None) for p in without_causal] == transposed


@pytest.mark.parametrize("length, size, stride, expected", [(7, 3, 2, 14), (7, 3, 1, 8), (10, 4, 3, 28), (5, 2, 1, 5)])
def test_output_padding_adds_to_a_transposed_length(length, size, stride, expected):
    assert conv_utils.deconv_length(length, stride, size, "same", 1) == expected


@pytest.mark.parametrize("value, expected", [(2, (2, 2)), ((1, 2), (1, 2)), ([3, 4], (3, 4))])
def test_one_number_stands_for_all_axes(value, expected):
    assert conv_utils.normalize_tuple(value, 2, "strides") == expected


@pytest.mark.parametrize("value", [(1, 2, 3), "ab", None, (1, "x"), 2.5])
def test_anything_else_is_refused_by_the_name_of_the_argument(value):
    with pytest.raises(ValueError, match="`strides` argument must be a tuple of 2 integers"):
        conv_utils.normalize_tuple(value, 2, "strides")


def test_paddings():
    assert [conv_utils.normalize_padding(padding) for padding in ("SAME", "valid", "causal")] == ["same", "valid", "causal"]
    with pytest.raises(ValueError, match="full"):
        conv_utils.normalize_padding("full")
    with pytest.raises(AssertionError):
        conv_utils.conv_output_length(3, 3, "odd", 1)


def test_channels_move_before_the_spatial_axes():
    assert transpose_shape((16, 3, 2, 4), "channels_first", (1, 2)) == (16, 4, 3, 2)
    assert transpose_shape((16, 3, 2, 4), "channels_last", (1, 2)) == (16, 3, 2, 4)
    assert transpose_shape((8, 16, 3, 2, 4), "channels_first", (2, 3)) == (8, 16, 4, 3, 2)
