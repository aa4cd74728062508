"""MyMeanPool and MaskedMeanPooling1D against means that NumPy takes."""
import numpy as np
import pytest

from compat.era import Era
from compat.errors import ConfigError, MaskingError
from compat.keras import backend as K
from compat.keras.layers import Input, Masking
from compat.keras.models import Model
from compat.layers import MaskedMeanPooling1D, MyMeanPool

CLOSE = {"rtol": 1e-5, "atol": 1e-6}
ROWS = np.array([[[10, 10], [0, 0], [0, 0], [0, 0]], [[10, 10], [20, 20], [0, 0], [0, 0]],
                 [[10, 10], [20, 20], [30, 30], [0, 0]], [[10, 10], [20, 20], [30, 30], [40, 40]]], "float32")
X = np.random.RandomState(0).normal(size=(3, 4, 2)).astype("float32")
MASK = np.array([[1, 1, 0, 0], [1, 0, 1, 1], [0, 0, 0, 0]], bool)


def called(layer, x, mask=None):
    """What the layer's ``call`` gives for arrays."""
    return K.eval(layer.call(K.constant(x), mask=None if mask is None else K.constant(mask, dtype="bool")))


def masked_mean(x, mask, axis):
    """The mean over an axis by loops over the masked array; 0 where nothing counts."""
    return np.ma.masked_array(x, ~np.broadcast_to(mask, x.shape)).mean(axis=axis).filled(0.0)


@pytest.mark.parametrize("axis", [1, -2])
def test_the_four_rows_give_their_means(axis):
    steps = Input(shape=(4, 2))
    model = Model(steps, MyMeanPool(axis)(Masking(0.0)(steps)))
    np.testing.assert_allclose(model.predict(ROWS), [[10, 10], [15, 15], [20, 20], [25, 25]], **CLOSE)
    assert tuple(model.output_shape) == (None, 2)


@pytest.mark.parametrize("axis", [1, 2, -1, -2])
def test_without_a_mask_it_is_the_plain_mean(axis):
    np.testing.assert_allclose(called(MyMeanPool(axis), X), X.mean(axis=axis), **CLOSE)


@pytest.mark.parametrize("axis", [1, 2, -1])
def test_a_mask_of_steps_counts_along_any_axis(axis):
    np.testing.assert_allclose(called(MyMeanPool(axis), X, MASK), masked_mean(X, MASK[..., None], axis), **CLOSE)


@pytest.mark.parametrize("last", [1, 2])
def test_a_mask_of_rank_three(last):
    mask = MASK[..., None] & np.array([True, False])[:last]
    np.testing.assert_allclose(called(MyMeanPool(1), X, mask), masked_mean(X, mask, 1), **CLOSE)


def test_an_input_of_rank_two():
    np.testing.assert_allclose(called(MyMeanPool(1), X[..., 0], MASK), masked_mean(X[..., 0], MASK, 1), **CLOSE)


def test_an_input_of_rank_four():
    x = np.random.RandomState(1).normal(size=(3, 4, 2, 5)).astype("float32")
    np.testing.assert_allclose(called(MyMeanPool(1), x, MASK), masked_mean(x, MASK[..., None, None], 1), **CLOSE)


def test_a_wholly_masked_row_is_nan_only_in_the_exact_era():
    assert not called(MyMeanPool(1), X, MASK)[2].any()
    with Era("2.2.4", exact=True):
        assert np.isnan(called(MyMeanPool(1), X, MASK)[2]).all()


def test_sixteen_bit_floats_are_summed_in_thirty_two():
    x = np.full((1, 4096, 1), 1.5, "float16")  # a float16 count ends at 2048, and this sum overflows nothing but digits
    layer = MyMeanPool(1)
    found = layer.call(K.constant(x, dtype="float16"), mask=K.constant(np.ones((1, 4096)), dtype="bool"))
    assert K.dtype(found) == "float16"
    np.testing.assert_array_equal(K.eval(found), [[1.5]])


def test_the_configuration_round_trips():
    assert MyMeanPool.from_config(MyMeanPool(-2, name="pool").get_config()).get_config()["axis"] == -2


def test_an_axis_that_the_input_lacks_is_an_error_that_names_it():
    with pytest.raises(ConfigError, match="axis 3, but its input has only 3 axes"):
        MyMeanPool(3).compute_output_shape((None, 4, 2))


def test_a_mask_of_other_steps_is_an_error():
    with pytest.raises(MaskingError, match="cannot be applied"):
        called(MyMeanPool(1), X, MASK[:, :3])


@pytest.mark.parametrize("rank", [2, 3])
def test_masked_mean_pooling_adds_epsilon_to_the_count(rank):
    mask = MASK if rank == 2 else MASK[..., None]
    expected = (X * MASK[..., None]).sum(axis=1) / (MASK.sum(axis=1, keepdims=True) + K.epsilon())
    np.testing.assert_allclose(called(MaskedMeanPooling1D(), X, mask), expected, **CLOSE)


def test_pooling_ends_the_mask():
    assert MyMeanPool(1).compute_mask(None, MASK) is None
    assert MaskedMeanPooling1D().compute_mask(None, MASK) is None
