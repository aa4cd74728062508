"""Layers without time: convolutions, activations, pooling, dot products."""
import numpy as np
from flavors.keras3.parity.common import case, outputs, sequences


@case
def convolutions(keras):
    L = keras.layers
    line = np.random.RandomState(4).normal(size=(2, 7, 3))
    found = []
    for layer in [L.Conv1D(2, 3, padding="causal", activation="tanh"), L.Conv1D(2, 2, strides=2),
                  L.SeparableConv1D(2, 3), L.Conv1D(2, 3, dilation_rate=2, padding="same"), L.AveragePooling1D(3, 2,
                  padding="same"),
                  L.MaxPooling1D(2), L.UpSampling1D(2), L.ZeroPadding1D(1), L.Cropping1D(1), L.GlobalMaxPooling1D()]:
        x = L.Input((7, 3))
        found.append(outputs(keras, x, layer(x), line))
    return found


@case
def convolutions_over_images(keras):
    L = keras.layers
    image = np.random.RandomState(4).normal(size=(1, 5, 5, 2))
    found = []
    for layer in [L.Conv2D(2, 3, padding="same"), L.Conv2D(2, (2, 3), strides=2, activation="hard_sigmoid"),
                  L.SeparableConv2D(2, 3, depth_multiplier=2), L.DepthwiseConv2D(3), L.Conv2DTranspose(2, 3, strides=2),
                  L.Conv2D(2, 2, dilation_rate=(2, 2)), L.AveragePooling2D(2, 2, "same"), L.MaxPooling2D((2, 2)),
                  L.UpSampling2D((2, 2)), L.UpSampling2D(2, interpolation="bilinear"),
                  L.ZeroPadding2D(((1, 0), (0, 2))), L.Cropping2D(1), L.GlobalAveragePooling2D(), L.Flatten(),
                  L.Permute((3, 1, 2)), L.Reshape((25, -1))]:
        x = L.Input((5, 5, 2))
        found.append(outputs(keras, x, layer(x), image))
    return found


@case
def convolutions_over_volumes(keras):
    L = keras.layers
    volume = np.random.RandomState(4).normal(size=(1, 4, 4, 4, 1))
    found = []
    for layer in [L.Conv3D(2, 2), L.Conv3DTranspose(1, 2), L.MaxPooling3D(), L.AveragePooling3D(), L.UpSampling3D(),
                  L.ZeroPadding3D(), L.Cropping3D(), L.GlobalAveragePooling3D()]:
        x = L.Input((4, 4, 4, 1))
        found.append(outputs(keras, x, layer(x), volume))
    return found


@case
def activations_and_pointwise_layers(keras):
    L = keras.layers
    line = np.linspace(-4, 4, 24).reshape(2, 3, 4)
    found = []
    names = ["hard_sigmoid", "sigmoid", "softplus", "softsign", "selu", "elu", "relu", "exponential", "softmax",
             "linear",
             "tanh"]
    for layer in [L.Activation(name) for name in names] + [
            L.LeakyReLU(), L.LeakyReLU(0.1), L.ELU(0.5), L.ReLU(2.0, 0.1, 0.5), L.PReLU(), L.Softmax(axis=1),
            L.PReLU(shared_axes=[1])]:
        x = L.Input((3, 4))
        found.append(outputs(keras, x, layer(x), line))
    return found


@case
def global_average_pooling_with_a_mask(keras):
    L = keras.layers
    x = L.Input((5, 3))
    found = outputs(keras, x, L.GlobalAveragePooling1D()(L.Masking()(x)), sequences())
    return [found[:3], [bool(np.isnan(v)) for v in found[3]]]


@case
def dot_products(keras):
    L = keras.layers
    a, b = L.Input((3, 4)), L.Input((3, 4))
    rng = np.random.RandomState(0)
    data = [rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4))]
    products = [L.Dot(2)([a, b]), L.Dot((1, 1), normalize=True)([a, b]), L.dot([a, b], axes=1)]
    return outputs(keras, [a, b], products, data)


# Training
