"""Write checkpoints of TensorFlow 1's Saver: ``python saver.py --out DIR``.

One of a model of Keras 2.2.4, and one of a network of plain TensorFlow whose variables are partitioned.
"""
from __future__ import print_function

import argparse
import os

import initial
import numpy as np
import stack
from recipe import RECIPES
import keras2  # noqa: F401
import recorder



def folder_of(out, name):
    """The folder of a model, made if need be."""
    folder = os.path.join(os.path.abspath(out), "containers", "tensorflow-1.15-py37", name)
    if not os.path.isdir(folder):
        os.makedirs(folder)
    return folder


def keras_model(folder):
    """A model of Keras, with its architecture."""
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


def partitioned(folder):
    """Two dense layers, whose kernels are kept in parts of rows, or of columns."""
    tf = stack.tf.compat.v1
    shapes = {"hidden/kernel": (200, 8), "hidden/bias": (8,), "out/kernel": (8, 3), "out/bias": (3,)}
    parts = {"hidden/kernel": tf.fixed_size_partitioner(3), "out/kernel": tf.fixed_size_partitioner(2, axis=1),
             "hidden/bias": tf.fixed_size_partitioner(4), "out/bias": None}
    with tf.Graph().as_default(), tf.Session() as session:
        found = {name: tf.convert_to_tensor(tf.get_variable(
            name, shape, initializer=tf.random_uniform_initializer(-1, 1, seed=5), partitioner=parts[name]))
            for name, shape in sorted(shapes.items())}
        x = np.random.RandomState(5).uniform(-1, 1, (6, 200)).astype("float32")
        hidden = tf.nn.relu(tf.matmul(x, found["hidden/kernel"]) + found["hidden/bias"])
        y = tf.matmul(hidden, found["out/kernel"]) + found["out/bias"]
        session.run(tf.global_variables_initializer())
        tf.train.Saver(save_relative_paths=True).save(session, os.path.join(folder, "model.ckpt"), write_meta_graph=False)
        values = {name.replace("/", "_"): value for name, value in session.run(found).items()}
        np.savez_compressed(os.path.join(folder, "values.npz"), x0=x, y0=session.run(y), **values)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("names", nargs="*", help="of models to write; all when none is named")
    options = parser.parse_args()
    for name, write in (("masking_lstm", keras_model), ("partitioned", partitioned)):
        if name in (options.names or [name]):
            write(folder_of(options.out, name))
