"""Writes recorded.json: the configurations that real Kerases give. Run with Keras 2.2.4 and with Keras 2.3.1::

    python tests/conformance/configurations/record.py
"""
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from cases import ROWS, answer, title  # noqa: E402

if __name__ == "__main__":
    import keras

    path = os.path.join(HERE, "recorded.json")
    recorded = {}
    if os.path.exists(path):
        with open(path) as file:
            recorded = json.load(file)
    recorded[keras.__version__] = {title(row): answer(keras, row) for row in ROWS}
    with open(path, "w") as file:
        json.dump(recorded, file, sort_keys=True, separators=(",", ":"))
        file.write("\n")
