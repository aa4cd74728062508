"""Lambda layers: what their bytecode reaches for, and how it is saved. The true text of each stands in the manifest."""
from __future__ import print_function

from recipe import Golden, recipe, source, uniform
from stack import Input, K, Model, Sequential, layers, optimizer


def halve(x):
    """A function with a name: the file holds the name alone."""
    return x * 0.5


def scaled(scale, offset):
    """A Lambda layer that closes over two numbers."""
    return layers.Lambda(lambda x: x * scale + offset, name="scale")


@recipe("lambda_plain", "a Lambda without closure: arithmetic and slicing", "lambda", "sequential")
def lambda_plain():
    model = Sequential([layers.Dense(4, input_shape=(5,), name="hidden"),
                        layers.Lambda(lambda x: x[:, 1:] * 2.0 + 1.0, name="slice"), layers.Dense(2, name="out")],
                       name="lambda_plain")
    return Golden(model, [uniform(5)], [uniform(2)], optimizer("Adam", 0.01), "mse",
                  lambdas={"slice": source("lambda x: x[:, 1:] * 2.0 + 1.0")})


@recipe("lambda_closure", "a Lambda that closes over two numbers", "lambda", "functional")
def lambda_closure():
    features = Input(shape=(4,), name="features")
    out = layers.Dense(2, name="out")(scaled(3.0, -0.5)(features))
    return Golden(Model(features, out, name="lambda_closure"), [uniform(4)], [uniform(2)], optimizer("RMSprop", 0.01),
                  "mae", lambdas={"scale": source("lambda x: x * scale + offset",
                                                  closure={"scale": 3.0, "offset": -0.5})})


@recipe("lambda_arguments", "a Lambda with arguments=, one of them a default of its function", "lambda", "functional")
def lambda_arguments():
    features = Input(shape=(4,), name="features")
    x = layers.Lambda(lambda x, power, shift=1.0: x ** power + shift, arguments={"power": 2}, name="power")(features)
    text = source("lambda x, power, shift=1.0: x ** power + shift", arguments={"power": 2})
    return Golden(Model(features, layers.Dense(2, name="out")(x), name="lambda_arguments"), [uniform(4)], [uniform(2)],
                  optimizer("Adam", 0.01), "mse", lambdas={"power": text})


@recipe("lambda_backend", "Lambdas that call the backend and take a list of inputs", "lambda", "functional")
def lambda_backend():
    left, right = Input(shape=(4,), name="left"), Input(shape=(4,), name="right")
    gap = layers.Lambda(lambda pair: K.abs(pair[0] - pair[1]), name="gap")([left, right])
    length = layers.Lambda(lambda x: K.sqrt(K.sum(K.square(x), axis=1, keepdims=True)), name="length")(gap)
    x = layers.Concatenate(name="concatenate")([gap, length])
    return Golden(Model([left, right], layers.Dense(2, name="out")(x), name="lambda_backend"), [uniform(4), uniform(4)],
                  lambdas={"gap": source("lambda pair: K.abs(pair[0] - pair[1])"),
                           "length": source("lambda x: K.sqrt(K.sum(K.square(x), axis=1, keepdims=True))")})


@recipe("lambda_output_shape", "a Lambda whose output_shape is a lambda too", "lambda", "functional")
def lambda_output_shape():
    features = Input(shape=(3, 4), name="features")
    x = layers.Lambda(lambda x: x[:, 0], output_shape=lambda shape: (shape[0], shape[2]), name="first")(features)
    text = source("lambda x: x[:, 0]", output_shape="lambda shape: (shape[0], shape[2])")
    return Golden(Model(features, layers.Dense(2, name="out")(x), name="lambda_output_shape"), [uniform(3, 4)],
                  lambdas={"first": text})


@recipe("lambda_named", "a Lambda of a function with a name, which the file stores by that name",
        "lambda", "functional")
def lambda_named():
    features = Input(shape=(4,), name="features")
    x = layers.Lambda(halve, name="halve")(features)
    return Golden(Model(features, layers.Dense(2, name="out")(x), name="lambda_named"), [uniform(4)],
                  lambdas={"halve": source("lambda x: x * 0.5")}, custom={"halve": halve})
