"""Writes the files of this folder: models that ``compat.keras`` on Keras 3 saved, for the old Kerases to open.

    KERAS_BACKEND=torch python tests/goldens/written/make.py

Each ``NAME.h5`` has an ``NAME.npz`` with inputs ``x``, targets ``t``, outputs ``y`` and the losses of the next two steps.
"""
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent


def dense(keras):
    """Dense layers, normalization, a regularizer."""
    layers = keras.layers
    return keras.models.Sequential([
        layers.Dense(6, input_shape=(4,), activation="tanh", kernel_regularizer="l2", name="hidden"),
        layers.BatchNormalization(name="normalized"), layers.Dense(2, name="out")], name="dense")


def recurrent(keras):
    """A functional model with a mask, both directions, and a model inside that is called twice."""
    layers = keras.layers
    inner_input = layers.Input((6,), name="inner_input")
    inner = keras.models.Model(inner_input, layers.Dense(3, activation="relu", name="inner_dense")(inner_input), name="inner")
    x = layers.Input((5, 4), name="steps")
    both = layers.Bidirectional(layers.LSTM(3, name="lstm"), name="both")(layers.Masking(name="masking")(x))
    last = layers.Concatenate(name="joined")([inner(both), inner(layers.Activation("sigmoid", name="gate")(both))])
    return keras.models.Model(x, layers.Dense(2, name="out")(last), name="recurrent")


MODELS = {"dense": (dense, (8, 4)), "recurrent": (recurrent, (8, 5, 4))}


def configuration(keras, name):
    """The configuration of a model, as its file states it."""
    return MODELS[name][0](keras).to_json(sort_keys=True)


def main():
    """Write every model."""
    from compat import keras

    for name, (make, shape) in MODELS.items():
        keras.backend.clear_session()
        random = np.random.RandomState(len(name))
        x, t = random.normal(size=shape).astype("float32"), random.normal(size=(shape[0], 2)).astype("float32")
        model = make(keras)
        model.set_weights([random.normal(scale=0.5, size=w.shape) ** 2 for w in model.get_weights()])
        model.compile(keras.optimizers.SGD(lr=0.05, momentum=0.9, decay=0.01), "mse", metrics=["mae"])
        for _ in range(5):
            model.train_on_batch(x, t)
        model.save(str(HERE / (name + ".h5")))
        y = model.predict(x)
        losses = [model.train_on_batch(x, t)[0] for _ in range(2)]
        np.savez_compressed(str(HERE / (name + ".npz")), x=x, t=t, y=y, losses=losses)


if __name__ == "__main__":
    main()
