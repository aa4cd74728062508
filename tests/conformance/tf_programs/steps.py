"""Programs with training steps and loops of their own, and what tf.keras alone writes."""
import os
import tempfile

import numpy as np

from .common import fill, logs, random, some


def adversarial_step(tf):
    class GAN(tf.keras.Model):
        def __init__(self, discriminator, generator, latent_dim):
            super(GAN, self).__init__()
            self.discriminator = discriminator
            self.generator = generator
            self.latent_dim = latent_dim

        def compile(self, d_optimizer, g_optimizer, loss_fn):
            super(GAN, self).compile()
            self.d_optimizer = d_optimizer
            self.g_optimizer = g_optimizer
            self.loss_fn = loss_fn
            self.d_loss_metric = tf.keras.metrics.Mean(name="d_loss")
            self.g_loss_metric = tf.keras.metrics.Mean(name="g_loss")

        @property
        def metrics(self):
            return [self.d_loss_metric, self.g_loss_metric]

        def train_step(self, real_images):
            batch_size = tf.shape(real_images)[0]
            noise = tf.ones(shape=(batch_size, self.latent_dim)) * 0.3
            images = tf.concat([self.generator(noise), real_images], axis=0)
            labels = tf.concat([tf.ones((batch_size, 1)), tf.zeros((batch_size, 1))], axis=0)
            with tf.GradientTape() as tape:
                d_loss = self.loss_fn(labels, self.discriminator(images))
            grads = tape.gradient(d_loss, self.discriminator.trainable_weights)
            self.d_optimizer.apply_gradients(zip(grads, self.discriminator.trainable_weights))
            with tf.GradientTape() as tape:
                g_loss = self.loss_fn(tf.zeros((batch_size, 1)), self.discriminator(self.generator(noise)))
            grads = tape.gradient(g_loss, self.generator.trainable_weights)
            self.g_optimizer.apply_gradients(zip(grads, self.generator.trainable_weights))
            self.d_loss_metric.update_state(d_loss)
            self.g_loss_metric.update_state(g_loss)
            return {"d_loss": self.d_loss_metric.result(), "g_loss": self.g_loss_metric.result()}

    layers = tf.keras.layers
    parts = [fill(tf.keras.Sequential([tf.keras.Input((first,)), layers.Dense(5), layers.LeakyReLU(alpha=0.2),
                                       layers.Dense(last)])) for first, last in ((4, 1), (2, 4))]
    gan = GAN(*parts, 2)
    gan.compile(tf.keras.optimizers.Adam(learning_rate=0.01), tf.keras.optimizers.Adam(learning_rate=0.01),
                tf.keras.losses.BinaryCrossentropy(from_logits=True))
    x = random().normal(size=(12, 4)).astype("float32")
    fitted = logs(gan.fit(x, batch_size=4, shuffle=False, epochs=2, verbose=0))
    return {"fit": fitted, "names": gan.metrics_names, "discriminator": some(parts[0].predict(x, verbose=0))}


def compiled_loss_and_metrics(tf):
    class CustomModel(tf.keras.Model):
        def train_step(self, data):
            x, y = data
            with tf.GradientTape() as tape:
                y_pred = self(x, training=True)
                loss = self.compiled_loss(y, y_pred, regularization_losses=self.losses)
            gradients = tape.gradient(loss, self.trainable_variables)
            self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
            self.compiled_metrics.update_state(y, y_pred)
            return {m.name: m.result() for m in self.metrics}

        def test_step(self, data):
            x, y = data
            y_pred = self(x, training=False)
            self.compiled_loss(y, y_pred, regularization_losses=self.losses)
            self.compiled_metrics.update_state(y, y_pred)
            return {m.name: m.result() for m in self.metrics}

    inputs = tf.keras.Input(shape=(3,))
    model = fill(CustomModel(inputs, tf.keras.layers.Dense(1, activation="sigmoid", kernel_regularizer="l2")(inputs)))
    model.compile(optimizer=tf.keras.optimizers.SGD(0.1), loss="mse",
                  metrics=["mae", tf.keras.metrics.TruePositives(name="tp")])
    x, y = random().normal(size=(10, 3)), random(1).randint(0, 2, (10, 1))
    fitted = logs(model.fit(x, y, epochs=2, batch_size=4, shuffle=False, verbose=0, validation_data=(x, y)))
    return {"fit": fitted, "evaluate": model.evaluate(x, y, verbose=0)}


