"""Write expected.npz: what each case of cases.py computes on real TensorFlow 1.15.

In the environment of Keras 2.2.4: ``python tests/flavors/keras3/tf/make_expected.py [FOLDER]``, of this folder unless given.
"""
import importlib.util
import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def main(folder=HERE):
    import tensorflow as tf

    cases = _module(folder, "cases")
    packed = _module(os.path.join(os.path.dirname(HERE), "backend"), "make_expected").packed
    found = {}
    with tf.Session() as session:
        for case in cases.CASES + getattr(cases, "OF_VALUES", []):
            tensors = [tf.constant(cases.INPUTS[name]) for name in case[2]]
            for place, x in enumerate(cases.outputs_of(case, tf, tensors)):
                found["{}/{}".format(case[0], place)] = np.asarray(session.run(x))
    np.savez_compressed(os.path.join(folder, "expected.npz"), **packed(found, tf.__version__))
    print("{} values of {} cases".format(len(found), len(cases.CASES)))


def _module(folder, name):
    spec = importlib.util.spec_from_file_location("{}_of_{}".format(name, os.path.basename(folder)),
                                                  os.path.join(folder, name + ".py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main(*sys.argv[1:])
