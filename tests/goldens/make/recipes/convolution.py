"""Convolutional models, channels last."""
from __future__ import print_function

from recipe import Golden, one_hot, recipe, uniform
from stack import Input, Model, Sequential, layers, optimizer


@recipe("conv_bn", "Conv2D without bias, BatchNormalization, pooling, Flatten, softmax", "convolution", "batchnorm",
        "sequential")
def conv_bn():
    model = Sequential([
        layers.Conv2D(4, (3, 3), padding="same", use_bias=False, input_shape=(8, 8, 3), name="conv"),
        layers.BatchNormalization(name="norm"), layers.Activation("relu", name="relu"),
        layers.MaxPooling2D((2, 2), name="pool"), layers.Flatten(name="flat"),
        layers.Dense(3, activation="softmax", name="out")], name="conv_bn")
    return Golden(model, [uniform(8, 8, 3)], [one_hot(3)], optimizer("Adam", 0.01), "categorical_crossentropy",
                  metrics=["accuracy"])
