"""Model files of a real size, for ``benchmarks/loading.py``, written by the real old Keras that runs this.

    nox -s benchmark-files -- FOLDER

writes ``resnet50.h5`` (103 MB, 320 weights) and ``vgg16.h5`` (553 MB) with random weights, in the environment of
Keras 2.2.4 on Python 3.7. A file that is there already is kept.
"""
import os
import sys

import numpy as np


def write(build, path):
    """One model to ``path``, by way of a temporary file."""
    if os.path.exists(path):
        return
    model = build(weights=None)
    random = np.random.RandomState(0)
    model.set_weights([0.05 * random.standard_normal(weight.shape).astype("float32") ** 2
                       for weight in model.get_weights()])  # not negative: some are variances
    partial = path + ".partial"
    model.save(partial)
    os.rename(partial, path)
    print("{}: {:.0f} MB, {} weights".format(path, os.path.getsize(path) / 1e6, len(model.get_weights())))


def main(folder):
    from keras.applications import VGG16, ResNet50

    os.makedirs(folder, exist_ok=True)
    write(ResNet50, os.path.join(folder, "resnet50.h5"))
    write(VGG16, os.path.join(folder, "vgg16.h5"))


if __name__ == "__main__":
    main(sys.argv[1])
