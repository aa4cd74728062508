"""How fast models written for ``compat.keras`` train and predict beside the same models written for Keras 3.

    KERAS_BACKEND=jax python benchmarks/training.py [--rounds 15] [--json] [--alone] [NAME ...]

One process, four models: an MLP, a CNN, a stack of masked LSTMs, and a custom layer that updates a weight of its own in
each step. Each is written twice, in the Keras of its time and as Keras 3 wants it today, and both give the same loss. What
is timed, after a warm-up: an epoch of ``fit``, ``train_on_batch`` in a loop, and ``predict`` of one row in a loop. The two
take turns, so that a machine that drifts drifts for both; what counts is the ratio of the medians. With ``--alone`` only the
models for ``compat.keras`` are timed, which also runs where ``compat.keras`` is a real Keras 2.2.4.
"""
import argparse
import gc
import json
import os
import statistics
import sys
import time
import types

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras as native
import numpy as np

import compat.keras.layers as old_layers
import compat.keras.models as old_models
import compat.keras.optimizers as old_optimizers
from compat.keras import backend as K

BATCH, BATCHES, STEPS, ROWS = 32, 40, 100, 20


class OldCounter(old_layers.Layer):
    """A running mean of its inputs, updated as Keras 2 did: by an operation that the layer adds."""

    def build(self, input_shape):
        self.mean = self.add_weight("mean", (input_shape[-1],), initializer="zeros", trainable=False)
        super().build(input_shape)

    def call(self, inputs):
        self.add_update([K.update(self.mean, 0.9 * self.mean + 0.1 * K.mean(inputs, axis=0))], inputs)
        return inputs - self.mean


class NativeCounter(native.layers.Layer):
    """The same for Keras 3: the weight is assigned in ``call``."""

    def build(self, input_shape):
        self.mean = self.add_weight(shape=(input_shape[-1],), initializer="zeros", trainable=False, name="mean")

    def call(self, inputs, training=None):
        centered = inputs - self.mean
        if training:
            self.mean.assign(0.9 * self.mean + 0.1 * native.ops.mean(inputs, axis=0))
        return centered


def mlp(layers, models, **_):
    model = models.Sequential([layers.Dense(256, activation="relu"), layers.Dense(256, activation="relu"), layers.Dense(1)])
    return model, (100,)


def cnn(layers, models, **_):
    model = models.Sequential([layers.Conv2D(16, (3, 3), activation="relu"), layers.MaxPooling2D((2, 2)),
                               layers.Conv2D(32, (3, 3), activation="relu"), layers.Flatten(), layers.Dense(1)])
    return model, (28, 28, 1)


def lstm(layers, models, recurrent, **_):
    model = models.Sequential([layers.Masking(), layers.LSTM(32, return_sequences=True, **recurrent),
                               layers.LSTM(32, **recurrent), layers.Dense(1)])
    return model, (20, 16)


def updating(layers, models, counter, **_):
    model = models.Sequential([layers.Dense(64, activation="relu"), counter(), layers.Dense(1)])
    return model, (100,)


MODELS = {"MLP": mlp, "CNN": cnn, "masked LSTMs": lstm, "layer with an update": updating}
WRITTEN = {
    "compat": {"layers": old_layers, "models": old_models, "counter": OldCounter,
               "recurrent": {"recurrent_activation": "sigmoid"}},
    "keras": {"layers": native.layers, "models": native.models, "counter": NativeCounter, "recurrent": {}},
}


def data(shape):
    """Rows with their targets; the last steps of a sequence are masked."""
    random = np.random.RandomState(0)
    x = random.standard_normal((BATCH * BATCHES,) + shape).astype("float32")
    if len(shape) == 2:
        x[:, shape[0] // 2:] = 0.0
    return x, random.standard_normal((len(x), 1)).astype("float32")


def prepared(name, peers=tuple(WRITTEN)):
    """The compiled model of each peer, with equal weights, and their data; refuses peers that compute other losses."""
    models = {}
    for peer in peers:
        model, shape = MODELS[name](**WRITTEN[peer])
        x, y = data(shape)
        model.build((None,) + shape)
        make = old_optimizers.SGD(lr=1e-3) if peer == "compat" else native.optimizers.SGD(1e-3)
        model.compile(optimizer=make, loss="mse" if peer == "compat" else "mean_squared_error")
        models[peer] = model
    for model in models.values():
        model.set_weights(models["compat"].get_weights())
    losses = {peer: model.fit(x, y, batch_size=BATCH, epochs=1, verbose=0, shuffle=False).history["loss"][0]
              for peer, model in models.items()}
    if max(losses.values()) - min(losses.values()) > 1e-3 * max(losses.values()):
        raise SystemExit("{}: the peers compute different losses: {}".format(name, losses))
    return models, x, y


def steps_of(model, x, y):
    """What is timed, and by how many steps each is divided."""
    rows, targets, row = x[:BATCH], y[:BATCH], x[:1]
    return {
        "fit": (lambda: model.fit(x, y, batch_size=BATCH, epochs=1, verbose=0), BATCHES),
        "train_on_batch": (lambda: [model.train_on_batch(rows, targets) for _ in range(STEPS)], STEPS),
        "predict of one row": (lambda: [model.predict(row, verbose=0) for _ in range(ROWS)], ROWS),
    }


def _call(run):
    return run()


#: Calls a function on a part of CPython's stack that is large. It consists of parts of 16 KiB, and each call at the end of
#: one gets and frees memory: where the functions that are called most happen to lie there, all takes twice as long.
with_room = types.FunctionType(_call.__code__.replace(co_stacksize=70000), globals()) if sys.version_info >= (3, 8) else _call


def measure(name, rounds, peers=tuple(WRITTEN), warmup=2):
    """Milliseconds a step: what is timed -> peer -> median over rounds in which the peers take turns."""
    models, x, y = prepared(name, peers)
    gc.collect()
    gc.freeze()  # a collection that looks through all of Keras takes as long as ten steps, and hits one peer by chance
    steps = {peer: steps_of(model, x, y) for peer, model in models.items()}
    times = {what: {peer: [] for peer in steps} for what in steps["compat"]}
    for turn in range(warmup + rounds):
        for what in times:
            for peer in steps:
                run, count = steps[peer][what]
                begin = time.perf_counter()
                with_room(run)
                if turn >= warmup:
                    times[what][peer].append(1e3 * (time.perf_counter() - begin) / count)
    return {what: {peer: statistics.median(values) for peer, values in row.items()} for what, row in times.items()}


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="of " + ", ".join(MODELS))
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--alone", action="store_true", help="time no peer")
    options = parser.parse_args(arguments)
    peers = ("compat",) if options.alone else tuple(WRITTEN)
    times = {name: measure(name, options.rounds, peers) for name in options.names or MODELS}
    if options.json:
        print(json.dumps({"backend": native.backend.backend(), "milliseconds": times}))
        return
    print("Keras {} on {}; milliseconds a step".format(native.__version__, native.backend.backend()))
    for name, rows in times.items():
        for what, row in rows.items():
            ratio = "" if options.alone else "   {:5.2f} x keras".format(row["compat"] / row["keras"])
            print("  {:22} {:20} {}{}".format(
                name, what, "   ".join("{} {:8.3f}".format(peer, value) for peer, value in row.items()), ratio))


if __name__ == "__main__":
    main(sys.argv[1:])
