"""A worker that needs no Keras: it speaks the real protocol, and does with a file what the file's name says."""
from pathlib import Path

import pytest

from compat.fleet import Job, Options, Pool, command

STRANGE = Path(__file__).parent / "strange_worker.py"


@pytest.fixture
def out(tmp_path):
    """The folder for converted files."""
    return tmp_path / "out"


@pytest.fixture
def jobs(tmp_path, out):
    """A function from names to jobs, whose files exist."""

    def make(*names):
        for name in names:
            (tmp_path / name).write_text(name)
        return [Job(str(tmp_path / name), str(out / name), "1") for name in names]

    return make


@pytest.fixture
def strange(out):
    """The command line of a strange worker."""
    line = command(Options(str(out)))
    line[2] = line[2].replace("from compat.fleet.worker import main; main()",
                              "import runpy; runpy.run_path({!r}, run_name='__main__')".format(str(STRANGE)))
    return line


@pytest.fixture
def pool(strange):
    """A function that makes a pool of strange workers; they are ended after the test."""
    made = []

    def make(workers=1, **kwargs):
        made.append(Pool(strange, workers, **kwargs))
        return made[-1]

    yield make
    for each in made:
        each.close()
