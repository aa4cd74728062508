"""Runs the test suite that Keras 2.2.4 shipped, unmodified, on the installed Keras.

::

    python tests/keras2_suite/run.py TESTS [PATH ...] [ARGUMENT ...]

``TESTS`` is the folder ``tests`` of the source distribution of Keras 2.2.4; ``nox -s keras2_suite`` fetches it. A ``PATH``
below it, such as ``keras/layers``, limits the run to files below it; what begins with a dash is for pytest. The tests run
under ``compat run -m pytest``, and each test of ``expected_failures.py`` is a strict xfail: the run fails when one of these
passes and when any other test fails.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def command(tests, arguments):
    """How pytest is started on the old tests."""
    paths = [str(tests / each) for each in arguments if not each.startswith("-")]
    options = [each for each in arguments if each.startswith("-")]
    pytest = ["-m", "pytest", "-q", "-p", "old_suite", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tests),
              "--confcutdir", str(tests)]
    return [sys.executable, "-m", "compat", "run", "--root", str(tests), *pytest, *options, *(paths or [str(tests)])]


def main(arguments):
    """Run the suite in an empty folder, with a home of its own for Keras; pytest's exit status."""
    tests = Path(arguments[0]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        path = os.pathsep.join(filter(None, (str(HERE), str(ROOT), os.environ.get("PYTHONPATH"))))
        environment = dict(os.environ, PYTHONPATH=path, KERAS_HOME=folder, MPLBACKEND="Agg", TF_CPP_MIN_LOG_LEVEL="3",
                           PYTHONDONTWRITEBYTECODE="1", OLD_SUITE=str(tests))
        return subprocess.run(command(tests, arguments[1:]), cwd=folder, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
