"""Convolutional models, channels last."""
from __future__ import print_function

from recipe import Golden, one_hot, recipe, uniform
from stack import IS_MULTIBACKEND, VERSION, Input, Model, Sequential, layers, optimizer, release

# Until 2.2.4, TensorFlow's moving average keeps two hidden variables that no file holds; it restarts without them.
DEBIASED = ("BatchNormalization's moving averages restart from the first batch after loading"
            if IS_MULTIBACKEND and release(VERSION) < (2, 3) else "")


@recipe("conv_bn", "Conv2D without bias, BatchNormalization, pooling, Flatten, softmax", "convolution", "batchnorm",
        "sequential")
def conv_bn():
    model = Sequential([
        layers.Conv2D(4, (3, 3), padding="same", use_bias=False, input_shape=(8, 8, 3), name="conv"),
        layers.BatchNormalization(name="norm"), layers.Activation("relu", name="relu"),
        layers.MaxPooling2D((2, 2), name="pool"), layers.Flatten(name="flat"),
        layers.Dense(3, activation="softmax", name="out")], name="conv_bn")
    return Golden(model, [uniform(8, 8, 3)], [one_hot(3)], optimizer("Adam", 0.01), "categorical_crossentropy",
                  metrics=["accuracy"], on_resume=DEBIASED)


@recipe("conv_bn_frozen", "a BatchNormalization with trainable=False among layers that train", "convolution",
        "batchnorm", "functional", "frozen")
def conv_bn_frozen():
    image = Input(shape=(6, 6, 2), name="image")
    x = layers.Conv2D(3, 3, strides=2, padding="same", activation="relu", name="conv")(image)
    x = layers.BatchNormalization(trainable=False, scale=False, name="norm")(x)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    out = layers.Dense(2, name="out")(x)
    return Golden(Model(image, out, name="frozen_norm"), [uniform(6, 6, 2)], [uniform(2)], optimizer("RMSprop", 0.01),
                  "mse")


@recipe("conv1d", "Conv1D, causal, dilated and strided, with 1D pooling", "convolution", "sequential")
def conv1d():
    model = Sequential([
        layers.Conv1D(4, 3, padding="causal", dilation_rate=2, activation="relu", input_shape=(12, 3), name="causal"),
        layers.MaxPooling1D(2, name="pool"), layers.Conv1D(4, 2, strides=2, padding="valid", name="strided"),
        layers.AveragePooling1D(2, strides=1, padding="same", name="average"),
        layers.GlobalMaxPooling1D(name="global"), layers.Dense(2, name="out")], name="conv1d_model")
    return Golden(model, [uniform(12, 3)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("conv_shapes", "ZeroPadding2D, Cropping2D, UpSampling2D, Conv2DTranspose, Reshape, Permute, RepeatVector",
        "convolution", "functional")
def conv_shapes():
    image = Input(shape=(6, 6, 2), name="image")
    x = layers.ZeroPadding2D(((1, 0), (2, 1)), name="pad")(image)
    x = layers.Conv2D(3, (2, 3), activation="tanh", name="conv")(x)
    x = layers.UpSampling2D((2, 1), name="up")(x)
    x = layers.Conv2DTranspose(2, 3, strides=2, padding="same", name="transpose")(x)
    x = layers.Cropping2D(((2, 2), (1, 1)), name="crop")(x)
    x = layers.Permute((3, 1, 2), name="permute")(layers.AveragePooling2D((2, 2), name="pool")(x))
    x = layers.GlobalMaxPooling1D(name="max")(layers.Reshape((-1, 5), name="reshape")(x))
    out = layers.RepeatVector(2, name="repeat")(layers.Dense(2, name="dense")(x))
    return Golden(Model(image, out, name="shapes"), [uniform(6, 6, 2)])


@recipe("conv_separable", "SeparableConv2D with a depth multiplier, then BatchNormalization without centre",
        "convolution", "batchnorm", "sequential")
def conv_separable():
    model = Sequential([
        layers.SeparableConv2D(4, (3, 3), depth_multiplier=2, activation="relu", input_shape=(6, 6, 2),
                               name="separable"),
        layers.BatchNormalization(center=False, momentum=0.9, epsilon=0.01, name="norm"),
        layers.GlobalAveragePooling2D(name="pool"), layers.Dense(2, name="out")], name="separable_model")
    return Golden(model, [uniform(6, 6, 2)])