def computed_loss_and_metrics(tf):
    class CustomModel(tf.keras.Model):
        def train_step(self, data):
            x, y, sample_weight = tf.keras.utils.unpack_x_y_sample_weight(data)
            with tf.GradientTape() as tape:
                y_pred = self(x, training=True)
                loss = self.compute_loss(x, y, y_pred, sample_weight)
            self._validate_target_and_loss(y, loss)
            self.optimizer.minimize(loss, self.trainable_variables, tape=tape)
            return self.compute_metrics(x, y, y_pred, sample_weight)

    inputs = tf.keras.Input(shape=(3,))
    model = fill(CustomModel(inputs, tf.keras.layers.Dense(1, activation="sigmoid")(inputs)))
    model.compile(optimizer=tf.keras.optimizers.SGD(0.1), loss="mse", weighted_metrics=["mae"],
                  metrics=[tf.keras.metrics.TruePositives(name="tp")])
    x, y = random().normal(size=(10, 3)), random(1).randint(0, 2, (10, 1))
    fitted = model.fit(x, y, sample_weight=np.arange(10.0), epochs=2, batch_size=4, shuffle=False, verbose=0)
    return {"fit": logs(fitted), "evaluate": model.evaluate(x, y, verbose=0)}


def loop_in_a_function(tf):
    model = tf.keras.Sequential([tf.keras.layers.Dense(4, activation="relu"), tf.keras.layers.Dense(3)])
    model.build((None, 5))
    fill(model)
    loss_object = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = tf.keras.optimizers.Adam(0.01)
    train_loss = tf.keras.metrics.Mean(name="train_loss")
    train_accuracy = tf.keras.metrics.SparseCategoricalAccuracy(name="train_accuracy")

    @tf.function
    def train_step(images, labels):
        with tf.GradientTape() as tape:
            predictions = model(images, training=True)
            loss = loss_object(labels, predictions)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        train_loss(loss)
        train_accuracy(labels, predictions)

    x, y, found = random().normal(size=(12, 5)).astype("float32"), random(1).randint(0, 3, 12), []
    for _ in range(2):
        train_loss.reset_states()
        train_accuracy.reset_state()
        for start in range(0, 12, 5):
            train_step(x[start:start + 5], y[start:start + 5])
        found.append([float(train_loss.result()), float(train_accuracy.result()) * 100,
                      int(optimizer.iterations)])
    return found


def sharpness_aware(tf):
    found = []
    for parts in (None, 2):
        model = fill(tf.keras.Sequential([
            tf.keras.layers.Dense(4, activation="tanh", input_shape=(3,)), tf.keras.layers.Dense(1)]))
        flat = tf.keras.models.experimental.SharpnessAwareMinimization(model, rho=0.1, num_batch_splits=parts)
        flat.compile(tf.keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
        x, y = random().normal(size=(12, 3)).astype("float32"), random(1).normal(size=(12, 1)).astype("float32")
        found.append([logs(flat.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0)), some(flat.predict(x, verbose=0))])
    return found


def files_of_callbacks(tf):
    callbacks = tf.keras.callbacks
    model = fill(tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=(3,))]))
    model.compile(tf.keras.optimizers.SGD(0.1), "mse", metrics=["mae"])
    x, y = random().normal(size=(10, 3)), random(1).normal(size=(10, 1))
    with tempfile.TemporaryDirectory() as folder:
        history = model.fit(x, y, batch_size=4, epochs=3, validation_split=0.3, shuffle=False, verbose=0, callbacks=[
            callbacks.CSVLogger(os.path.join(folder, "log.csv")),
            callbacks.ModelCheckpoint(os.path.join(folder, "m_{epoch:02d}.h5"), save_best_only=True),
            callbacks.TensorBoard(os.path.join(folder, "logs"), histogram_freq=1, write_images=True),
            callbacks.EarlyStopping("val_loss", patience=1, restore_best_weights=True)])
        with open(os.path.join(folder, "log.csv")) as file:
            header = file.readline().strip()
        return {"files": sorted(os.listdir(folder)), "logs": sorted(os.listdir(os.path.join(folder, "logs"))), "csv": header,
                "fit": logs(history), "weights": [some(each) for each in model.get_weights()]}


#: Programs by the backends that they run on.
ON = {"tensorflow torch": (sharpness_aware,),
      "tensorflow jax torch": (adversarial_step, compiled_loss_and_metrics, computed_loss_and_metrics, loop_in_a_function,
                               files_of_callbacks)}
PROGRAMS = tuple(program for programs in ON.values() for program in programs)
