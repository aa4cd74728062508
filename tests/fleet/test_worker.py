"""What a worker answers: whatever happens with a file is an answer about that file."""
import os

import pytest

from compat.errors import LambdaError
from compat.fleet import Job, Outcome
from compat.fleet.worker import answer
from compat.hub.records import Origin
from compat.loading.convert import Conversion


def never(source, target, architecture):
    raise AssertionError("nothing is converted here")


def test_a_source_that_is_gone_is_an_answer(tmp_path):
    pytest.importorskip("fsspec")
    found = answer("memory://gone/a.h5", str(tmp_path / "a.keras"), str(tmp_path), never)
    assert (found["status"], found["cause"]) == ("failed", "FileNotFoundError")


def test_a_link_that_leads_out_is_an_answer_and_nothing_is_read_or_written(tmp_path):
    (tmp_path / "out").mkdir()
    os.symlink(str(tmp_path), str(tmp_path / "out" / "link"))
    found = answer("a.h5", str(tmp_path / "out" / "link" / "a.keras"), str(tmp_path / "out"), never)
    assert (found["status"], found["cause"]) == ("failed", "UnsafeFileError")
    assert os.listdir(str(tmp_path)) == ["out"]


def test_an_error_of_ours_speaks_for_itself_and_another_is_named(tmp_path):
    def raising(error):
        def convert_file(source, target, architecture):
            raise error
        return answer("a.h5", str(tmp_path / "a.keras"), str(tmp_path), convert_file)["message"]

    assert raising(LambdaError("give lambdas=")) == "give lambdas="
    assert raising(OSError("no space left")) == "OSError: no space left"


def test_a_message_without_measure_is_cut(tmp_path):
    def convert_file(source, target, architecture):
        raise ValueError("x" * 100000)

    message = answer("a.h5", str(tmp_path / "a.keras"), str(tmp_path), convert_file)["message"]
    assert len(message) < 5000 and message.endswith("…")


def test_an_answer_says_how_large_the_file_is_and_who_wrote_it(tmp_path):
    (tmp_path / "a.h5").write_bytes(b"12345")

    def convert_file(source, target, architecture):
        return Conversion(target, None, "read back", (), ("look",), Origin("2.2.4", "theano", True, False), False, ())

    found = answer(str(tmp_path / "a.h5"), str(tmp_path / "a.keras"), str(tmp_path), convert_file)
    outcome = Outcome.answered(Job("a.h5", "a.keras", "5-1"), found, 1.0)
    assert (outcome.size, outcome.origin, outcome.message) == (5, "Keras 2.2.4 on theano (inferred)", "read back")


def test_a_journal_that_did_not_know_sizes_is_read():
    row = {"source": "a.h5", "target": "a.keras", "fingerprint": "1", "status": "converted", "cause": "", "message": "",
           "warnings": [], "seconds": 1.0}
    assert Outcome.from_dict(row).size == 0
