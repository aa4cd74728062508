"""Writes recorded.json: what one real Keras gives for each program. Run with each of these Kerases::

    python tests/conformance/eras/record.py 2.2.4 keras                 # Keras 2.2.4, Python 3.7, TensorFlow 1.15
    python tests/conformance/eras/record.py 2.3.1 keras                 # Keras 2.3.1, Python 3.7, TensorFlow 2.2
    python tests/conformance/eras/record.py 2.4 tensorflow.keras        # and likewise 2.10 and 2.15
    KERAS_BACKEND=jax python tests/conformance/eras/record.py 3.15 keras

A program that its Keras cannot run, such as ``add_update`` on Keras 3, or weights of samples on its masked outputs, is
recorded as null.
"""
import importlib
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from programs import PROGRAMS  # noqa: E402


def given(program, keras):
    try:
        return program(keras)
    except (AttributeError, NotImplementedError, ValueError) as error:
        sys.stderr.write("{}: {}\n".format(program.__name__, error))
        return None


def main(era, package):
    if era == "2.2.4":
        importlib.import_module("tensorflow").enable_resource_variables()
    keras = importlib.import_module(package)
    path = os.path.join(HERE, "recorded.json")
    with open(path) as file:
        recorded = json.load(file)
    recorded[era] = {name: given(program, keras) for name, program in sorted(PROGRAMS.items())}
    with open(path, "w") as file:
        json.dump(recorded, file, sort_keys=True, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
