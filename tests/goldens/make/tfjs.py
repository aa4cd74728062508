"""Write layers models of TensorFlow.js with its own converter: ``python tfjs.py --out DIR``.

For each recipe a folder ``tensorflowjs-3.3-py38/<name>/tfjs`` in several shards. The outputs are those of the model; where its
weights are quantised, those of the model that the converter's own reader makes of the folder.
"""
from __future__ import print_function

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
import tensorflowjs
from recipe import RECIPES

STACK = "tensorflowjs-3.3-py38"
MODELS = ("mlp", "conv_bn", "masked_bidirectional", "nested_frozen", "shared_model", "two_inputs_two_outputs",
          "gru_reset_after", "time_distributed")
#: Name of the golden → (recipe, how weights are quantised).
QUANTISED = {"mlp_uint8": ("mlp", "uint8"), "mlp_uint16": ("mlp", "uint16"), "conv_bn_float16": ("conv_bn", "float16")}


def record(name, recipe, dtype, out):
    """Write one model."""
    stack.restart(initial.seed_of(recipe.name))
    golden = recipe.build()
    x, t = recorder.draw_batch(golden, recipe.name)
    initial.set_initial_weights(golden.model)
    recorder.compile_golden(golden)
    recorder.train(golden.model, x, t)
    folder = os.path.join(out, "containers", STACK, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    written = os.path.join(folder, "tfjs")
    tensorflowjs.converters.save_keras_model(
        golden.model, written, quantization_dtype_map=None if dtype is None else {dtype: True}, weight_shard_size_bytes=500)
    model = golden.model
    if dtype is not None:  # with the weights as they were rounded
        model = tensorflowjs.converters.load_keras_model(os.path.join(written, "model.json"), use_unique_name_scope=False)
    seen = {"y%d" % i: y for i, y in enumerate(recorder.predict(model, x))}
    seen.update(("x%d" % i, array) for i, array in enumerate(x))
    np.savez_compressed(os.path.join(folder, "values.npz"), **seen)
    containers_file.update(out, {
        "name": name, "stack": STACK, "containers": ["tfjs"], "shows": recipe.shows, "tags": recipe.tags,
        "custom_objects": sorted(golden.custom), "compiled": False, "lambdas": golden.lambdas, "optimizer": None,
        "tensorflow": stack.tf.__version__, "stochastic_training": golden.stochastic, "has_config": True})


def main():
    """Write every model."""
    options = command.arguments(__doc__)
    for name, (recipe, dtype) in sorted(dict(((each, (each, None)) for each in MODELS), **QUANTISED).items()):
        record(name, RECIPES[recipe], dtype, os.path.abspath(options.out))
        print("%s: wrote %s" % (STACK, name))


if __name__ == "__main__":
    main()
