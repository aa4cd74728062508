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


# The mask is an argument as the input is: a compiler would fold what a layer does to a constant mask into the program.

def compiled_on_tensorflow(forward, x, mask):
    import tensorflow as tf

    def backward(x, mask):
        with tf.GradientTape() as tape:
            tape.watch(x)
            total = tf.reduce_sum(forward(x, mask))
        return tape.gradient(total, x)

    x, mask = tf.constant(x), tf.constant(mask)
    run, gradient = tf.function(forward), tf.function(backward)
    return lambda: run(x, mask).numpy(), lambda: gradient(x, mask).numpy()


def compiled_on_jax(forward, x, mask):
    import jax

    x, mask = jax.numpy.asarray(x), jax.numpy.asarray(mask)
    run, gradient = jax.jit(forward), jax.jit(jax.grad(lambda x, mask: forward(x, mask).sum()))
    return lambda: run(x, mask).block_until_ready(), lambda: gradient(x, mask).block_until_ready()


def compiled_on_torch(forward, x, mask):
    import torch

    x, mask = torch.tensor(x), torch.tensor(mask)

    def run():
        with torch.no_grad():
            return forward(x, mask)

    def gradient():
        leaf = x.detach().requires_grad_(True)
        forward(leaf, mask).sum().backward()
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
    mask = np.arange(SHAPE[1]) < lengths[:, None]
    expected = np.stack([row[:length].mean(axis=0) for row, length in zip(x, lengths)])
    compiled, forward, both = COMPILED[keras.backend.backend()], {}, {}
    for name, make in LAYERS.items():
        layer = make()
        run, gradient = compiled(lambda x, mask, layer=layer: layer(x, mask=mask), x, mask)
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
