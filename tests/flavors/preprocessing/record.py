"""Writes recorded.json: what real Keras 2.2.4 (with SciPy) gives for the programs. Run with that Keras::

    python tests/flavors/preprocessing/record.py
"""
import json
import os
import sys

import keras
import keras.preprocessing.image
import keras.preprocessing.sequence
import keras.preprocessing.text

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from programs import PROGRAMS  # noqa: E402

found = {name: program(keras.preprocessing) for name, program in PROGRAMS.items()}
with open(os.path.join(HERE, "recorded.json"), "w") as file:
    json.dump({"keras": keras.__version__, "programs": found}, file, sort_keys=True, separators=(",", ":"))
    file.write("\n")
