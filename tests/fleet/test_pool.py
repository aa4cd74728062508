"""Workers outlive their files but not their limits; whatever happens to one, no file is lost and none is half written."""
import os
import queue
import subprocess
import sys
import threading
import time

import pytest

from compat.errors import OptionError, WorkerError
from compat.fleet import Options, Pool, WorkerLimits, command
from compat.fleet.process import Worker

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the strange worker kills itself by a signal")
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")


def final(outcomes):
    return {os.path.basename(each.source): each for each in outcomes if each.status != "begun"}


def written(out):
    return {name: (out / name).read_text() for name in os.listdir(str(out))}


def test_every_file_is_converted_by_as_many_workers_as_asked(pool, jobs, out):
    found = final(pool(2).run(jobs(*("good-{}".format(number) for number in range(20)))))
    assert {each.status for each in found.values()} == {"converted"} and len(found) == 20
    workers = {text.split()[-1] for text in written(out).values()}
    assert len(workers) <= 2


def test_a_file_has_begun_before_a_worker_has_it(pool, jobs, out):
    outcomes = pool().run(jobs("good-1"))
    assert next(outcomes).status == "begun"
    assert not out.exists()
    assert next(outcomes).status == "converted"


def test_a_file_that_is_not_a_model_is_reported_and_the_worker_goes_on(pool, jobs, out):
    found = final(pool().run(jobs("bad-1", "good-2-warn")))
    assert (found["bad-1"].status, found["bad-1"].cause) == ("failed", "ValueError")
    assert "no model in" in found["bad-1"].message
    assert found["good-2-warn"].warnings == ("a warning",)
    assert list(written(out)) == ["good-2-warn"]


def test_a_worker_that_hangs_is_killed_and_replaced(pool, jobs, out):
    found = final(pool(limits=WorkerLimits(seconds=5.0)).run(jobs("hang-1", "good-2")))
    assert found["hang-1"].status == "timeout" and "longer than 5 s" in found["hang-1"].message
    assert found["good-2"].status == "converted" and list(written(out)) == ["good-2"]


def test_a_file_whose_worker_is_killed_is_tried_once_more_and_then_reported(pool, jobs, out):
    found = final(pool().run(jobs("killed-1", "once-2", "good-3")))
    assert found["killed-1"].status == "crashed"
    assert "SIGKILL" in found["killed-1"].message and "(twice)" in found["killed-1"].message
    assert found["once-2"].status == found["good-3"].status == "converted"
    assert sorted(written(out)) == ["good-3", "once-2"]  # no half file, under no name


def test_a_lost_file_is_tried_again_in_a_new_worker(pool, jobs, out):
    found = final(pool(2).run(jobs("once-1", "good-2", "good-3")))
    assert {each.status for each in found.values()} == {"converted"}
    writers = {name: text.split()[-1] for name, text in written(out).items()}
    assert writers["once-1"] not in (writers["good-2"], writers["good-3"])


@LINUX
def test_a_worker_that_takes_too_much_memory_is_killed(pool, jobs, out):
    found = final(pool(limits=WorkerLimits(megabytes=250.0)).run(jobs("grow-1", "good-2")))
    assert found["grow-1"].status == "memory" and "250 MB" in found["grow-1"].message
    assert list(written(out)) == ["good-2"]


@LINUX
def test_a_limit_below_what_a_worker_takes_anyhow_is_misuse(pool, jobs):
    with pytest.raises(OptionError, match="--memory 1 is too little"):
        final(pool(limits=WorkerLimits(megabytes=1.0)).run(jobs("good-1")))


def test_what_a_file_makes_keras_print_is_no_answer(pool, jobs):
    assert final(pool().run(jobs("loud-1")))["loud-1"].status == "converted"


def test_closing_ends_workers_in_the_midst_of_a_file_and_removes_what_they_wrote(pool, jobs, out):
    workers = pool()
    running = threading.Thread(target=list, args=(workers.run(jobs("hang-1")),))
    running.start()
    limit = time.monotonic() + 600
    while not (out.exists() and os.listdir(str(out))):
        assert time.monotonic() < limit, "the worker wrote nothing"
        time.sleep(0.02)
    workers.close()
    running.join(600)
    assert os.listdir(str(out)) == [] and not running.is_alive()


def test_closing_ends_a_run_whose_workers_are_still_starting(pool, jobs, out):
    workers = pool()
    running = threading.Thread(target=list, args=(workers.run(jobs("good-1")),))
    running.start()
    while not workers._crew:
        time.sleep(0.001)
    workers.close()
    running.join(600)
    assert not running.is_alive() and not workers._crew and not out.exists()


def test_a_worker_whose_parent_is_gone_ends_though_it_hangs(strange, jobs):
    messages = queue.Queue()
    worker = Worker(strange, messages)
    try:
        assert "ready" in messages.get(timeout=600)[1]
        worker.give(jobs("hang-1")[0])
        worker.process.stdin.close()
        assert worker.process.wait(600) == 0
    finally:
        worker.stop()


def test_workers_that_cannot_start_end_the_run_and_say_why(jobs):
    broken = Pool([sys.executable, "-c", "raise RuntimeError('no room')"])
    with broken, pytest.raises(WorkerError, match="RuntimeError: no room"):
        final(broken.run(jobs("good-1")))


def test_a_worker_looks_for_modules_where_its_parent_does_and_not_where_strangers_files_are(tmp_path):
    (tmp_path / "json.py").write_text("raise SystemExit('hijacked')")
    program = command(Options("out"))
    program[2] = program[2].replace("main()", "print('safe')").replace("import main", "import main as _")
    program[3] = os.pathsep.join(os.path.abspath(path) for path in program[3].split(os.pathsep))
    done = subprocess.run(program, cwd=str(tmp_path), stdout=subprocess.PIPE, universal_newlines=True)
    assert done.stdout.strip() == "safe"
