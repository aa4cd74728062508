"""How fast ``MyMeanPool`` is beside the published formulation and Keras 3's own masked ``GlobalAveragePooling1D``.

    KERAS_BACKEND=jax python benchmarks/pooling.py [--json]

One run, one input of 256 × 512 steps × 128 features with a mask, each layer compiled by the backend's own compiler
(``tf.function``, ``jax.jit``; torch runs eagerly, as Keras 3 does there by default). The layers take turns, so that a
machine that drifts drifts for all of them; what counts is the ratio of the medians.
"""
import argparse
import json
import os
import statistics
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from compat.keras import backend as K
from compat.keras.layers import Layer
from compat.layers import MyMeanPool

SHAPE = (256, 512, 128)


class Published(Layer):
    """The layer as it was published: the mask repeated to the shape of the input, multiplied, and two sums."""

    def __init__(self, **kwargs):
        self.supports_masking = True
        super().__init__(**kwargs)

    def compute_mask(self, input, input_mask=None):
        return None

    def call(self, x, mask=None):
        mask = K.repeat(K.cast(mask, K.floatx()), K.int_shape(x)[-1])
        mask = K.permute_dimensions(mask, (0, 2, 1))
        return K.sum(x * mask, axis=1) / K.sum(mask, axis=1)

    def compute_output_shape(self, input_shape):
        return input_shape[0], input_shape[2]


LAYERS = {
    "MyMeanPool": lambda: MyMeanPool(axis=1),
    "published": Published,
    "GlobalAveragePooling1D": keras.layers.GlobalAveragePooling1D,
}


def compiled_on_tensorflow(forward, x):
    import tensorflow as tf

    def backward(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            total = tf.reduce_sum(forward(x))
        return tape.gradient(total, x)

    x = tf.constant(x)
    run, gradient = tf.function(forward), tf.function(backward)
    return lambda: run(x).numpy(), lambda: gradient(x).numpy()


def compiled_on_jax(forward, x):
    import jax

    x = jax.numpy.asarray(x)
    run, gradient = jax.jit(forward), jax.jit(jax.grad(lambda x: forward(x).sum()))
    return lambda: run(x).block_until_ready(), lambda: gradient(x).block_until_ready()


def compiled_on_torch(forward, x):
    import torch

    x = torch.tensor(x)

    def run():
        with torch.no_grad():
            return forward(x)

    def gradient():
        leaf = x.detach().requires_grad_(True)
        forward(leaf).sum().backward()
        return leaf.grad

    return run, gradient


COMPILED = {"tensorflow": compiled_on_tensorflow, "jax": compiled_on_jax, "torch": compiled_on_torch}


def medians(steps, rounds, warmup=5):
    """Milliseconds per call of each step: the median over rounds in which they take turns."""
    times = {name: [] for name in steps}
    for turn in range(warmup + rounds):
        for name, step in steps.items():
            begin = time.perf_counter()
            step()
            if turn >= warmup:
                times[name].append(1e3 * (time.perf_counter() - begin))
    return {name: statistics.median(values) for name, values in times.items()}


def measure(rounds):
    """The medians in milliseconds: forward, and forward with backward."""
    random = np.random.RandomState(0)
    x = random.standard_normal(SHAPE).astype("float32")
    lengths = random.randint(1, SHAPE[1] + 1, size=SHAPE[0])
    mask = keras.ops.convert_to_tensor(np.arange(SHAPE[1]) < lengths[:, None])
    expected = np.stack([row[:length].mean(axis=0) for row, length in zip(x, lengths)])
    forward, both = {}, {}
    for name, make in LAYERS.items():
        layer = make()
        run, gradient = COMPILED[keras.backend.backend()](lambda x, layer=layer: layer(x, mask=mask), x)
        np.testing.assert_allclose(np.asarray(run()), expected, atol=1e-4, err_msg=name)
        forward[name], both[name] = run, gradient
    numpy_sum = medians({"NumPy sum": lambda: x.sum(axis=1)}, rounds)
    return {"forward": {**medians(forward, rounds), **numpy_sum}, "forward and backward": medians(both, rounds)}


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    times = measure(options.rounds)
    if options.json:
        print(json.dumps({"backend": keras.backend.backend(), "milliseconds": times}))
        return
    print("Keras {} on {}, input {} x {} x {}".format(keras.__version__, keras.backend.backend(), *SHAPE))
    for what, row in times.items():
        for name, value in row.items():
            ratio = value / row["MyMeanPool"]
            print("  {:22} {:24} {:8.2f} ms   {:5.2f} x MyMeanPool".format(what, name, value, ratio))


if __name__ == "__main__":
    main(sys.argv[1:])
