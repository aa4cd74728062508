"""Write the goldens in the other containers of a tf.keras: ``python containers.py --out DIR [names]``.

For each recipe: a folder ``<stack>/<name>`` with what this tf.keras can write: ``cp.ckpt.*`` beside ``model.json``,
``saved_model/``, ``model.keras`` and ``model.weights.h5``, with ``values.npz`` and an entry of ``containers.json``.
"""
from __future__ import print_function

import io
import os
import shutil

import command
import containers_file
import initial
import keras2  # noqa: F401  (registers the recipes)
import numpy as np
import recipes.containers  # noqa: F401
import recorder
import stack
from pruned import pruned
from recipe import RECIPES

MODELS = ("mlp", "conv_bn", "masking_lstm", "masked_bidirectional", "nested_frozen", "shared_model", "two_inputs_two_outputs",
          "my_mean_pool_embedding", "lambda_plain", "optimizer_sgd_momentum", "optimizer_adam_amsgrad", "cells", "subclassed",
          "multi_head_attention_masked", "operators", "normalized", "integers", "words", "averaged")
#: Of these there is a ``.weights.h5``, too; it is what the archive of each model holds.
WEIGHTS_ALONE = ("mlp", "conv_bn", "cells", "subclassed")
#: These write fewer: what differs from the neighbours.
FEWER = {"tf.keras-2.7-py39": MODELS[:2] + MODELS[7:], "tf.keras-2.12-py310": MODELS[:4] + MODELS[7:]}
#: These write more: what they had last.
MORE = {"tf.keras-2.4-py38": ("configured", "registered", "in_dictionary", "shared_deeply"),
        "tf.keras-2.15-py311": ("parts_of_batches", "renormalized", "shared_across_models", "configured", "registered",
                                "in_dictionary", "shared_deeply")}


def release():
    """(major, minor) of the TensorFlow that runs."""
    return stack.release(stack.tf.__version__)


def folder_name():
    """The stack by the release of TensorFlow: that of 2.2 calls its Keras 2.3."""
    return "tf.keras-%d.%d-py%s" % (release() + (stack.NAME.rsplit("py", 1)[1],))


def has_config(model):
    """Whether a model can be written as JSON."""
    try:
        model.get_config()
    except NotImplementedError:
        return False
    return hasattr(model, "_is_graph_network") and bool(model._is_graph_network)


def save(model, folder):
    """Write everything that this tf.keras can write of a model; the containers that were written."""
    written = ["checkpoint", "saved_model"]
    model.save_weights(os.path.join(folder, "cp.ckpt"), save_format="tf")
    if has_config(model):
        with io.open(os.path.join(folder, "model.json"), "w", encoding="ascii", newline="\n") as file:
            file.write(model.to_json())
    saved_model = os.path.join(folder, "saved_model")
    model.save(saved_model, save_format="tf")
    path = os.path.join(saved_model, "saved_model.pb")
    with open(path, "rb") as file:
        whole = file.read()
    with open(path, "wb") as file:
        file.write(pruned(whole))
    if release() >= (2, 12):
        if has_config(model) or "get_config" in vars(type(model)):
            # By this name alone tf.keras 2.12 writes HDF5.
            model.save(os.path.join(folder, "model.keras"), save_format="keras_v3" if release() < (2, 13) else None)
            written.append("keras")
        if os.path.basename(folder) in WEIGHTS_ALONE:
            model.save_weights(os.path.join(folder, "model.weights.h5"))
            written.append("weights.h5")
    return written


def record(recipe, out):
    """Build, train, save and write down one model."""
    stack.restart(initial.seed_of(recipe.name))
    golden = recipe.build()
    folder = os.path.join(out, "containers", folder_name(), recipe.name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    x, t = recorder.draw_batch(golden, recipe.name)
    if "preprocessing" not in recipe.tags:
        initial.set_initial_weights(golden.model)
    if golden.optimizer is not None:
        recorder.compile_golden(golden)
        for _ in range(recorder.STEPS_BEFORE_SAVING):
            recorder.train(golden.model, x, t)
    written = save(golden.model, folder)
    seen = recorder.observe(golden, x, t)
    seen.update(("x%d" % i, array) for i, array in enumerate(x))
    seen.update(("t%d" % i, array) for i, array in enumerate(t))
    np.savez_compressed(os.path.join(folder, "values.npz"), **seen)
    compiled = golden.optimizer is not None
    containers_file.update(out, {
        "name": recipe.name, "stack": folder_name(), "containers": written, "shows": recipe.shows, "tags": recipe.tags,
        "custom_objects": sorted(golden.custom), "compiled": compiled, "lambdas": golden.lambdas,
        "optimizer": type(golden.optimizer).__name__ if compiled else None, "tensorflow": stack.tf.__version__,
        "stochastic_training": golden.stochastic, "has_config": has_config(golden.model) and "own_classes" not in recipe.tags})


def main():
    """Write the models that were asked for."""
    options = command.arguments(__doc__)
    for name in options.names or FEWER.get(folder_name(), MODELS) + MORE.get(folder_name(), ()):
        try:
            record(RECIPES[name], os.path.abspath(options.out))
        except stack.Unavailable as missing:
            print("%s: left out %s: %s" % (folder_name(), name, missing))
        else:
            print("%s: wrote %s" % (folder_name(), name))


if __name__ == "__main__":
    main()
