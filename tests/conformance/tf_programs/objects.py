"""Programs with layers, models, callbacks and losses of their own, and over tables, in the style of the guides of tf.keras."""
import json

import numpy as np

from .common import fill, logs, random, some


def linear_layers(tf):
    class Linear(tf.keras.layers.Layer):
        def __init__(self, units=32, **kwargs):
            super(Linear, self).__init__(**kwargs)
            self.units = units

        def build(self, input_shape):
            self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="ones", trainable=True)
            self.b = self.add_weight(shape=(self.units,), initializer="zeros", trainable=True)

        def call(self, inputs):
            return tf.matmul(inputs, self.w) + self.b

        def get_config(self):
            config = super(Linear, self).get_config()
            config.update({"units": self.units})
            return config

    class ComputeSum(tf.keras.layers.Layer):
        def __init__(self, input_dim):
            super(ComputeSum, self).__init__()
            self.total = tf.Variable(initial_value=tf.zeros((input_dim,)), trainable=False)

        def call(self, inputs):
            self.total.assign_add(tf.reduce_sum(inputs, axis=0))
            return self.total

    class MLPBlock(tf.keras.layers.Layer):
        def __init__(self):
            super(MLPBlock, self).__init__()
            self.linear_1 = Linear(4)
            self.linear_2 = Linear(1)

        def call(self, inputs):
            return self.linear_2(tf.nn.relu(self.linear_1(inputs)))

    mlp = MLPBlock()
    y = mlp(tf.ones(shape=(3, 5)))
    layer = Linear(7)
    new_layer = Linear.from_config(layer.get_config())
    my_sum = ComputeSum(2)
    first = some(my_sum(tf.ones((2, 2))))
    return {"weights": [len(mlp.weights), len(mlp.trainable_weights)], "y": some(y), "units": new_layer.units,
            "config": {key: value for key, value in layer.get_config().items() if key in ("name", "trainable", "units")},
            "sums": [first, some(my_sum(tf.ones((2, 2))))], "of_sum": [len(my_sum.weights), len(my_sum.trainable_weights)]}


def variational_autoencoder(tf):
    class Sampling(tf.keras.layers.Layer):
        def call(self, inputs):
            z_mean, z_log_var = inputs
            batch = tf.shape(z_mean)[0]
            dim = tf.shape(z_mean)[1]
            epsilon = tf.ones(shape=(batch, dim)) * 0.3
            return z_mean + tf.exp(0.5 * z_log_var) * epsilon

    original_inputs = tf.keras.Input(shape=(12,), name="encoder_input")
    x = tf.keras.layers.Dense(6, activation="relu")(original_inputs)
    z_mean = tf.keras.layers.Dense(2, name="z_mean")(x)
    z_log_var = tf.keras.layers.Dense(2, name="z_log_var")(x)
    z = Sampling()((z_mean, z_log_var))
    encoder = tf.keras.Model(inputs=original_inputs, outputs=z, name="encoder")
    latent_inputs = tf.keras.Input(shape=(2,), name="z_sampling")
    x = tf.keras.layers.Dense(6, activation="relu")(latent_inputs)
    decoder = tf.keras.Model(inputs=latent_inputs, outputs=tf.keras.layers.Dense(12, activation="sigmoid")(x), name="decoder")
    vae = tf.keras.Model(inputs=original_inputs, outputs=decoder(z), name="vae")
    kl_loss = -0.5 * tf.reduce_mean(z_log_var - tf.square(z_mean) - tf.exp(z_log_var) + 1)
    vae.add_loss(kl_loss)
    fill(vae)
    data = random().uniform(0, 1, (10, 12)).astype("float32")
    vae.compile(tf.keras.optimizers.Adam(learning_rate=1e-2), loss=tf.keras.losses.MeanSquaredError())
    return {"fit": logs(vae.fit(data, data, epochs=3, batch_size=4, shuffle=False, verbose=0)),
            "codes": some(encoder.predict(data, verbose=0)), "layers": [layer.name for layer in decoder.layers]}


