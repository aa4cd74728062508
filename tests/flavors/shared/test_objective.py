"""The weighted and masked mean of losses, by NumPy in place of a backend."""
from types import SimpleNamespace

import numpy as np

from compat.era import Era
from compat.flavors.shared.objective import objective

K = SimpleNamespace(
    cast=lambda x, dtype: np.asarray(x).astype(dtype), dtype=lambda x: x.dtype, mean=lambda x, axis=None: np.mean(
        x, axis=tuple(axis) if isinstance(axis, list) else axis), not_equal=np.not_equal, equal=np.equal, ndim=np.ndim,
    expand_dims=np.expand_dims, ones_like=np.ones_like, squeeze=np.squeeze, int_shape=np.shape)
SCORES = np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]])
MASK = np.array([[True, True, False, False], [True, True, True, False]])


def test_the_default_era_divides_by_the_valid_steps():
    np.testing.assert_allclose(objective(K, SCORES, None, MASK), 21.0 / 5)


def test_keras_2_3_divides_by_all_steps():
    with Era("2.3.1"):
        np.testing.assert_allclose(objective(K, SCORES, None, MASK), 21.0 / 8)


def test_nothing_valid_is_zero_and_nan_in_the_exact_era():
    assert objective(K, SCORES, None, MASK & False) == 0.0
    with Era("2.2.4", exact=True), np.errstate(invalid="ignore"):
        assert np.isnan(objective(K, SCORES, None, MASK & False))


def test_weights_of_zero_do_not_count_in_the_default_era():
    np.testing.assert_allclose(objective(K, SCORES, np.array([[2.0], [0.0]])), 2 * SCORES[0].mean())
