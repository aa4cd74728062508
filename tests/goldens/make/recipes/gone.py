"""Layers that Keras 3 dropped, as Keras 2 and tf.keras write them."""
from __future__ import print_function

import stack
from recipe import Golden, recipe, uniform
from stack import Input, Model, Sequential, layers, optimizer, require


def with_head(name, inputs, x, shape, loss="mse"):
    """The functional model from ``inputs`` to two Dense outputs over ``x``, trained with Adam."""
    out = layers.Dense(2, name="out")(layers.Flatten(name="flat")(x))
    return Golden(Model(inputs, out, name=name), [uniform(*shape)], [uniform(2)], optimizer("Adam", 0.01), loss)


@recipe("locally_connected", "LocallyConnected2D with strides and LocallyConnected1D", "convolution", "functional",
        "gone")
def locally_connected():
    image = Input(shape=(5, 4, 2), name="image")
    x = layers.LocallyConnected2D(2, (2, 2), strides=(2, 1), activation="tanh", name="local2d")(image)
    x = layers.Reshape((6, 2), name="reshape")(x)
    x = layers.LocallyConnected1D(2, 3, strides=2, use_bias=False, name="local1d")(x)
    return with_head("locally_connected", image, x, (5, 4, 2))


@recipe("locally_connected_first", "LocallyConnected2D with channels_first and bias", "convolution", "functional",
        "gone", "channels-first")
def locally_connected_first():
    image = Input(shape=(2, 5, 4), name="image")
    x = layers.LocallyConnected2D(3, (2, 3), activation="tanh", data_format="channels_first", name="local2d")(image)
    return with_head("locally_connected_first", image, x, (2, 5, 4))


@recipe("locally_connected_dense", "implementation=2: a weight for each pair of places, padding 'same', channels first",
        "convolution", "functional", "gone")
def locally_connected_dense():
    require("LocallyConnected1D", "implementation")
    image = Input(shape=(5, 4, 2), name="image")
    x = layers.LocallyConnected2D(2, (3, 2), strides=(2, 1), padding="same", implementation=2, activation="tanh",
                                  name="local2d")(image)
    x = layers.Reshape((3, 8), name="reshape")(x)
    x = layers.LocallyConnected1D(2, 3, data_format="channels_first", implementation=2, name="local1d")(x)
    return with_head("locally_connected_dense", image, x, (5, 4, 2))


@recipe("locally_connected_sparse", "implementation=3: only the weights that are used, in a row", "convolution",
        "functional", "gone")
def locally_connected_sparse():
    require("LocallyConnected1D", "implementation")
    image = Input(shape=(2, 4, 5), name="image")
    x = layers.LocallyConnected2D(2, (2, 3), padding="same", data_format="channels_first", implementation=3,
                                  activation="tanh", name="local2d")(image)
    x = layers.Reshape((8, 5), name="reshape")(x)
    x = layers.LocallyConnected1D(3, 2, strides=2, implementation=3, name="local1d")(x)
    return with_head("locally_connected_sparse", image, x, (2, 4, 5))


@recipe("thresholded_noise", "ThresholdedReLU, GaussianNoise, GaussianDropout, AlphaDropout", "dense", "sequential",
        "gone", "noise")
def thresholded_noise():
    model = Sequential([layers.Dense(8, input_shape=(4,), name="hidden"),
                        layers.ThresholdedReLU(theta=0.2, name="thresholded"),
                        layers.GaussianNoise(0.1, name="noise"), layers.GaussianDropout(0.2, name="gaussian"),
                        layers.Dense(6, activation="selu", kernel_initializer="lecun_normal", name="selu"),
                        layers.AlphaDropout(0.1, name="alpha"), layers.Dense(2, name="out")], name="thresholded_noise")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("RMSprop", 0.01), "mse", stochastic=True)


@recipe("highway_maxout", "Highway and MaxoutDense of keras.legacy.layers, with Keras 1's argument names", "dense",
        "sequential", "gone")
def highway_maxout():
    require("Highway")
    model = Sequential([layers.MaxoutDense(4, nb_feature=3, W_regularizer="l2", input_dim=5, name="maxout"),
                        layers.Highway(activation="tanh", name="highway"), layers.Dense(2, name="out")],
                       name="highway_maxout")
    return Golden(model, [uniform(5)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("random_fourier", "RandomFourierFeatures, one with a trained scale", "dense", "functional", "gone")
def random_fourier():
    experimental = getattr(layers, "experimental", None)
    if experimental is None:
        raise stack.Unavailable("no layers.experimental")
    features = Input(shape=(4,), name="features")
    fixed = experimental.RandomFourierFeatures(5, scale=2.0, name="fixed")(features)
    trained = experimental.RandomFourierFeatures(3, kernel_initializer="laplacian", trainable=True,
                                                 name="trained")(features)
    x = layers.concatenate([fixed, trained], name="both")
    return Golden(Model(features, layers.Dense(2, name="out")(x), name="random_fourier"), [uniform(4)], [uniform(2)],
                  optimizer("Adam", 0.01), "mse",
                  custom={"RandomFourierFeatures": experimental.RandomFourierFeatures})
