"""Writes each program's ``expected.json``: the numbers that the real old Keras prints, and the command that wrote them.

Run by the old Keras itself, from the root of the repository (Python 3.7, keras 2.2.4, tensorflow 1.15; for the programs of
tf.keras Python 3.9, tensorflow 2.10)::

    python legacy_examples/record.py [name ...]

It refuses any other Keras, since the numbers are the promise of its era. Programs of Keras 2.2.4 run through ``steady.py``,
without which the numbers of training differ from run to run on that stack.
"""
import json
import os
import platform
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
#: Whether a program is one of tf.keras -> the Keras that it was written for.
KERAS = {False: "2.2.4", True: "2.10"}


def of_tf_keras(name):
    """Whether a program was written for tf.keras: it imports no other Keras."""
    with open(os.path.join(HERE, name, "program.py"), encoding="utf8") as file:
        return not any(line.startswith(("import keras", "from keras")) for line in file)


def program_names():
    """The folders that hold a ``program.py``, sorted."""
    return sorted(name for name in os.listdir(HERE) if os.path.isfile(os.path.join(HERE, name, "program.py")))


def stack(name):
    """The versions under which the numbers of a program come about, as a dictionary of text."""
    import h5py
    import numpy
    import tensorflow

    keras = tensorflow.keras if of_tf_keras(name) else __import__("keras")
    wanted = KERAS[of_tf_keras(name)]
    if not (keras.__version__ + ".").startswith(wanted + "."):
        raise SystemExit("record.py needs keras " + wanted + " for " + name + ", this is keras " + keras.__version__)
    return {
        "python": platform.python_version(),
        "keras": keras.__version__,
        "tensorflow": tensorflow.__version__,
        "numpy": numpy.__version__,
        "h5py": h5py.__version__,
    }


def numbers_of(name):
    """Runs one program as it stands; the last line it prints is one JSON object, name -> number or list."""
    path = os.path.join(HERE, name, "program.py")
    steady = os.path.join(HERE, "steady.py")
    command = [sys.executable, steady, path]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, universal_newlines=True).stdout
    return json.loads(output.splitlines()[-1])


def record(name):
    """Writes ``expected.json`` of one program, in a stable order."""
    versions = stack(name)
    expected = {
        "command": "python legacy_examples/record.py " + name,
        "program": "python legacy_examples/steady.py legacy_examples/" + name + "/program.py",
        "stack": versions,
        "numbers": numbers_of(name),
    }
    with open(os.path.join(HERE, name, "expected.json"), "w") as file:
        json.dump(expected, file, indent=1, sort_keys=True)
        file.write("\n")


def main():
    """Records the programs named on the command line, or all of Keras 2.2.4."""
    for name in sys.argv[1:] or [each for each in program_names() if not of_tf_keras(each)]:
        record(name)
        print("recorded", name)


if __name__ == "__main__":
    main()
