"""Mutations of real goldens: each is a model or a typed error, and no process dies of one.

``nox -s fuzz`` tries 20,000, and gives each ten seconds; the cell of Keras 3 on TensorFlow tries 200, always the same
ones. A case that fails is made smaller by hypothesis and printed as the call that repeats it.
"""
import faulthandler
import os
import warnings
from datetime import timedelta

import hypothesis
import pytest
from fuzz.audit import heard, listen
from fuzz.mutations import mutated, mutations
from goldens.catalog import goldens
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from compat import errors, inspect
from compat.keras.backend import clear_session
from compat.loading.load import load

WHOLE = {str(each): each.path.read_bytes() for each in goldens()}
CASES = int(os.environ.get("COMPAT_FUZZ_CASES") or 0)
SHARDS = 4  # so that several processes can take some each


@pytest.fixture(scope="module", autouse=True)
def auditing():
    listen()


@pytest.mark.parametrize("shard", range(SHARDS))
def test_a_mutated_file_is_a_model_or_a_typed_error(shard, tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / "mutated.h5"

    @hypothesis.settings(max_examples=(CASES or 200) // SHARDS, deadline=timedelta(seconds=10) if CASES else None,
                         database=None, derandomize=not CASES, print_blob=True,
                         suppress_health_check=list(HealthCheck))
    @given(name=st.sampled_from(sorted(WHOLE)[shard::SHARDS]), mutation=mutations)
    def attempt(name, mutation):
        open_it(path, mutated(WHOLE[name], mutation))

    attempt()


def open_it(path, whole):
    """Inspect and load a file; typed errors are as good as a model."""
    path.write_bytes(whole)
    del heard[:]
    clear_session()
    faulthandler.dump_traceback_later(600, exit=True)  # a hang that even hypothesis's deadline cannot see
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for read in (inspect, load):
                try:
                    read(str(path))
                except errors.CompatError:
                    hypothesis.event("{}: refused".format(read.__name__))
    finally:
        faulthandler.cancel_dump_traceback_later()
    assert heard == []
