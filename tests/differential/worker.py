"""A process that runs programs one after another and says what each computed; one for each Keras.

Reads lines of JSON from standard input, ``{"program": source}``, and answers each with a line, ``{"values": {name: nested
lists}}`` or ``{"error": text}``. The program finds ``keras``, ``K``, ``np`` and ``weights_of``, and leaves its results in
``values``. Python 3.7 and later, since real Keras 2.2.4 runs there.

::

    python tests/differential/worker.py keras           # the Keras that is installed
    python tests/differential/worker.py compat.keras
"""
import importlib
import json
import os
import sys
import warnings

import numpy as np


def plain(value):
    """Arrays, scalars and texts as JSON has them; numbers that JSON has not become texts."""
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    if isinstance(value, (str, bool, int, type(None))):
        return value
    array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        return repr(value)
    return plain_numbers(array.tolist())


def plain_numbers(value):
    """Nested lists of numbers, with the rare nan and infinity as text."""
    if isinstance(value, list):
        return [plain_numbers(each) for each in value]
    return value if value == value and abs(value) != float("inf") else repr(value)


def fixed_weights(model):
    """Give a model weights that depend on their places and shapes alone: small numbers, variances near one."""
    values = []
    for place, value in enumerate(model.get_weights()):
        draw = np.random.RandomState(place)
        values.append(draw.uniform(-0.5, 0.5, value.shape) if value.ndim > 1 else 1 + draw.uniform(-0.3, 0.3, value.shape))
    model.set_weights(values)
    return model


def run(source, keras, backend):
    """What a program left in ``values``."""
    backend.clear_session()
    np.random.seed(1)
    scope = {"keras": keras, "K": backend, "np": np, "fixed_weights": fixed_weights, "values": {}}
    exec(compile(source, "program", "exec"), scope)
    return plain(scope["values"])


def main():
    """Answer until standard input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a Keras prints is no answer
    warnings.simplefilter("ignore")
    if sys.argv[1] == "keras":
        sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "legacy_examples"))
        import steady
        steady.choose_resource_variables()
        steady.advance_the_count_last()
    os.environ["COMPAT_FIRST_STEP"] = "1"  # the order of steady.py
    keras = importlib.import_module(sys.argv[1])
    for name in ("layers", "models", "optimizers", "regularizers", "constraints", "losses"):
        importlib.import_module("{}.{}".format(sys.argv[1], name))
    backend = importlib.import_module(sys.argv[1] + ".backend")
    for line in sys.stdin:
        try:
            answer = {"values": run(json.loads(line)["program"], keras, backend)}
        except Exception as error:  # whatever a program raises is its answer
            answer = {"error": "{}: {}".format(type(error).__name__, str(error)[:500])}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
