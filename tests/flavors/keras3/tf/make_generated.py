"""Write generated.npz: what TensorFlow gives for the calls of generated.py, with the seeds that JAX and torch repeat.

``python tests/flavors/keras3/tf/make_generated.py [NAME …]`` where TensorFlow is installed; of some functions alone, beside
what it gave for the others.
"""
import sys
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

SEEDS = (0, 1)


def of_tensorflow(name, seed):
    """The outputs of TensorFlow itself, as arrays."""
    import tensorflow as tf
    from generated import CALLS

    function = tf
    for part in name.split("."):
        function = getattr(function, part) if hasattr(function, part) else getattr(tf.compat.v1, part)
    args, kwargs = CALLS[name](np.random.RandomState(seed))
    found = tf.nest.flatten(function(*tf.nest.map_structure(tensor, args), **tf.nest.map_structure(tensor, kwargs)))
    return [each.numpy() for each in found]


def tensor(value):
    import tensorflow as tf

    return tf.constant(value) if isinstance(value, np.ndarray) else value


def main(*names):
    from generated import CALLS

    stored = {}
    if names:
        with np.load(str(FOLDER / "generated.npz")) as before:
            stored = {key: value for key, value in before.items() if key.split("/")[0] not in names}
    for name in names or CALLS:
        for seed in SEEDS:
            for place, value in enumerate(of_tensorflow(name, seed)):
                stored["{}/{}/{}".format(name, seed, place)] = value
    np.savez_compressed(str(FOLDER / "generated.npz"), **stored)
    print(len(CALLS), "functions,", len(stored), "arrays")


if __name__ == "__main__":
    main(*sys.argv[1:])
