"""Write a checkpoint of TensorFlow 1's Saver, of a model of Keras 2.2.4: ``python saver.py --out DIR``."""
from __future__ import print_function

import argparse
import os

import initial
import numpy as np
import stack
from recipe import RECIPES
import keras2  # noqa: F401
import recorder

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    folder = os.path.join(os.path.abspath(parser.parse_args().out), "containers", "tensorflow-1.15-py37", "masking_lstm")
    if not os.path.isdir(folder):
        os.makedirs(folder)
    stack.restart(initial.seed_of("masking_lstm"))
    golden = RECIPES["masking_lstm"].build()
    x, t = recorder.draw_batch(golden, "masking_lstm")
    initial.set_initial_weights(golden.model)
    recorder.compile_golden(golden)
    recorder.train(golden.model, x, t)
    saver = stack.tf.compat.v1.train.Saver(save_relative_paths=True)
    saver.save(stack.K.get_session(), os.path.join(folder, "model.ckpt"), global_step=1, write_meta_graph=False)
    with open(os.path.join(folder, "model.json"), "w") as file:
        file.write(golden.model.to_json())
    np.savez_compressed(os.path.join(folder, "values.npz"), x0=x[0], y0=recorder.predict(golden.model, x)[0])
