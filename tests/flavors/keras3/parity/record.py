"""Writes recorded.json: what real Keras 2.2.4 gives for the cases. Run with that Keras (Python 3.7, TensorFlow 1.15)::

    KERAS_BACKEND=tensorflow python tests/flavors/keras3/parity/record.py [case …]

Cases that are not named keep what was recorded

TensorFlow's resource variables are chosen, since with its reference variables a training step may read weights that
another part of the same step has already changed.
"""
import json
import os
import sys

import tensorflow

tensorflow.enable_resource_variables()

import keras  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", ".."))
from flavors.keras3.parity import CASES  # noqa: E402


def main():
    path = os.path.join(HERE, "recorded.json")
    with open(path) as file:
        known = json.load(file)["cases"]
    found = {name: known[name] for name in CASES if name in known}
    for name in sys.argv[1:] or sorted(CASES):
        keras.backend.clear_session()
        found[name] = CASES[name](keras)
        sys.stderr.write(name + "\n")
    recorded = {"keras": keras.__version__, "tensorflow": tensorflow.__version__, "cases": found}
    with open(path, "w") as file:
        json.dump(recorded, file, sort_keys=True, separators=(",", ":"), default=float)
        file.write("\n")


if __name__ == "__main__":
    main()
