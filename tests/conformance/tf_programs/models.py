"""Models inside models, weights that are read before there are layers, compiling again, metrics of a stack."""
import os
import tempfile

import numpy as np

from .common import fill, logs, random, some


def blocks_and_heads(tf):
    """A subclassed model of layers that hold stacks, with two outputs, built by its shape."""
    class Block(tf.keras.layers.Layer):
        def __init__(self, units, name=None):
            super().__init__(name=name)
            self.stack = tf.keras.Sequential([tf.keras.layers.Dense(units, activation="relu"),
                                              tf.keras.layers.BatchNormalization()])

        def call(self, x, training=None):
            return self.stack(x, training=training)

    class Blocks(tf.keras.Model):
        def __init__(self):
            super(Blocks, self).__init__(name="blocks")
            self.first, self.second = Block(4, name="first"), Block(4, name="second")
            self.heads = {"a": tf.keras.layers.Dense(2), "b": tf.keras.layers.Dense(1)}

        def call(self, x, training=None, mask=None):
            x = self.second(self.first(x, training=training), training=training)
            return self.heads["a"](x), self.heads["b"](x)

        def functional(self):
            x = tf.keras.Input((4,))
            return tf.keras.Model(inputs=[x], outputs=self.call(x))

    source = random()
    x, y = source.rand(8, 4), [source.rand(8, 2), source.rand(8, 1)]
    model = Blocks()
    model.build((None, 4))
    made = [len(model.weights), model.count_params()]
    fill(model)
    model.compile("sgd", ["mse", "mae"], loss_weights=[1.0, 0.5])
    history = model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)
    return {"made": made, "history": logs(history), "layers": [type(layer).__name__ for layer in model.layers],
            "names": model.metrics_names, "found": [some(each) for each in model.predict(x, verbose=0)],
            "functional": [type(layer).__name__ for layer in model.functional().layers]}


def weights_before_layers(tf):
    """``load_weights`` of a checkpoint into a model that has no weights yet."""
    class Small(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.hidden, self.last = tf.keras.layers.Dense(2, activation="relu"), tf.keras.layers.Dense(1)

        def call(self, x):
            return self.last(self.hidden(x))

    x = random().rand(3, 4).astype("float32")
    written = Small()
    written(x)
    fill(written)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "weights")
        written.save_weights(path)
        read = Small()
        read.load_weights(path).expect_partial()
        read.compile("sgd", "mse")
        found = {"before": len(read.weights), "predicted": some(read.predict(x, verbose=0)), "after": len(read.weights)}
        called = Small()
        called.load_weights(path)
        found["called"] = some(called(x))
        written.save_weights(os.path.join(folder, "weights.h5"))
        try:
            Small().load_weights(os.path.join(folder, "weights.h5"))
        except ValueError:
            found["hdf5"] = "needs layers"
    return found


def compiled_again(tf):
    """The second ``compile`` counts its own metrics alone; a model lists metrics by their names."""
    model = fill(tf.keras.Sequential([tf.keras.layers.Dense(3, input_shape=(3,))]))
    source = random()
    x, y = source.rand(4, 3), source.rand(4, 3)
    model.compile("sgd", "mae", metrics=["mse", "cosine_similarity"], weighted_metrics=["mae"])
    first = logs(model.fit(x, y, sample_weight=np.array([1, 0, 2, 0.5]), verbose=0, shuffle=False))
    listed = [metric.name for metric in model.metrics]
    model.compile("sgd", "mse")
    second = logs(model.fit(x, y, epochs=1, verbose=0, shuffle=False))
    return {"first": first, "second": second, "listed": listed, "evaluated": float(model.evaluate(x, y, verbose=0))}


def stack_with_metric(tf):
    """``add_metric`` and ``add_loss`` of symbolic tensors on a Sequential."""
    model = tf.keras.Sequential([tf.keras.layers.Dense(2, input_shape=(3,)), tf.keras.layers.Dense(1)])
    model.add_metric(tf.reduce_sum(model.layers[0].output), name="total", aggregation="mean")
    model.add_loss(tf.reduce_mean(tf.abs(model.layers[0].output)))
    fill(model)
    model.compile("sgd", "mse", metrics=["mae"])
    source = random()
    history = model.fit(source.rand(6, 3), source.rand(6, 1), batch_size=3, epochs=2, shuffle=False, verbose=0)
    return {"history": logs(history), "metrics": [metric.name for metric in model.metrics]}


def operators_as_layers(tf):
    """Operators of TensorFlow have places among the layers, by which code takes features and freezes."""
    x = tf.keras.Input((4,), name="x")
    hidden = tf.keras.layers.Dense(4, name="hidden")(x)
    outputs = tf.keras.layers.Dense(1, name="last")(tf.nn.relu(hidden[:, 1:] + 1.0) * 2.0)
    model = fill(tf.keras.Model(x, outputs))
    for layer in model.layers[:-1]:
        layer.trainable = False
    features = tf.keras.Model(x, model.layers[-2].output)
    return {"layers": [[layer.name, type(layer).__name__] for layer in model.layers], "trained": len(model.trainable_weights),
            "shape": list(model.get_layer("tf.nn.relu").output_shape), "third": model.get_layer(index=2).name,
            "weights": [len(layer.get_weights()) for layer in model.layers],
            "features": some(features.predict(np.ones((2, 4)), verbose=0))}


def stack_of_two_ranks(tf):
    """A Sequential that vectors and sequences share."""
    layers = tf.keras.layers
    shared = tf.keras.Sequential([layers.Dense(2, activation="relu"), layers.Dense(2)])
    vector, sequence = tf.keras.Input((3,)), tf.keras.Input((4, 3))
    model = fill(tf.keras.Model([vector, sequence], [shared(vector), shared(sequence)]))
    x = [random().normal(size=(5, 3)).astype("float32"), random(1).normal(size=(5, 4, 3)).astype("float32")]
    model.compile("sgd", "mse")
    losses = logs(model.fit(x, [np.ones((5, 2)), np.ones((5, 4, 2))], epochs=2, verbose=0))["loss"]
    return {"predict": [some(each) for each in model.predict(x, verbose=0)], "losses": losses}


PROGRAMS = (stack_of_two_ranks, operators_as_layers, blocks_and_heads, weights_before_layers, compiled_again, stack_with_metric)
