"""Small legacy programs give on Keras 3 what real Keras 2.2.4 gave (parity/recorded.json, written by parity/record.py)."""
import json
from pathlib import Path

import numpy as np
import pytest
from flavors.keras3.parity import CASES

from compat import keras
from compat.flavor import active

RECORDED = json.loads((Path(__file__).parent / "parity" / "recorded.json").read_text(encoding="utf8"))["cases"]
if active().name != "keras3":
    pytest.skip("these adapters are those of Keras 3", allow_module_level=True)


def differences(found, expected, path=""):
    """Places where two nested results differ: kind, length, or a number by more than 1e-5."""
    if isinstance(expected, dict):
        if not isinstance(found, dict) or set(found) != set(expected):
            return ["{}: keys {} instead of {}".format(path, found, expected)]
        return [d for key in expected for d in differences(found[key], expected[key], "{}[{}]".format(path, key))]
    if isinstance(expected, (list, tuple)):
        if not isinstance(found, (list, tuple)) or len(found) != len(expected):
            return ["{}: {!r} instead of {!r}".format(path, found, expected)]
        pairs = enumerate(zip(found, expected))
        return [d for i, (one, other) in pairs for d in differences(one, other, "{}[{}]".format(path, i))]
    if isinstance(expected, float):
        close = np.allclose(found, expected, rtol=1e-5, atol=1e-5, equal_nan=True)
        return [] if close else ["{}: {!r} instead of {!r}".format(path, found, expected)]
    return [] if found == expected else ["{}: {!r} instead of {!r}".format(path, found, expected)]


def keras_logs_the_loss_of_each_output():
    from keras.src.trainers.compile_utils import CompileLoss

    return hasattr(CompileLoss, "metrics")


#: Case → (whether the gap is there, why).
GAPS = {"several_outputs": (not keras_logs_the_loss_of_each_output(), "this Keras 3 logs no loss of each output")}


def names():
    for name in sorted(CASES):
        there, reason = GAPS.get(name, (False, ""))
        yield pytest.param(name, marks=[pytest.mark.xfail(reason=reason, strict=True)] if there else [])


@pytest.mark.parametrize("name", list(names()))
def test_a_legacy_program_gives_what_real_keras_2_2_4_gave(name):
    assert differences(CASES[name](keras), RECORDED[name])[:10] == []
