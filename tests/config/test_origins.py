"""Which Keras wrote a file, stated or inferred."""
import numpy as np
import pytest

from compat.config import origin_of
from compat.hub.records import Origin
from compat.saved import Dataset, LayerWeights, SavedModel


def layer(*names):
    return LayerWeights("l", tuple(Dataset(name, (1,), np.dtype("f4"), name, lambda: np.zeros(1)) for name in names))


def saved(config=None, layers=(), **stated):
    return SavedModel("m.h5", "model", model_config=config, layers=tuple(layers), **stated)


def test_what_is_stated_counts():
    found = origin_of(saved({"class_name": "Sequential", "config": []}, keras_version="2.0.9", backend="cntk"))
    assert found == Origin("2.0.9", "cntk", True, True)


@pytest.mark.parametrize(
    "config, version",
    [
        ({"class_name": "Sequential", "config": [{"class_name": "X", "config": {"border_mode": "same"}}]}, "1.2.2"),
        ({"class_name": "Sequential", "config": [{"class_name": "X", "config": {"padding": "same"}}]}, "2.2.4"),
        ({"class_name": "Functional", "config": {"layers": []}}, "2.4.0"),
    ],
)
def test_the_version_is_inferred_from_argument_names(config, version):
    found = origin_of(saved(config))
    assert (found.keras_version, found.version_stated) == (version, False)


@pytest.mark.parametrize("name, backend", [("dense_1_W:0", "tensorflow"), ("dense_1_W", "theano")])
def test_the_backend_is_inferred_from_weight_names(name, backend):
    found = origin_of(saved(layers=[layer(name)]))
    assert (found.keras_version, found.backend, found.backend_stated) == ("1.2.2", backend, False)


def test_only_theano_turns_its_kernels():
    assert Origin("2.0", "theano").flips_kernels
    assert not Origin("2.0", "cntk").flips_kernels


@pytest.mark.parametrize("version, major", [("1.2.2", 1), ("2.2.4-tf", 2), ("3.0.1", 3)])
def test_the_major_version(version, major):
    assert Origin(version, "tensorflow").major == major
