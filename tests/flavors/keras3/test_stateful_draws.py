"""The numbers of a stateful operation of TensorFlow inside a step: those of the stream itself, run after run."""
import keras
import numpy as np
import pytest

from compat.flavors.keras3 import stateful_draws
from compat.flavors.shared.philox import DEFAULT_GRAPH_SEED, Philox

pytestmark = pytest.mark.skipif(not stateful_draws.is_served(), reason="torch draws numbers of its own")
SEEDS = DEFAULT_GRAPH_SEED, 1234567


@pytest.mark.parametrize("used", [0, 2 ** 32 - 300, 2 ** 32 + 5])
def test_each_run_goes_on_after_the_last(used):
    count = keras.random.SeedGenerator(1).state
    count.assign(np.array([used % 2 ** 32, used // 2 ** 32], "uint32"))
    stream = Philox(*SEEDS)
    stream._used = used
    for shape in ((3, 5), (1,), (64, 33)):
        drawn = keras.ops.convert_to_numpy(stateful_draws.uniform(count, SEEDS, shape))
        np.testing.assert_array_equal(drawn, stream.uniform(shape))
