"""Writes recorded.json: the models of real Keras 2.2.4 and 2.3.1, layer by layer. Run with the one, then with the other::

    python tests/flavors/applications/record.py [MODEL …]
"""
import importlib
import json
import os
import sys

import keras

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from architecture import MODELS, MODELS_OF_231, facts  # noqa: E402

TARGET = os.path.join(HERE, "recorded.json")
recorded = {}
if os.path.exists(TARGET):
    with open(TARGET) as file:
        recorded = json.load(file)
models = recorded.setdefault(keras.__version__, {})
for module, names in sorted((MODELS_OF_231 if keras.__version__ == "2.3.1" else MODELS).items()):
    for name in names:
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        keras.backend.clear_session()
        build = getattr(importlib.import_module("keras.applications." + module), name)
        models[module + "." + name] = facts(build(weights=None))
        print(name, models[module + "." + name]["hash"], flush=True)
with open(TARGET, "w") as file:
    json.dump(recorded, file, sort_keys=True, indent=1)
    file.write("\n")
