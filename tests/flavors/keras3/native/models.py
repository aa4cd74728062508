"""Programs of Keras 3 that train, save and open models."""
import os
import tempfile

import keras
import numpy as np
from keras import callbacks, layers, ops


def data():
    source = np.random.RandomState(0)
    return source.normal(size=(10, 3)).astype("float32"), source.normal(size=(10, 1)).astype("float32")


def numbers(history):
    return {name: [float(value) for value in values] for name, values in history.history.items()}


def plain():
    x, y = data()
    model = keras.Sequential([keras.Input((3,)), layers.Dense(4, activation="tanh", kernel_initializer="ones"),
                              layers.BatchNormalization(), layers.Dense(1, kernel_initializer="ones")])
    model.compile(optimizer=keras.optimizers.AdamW(0.01, weight_decay=0.1), loss="mse",
                  metrics=["mae", keras.metrics.RootMeanSquaredError()])
    seen = []
    fitted = numbers(model.fit(x, y, batch_size=4, epochs=2, validation_split=0.2, shuffle=False, verbose=0, callbacks=[
        callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(sorted(logs))),
        callbacks.EarlyStopping(monitor="val_loss", patience=3), callbacks.TerminateOnNaN()]))
    return [fitted, seen, model.evaluate(x, y, verbose=0, return_dict=True), model.predict(x[:2], verbose=0)]


def masks():
    model = keras.Sequential([
        keras.Input((4,)), layers.Embedding(6, 3, mask_zero=True, embeddings_initializer="ones"),
        layers.LSTM(2, kernel_initializer="ones", recurrent_initializer="ones", return_sequences=True),
        layers.Dense(1, kernel_initializer="ones")])
    model.compile("sgd", "mse", metrics=["mae"])
    rows = np.array([[1, 2, 0, 0], [3, 4, 5, 0], [1, 1, 1, 1]])
    return [model.evaluate(rows, np.ones((3, 4, 1)), batch_size=2, verbose=0), model.predict(rows, verbose=0)]


def a_class_of_its_own():
    class Net(keras.Model):
        def __init__(self, units=3, **kwargs):
            super().__init__(**kwargs)
            self.units = units
            self.first = layers.Dense(units, kernel_initializer="ones", activation="relu")
            self.dropout = layers.Dropout(0.5)
            self.last = layers.Dense(1, kernel_initializer="ones")

        def call(self, inputs, training=False):
            return self.last(self.dropout(self.first(inputs), training=training))

        def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
            return ops.mean(ops.abs(y - y_pred)) + 0.1 * ops.sum(ops.square(self.last.kernel))

        def get_config(self):
            return {**super().get_config(), "units": self.units}

    x, y = data()
    model = Net()
    model.compile(optimizer="sgd", metrics=[keras.metrics.MeanAbsoluteError(name="mae")])
    before = model.evaluate(x, y, verbose=0)
    again = Net.from_config(model.get_config())
    return [before, again.units, [layer.name for layer in model.layers], model(x[:2]), len(model.trainable_variables)]


def a_layer_of_its_own():
    @keras.saving.register_keras_serializable(package="mine")
    class Scale(layers.Layer):
        def __init__(self, factor=2.0, **kwargs):
            super().__init__(**kwargs)
            self.factor = factor

        def build(self, input_shape):
            self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="scale")
            self.calls = self.add_weight(shape=(), initializer="zeros", trainable=False, name="calls")

        def call(self, inputs):
            self.calls.assign(self.calls + 1.0)
            self.add_loss(0.01 * ops.sum(self.scale))
            return inputs * self.scale * self.factor

        def get_config(self):
            return {**super().get_config(), "factor": self.factor}

    x, y = data()
    model = keras.Sequential([keras.Input((3,)), Scale(3.0), layers.Dense(1, kernel_initializer="ones")])
    model.compile("sgd", "mse")
    fitted = numbers(model.fit(x, y, batch_size=5, epochs=2, shuffle=False, verbose=0))
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "m.keras")
        model.save(path)
        opened = keras.saving.load_model(path)
        model.save_weights(os.path.join(folder, "m.weights.h5"))
        opened.load_weights(os.path.join(folder, "m.weights.h5"))
    return [fitted, opened.predict(x, verbose=0), model.layers[0].calls, [type(each).__name__ for each in opened.layers]]


def a_step_of_its_own():
    class Net(keras.Model):
        def train_step(self, *args):
            if keras.backend.backend() == "jax":
                logs, state = super().train_step(*args)
                return {**logs, "more": ops.ones(())}, state
            return {**super().train_step(*args), "more": ops.ones(())}

    x, y = data()
    inputs = keras.Input((3,))
    model = Net(inputs, layers.Dense(1, kernel_initializer="ones")(inputs))
    model.compile("sgd", "mse", metrics=["mae"])
    return numbers(model.fit(x, y, batch_size=5, epochs=2, shuffle=False, verbose=0))


def without_state():
    if keras.backend.backend() != "jax":
        return []
    x, _ = data()
    model = keras.Sequential([keras.Input((3,)), layers.Dense(2, kernel_initializer="ones"), layers.BatchNormalization()])
    trained = [each.value for each in model.trainable_variables]
    others = [each.value for each in model.non_trainable_variables]
    outputs, others = model.stateless_call(trained, others, x, training=True)
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(model.trainable_variables)
    trained, _ = optimizer.stateless_apply([each.value for each in optimizer.variables], trained, trained)
    return [outputs, others, trained]


def half_precision():
    keras.config.set_dtype_policy("mixed_bfloat16")
    inputs = keras.Input((3,))
    model = keras.Model(inputs, layers.Dense(1, kernel_initializer="ones", dtype="float32")(
        layers.Dense(2, kernel_initializer="ones")(inputs)))
    keras.config.set_dtype_policy("float32")
    return [layer.compute_dtype for layer in model.layers] + [str(model.output.dtype)]


def copies():
    inputs = {"a": keras.Input((2,), name="a"), "b": keras.Input((2,), name="b")}
    model = keras.Model(inputs, {"sum": layers.Add()([inputs["a"], inputs["b"]]) + 1.0})
    again = keras.models.clone_model(model)
    values = {"a": np.ones((1, 2)), "b": np.ones((1, 2))}
    text = keras.models.model_from_json(model.to_json())
    return [each(values)["sum"] for each in (model, again, text)] + [sorted(keras.saving.serialize_keras_object(
        layers.Dense(2, name="d")))]


PROGRAMS = (plain, masks, a_class_of_its_own, a_layer_of_its_own, a_step_of_its_own, without_state, half_precision, copies)
