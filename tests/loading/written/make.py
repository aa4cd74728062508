"""Writes the files of this folder: models that ``compat.keras`` on Keras 3 saved, for the old Kerases to open.

    KERAS_BACKEND=torch python tests/loading/written/make.py [NAME …]

Each ``NAME.h5`` has an ``NAME.npz`` with inputs ``x``, targets ``t``, outputs ``y`` and the losses of the next two steps.
"""
import sys
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


def images(keras):
    """Convolutions of every kind, and what stands between them."""
    layers = keras.layers
    x = layers.Input((8, 8, 2), name="image")
    y = layers.Conv2D(3, 3, padding="same", dilation_rate=2, kernel_initializer="he_normal", name="conv")(x)
    y = layers.LeakyReLU(0.2, name="leaky")(layers.BatchNormalization(name="normalized")(y))
    y = layers.SeparableConv2D(4, (3, 2), depth_multiplier=2, activation="elu", name="separable")(
        layers.ZeroPadding2D(((1, 0), (0, 1)), name="padded")(y))
    y = layers.PReLU(shared_axes=[1, 2], name="prelu")(layers.Cropping2D((1, 0), name="cropped")(y))
    y = layers.MaxPooling2D(2, strides=1, name="most")(y)
    y = layers.DepthwiseConv2D(2, depthwise_regularizer="l2", name="depthwise")(y)
    y = layers.Conv2DTranspose(2, 3, strides=2, name="transposed")(layers.AveragePooling2D(2, name="mean")(y))
    y = layers.LocallyConnected2D(2, 2, strides=2, name="local")(layers.UpSampling2D(2, name="larger")(y))
    y = layers.Permute((3, 1, 2), name="permuted")(layers.ELU(0.5, name="elu")(y))
    volume = layers.Conv3D(2, (1, 2, 2), name="volume")(layers.Reshape((2, -1, 7, 1), name="reshaped")(y))
    pooled = layers.GlobalMaxPooling3D(name="pooled")(layers.MaxPooling3D((1, 2, 2), name="most3")(volume))
    flat = layers.Concatenate(name="joined")([layers.Flatten(name="flat")(volume), pooled])
    return keras.models.Model(x, layers.Dense(2, name="out")(flat), name="images")


#: Each model with the shape of its input, the scale of its weights and the learning rate.
MODELS = {"dense": (dense, (8, 4), 0.5, 0.05), "images": (images, (8, 8, 8, 2), 0.3, 0.001),
          "recurrent": (recurrent, (8, 5, 4), 0.5, 0.05)}


def configuration(keras, name):
    """The configuration of a model, as its file states it."""
    return MODELS[name][0](keras).to_json(sort_keys=True)


def main():
    """Write the models that are named, or every one."""
    from compat import keras

    for name in sys.argv[1:] or MODELS:
        make, shape, scale, rate = MODELS[name]
        keras.backend.clear_session()
        random = np.random.RandomState(len(name))
        x, t = random.normal(size=shape).astype("float32"), random.normal(size=(shape[0], 2)).astype("float32")
        model = make(keras)
        model.set_weights([random.normal(scale=scale, size=w.shape) ** 2 for w in model.get_weights()])
        model.compile(keras.optimizers.SGD(lr=rate, momentum=0.9, decay=0.01), "mse", metrics=["mae"])
        for _ in range(5):
            model.train_on_batch(x, t)
        model.save(str(HERE / (name + ".h5")))
        y = model.predict(x)
        losses = [model.train_on_batch(x, t)[0] for _ in range(2)]
        np.savez_compressed(str(HERE / (name + ".npz")), x=x, t=t, y=y, losses=losses)


if __name__ == "__main__":
    main()