def subclassed_autoencoder(tf):
    class Encoder(tf.keras.layers.Layer):
        def __init__(self, latent_dim=3, name="encoder", **kwargs):
            super(Encoder, self).__init__(name=name, **kwargs)
            self.dense_proj = tf.keras.layers.Dense(5, activation="relu")
            self.dense_mean = tf.keras.layers.Dense(latent_dim)

        def call(self, inputs):
            return self.dense_mean(self.dense_proj(inputs))

    class Autoencoder(tf.keras.Model):
        def __init__(self, original_dim, name="autoencoder", **kwargs):
            super(Autoencoder, self).__init__(name=name, **kwargs)
            self.encoder = Encoder()
            self.decoder = tf.keras.Sequential([
                tf.keras.layers.Dense(5, activation="relu"), tf.keras.layers.Dense(original_dim)])

        def call(self, inputs):
            z = self.encoder(inputs)
            self.add_loss(0.01 * tf.reduce_sum(tf.square(z)))
            return self.decoder(z)

    model = Autoencoder(8)
    data = random().normal(size=(9, 8)).astype("float32")
    model(data)
    fill(model)
    model.compile(optimizer=tf.keras.optimizers.SGD(0.05, momentum=0.9), loss="mse")
    fitted = logs(model.fit(data, data, batch_size=4, epochs=3, shuffle=False, verbose=0))
    return {"fit": fitted, "name": model.name, "layers": [layer.name for layer in model.layers],
            "evaluate": float(model.evaluate(data, data, batch_size=4, verbose=0))}


def several_outputs(tf):
    from_keras = tf.keras.layers
    title = tf.keras.Input(shape=(None,), name="title")
    tags = tf.keras.Input(shape=(4,), name="tags")
    x = from_keras.LSTM(3)(from_keras.Embedding(20, 5)(title))
    x = from_keras.concatenate([x, tags])
    priority = from_keras.Dense(1, name="priority")(x)
    department = from_keras.Dense(3, name="department")(x)
    model = fill(tf.keras.Model(inputs=[title, tags], outputs={"priority": priority, "department": department}))
    model.compile(
        optimizer=tf.keras.optimizers.RMSprop(1e-3),
        loss={"priority": tf.keras.losses.BinaryCrossentropy(from_logits=True),
              "department": tf.keras.losses.CategoricalCrossentropy(from_logits=True)},
        metrics={"priority": ["accuracy"], "department": [tf.keras.metrics.CategoricalAccuracy(name="right")]},
        loss_weights={"priority": 1.0, "department": 0.2})
    source = random()
    data = {"title": source.randint(20, size=(8, 5)), "tags": source.randint(2, size=(8, 4)).astype("float32")}
    targets = {"priority": source.randint(2, size=(8, 1)).astype("float32"), "department": np.eye(3)[source.randint(3, size=8)]}
    fitted = logs(model.fit(data, targets, epochs=2, batch_size=4, shuffle=False, verbose=0))
    found = model.evaluate(data, targets, verbose=0, return_dict=True)
    return {"fit": fitted, "evaluate": {name: float(value) for name, value in found.items()},
            "predict": some(model.predict(data, verbose=0)["department"])}


def imbalanced_classes(tf):
    metrics = [
        tf.keras.metrics.TruePositives(name="tp"), tf.keras.metrics.FalsePositives(name="fp"),
        tf.keras.metrics.TrueNegatives(name="tn"), tf.keras.metrics.FalseNegatives(name="fn"),
        tf.keras.metrics.BinaryAccuracy(name="accuracy"), tf.keras.metrics.Precision(name="precision"),
        tf.keras.metrics.Recall(name="recall"), tf.keras.metrics.AUC(name="auc"),
        tf.keras.metrics.AUC(name="prc", curve="PR"), tf.keras.metrics.MeanSquaredError(name="Brier score")]
    output_bias = tf.keras.initializers.Constant(np.log([0.25])[0])
    model = tf.keras.Sequential([
        tf.keras.layers.Dense(4, activation="relu", input_shape=(3,), kernel_initializer="ones"),
        tf.keras.layers.Dropout(0.0),
        tf.keras.layers.Dense(1, activation="sigmoid", bias_initializer=output_bias, kernel_initializer="ones")])
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=1e-2), loss=tf.keras.losses.BinaryCrossentropy(),
                  metrics=metrics)
    x, y = random().normal(size=(20, 3)), (random(1).uniform(size=20) > 0.75).astype("float32")
    stopping = tf.keras.callbacks.EarlyStopping(monitor="val_prc", verbose=0, patience=1, mode="max", restore_best_weights=True)
    history = model.fit(x, y, batch_size=8, epochs=3, callbacks=[stopping], validation_data=(x[:10], y[:10]),
                        class_weight={0: 0.6, 1: 2.5}, shuffle=False, verbose=0)
    return {"fit": logs(history), "evaluate": model.evaluate(x, y, batch_size=8, verbose=0), "names": model.metrics_names}


