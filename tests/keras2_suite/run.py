"""Runs the test suite that Keras 2.2.4 or 2.3.1 shipped, unmodified, on the installed Keras.

::

    python tests/keras2_suite/run.py TESTS [--quick] [PATH ...] [ARGUMENT ...]

``TESTS`` is the folder ``tests`` of the source distribution of that Keras, whose version and era are those of the
distribution; ``nox -s keras2_suite`` fetches both. A ``PATH`` below it, such as ``keras/layers``, limits the run to files
below it, ``--quick`` to those that take under a minute together; what begins with a dash is for pytest. The tests run under
``compat run -m pytest``, and each test of ``expected_failures.py`` is a strict xfail: the run fails when one of these passes
and when any other test fails.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


#: What the suites share that needs no model to be trained for long.
QUICK = ("keras/legacy/interface_test.py", "keras/initializers_test.py", "keras/test_sequential_model.py")
#: One file of Keras 2.3.1 is named otherwise than pytest looks for.
_FILES = "python_files=test_*.py *_test.py *_tests.py"


def version_of(tests):
    """The version of the distribution that a folder of tests is a part of."""
    facts = (tests.parent / "PKG-INFO").read_text(encoding="utf8")
    return re.search(r"^Version: (\S+)$", facts, re.MULTILINE).group(1)


def command(tests, arguments):
    """How pytest is started on the old tests."""
    if "--quick" in arguments:
        arguments = [*QUICK, *(each for each in arguments if each != "--quick")]
    paths = [str(tests / each) for each in arguments if not each.startswith("-")]
    options = [each for each in arguments if each.startswith("-")]
    pytest = ["-m", "pytest", "-q", "-p", "old_suite", "-p", "no:cacheprovider", "-c", os.devnull, "-o", _FILES,
              "--rootdir", str(tests), "--confcutdir", str(tests)]
    return [sys.executable, "-m", "compat", "run", "--root", str(tests), *pytest, *options, *(paths or [str(tests)])]


def main(arguments):
    """Run the suite in an empty folder, with a home of its own for Keras; pytest's exit status."""
    tests = Path(arguments[0]).resolve()
    version = version_of(tests)
    with tempfile.TemporaryDirectory() as folder:
        path = os.pathsep.join(filter(None, (str(HERE), str(ROOT), os.environ.get("PYTHONPATH"))))
        environment = dict(os.environ, PYTHONPATH=path, KERAS_HOME=folder, MPLBACKEND="Agg", TF_CPP_MIN_LOG_LEVEL="3",
                           PYTHONDONTWRITEBYTECODE="1", OLD_SUITE=str(tests), OLD_SUITE_VERSION=version, COMPAT_ERA=version)
        return subprocess.run(command(tests, arguments[1:]), cwd=folder, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
