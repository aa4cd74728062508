"""What tests of ``compat doctor PATH`` share; it reads code with LibCST, and so needs CPython 3.9 or newer."""
import json

import pytest
from needs_libcst import collect_ignore_glob  # noqa: F401  (pytest reads it here)


@pytest.fixture
def tree(tmp_path):
    """Makes files below a folder and returns it."""
    def make(**files):
        for name, text in files.items():
            path = tmp_path / "src" / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf8"))
        return tmp_path / "src"

    return make


@pytest.fixture
def doctor(capsys):
    """``compat doctor PATH --json``: the exit status and the document."""
    from compat.cli import main

    def run(path, *options):
        status = main(["doctor", str(path), "--json", "--jobs", "1", *map(str, options)])
        return status, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def progress():
    """A progress bar that shows nothing."""
    import contextlib

    @contextlib.contextmanager
    def silent(total):
        yield lambda path: None

    return silent