def fuel_efficiency(tf):
    x = random().normal(3.0, 2.0, size=(16, 4)).astype("float32")
    y = x.sum(axis=1) + 1
    normalizer = tf.keras.layers.Normalization(axis=-1)
    normalizer.adapt(x)
    model = tf.keras.Sequential([
        normalizer, tf.keras.layers.Dense(6, activation="relu", kernel_regularizer=tf.keras.regularizers.l2(0.01)),
        tf.keras.layers.Dense(1)])
    model.build((None, 4))
    kernels = random(1)
    for layer in model.layers[1:]:
        layer.set_weights([kernels.uniform(-0.5, 0.5, each.shape) for each in layer.get_weights()])
    schedule = tf.keras.optimizers.schedules.InverseTimeDecay(0.01, decay_steps=4, decay_rate=1, staircase=False)
    model.compile(loss="mean_absolute_error", optimizer=tf.keras.optimizers.Adam(schedule), metrics=["mse", "mape"])
    history = model.fit(x, y, validation_split=0.25, verbose=0, epochs=3, batch_size=5, shuffle=False)
    return {"normalized": some(normalizer(x)), "fit": logs(history), "evaluate": model.evaluate(x, y, verbose=0)}


def callbacks_of_programs(tf):
    class Recorder(tf.keras.callbacks.Callback):
        def __init__(self):
            super().__init__()
            self.seen = []

        def on_train_begin(self, logs=None):
            self.seen.append(["train", sorted(self.params)])

        def on_epoch_begin(self, epoch, logs=None):
            self.seen.append(["epoch", epoch])

        def on_train_batch_end(self, batch, logs=None):
            self.seen.append(["batch", batch, round(float(logs["loss"]), 4)])

        def on_test_batch_end(self, batch, logs=None):
            self.seen.append(["test", batch, sorted(logs)])

        def on_epoch_end(self, epoch, logs=None):
            self.seen.append(["end", {name: round(float(value), 4) for name, value in logs.items()}])
            if epoch == 1:
                self.model.stop_training = True

    class CustomLearningRateScheduler(tf.keras.callbacks.Callback):
        def __init__(self, schedule):
            super(CustomLearningRateScheduler, self).__init__()
            self.schedule = schedule

        def on_epoch_begin(self, epoch, logs=None):
            if not hasattr(self.model.optimizer, "lr"):
                raise ValueError('Optimizer must have a "lr" attribute.')
            lr = float(tf.keras.backend.get_value(self.model.optimizer.learning_rate))
            tf.keras.backend.set_value(self.model.optimizer.lr, self.schedule(epoch, lr))

    recorder = Recorder()
    model = tf.keras.Sequential([tf.keras.layers.Dense(1, kernel_initializer="ones", input_shape=(3,))])
    model.compile(tf.keras.optimizers.RMSprop(learning_rate=0.1), loss="mean_squared_error", metrics=["mean_absolute_error"])
    x, y = random().uniform(size=(10, 3)), random(1).uniform(size=10)
    plateau = tf.keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=1, min_lr=0.001)
    history = model.fit(x, y, batch_size=4, epochs=4, validation_split=0.3, shuffle=False, verbose=0,
                        callbacks=[recorder, CustomLearningRateScheduler(lambda epoch, rate: rate * 0.5), plateau])
    return {"seen": recorder.seen, "history": sorted(history.history), "epochs": history.epoch}


def configurations(tf):
    class MyDense(tf.keras.layers.Dense):
        pass

    inputs = tf.keras.Input(shape=(4,), name="digits")
    x = MyDense(3, activation="relu", name="dense_1")(inputs)
    x = tf.keras.layers.Dense(3, activation="relu", kernel_regularizer="l2", name="dense_2")(x)
    outputs = tf.keras.layers.Dense(2, activation="softmax", name="predictions")(x)
    model = fill(tf.keras.Model(inputs=inputs, outputs=outputs, name="3_layer_mlp"))
    again = tf.keras.models.model_from_json(model.to_json(), custom_objects={"MyDense": MyDense})
    again.set_weights(model.get_weights())
    copied = tf.keras.models.clone_model(model)
    copied.set_weights(model.get_weights())
    x = random().uniform(size=(3, 4))
    return {"predict": [some(each.predict(x, verbose=0)) for each in (model, again, copied)], "name": again.name,
            "classes": [type(layer).__name__ for layer in again.layers],
            "layers": [layer["class_name"] for layer in json.loads(model.to_json())["config"]["layers"]],
            "weights": [list(weight.shape) for weight in again.weights]}


