"""What runs below one Dask worker; no Dask is needed to try it."""
import os
import threading

import pytest

from compat.fleet import Options, WorkerLimits, cluster
from compat.fleet.cluster import Pools

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the strange worker kills itself by a signal")


@pytest.fixture
def pools(monkeypatch, strange, out):
    monkeypatch.setattr(cluster, "command", lambda options: strange)
    opened = Pools("name", Options(str(out)), WorkerLimits())
    opened.open()
    yield opened
    opened.close()


def writer(path):
    return path.read_text().split()[-1]


def test_files_one_after_the_other_are_converted_by_one_process(pools, jobs, out):
    assert [pools.convert(job).status for job in jobs("good-1", "good-2")] == ["converted", "converted"]
    assert writer(out / "good-1") == writer(out / "good-2")


def test_each_thread_has_a_process_of_its_own(pools, jobs, out):
    threads = [threading.Thread(target=pools.convert, args=(job,)) for job in jobs("slow-1", "slow-2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    assert writer(out / "slow-1") != writer(out / "slow-2")


def test_what_a_lost_dask_worker_wrote_in_part_is_removed(pools, jobs, out):
    out.mkdir()
    (out / ".good-1.part-k2j4").write_text("half")
    assert pools.convert(jobs("good-1")[0]).status == "converted"
    assert os.listdir(str(out)) == ["good-1"]


def test_a_file_that_kills_its_process_does_not_kill_the_dask_worker(pools, jobs):
    assert pools.convert(jobs("killed-1")[0]).status == "crashed"
    assert pools.convert(jobs("good-2")[0]).status == "converted"
