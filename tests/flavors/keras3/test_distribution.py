"""Models of old code train on several devices as on one: by ``keras.distribution`` on JAX, ``tf.distribute`` on TensorFlow."""
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from compat.flavor import active

PROGRAM = Path(__file__).parent / "distributed" / "program.py"


@pytest.mark.skipif(active().backend == "torch", reason="Keras trains on several devices on JAX and TensorFlow")
def test_several_devices_give_the_losses_of_one():
    """In a process of its own: how many devices there are is decided before the backend starts."""
    done = subprocess.run([sys.executable, str(PROGRAM), active().backend], stdout=subprocess.PIPE, check=True, timeout=300)
    one, several = json.loads(done.stdout.splitlines()[-1])
    assert one["history"].keys() == several["history"].keys()
    for key, values in one["history"].items():
        np.testing.assert_allclose(several["history"][key], values, rtol=1e-5, err_msg=key)
    np.testing.assert_allclose(several["evaluated"], one["evaluated"], rtol=1e-5)
    np.testing.assert_allclose(several["predicted"], one["predicted"], rtol=1e-5)