def masks(tf):
    class CustomEmbedding(tf.keras.layers.Layer):
        def __init__(self, input_dim, output_dim, mask_zero=False, **kwargs):
            super(CustomEmbedding, self).__init__(**kwargs)
            self.input_dim, self.output_dim, self.mask_zero = input_dim, output_dim, mask_zero

        def build(self, input_shape):
            self.embeddings = self.add_weight(shape=(self.input_dim, self.output_dim), initializer="ones", dtype="float32")

        def call(self, inputs):
            return tf.nn.embedding_lookup(self.embeddings, inputs)

        def compute_mask(self, inputs, mask=None):
            if not self.mask_zero:
                return None
            return tf.not_equal(inputs, 0)

    class TemporalSoftmax(tf.keras.layers.Layer):
        def call(self, inputs, mask=None):
            broadcast_float_mask = tf.expand_dims(tf.cast(mask, "float32"), -1)
            inputs_exp = tf.exp(inputs) * broadcast_float_mask
            inputs_sum = tf.reduce_sum(inputs_exp * broadcast_float_mask, axis=1, keepdims=True)
            return inputs_exp / inputs_sum

    class MyActivation(tf.keras.layers.Layer):
        def __init__(self, **kwargs):
            super(MyActivation, self).__init__(**kwargs)
            self.supports_masking = True

        def call(self, inputs):
            return tf.nn.relu(inputs)

    inputs = tf.keras.Input(shape=(None,), dtype="int32")
    x = CustomEmbedding(9, 4, mask_zero=True)(inputs)
    x = MyActivation()(x)
    x = tf.keras.layers.Dense(1)(x)
    model = fill(tf.keras.Model(inputs, TemporalSoftmax()(x)))
    rows = np.array([[1, 2, 3, 0, 0], [4, 5, 0, 0, 0], [6, 7, 8, 1, 2]])
    model.compile("sgd", "mse")
    return {"predict": some(model.predict(rows, verbose=0), 15),
            "fit": logs(model.fit(rows, np.ones((3, 5, 1)), batch_size=2, epochs=2, shuffle=False, verbose=0))}


def recurrent_cells(tf):
    class MinimalRNNCell(tf.keras.layers.Layer):
        def __init__(self, units, **kwargs):
            self.units = units
            self.state_size = units
            super(MinimalRNNCell, self).__init__(**kwargs)

        def build(self, input_shape):
            self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer="uniform", name="kernel")
            self.recurrent_kernel = self.add_weight(
                shape=(self.units, self.units), initializer="uniform", name="recurrent_kernel")
            self.built = True

        def call(self, inputs, states):
            prev_output = states[0]
            h = tf.keras.backend.dot(inputs, self.kernel)
            output = h + tf.keras.backend.dot(prev_output, self.recurrent_kernel)
            return output, [output]

    layers = tf.keras.layers
    x = tf.keras.Input((None, 3))
    stacked = layers.RNN([MinimalRNNCell(4), layers.LSTMCell(3)], return_sequences=True)(x)
    out, h, c = layers.LSTM(3, return_state=True)(stacked)
    decoded = layers.LSTM(3)(stacked, initial_state=[h, c])
    model = fill(tf.keras.Model(x, [layers.add([out, decoded]), layers.GRU(2, go_backwards=True)(stacked)]))
    stateful = tf.keras.Sequential([layers.LSTM(2, stateful=True, batch_input_shape=(2, 3, 3))])
    fill(stateful)
    rows = random().normal(size=(2, 3, 3)).astype("float32")
    found = [some(stateful.predict(rows, verbose=0)) for _ in range(2)]
    stateful.reset_states()
    found.append(some(stateful.predict(rows, verbose=0)))
    return {"predict": [some(each) for each in model.predict(rows, verbose=0)], "stateful": found,
            "params": model.count_params()}


PROGRAMS = (linear_layers, variational_autoencoder, subclassed_autoencoder, several_outputs, imbalanced_classes,
            fuel_efficiency, callbacks_of_programs, configurations, masks, recurrent_cells)
