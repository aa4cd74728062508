"""Programs that hypothesis writes give on compat what they give on real Keras 2.2.4: ``nox -s differential``."""
import os

import numpy as np
import pytest

hypothesis = pytest.importorskip("hypothesis")
from differential.programs import backend_programs, training_programs  # noqa: E402

PROGRAMS = int(os.environ.get("COMPAT_PROGRAMS", "100"))
SETTINGS = hypothesis.settings(max_examples=PROGRAMS, deadline=None, database=None, derandomize="COMPAT_SEED" not in os.environ,
                               suppress_health_check=list(hypothesis.HealthCheck), print_blob=False)


def differences(got, want, where=""):
    """Where two answers differ: names and texts exactly, numbers by 1e-3 of their size, weights by a tenth of a step."""
    if isinstance(want, dict):
        return [each for name in want for each in differences(got.get(name), want[name], name)]
    if isinstance(want, list) and want and not _of_numbers(want):
        if not isinstance(got, list) or len(got) != len(want):
            return ["{}: {} for {}".format(where, _short(got), _short(want))]
        return [each for place, (one, other) in enumerate(zip(got, want))
                for each in differences(one, other, "{}[{}]".format(where, place))]
    if _of_numbers(want) and _of_numbers(got):
        # RMSprop and its like divide a gradient of rounding errors by its size, and make a step of it.
        atol = 1e-3 if where.startswith("weights[") else 1e-4
        one, other = np.asarray(got, "float64"), np.asarray(want, "float64")
        atol = max(atol, 1e-6 * np.max(np.abs(other[np.isfinite(other)]), initial=0))
        if one.shape == other.shape and np.allclose(one, other, rtol=1e-3, atol=atol, equal_nan=True):
            return []
    elif got == want:
        return []
    return ["{}: {} for {}".format(where, _short(got), _short(want))]


def _of_numbers(value):
    if isinstance(value, (bool, str, dict, type(None))):
        return False
    try:
        return np.asarray(value, "float64").dtype.kind == "f"
    except (TypeError, ValueError):
        return False


def _short(value):
    text = repr(value)
    return text if len(text) < 300 else text[:300] + "…"


def check(kerases, program):
    """Fail with the program and the differences; a program that real Keras 2.2.4 refuses says nothing."""
    old, new = kerases(program)
    hypothesis.assume("values" in old)
    found = [new["error"]] if "error" in new else differences(new["values"], old["values"])
    assert not found, "{}\n{}".format(program, "\n".join(found))


def test_training(kerases):
    @SETTINGS
    @hypothesis.given(training_programs())
    def run(program):
        check(kerases, program)
    run()


def test_backend(kerases):
    @SETTINGS
    @hypothesis.given(backend_programs())
    def run(program):
        check(kerases, program)
    run()
