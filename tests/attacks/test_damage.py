"""Damaged files: a thousand mutations of real goldens, each a model or a typed error, in a process of their own."""
import subprocess
import sys
from pathlib import Path

import h5py
import pytest

GOLDENS = Path(__file__).parent.parent / "goldens"
# Only a process of its own would survive a crash inside the library; newer HDF5 reports these headers as damaged.
CRASHES = pytest.mark.xfail(
    h5py.version.hdf5_version_tuple < (1, 14),
    reason="HDF5 1.10 and 1.12, of h5py up to 3.8, crash in H5Aexists on a damaged header",
)
SEEDS = [
    pytest.param("keras-2.2.4-py37/mlp.h5", marks=CRASHES),
    pytest.param("keras-1.2.2-py36/nested.h5", marks=CRASHES),
    "tf.keras-2.15-py311/masked_lambda.h5",
]
MUTATE = """
import random, sys
from compat.errors import CompatError
from compat.loading.inspection import inspection_of
from compat.saved import read
seed, path, count, name = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
whole = open(seed, "rb").read()
chance = random.Random(name)
refused = 0
for number in range(count):
    damaged = bytearray(whole)
    for _ in range(chance.choice([1, 1, 4, 32])):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    if chance.random() < 0.2:
        del damaged[chance.randrange(len(damaged)):]
    open(path, "wb").write(bytes(damaged))
    try:
        saved = read(path)
        inspection_of(saved)
        [layer.read() for layer in saved.layers]
    except CompatError:
        refused += 1
print("refused", refused)
"""


@pytest.mark.parametrize("seed", SEEDS)
def test_damage_is_a_typed_error_or_does_not_matter(seed, tmp_path):
    shown = subprocess.run(
        [sys.executable, "-c", MUTATE, str(GOLDENS / seed), str(tmp_path / "damaged.h5"), "300", seed],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        universal_newlines=True,
        timeout=1800,  # a hang, on whatever machine
    )
    assert shown.returncode == 0, shown.stderr[-2000:]
    assert int(shown.stdout.split()[-1]) > 30
