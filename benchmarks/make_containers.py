"""The other containers of a real size, for ``benchmarks/loading.py``, written by the real tf.keras 2.15 that runs this.

    nox -s benchmark-files -- FOLDER

writes ``resnet50_saved_model`` (a SavedModel) and ``resnet50_checkpoint`` (``model.json`` beside a TensorFlow checkpoint), both
of 102 MB, with random weights. A folder that is there already is kept.
"""
import os
import shutil
import sys

import numpy as np
import tensorflow as tf


def save_checkpoint(model, folder):
    """The architecture and the weights, as ``to_json`` and ``save_weights`` wrote them."""
    os.makedirs(folder)
    with open(os.path.join(folder, "model.json"), "w") as file:
        file.write(model.to_json())
    model.save_weights(os.path.join(folder, "cp.ckpt"))


def write(model, save, folder):
    """One container, by way of a temporary folder."""
    if os.path.exists(folder):
        return
    shutil.rmtree(folder + ".partial", ignore_errors=True)
    save(model, folder + ".partial")
    os.rename(folder + ".partial", folder)
    print("{}: {:.0f} MB".format(folder, sum(os.path.getsize(os.path.join(place, name))
                                             for place, _, names in os.walk(folder) for name in names) / 1e6))


def main(folder):
    os.makedirs(folder, exist_ok=True)
    model = tf.keras.applications.ResNet50(weights=None)
    random = np.random.RandomState(0)
    model.set_weights([0.05 * random.standard_normal(weight.shape).astype("float32") ** 2
                       for weight in model.get_weights()])  # not negative: some are variances
    write(model, lambda model, place: model.save(place, save_format="tf"), os.path.join(folder, "resnet50_saved_model"))
    write(model, save_checkpoint, os.path.join(folder, "resnet50_checkpoint"))


if __name__ == "__main__":
    main(sys.argv[1])
