"""A subclassed model of reviews: attention pooling that reads the mask, and a metric of its own.

What it shows: `tf.keras.Model` with a `call` that hands masks on by hand and one that lets them travel, a layer that uses
the mask and drops it, functions of TensorFlow in `call`, a stateful metric with `add_weight`, weights of a subclassed model
in HDF5, which are loaded once the model has been called.
Where it is from: the text classifiers of 2019 to 2022, which wrote their own attention over an LSTM, and F1 as a metric,
which tf.keras did not have.
"""
import json
import os
import tempfile

import numpy as np
import tensorflow as tf


class AttentionPool(tf.keras.layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.supports_masking = True

    def build(self, input_shape):
        self.kernel = self.add_weight("kernel", shape=(int(input_shape[-1]), self.units), initializer="glorot_uniform")
        self.context = self.add_weight(name="context", shape=[self.units], initializer="zeros")
        super().build(input_shape)

    def call(self, inputs, mask=None):
        scores = tf.tensordot(tf.nn.tanh(tf.matmul(inputs, self.kernel)), self.context, axes=1)
        if mask is not None:
            scores += (1.0 - tf.cast(mask, scores.dtype)) * -1e9
        weights = tf.nn.softmax(scores, axis=-1)
        return tf.reduce_sum(inputs * weights[..., tf.newaxis], axis=1)

    def compute_mask(self, inputs, mask=None):
        return None

    def get_config(self):
        return dict(super().get_config(), units=self.units)


class F1(tf.keras.metrics.Metric):
    def __init__(self, name="f1", **kwargs):
        super().__init__(name=name, **kwargs)
        self.hits = self.add_weight(name="hits", initializer="zeros")
        self.guesses = self.add_weight(name="guesses", initializer="zeros")
        self.targets = self.add_weight(name="targets", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        y_true = tf.cast(tf.reshape(y_true, [-1]), tf.float32)
        guesses = tf.cast(tf.reshape(y_pred, [-1]) > 0.5, tf.float32)
        self.hits.assign_add(tf.reduce_sum(y_true * guesses))
        self.guesses.assign_add(tf.reduce_sum(guesses))
        self.targets.assign_add(tf.reduce_sum(y_true))

    def result(self):
        return tf.math.divide_no_nan(2.0 * self.hits, self.guesses + self.targets)

    def reset_states(self):
        for variable in self.variables:
            variable.assign(0.0)


class Reviews(tf.keras.Model):
    def __init__(self, vocabulary, **kwargs):
        super(Reviews, self).__init__(**kwargs)
        self.embedding = tf.keras.layers.Embedding(vocabulary, 4, mask_zero=True)
        self.mix = tf.keras.layers.SimpleRNN(4, return_sequences=True)
        self.pool = AttentionPool(3)
        self.dropout = tf.keras.layers.Dropout(0.0)
        self.score = tf.keras.layers.Dense(1, activation="sigmoid")

    def call(self, inputs, training=False):
        mask = self.embedding.compute_mask(inputs)
        words = self.mix(self.embedding(inputs), mask=mask)
        return self.score(self.dropout(self.pool(words, mask=mask), training=training))


def with_weights(model, words):
    model(words[:1])
    rng = np.random.RandomState(1)
    model.set_weights([rng.uniform(-0.8, 0.8, w.shape) for w in model.get_weights()])
    return model


rng = np.random.RandomState(0)
words = rng.randint(1, 9, size=(12, 5))
for row, length in enumerate(rng.randint(1, 6, size=12)):
    words[row, length:] = 0
labels = (words.sum(axis=1) % 2).astype("float32")[:, np.newaxis]

model = with_weights(Reviews(9), words)
model.compile(optimizer=tf.keras.optimizers.SGD(0.5), loss="binary_crossentropy", metrics=["accuracy", F1()])
history = model.fit(words, labels, batch_size=4, epochs=2, shuffle=False, verbose=0).history
evaluated = model.evaluate(words, labels, batch_size=4, verbose=0)
scores = model.predict(words, batch_size=4)

# padding changes nothing: the pool sees the mask
pooled = model.pool(tf.constant(np.ones((1, 2, 4), "float32") * [[[1.0], [5.0]]], tf.float32),
                    mask=tf.constant([[True, False]]))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "reviews.h5")
    model.save_weights(path)
    again = Reviews(9)
    again(words[:1])
    again.load_weights(path)
    difference = float(np.abs(again.predict(words, batch_size=4) - scores).max())

print(json.dumps({
    "loss": [float(each) for each in history["loss"]],
    "accuracy": [float(each) for each in history["accuracy"]],
    "f1": [float(each) for each in history["f1"]],
    "evaluated": [float(each) for each in evaluated],
    "scores": scores[:4].tolist(),
    "pooled": pooled.numpy().tolist(),
    "weights": [list(each.shape) for each in model.get_weights()],
    "difference_after_loading": difference,
}))
