"""Runs the programs, and prints what each gives as JSON, or the error that it raised."""
import json
import sys
import traceback

import functions
import keras
import models
import numpy as np


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return np.asarray(keras.ops.convert_to_numpy(value), "float64").tolist()


found = {}
for program in functions.PROGRAMS + models.PROGRAMS:
    keras.utils.clear_session()
    try:
        found[program.__name__] = plain(program())
    except Exception:
        found[program.__name__] = "raised " + traceback.format_exc()
json.dump(found, sys.stdout)
