"""Keras 3 starts where nothing was configured, on whichever backend is installed: a fresh interpreter each."""
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

CONVOLUTIONS = Path(__file__).parents[2] / "goldens" / "keras-2.2.4-py37" / "conv_bn.h5"
INSTALLED = [name for name in ("tensorflow", "jax", "torch") if find_spec(name)]
#: What users type first.
PROGRAMS = {
    "layers": "import compat.layers, keras",
    "mirror": "from compat.keras.layers import Dense; import keras",
    "load_model": "import compat, sys; compat.load_model(sys.argv[1]); import keras",
}


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_the_backend_that_is_installed_is_used(program, tmp_path):
    environment = {key: value for key, value in os.environ.items() if key != "KERAS_BACKEND"}
    shown = output_of(PROGRAMS[program] + "; print(keras.config.backend())", dict(environment, KERAS_HOME=str(tmp_path)))
    assert shown.split()[-1] == INSTALLED[0]


@pytest.mark.skipif("jax" not in INSTALLED, reason="JAX alone compiles each operation by itself")
def test_jax_compiles_nothing_to_open_a_file():
    shown = output_of("""
import sys, jax, compat.loading.load
compiled = []
def listen(name, *_, **__):
    if "backend_compile" in name:
        compiled.append(name)

jax.monitoring.register_event_duration_secs_listener(listen)
compat.loading.load.load_model(sys.argv[1], compile=False)
print(len(compiled))
jax.numpy.ones(3) + 1
print(len(compiled))
""", dict(os.environ, KERAS_BACKEND="jax"))
    opened, then = map(int, shown.split()[-2:])
    assert opened == 0
    assert then > 0  # it would have been seen


def output_of(program, environment):
    """What a fresh interpreter prints."""
    return subprocess.run([sys.executable, "-c", program, str(CONVOLUTIONS)], env=environment, stdout=subprocess.PIPE,
                          universal_newlines=True, check=True).stdout
