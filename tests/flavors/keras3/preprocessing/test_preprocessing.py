"""Text, sequences and images are prepared as real Keras 2.2.4 did (recorded.json, written by record.py)."""
import json
from pathlib import Path

import numpy as np
import pytest
from flavors.keras3.preprocessing.programs import PROGRAMS

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("these adapters are those of Keras 3", allow_module_level=True)

from compat.keras import preprocessing

RECORDED = json.loads((Path(__file__).parent / "recorded.json").read_text(encoding="utf8"))["programs"]
NEED_SCIPY = ("images: turned", "images: moved", "images: sheared and zoomed")


def alike(found, expected):
    if isinstance(expected, dict):
        return set(found) == set(expected) and all(alike(found[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        return len(found) == len(expected) and all(alike(one, other) for one, other in zip(found, expected))
    return found == expected if isinstance(expected, str) else bool(np.isclose(found, expected, rtol=1e-5, atol=2e-3))


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_a_program_prepares_what_it_prepared(name):
    if name in NEED_SCIPY:
        pytest.importorskip("scipy", reason="the geometry of images needs SciPy, here as in Keras 2")
    found = json.loads(json.dumps(PROGRAMS[name](preprocessing)))
    assert alike(found, RECORDED[name])


def test_geometry_without_anything_to_do_needs_no_scipy():
    image = np.ones((2, 2, 3))
    assert preprocessing.image.apply_affine_transform(image) is image
