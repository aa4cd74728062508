"""Layers of tf.keras 2.4 that were experimental, in the words of later versions."""
import numpy as np
import pytest

from compat.config.discrete import leave_experimental
from compat.config.records import Context
from compat.hub.records import Origin

TF24 = Context(Origin("2.4.0", "tensorflow"))


def bins(*ends):
    layer = {"class_name": "Discretization", "config": {"dtype": "float32", "bins": list(ends) + [float("inf")]}}
    return leave_experimental(layer, TF24)["config"]


@pytest.mark.parametrize("value, bin_of_it", [(-1.0, 0), (0.0, 0), (1e-30, 1), (0.1, 1), (0.10000001, 2), (2.0, 2), (2.5, 3)])
def test_a_boundary_belongs_to_the_bin_below_as_in_tensorflow_24(value, bin_of_it):
    boundaries = np.array(bins(0.0, 0.1, 2.0)["bin_boundaries"], "float32")
    assert np.digitize(np.float32(value), boundaries) == bin_of_it


def test_the_numbers_of_bins_are_integers_whatever_dtype_was_written():
    assert set(bins(1.0)) == {"bin_boundaries"}


@pytest.mark.parametrize("mode, now", [("binary", "multi_hot"), ("count", "count")])
def test_a_category_encoding_has_its_names_of_today(mode, now):
    layer = {"class_name": "CategoryEncoding", "config": {"max_tokens": 4, "output_mode": mode, "sparse": False}}
    assert leave_experimental(layer, TF24)["config"] == {"num_tokens": 4, "output_mode": now, "sparse": False}


@pytest.mark.parametrize("version, backend", [("2.6.0", "tensorflow"), ("2.2.4", "theano")])
def test_arguments_of_other_kerases_stay(version, backend):
    layer = {"class_name": "Discretization", "config": {"bins": [1.0, float("inf")]}}
    assert leave_experimental(layer, Context(Origin(version, backend))) == layer
