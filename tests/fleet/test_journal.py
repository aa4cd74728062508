"""The journal of a run survives a kill at any moment and says what is left to do."""
import pytest

from compat.errors import OptionError
from compat.fleet import Job, Journal, Outcome

JOBS = [Job("a.h5", "a.keras", "1"), Job("b.h5", "b.keras", "1"), Job("c.h5", "c.keras", "1")]
WRITTEN = {"a.keras", "b.keras"}


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "out" / "journal.jsonl")


def noted(path, *rows):
    with Journal(path) as journal:
        for job, status in rows:
            journal.add(Outcome.of(job, status))


def work(path, jobs=JOBS, present=(), force=False):
    with Journal(path) as journal:
        return journal.work(jobs, present, force)


def test_at_first_everything_is_left_to_do(path):
    assert work(path).jobs == JOBS


def test_a_file_that_was_converted_is_not_done_again(path):
    noted(path, (JOBS[0], "begun"), (JOBS[0], "converted"))
    found = work(path, present={"a.keras"})
    assert found.jobs == JOBS[1:] and [each.source for each in found.done] == ["a.h5"]


def test_a_file_that_changed_is_done_again(path):
    noted(path, (JOBS[0], "converted"))
    changed = JOBS[0]._replace(fingerprint="2")
    assert work(path, [changed], {"a.keras"}).jobs == [changed]


def test_a_file_whose_target_is_gone_is_done_again(path):
    noted(path, (JOBS[0], "converted"))
    assert work(path, JOBS[:1]).jobs == JOBS[:1]


@pytest.mark.parametrize("status", ["failed", "timeout", "memory", "crashed"])
def test_a_file_that_failed_is_tried_again(path, status):
    noted(path, (JOBS[0], "begun"), (JOBS[0], status))
    assert work(path, JOBS[:1]).jobs == JOBS[:1]


def test_a_target_that_somebody_else_wrote_is_not_touched_in_any_later_run_either(path):
    refused = work(path, JOBS[:1], WRITTEN).refused
    assert [each.status for each in refused] == ["exists"] and "--force" in refused[0].message
    with Journal(path) as journal:
        assert list(journal.record(refused)) == refused
    assert work(path, JOBS[:1], WRITTEN).refused == refused


def test_a_target_that_a_killed_run_had_begun_is_written_again(path):
    noted(path, (JOBS[0], "begun"))
    found = work(path, JOBS[:1], WRITTEN)
    assert (found.jobs, found.interrupted) == (JOBS[:1], ["a.keras"])


def test_force_does_everything_again(path):
    noted(path, (JOBS[0], "converted"))
    assert work(path, JOBS[:2], WRITTEN, force=True).jobs == JOBS[:2]


def test_only_final_outcomes_are_handed_on_but_all_are_on_disk_before(path):
    rows = [Outcome.of(JOBS[0], "begun"), Outcome.of(JOBS[0], "failed", "ValueError", "no\nmodel", ("é",), 0.5)]
    with Journal(path) as journal:
        assert list(journal.record(rows)) == rows[1:]
        with open(path, encoding="ascii") as file:
            assert len(file.readlines()) == 2


def test_a_line_cut_short_by_a_kill_loses_only_itself(path):
    noted(path, (JOBS[0], "converted"), (JOBS[1], "converted"))
    with open(path, "r+b") as file:
        file.truncate(len(file.read()) - 20)
    noted(path, (JOBS[2], "converted"))
    found = work(path, present={"a.keras", "b.keras", "c.keras"})
    assert [each.source for each in found.done] == ["a.h5", "c.h5"]


@pytest.mark.parametrize("content", [b"\x89HDF\r\n\x1a\n\0\0", b"not a journal\n", b'{"other": 1}\n', b"[1]\n"])
def test_a_file_that_is_no_journal_is_refused_and_left_as_it_is(tmp_path, content):
    other = tmp_path / "model.h5"
    other.write_bytes(content)
    with pytest.raises(OptionError, match="line 1 of .* is not part of a journal"):
        work(str(other))
    assert other.read_bytes() == content


def test_two_runs_do_not_share_a_journal(path):
    pytest.importorskip("fcntl")
    with Journal(path), pytest.raises(OptionError, match="another run"):
        noted(path)
    assert work(path).jobs == JOBS  # and it is free again


def test_a_name_that_is_no_text_survives(path):
    odd = Job("\udcff.h5", "\udcff.keras", "1")
    noted(path, (odd, "converted"))
    assert work(path, [odd], {odd.target}).jobs == []
