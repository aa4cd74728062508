"""Writes recorded.json: what real Keras 2.2.4 gives for the cases. Run with that Keras (Python 3.7, TensorFlow 1.15)::

    KERAS_BACKEND=tensorflow python tests/flavors/keras3/record.py

TensorFlow's resource variables are chosen, since with its reference variables a training step may read weights that
another part of the same step has already changed.
"""
import json
import os
import sys

import tensorflow

tensorflow.enable_resource_variables()

import keras  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from parity_cases import CASES  # noqa: E402


def main():
    found = {}
    for name in sys.argv[1:] or sorted(CASES):
        keras.backend.clear_session()
        found[name] = CASES[name](keras)
        sys.stderr.write(name + "\n")
    recorded = {"keras": keras.__version__, "tensorflow": tensorflow.__version__, "cases": found}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded.json")
    with open(path, "w") as file:
        json.dump(recorded, file, sort_keys=True, separators=(",", ":"), default=float)
        file.write("\n")


if __name__ == "__main__":
    main()
