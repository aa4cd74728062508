"""Functions of tf give what real TensorFlow 2 gives, on generated shapes, dtypes, axes and empty arrays.

Where TensorFlow is installed as the backend, hypothesis chooses the calls and TensorFlow answers at once; elsewhere the calls
of a few seeds are compared with what it answered before.
"""
import sys
from pathlib import Path

import numpy as np
import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("the tf of Keras 3", allow_module_level=True)

import keras

from compat.api.tf_functions import home_of
from compat.flavors.keras3.tf_api.serving import over_keras

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))
from generated import CALLS  # noqa: E402
from make_generated import SEEDS, of_tensorflow  # noqa: E402

sys.path.remove(str(FOLDER))
BACKEND = keras.backend.backend()
#: Dtypes that a backend has not, and the one that it takes.
NARROWER = {"jax": {"int64": "int32", "float64": "float32", "complex128": "complex64"}, "torch": {"uint16": "int32"}}
#: Modules whose functions are compared with TensorFlow 1.15 beside this; JAX compiles each shape of each, which takes long.
COMPARED = ("arrays", "comparison", "convolution", "elementwise", "nn", "products", "reductions")
NAMES = [name for name in sorted(CALLS) if BACKEND != "jax" or home_of(name, 2).partition(".")[0] not in COMPARED]


def ours(name, seed):
    args, kwargs = CALLS[name](np.random.RandomState(seed))
    args, kwargs = keras.tree.map_structure(tensor, [list(args), kwargs])
    return [array(each) for each in keras.tree.flatten(over_keras(name, 2, *args, **kwargs))]


def tensor(value):
    return keras.ops.convert_to_tensor(value) if isinstance(value, np.ndarray) else value


def array(value):
    return np.asarray(keras.ops.convert_to_numpy(value)) if keras.ops.is_tensor(value) else np.asarray(value)


def compare(name, seed, found, expected):
    assert len(found) == len(expected), (name, seed)
    for one, other in zip(found, expected):
        told = "{} with seed {}: {}".format(name, seed, CALLS[name](np.random.RandomState(seed)))
        assert one.shape == other.shape, told
        kind = NARROWER.get(BACKEND, {}).get(other.dtype.name, other.dtype.name)
        assert one.dtype.name == kind, told
        np.testing.assert_allclose(one, other, rtol=2e-4, atol=2e-5, err_msg=told)


@pytest.fixture(scope="module")
def recorded():
    with np.load(str(FOLDER / "generated.npz")) as stored:
        return dict(stored)


@pytest.mark.skipif(BACKEND == "tensorflow", reason="there TensorFlow itself is asked")
@pytest.mark.parametrize("name", NAMES)
def test_a_call_gives_what_tensorflow_gave(name, recorded):
    for seed in SEEDS[:1] if BACKEND == "jax" else SEEDS:
        places = sum(key.startswith("{}/{}/".format(name, seed)) for key in recorded)
        compare(name, seed, ours(name, seed), [recorded["{}/{}/{}".format(name, seed, place)] for place in range(places)])


if BACKEND == "tensorflow":
    hypothesis = pytest.importorskip("hypothesis")
    strategies = hypothesis.strategies

    @hypothesis.settings(max_examples=300, deadline=None, derandomize=True)
    @hypothesis.given(strategies.sampled_from(sorted(CALLS)), strategies.integers(0, 2 ** 32 - 1))
    def test_any_call_gives_what_tensorflow_gives(name, seed):
        compare(name, seed, ours(name, seed), of_tensorflow(name, seed))
