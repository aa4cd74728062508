"""Levels of verification: each is reached by what it says, and a difference is an error that names it."""
import numpy as np
import pytest

from compat.errors import VerificationError
from compat.loading.verify import LEVELS, Verification, assigned, numbered, outputs_match, read_back

KERNEL, BIAS = np.arange(6, dtype="float32").reshape(2, 3), np.zeros(3, "float32")


def test_the_levels_are_ordered_from_weak_to_strong():
    assert LEVELS == ("nothing", "counted", "shaped", "read back", "outputs match")
    assert Verification("read back").reaches("shaped") and not Verification("read back").reaches("outputs match")


def test_a_model_whose_every_weight_got_an_array_is_shaped():
    assert assigned([[(2, 3), (3,)]], 2, 9) == Verification("shaped", 2, 9)


@pytest.mark.parametrize("shapes, arrays, values, level", [
    ([[(2, 3), (3,)]], 2, 8, "counted"), ([[(2, 3), (3,)]], 1, 6, "nothing"), ([[(3,)]], 0, 0, "nothing"),
])
def test_what_was_not_assigned_is_not_verified(shapes, arrays, values, level):
    assert assigned(shapes, arrays, values).level == level


def test_a_model_without_weights_has_every_one_of_them_in_place():
    assert assigned([[]], 0, 0).level == "shaped"


def test_identical_weights_are_read_back():
    assert read_back(Verification("shaped"), [KERNEL, BIAS], [KERNEL.copy(), BIAS.copy()]).level == "read back"


@pytest.mark.parametrize("other", [KERNEL + np.float32(1e-7), KERNEL.T, KERNEL.astype("float64")])
def test_a_weight_that_changed_in_the_file_is_an_error(other):
    with pytest.raises(VerificationError, match="weight 1 of 1 changed"):
        read_back(Verification("shaped"), [KERNEL], [other])


def test_outputs_within_the_tolerance_match_and_the_largest_difference_is_kept():
    found = outputs_match(Verification("read back"), [np.ones(2)], [np.array([1.0, 1.0 + 5e-6])])
    assert found.level == "outputs match" and found.largest_difference == pytest.approx(5e-6)
    assert "rtol 1e-05" in str(found)


@pytest.mark.parametrize("found, said", [
    ([np.array([1.0, 1.1])], "output 0 differs from the reference in 1 of 2 values"),
    ([np.ones(3)], r"output 0 has shape \(3,\)"),
    ([], "the model has 0 outputs, the reference 1"),
    ([np.array([1.0, np.nan])], "differs"),
])
def test_outputs_that_differ_are_an_error_that_says_where(found, said):
    with pytest.raises(VerificationError, match=said):
        outputs_match(Verification("read back"), [np.ones(2)], found)


def test_numbered_arrays_come_in_order_of_their_numbers():
    arrays = {"x{}".format(i): np.full(1, i) for i in reversed(range(11))}
    assert [int(array[0]) for array in numbered(arrays, "x")] == list(range(11))
