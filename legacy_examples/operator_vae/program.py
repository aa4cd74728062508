"""A variational autoencoder whose graph has TensorFlow's operators between its layers, and whose loss is `add_loss`.

What it shows: `mean + tf.exp(0.5 * log_variance) * noise` and slices of symbolic tensors in a functional model, losses that
are computed from symbolic tensors, `add_loss` and `add_metric` of a model, `compile` without a loss, `fit` without targets,
models that share layers, a custom layer with `get_config` in a model that is saved to HDF5 with the operators.
Where it is from: the VAE of tf.keras's own examples, as most repositories of 2020 to 2022 copied it. The noise is an input here,
so that every Keras computes the same numbers.
"""
import json
import os
import tempfile

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.models import Model


class Scale(layers.Layer):
    """Multiplies by a trained number for each feature."""

    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(int(input_shape[-1]),), initializer="ones")

    def call(self, inputs):
        return inputs * self.scale


def fixed_weights(model, seed):
    rng = np.random.RandomState(seed)
    model.set_weights([rng.uniform(-0.6, 0.6, w.shape) for w in model.get_weights()])


inputs = tf.keras.Input(shape=(6,), name="pixels")
noise = tf.keras.Input(shape=(2,), name="noise")
hidden = layers.Dense(5, activation="relu", name="encode")(inputs)
both = layers.Dense(4, name="moments")(hidden)
mean, log_variance = both[:, :2], both[:, 2:]
code = mean + tf.exp(0.5 * log_variance) * noise
decode = layers.Dense(5, activation="relu", name="decode")
pixels = layers.Dense(6, activation="sigmoid", name="reconstruct")
scale = Scale(name="scale")
outputs = pixels(decode(scale(code)))

vae = Model([inputs, noise], outputs, name="vae")
encoder = Model(inputs, [mean, log_variance], name="encoder")
latent = tf.keras.Input(shape=(2,))
decoder = Model(latent, pixels(decode(scale(latent))), name="decoder")

reconstruction = 6.0 * tf.keras.losses.binary_crossentropy(inputs, outputs)
divergence = -0.5 * tf.reduce_sum(1.0 + log_variance - tf.square(mean) - tf.exp(log_variance), axis=-1)
vae.add_loss(tf.reduce_mean(reconstruction + divergence))
vae.add_metric(divergence, name="divergence", aggregation="mean")
fixed_weights(vae, 2)

rng = np.random.RandomState(0)
images = (rng.rand(12, 6) > 0.5).astype("float32")
drawn = rng.normal(size=(12, 2)).astype("float32")
vae.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.01))
history = vae.fit([images, drawn], batch_size=4, epochs=3, shuffle=False, verbose=0).history
evaluated = vae.evaluate([images, drawn], batch_size=4, verbose=0)
means, variances = encoder.predict(images)
made = decoder.predict(np.array([[0.0, 0.0], [1.0, -1.0]], "float32"))

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "encoder.h5")
    Model([inputs, noise], code).save(path)
    again = tf.keras.models.load_model(path, custom_objects={"Scale": Scale}, compile=False)
    difference = float(np.abs(again.predict([images, drawn]) - (means + np.exp(0.5 * variances) * drawn)).max())

print(json.dumps({
    "loss": [float(each) for each in history["loss"]],
    "divergence": [float(each) for each in history["divergence"]],
    "evaluated": [float(each) for each in evaluated],
    "means": means[:3].tolist(),
    "made": made.tolist(),
    "scale": scale.get_weights()[0].tolist(),
    "layers_with_weights": sum(bool(layer.weights) for layer in vae.layers),
    "difference_after_loading": round(difference, 5),
}))
