"""Dense models: the activations, losses and optimizers that every old file may name."""
from __future__ import print_function

from recipe import Golden, binary, one_hot, recipe, uniform
from stack import Input, Model, Sequential, layers, optimizer


@recipe("mlp", "Sequential of Dense layers, Adam, mse with the mae metric", "dense", "sequential")
def mlp():
    model = Sequential([layers.Dense(8, activation="relu", input_shape=(5,), name="hidden"),
                        layers.Dense(3, name="out")], name="mlp")
    return Golden(model, [uniform(5)], [uniform(3)], optimizer("Adam", 0.01), "mse", metrics=["mae"])
