"""A graph network over batches of small graphs, opened from the file that real tf.keras 2.10 trained and saved.

What it shows: custom layers that gather by index and sum by segment, layers that take two tensors, `load_model` with
`custom_objects`, an optimizer and losses from the file, further training.
Where it is from: the graph libraries of 2020 to 2022 (molecules as arrays of atoms and of bonds), whose layers called
`tf.gather` and `tf.math.segment_sum`.

`model.h5` was written by `python program.py --train` under tf.keras 2.10.
"""
import json
import os
import sys

import numpy as np
import tensorflow as tf

HERE = os.path.dirname(os.path.abspath(__file__))
GRAPHS, ATOMS, BONDS = 8, 5, 6


class GraphConvolution(tf.keras.layers.Layer):
    """Adds up what the neighbors of each atom say, as a linear function of them."""

    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = tf.keras.activations.get(activation)

    def build(self, input_shape):
        features = int(input_shape[0][-1])
        self.kernel = self.add_weight(name="kernel", shape=(features, self.units), initializer="glorot_uniform")
        self.own = self.add_weight(name="own", shape=(features, self.units), initializer="glorot_uniform")
        self.bias = self.add_weight(name="bias", shape=(self.units,), initializer="zeros")
        super().build(input_shape)

    def call(self, inputs):
        atoms, bonds = inputs
        shape = tf.shape(atoms)
        flat = tf.reshape(atoms, (-1, atoms.shape[-1]))
        first = tf.range(shape[0])[:, tf.newaxis] * shape[1]
        sources = tf.reshape(tf.cast(bonds[:, :, 0], tf.int32) + first, [-1])
        targets = tf.reshape(tf.cast(bonds[:, :, 1], tf.int32) + first, [-1])
        messages = tf.gather(tf.matmul(flat, self.kernel), sources)
        heard = tf.math.unsorted_segment_sum(messages, targets, num_segments=shape[0] * shape[1])
        out = tf.nn.bias_add(heard + tf.matmul(flat, self.own), self.bias)
        return self.activation(tf.reshape(out, (-1, atoms.shape[1], self.units)))

    def get_config(self):
        config = super().get_config()
        config.update({"units": self.units, "activation": tf.keras.activations.serialize(self.activation)})
        return config


class Readout(tf.keras.layers.Layer):
    """The mean over the atoms of each graph, by segments."""

    def call(self, atoms):
        graphs = tf.repeat(tf.range(tf.shape(atoms)[0]), atoms.shape[1])
        sums = tf.math.unsorted_segment_sum(tf.reshape(atoms, (-1, atoms.shape[-1])), graphs, tf.shape(atoms)[0])
        return sums / tf.cast(atoms.shape[1], sums.dtype)


def data():
    rng = np.random.RandomState(0)
    atoms = rng.uniform(-1, 1, size=(GRAPHS, ATOMS, 3)).astype("float32")
    bonds = rng.randint(0, ATOMS, size=(GRAPHS, BONDS, 2)).astype("int32")
    return [atoms, bonds], atoms.sum(axis=(1, 2))[:, np.newaxis]


def new_model():
    atoms = tf.keras.Input(shape=(ATOMS, 3), name="atoms")
    bonds = tf.keras.Input(shape=(BONDS, 2), dtype="int32", name="bonds")
    x = GraphConvolution(4, activation="relu", name="first")([atoms, bonds])
    x = GraphConvolution(4, activation=tf.nn.tanh, name="second")([x, bonds])
    outputs = tf.keras.layers.Dense(1, name="energy")(Readout(name="readout")(x))
    return tf.keras.Model([atoms, bonds], outputs, name="molecules")


def train():
    model = new_model()
    rng = np.random.RandomState(1)
    model.set_weights([rng.uniform(-0.7, 0.7, w.shape) for w in model.get_weights()])
    model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=0.05, momentum=0.9), loss="mse", metrics=["mae"])
    x, y = data()
    model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
    model.save(os.path.join(HERE, "model.h5"))


def main():
    objects = {"GraphConvolution": GraphConvolution, "Readout": Readout}
    model = tf.keras.models.load_model(os.path.join(HERE, "model.h5"), custom_objects=objects)
    x, y = data()
    before = model.evaluate(x, y, batch_size=4, verbose=0)
    energies = model.predict(x, batch_size=4)
    history = model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0).history
    inner = tf.keras.Model(model.inputs, model.get_layer("readout").output)
    print(json.dumps({
        "before": [float(each) for each in before],
        "energies": energies.tolist(),
        "loss": [float(each) for each in history["loss"]],
        "mae": [float(each) for each in history["mae"]],
        "read_out": inner.predict(x, batch_size=4)[0].tolist(),
        "bias": model.get_layer("second").get_weights()[2].tolist(),
    }))


if __name__ == "__main__":
    train() if "--train" in sys.argv else main()
