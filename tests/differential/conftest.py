"""Two processes beside each other: real Keras 2.2.4, whose Python ``COMPAT_OLD_PYTHON`` names, and compat."""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

WORKER = str(Path(__file__).with_name("worker.py"))


class Worker:
    """A process that answers programs; started anew when a program ended it.

    Args:
        python: the interpreter.
        keras: the package that programs call ``keras``.
        variables: of its environment, beside those of this process.
    """

    def __init__(self, python, keras, **variables):
        self.command = [python, WORKER, keras]
        self.environment = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", **variables)
        self.process = None
        self("")  # a process that cannot import its Keras ends here

    def __call__(self, program):
        """``{"values": …}`` or ``{"error": …}`` of a program."""
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self.environment,
                                            stderr=subprocess.DEVNULL, universal_newlines=True)
        try:
            self.process.stdin.write(json.dumps({"program": program}) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line and not program:
            raise RuntimeError("{} cannot start: run it by hand".format(" ".join(self.command)))
        return json.loads(line) if line else {"error": "the process ended with {}".format(self.process.wait())}

    def close(self):
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@pytest.fixture(scope="session")
def kerases():
    """The function that runs a program on both: (what real Keras 2.2.4 answers, what compat answers)."""
    old = os.environ.get("COMPAT_OLD_PYTHON")
    if not old:
        pytest.skip("COMPAT_OLD_PYTHON names no Python with real Keras 2.2.4: `nox -s differential` does")
    workers = Worker(old, "keras", KERAS_BACKEND="tensorflow", PYTHONPATH=""), Worker(sys.executable, "compat.keras")

    def both(program):
        first = workers[0](program)
        return (first, workers[1](program)) if "values" in first else (first, None)

    yield both
    for worker in workers:
        worker.close()
