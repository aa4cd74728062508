"""Dense models: activations, losses, regularizers, dropout, frozen layers, and files that hold weights only."""
from __future__ import print_function

from recipe import Golden, binary, one_hot, recipe, uniform
from stack import IS_MULTIBACKEND, Input, Model, Sequential, Unavailable, keras, layers, optimizer


def two_layers(name):
    """A small Sequential model of two Dense layers."""
    return Sequential([layers.Dense(6, activation="tanh", input_shape=(4,), name="hidden"),
                       layers.Dense(2, name="out")], name=name)


@recipe("mlp", "Sequential of Dense layers, Adam, mse with the mae metric", "dense", "sequential")
def mlp():
    model = Sequential([layers.Dense(8, activation="relu", input_shape=(5,), name="hidden"),
                        layers.Dense(3, name="out")], name="mlp")
    return Golden(model, [uniform(5)], [uniform(3)], optimizer("Adam", 0.01), "mse", metrics=["mae"])


@recipe("mlp_functional", "functional Dense layers with elu, selu and softmax; categorical_crossentropy, accuracy",
        "dense", "functional")
def mlp_functional():
    features = Input(shape=(5,), name="features")
    x = layers.Dense(6, activation="elu", name="first")(features)
    x = layers.Dense(6, activation="selu", name="second")(x)
    out = layers.Dense(3, activation="softmax", name="out")(x)
    return Golden(Model(features, out, name="mlp_functional"), [uniform(5)], [one_hot(3)],
                  optimizer("RMSprop", 0.01), "categorical_crossentropy", metrics=["accuracy"])


@recipe("mlp_binary", "hard_sigmoid and softplus by name, sigmoid, binary_crossentropy, accuracy",
        "dense", "sequential")
def mlp_binary():
    model = Sequential([layers.Dense(6, activation="hard_sigmoid", input_shape=(4,), name="gate"),
                        layers.Dense(6, activation="softplus", name="hidden"),
                        layers.Dense(1, activation="sigmoid", name="out")], name="mlp_binary")
    return Golden(model, [uniform(4)], [binary(1)], optimizer("Adam", 0.01), "binary_crossentropy",
                  metrics=["accuracy"])


@recipe("mlp_regularized", "l1, l2 and l1_l2 penalties, an activity penalty, a max_norm constraint, initializers by "
        "configuration", "dense", "sequential", "regularizer")
def mlp_regularized():
    regularizers, constraints = keras.regularizers, keras.constraints
    model = Sequential([
        layers.Dense(6, activation="tanh", input_shape=(4,), name="hidden", kernel_initializer="he_uniform",
                     kernel_regularizer=regularizers.l2(0.01), bias_regularizer=regularizers.l1(0.01)),
        layers.Dense(5, name="bounded", kernel_constraint=constraints.max_norm(0.5),
                     bias_initializer=keras.initializers.RandomNormal(stddev=0.1),
                     kernel_regularizer=regularizers.l1_l2(0.01, 0.02)),
        layers.Dense(2, name="out", activity_regularizer=regularizers.l2(0.01))], name="mlp_regularized")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("RMSprop", 0.01), "mae")


@recipe("mlp_dropout", "Dropout, GaussianNoise: nothing in the outputs, random in training", "dense", "sequential")
def mlp_dropout():
    model = Sequential([layers.GaussianNoise(0.1, input_shape=(4,), name="noise"),
                        layers.Dense(6, activation="tanh", name="hidden"), layers.Dropout(0.5, name="dropout"),
                        layers.Dense(2, name="out")], name="mlp_dropout")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse", stochastic=True)


@recipe("mlp_frozen", "a Dense layer with trainable=False between two that train", "dense", "functional", "frozen")
def mlp_frozen():
    features = Input(shape=(4,), name="features")
    x = layers.Dense(6, activation="tanh", name="first")(features)
    x = layers.Dense(6, activation="tanh", trainable=False, name="frozen")(x)
    out = layers.Dense(2, name="out")(x)
    return Golden(Model(features, out, name="mlp_frozen"), [uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("frozen_regularized", "penalties of frozen layers, one of them in a model in the model, which count all the same",
        "dense", "functional", "frozen", "regularizer", "nested")
def frozen_regularized():
    l1, l2 = keras.regularizers.l1, keras.regularizers.l2
    features = Input(shape=(4,), name="features")
    inner = Sequential([layers.Dense(5, activation="tanh", input_shape=(6,), trainable=False, name="inside",
                                     kernel_regularizer=l2(0.3))], name="inner")
    x = layers.Dense(6, activation="tanh", kernel_regularizer=l2(0.1), name="first")(features)
    x = layers.Dense(6, activation="tanh", trainable=False, name="frozen", kernel_regularizer=l2(0.2),
                     bias_regularizer=l1(0.1))(x)
    out = layers.Dense(2, name="out")(inner(x))
    return Golden(Model(features, out, name="frozen_regularized"), [uniform(4)], [uniform(2)], optimizer("SGD", 0.01), "mse")


@recipe("mlp_uncompiled", "a model that was never compiled", "dense", "sequential")
def mlp_uncompiled():
    return Golden(two_layers("mlp_uncompiled"), [uniform(4)])


@recipe("mlp_weights_json", "an architecture .json beside an .h5 that holds weights only", "dense", "sequential",
        "weights-only")
def mlp_weights_json():
    return Golden(two_layers("mlp_weights_json"), [uniform(4)], saved_as="json")


@recipe("mlp_weights_yaml", "an architecture .yaml beside an .h5 that holds weights only", "dense", "sequential",
        "weights-only")
def mlp_weights_yaml():
    if not IS_MULTIBACKEND:
        raise Unavailable("to_yaml raises since TensorFlow 2.6")
    return Golden(two_layers("mlp_weights_yaml"), [uniform(4)], saved_as="yaml")


@recipe("activations", "the advanced activation layers", "dense", "functional", "activations")
def activations():
    features = Input(shape=(4,), name="features")
    x = layers.LeakyReLU(0.2, name="leaky")(layers.Dense(6, name="d1")(features))
    x = layers.PReLU(name="prelu")(layers.Dense(6, name="d2")(x))
    x = layers.ELU(0.5, name="elu")(layers.Dense(6, name="d3")(x))
    x = layers.ThresholdedReLU(0.1, name="thresholded")(layers.Dense(6, name="d4")(x))
    out = layers.Activation("softsign", name="softsign")(layers.Dense(2, name="d5")(x))
    return Golden(Model(features, out, name="activation_layers"), [uniform(4)])
