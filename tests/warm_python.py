"""An interpreter that has imported the Keras under test, and forks for each program.

A program started by it has a process of its own, with nothing of ``compat`` imported and no layer or session made, like one
that ``python`` starts; only the second or three that the import of a Keras takes are spent once for all programs.
"""
import atexit
import json
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
import warnings
from pathlib import Path

#: What a program of a flavor imports first: nothing of compat, and nothing that starts a thread.
IMPORTS = {"multibackend": ("keras",), "tf.keras": ("tensorflow",), "tf_keras": ("tf_keras",), "keras3": ("keras",)}


class WarmPython:
    """One such interpreter; each test process has one of its own, started at the first program.

    Args:
        flavor: whose Keras it imports.
    """

    def __init__(self, flavor):
        self.process = subprocess.Popen([sys.executable, str(Path(__file__).resolve()), *IMPORTS[flavor]],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, universal_newlines=True,
                                        env=dict(os.environ, PYTHONIOENCODING="utf8"))

    def run(self, arguments, folder, environment):
        """What ``python ARGUMENT ...`` does in a folder, with these variables.

        Args:
            arguments: ``["-m", module, ...]``, or a path of a program and what it is given.

        Returns:
            The exit code, standard output and standard error.
        """
        with tempfile.TemporaryDirectory() as place:
            outputs = [os.path.join(place, name) for name in ("out", "error")]
            order = [list(map(str, arguments)), str(folder), dict(environment), outputs]
            self.process.stdin.write(json.dumps(order) + "\n")
            self.process.stdin.flush()
            code = self.process.stdout.readline()
            if not code:
                raise RuntimeError("the interpreter that starts programs has ended")
            return (int(code), *(Path(each).read_text(encoding="utf8") for each in outputs))

    def close(self):
        """End it at once: it has nothing to keep, and a backend takes a second to go in good order."""
        self.process.kill()
        self.process.communicate()


def serve(reading, writing):
    """Fork for each order that is read; write the exit code of each."""
    for line in reading:
        child = os.fork()
        if child == 0:
            _be(*json.loads(line))
        status = os.waitpid(child, 0)[1]
        writing.write("{}\n".format(os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)))
        writing.flush()


def _be(arguments, folder, environment, outputs):
    """Become the program, and end as an interpreter ends."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path in zip((1, 2), outputs):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    code = _run(arguments)
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _run(arguments):
    warnings.resetwarnings()
    warnings.simplefilter("ignore" if os.environ.get("PYTHONWARNINGS") == "ignore" else "default")
    try:
        if arguments[0] == "-m":
            sys.argv, sys.path[0] = arguments[1:], os.getcwd()
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv, sys.path[0] = arguments, os.path.dirname(os.path.abspath(arguments[0]))
            runpy.run_path(arguments[0], run_name="__main__")
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(end.code + "\n")
        return end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")  # what the imports print is not an answer
    os.dup2(2, 1)
    for name in sys.argv[1:]:
        __import__(name)
    serve(sys.stdin, answers)
