"""A plug-in of pytest for tests of 2018: what they miss of NumPy, SciPy and pytest, and which of them are expected to fail.

Each test begins with the float type, the data format and the learning phase that Keras starts with, as if it ran alone.
"""
import contextlib
import gc
import os
import random
import sys
import types
import warnings
from pathlib import Path

import h5py
import numpy as np
import pytest
from expected_failures import LEFT_OUT, reasons

TESTS = Path(os.environ["OLD_SUITE"])
VERSION = os.environ["OLD_SUITE_VERSION"]
#: Names that NumPy dropped since.
OLD_NUMPY = {"bool": bool, "int": int, "float": float, "object": object, "str": str, "alltrue": np.all, "sometrue": np.any,
             "product": np.prod, "float_": np.float64}
for _name, _value in OLD_NUMPY.items():
    if _name not in vars(np):
        setattr(np, _name, _value)


def _scipy_of_then():
    """``scipy.misc.logsumexp``, which moved."""
    from scipy import special

    misc = types.ModuleType("scipy.misc")
    misc.logsumexp = special.logsumexp
    sys.modules["scipy.misc"] = misc


def _flaky_of_then():
    """The decorator of pytest-flaky, which tests use bare: a second try."""
    module = types.ModuleType("flaky")

    def flaky(test=None, **options):
        def twice(*args, **kwargs):
            try:
                return test(*args, **kwargs)
            except AssertionError:
                return test(*args, **kwargs)

        return types.FunctionType(twice.__code__, twice.__globals__, test.__name__, None, twice.__closure__) if test else flaky

    module.flaky = flaky
    sys.modules["flaky"] = module


class _FileOfThen(h5py.File):
    """A file that is opened to read and to write unless a mode says otherwise."""

    def __init__(self, name, mode="a", *args, **kwargs):
        super().__init__(name, mode, *args, **kwargs)


h5py.File = _FileOfThen
_warns = pytest.warns


def _warns_of_then(expected=Warning, *args, **kwargs):
    """``pytest.warns(None)`` recorded every warning."""
    return _warns(expected, *args, **kwargs) if expected is not None else _recorded()


@contextlib.contextmanager
def _recorded():
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        yield found


pytest.warns = _warns_of_then
_scipy_of_then()
_flaky_of_then()


def identifier(item):
    """The file below the folder of the tests, and the test in it."""
    return "{}::{}".format(item.path.relative_to(TESTS).as_posix(), item.nodeid.split("::", 1)[1])


def pytest_ignore_collect(collection_path):
    """Leave out files that need what no run has; None lets pytest decide."""
    return True if collection_path.relative_to(TESTS).as_posix() in LEFT_OUT[VERSION] else None


def pytest_collection_modifyitems(items):
    """Expect the listed tests to fail, and nothing else."""
    from compat.flavor import active

    expected = reasons(VERSION, active().backend)
    for item in items:
        if identifier(item) in expected:
            item.add_marker(pytest.mark.xfail(reason=expected[identifier(item)], strict=True))


def pytest_collection_finish():
    """Leave what is there by now, all of Keras, out of the garbage collection that each ``K.clear_session()`` asks for."""
    from compat.keras import backend  # noqa: F401

    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def alone():
    """The settings of Keras as it starts, and the same random numbers in each run."""
    from compat.keras import backend as K

    random.seed(1234)
    np.random.seed(1234)
    yield
    K.clear_session()
    K.set_floatx("float32")
    K.set_epsilon(1e-7)
    K.set_image_data_format("channels_last")
