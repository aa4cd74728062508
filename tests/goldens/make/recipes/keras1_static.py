"""Keras 1 models without time, in its words: output_dim, nb_filter, border_mode, init, merge(mode=), Model(input=)."""
from __future__ import print_function

from recipe import Golden, binary, ids, one_hot, recipe, source, uniform
from stack import Input, K, Model, Sequential, layers, optimizer


@recipe("mlp", "Sequential of Dense layers with input_dim, init by name, Adam, mse with the mae metric", "dense",
        "sequential")
def mlp():
    model = Sequential([layers.Dense(8, init="glorot_normal", activation="relu", input_dim=5, name="hidden"),
                        layers.Dense(3, name="out")], name="mlp")
    return Golden(model, [uniform(5)], [uniform(3)], optimizer("Adam", 0.01), "mse", metrics=["mae"])


@recipe("mlp_functional", "functional Dense layers, categorical_crossentropy, accuracy", "dense", "functional")
def mlp_functional():
    features = Input(shape=(5,), name="features")
    x = layers.Dense(6, activation="elu", bias=False, name="first")(features)
    x = layers.Dense(6, activation="hard_sigmoid", name="second")(x)
    out = layers.Dense(3, activation="softmax", name="out")(x)
    return Golden(Model(input=features, output=out, name="mlp_functional"), [uniform(5)], [one_hot(3)],
                  optimizer("RMSprop", 0.01), "categorical_crossentropy", metrics=["accuracy"])


@recipe("mlp_regularized", "W_regularizer, b_regularizer, W_constraint, activity_regularizer", "dense", "sequential",
        "regularizer")
def mlp_regularized():
    from keras import constraints, regularizers

    model = Sequential([layers.Dense(6, W_regularizer=regularizers.l2(0.01), b_regularizer=regularizers.l1(0.01),
                                     activation="tanh", input_dim=4, name="hidden"),
                        layers.Dense(2, W_constraint=constraints.maxnorm(0.5), name="out")], name="mlp_regularized")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("RMSprop", 0.01), "mae")


@recipe("mlp_frozen", "a Dense layer with trainable=False between two that train", "dense", "functional", "frozen")
def mlp_frozen():
    features = Input(shape=(4,), name="features")
    x = layers.Dense(6, activation="tanh", name="first")(features)
    x = layers.Dense(6, activation="tanh", trainable=False, name="frozen")(x)
    model = Model(input=features, output=layers.Dense(2, name="out")(x), name="mlp_frozen")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("mlp_weights_json", "an architecture .json beside an .h5 that holds weights only", "dense", "sequential",
        "weights-only")
def mlp_weights_json():
    model = Sequential([layers.Dense(6, activation="tanh", input_dim=4, name="hidden"), layers.Dense(2, name="out")],
                       name="mlp_weights_json")
    return Golden(model, [uniform(4)], saved_as="json")


@recipe("batch_normalization_modes", "BatchNormalization(mode=1) over vectors, (mode=2) over images and vectors",
        "convolution", "normalization", "sequential", "gone")
def batch_normalization_modes():
    model = Sequential([
        layers.Convolution2D(3, 2, 2, input_shape=(4, 4, 2), name="conv"),
        layers.BatchNormalization(mode=2, axis=-1, epsilon=0.01, name="images"), layers.Flatten(name="flat"),
        layers.Dense(5, name="hidden"), layers.BatchNormalization(mode=1, epsilon=0.02, name="rows"),
        layers.Dense(4, name="upper"), layers.BatchNormalization(mode=2, name="batch"), layers.Dense(2, name="out"),
    ], name="batch_normalization_modes")
    return Golden(model, [uniform(4, 4, 2)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("mlp_gone", "Highway, MaxoutDense, SReLU and ParametricSoftplus, which later Keras dropped",
        "dense", "sequential", "gone")
def mlp_gone():
    model = Sequential([layers.MaxoutDense(4, nb_feature=2, input_dim=4, name="maxout"),
                        layers.Highway(activation="tanh", name="highway"),
                        layers.advanced_activations.SReLU(name="srelu"),
                        layers.advanced_activations.ParametricSoftplus(name="softplus"),
                        layers.Dense(2, name="out")], name="mlp_gone")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("conv_bn", "Convolution2D with nb_filter, border_mode, subsample; BatchNormalization; MaxPooling2D; Flatten",
        "convolution", "batchnorm", "sequential")
def conv_bn():
    model = Sequential([
        layers.Convolution2D(4, 3, 3, border_mode="same", bias=False, input_shape=(8, 8, 3), name="conv"),
        layers.BatchNormalization(name="norm"), layers.Activation("relu", name="relu"),
        layers.MaxPooling2D((2, 2), name="pool"),
        layers.Convolution2D(3, 2, 2, subsample=(2, 2), activation="relu", name="strided"),
        layers.Flatten(name="flat"), layers.Dense(3, activation="softmax", name="out")], name="conv_bn")
    return Golden(model, [uniform(8, 8, 3)], [one_hot(3)], optimizer("Adam", 0.01), "categorical_crossentropy",
                  metrics=["accuracy"])


@recipe("conv_atrous", "AtrousConvolution2D, SeparableConvolution2D, Deconvolution2D, UpSampling2D, ZeroPadding2D",
        "convolution", "functional", "gone")
def conv_atrous():
    image = Input(shape=(6, 6, 2), name="image")
    x = layers.AtrousConvolution2D(3, 2, 2, atrous_rate=(2, 2), activation="relu", name="atrous")(image)
    x = layers.SeparableConvolution2D(3, 2, 2, depth_multiplier=2, name="separable")(x)
    x = layers.Deconvolution2D(2, 3, 3, output_shape=(None, 5, 5, 2), name="deconvolution")(x)
    x = layers.ZeroPadding2D((1, 1), name="pad")(layers.UpSampling2D((2, 2), name="up")(x))
    out = layers.Dense(2, name="out")(layers.GlobalAveragePooling2D(name="pool")(x))
    return Golden(Model(input=image, output=out, name="conv_atrous"), [uniform(6, 6, 2)])


@recipe("conv1d", "Convolution1D with filter_length and subsample_length, MaxPooling1D with pool_length",
        "convolution", "sequential")
def conv1d():
    model = Sequential([
        layers.Convolution1D(4, 3, border_mode="same", activation="relu", input_shape=(12, 3), name="same"),
        layers.MaxPooling1D(pool_length=2, name="pool"),
        layers.Convolution1D(4, 2, subsample_length=2, name="strided"), layers.GlobalMaxPooling1D(name="global"),
        layers.Dense(2, name="out")], name="conv1d_model")
    return Golden(model, [uniform(12, 3)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("locally_connected", "LocallyConnected1D and LocallyConnected2D", "convolution", "functional", "gone")
def locally_connected():
    image = Input(shape=(4, 4, 1), name="image")
    x = layers.LocallyConnected2D(2, 2, 2, activation="tanh", name="local2d")(image)
    x = layers.LocallyConnected1D(2, 3, name="local1d")(layers.Reshape((9, 2), name="reshape")(x))
    out = layers.Dense(2, name="out")(layers.Flatten(name="flat")(x))
    return Golden(Model(input=image, output=out, name="locally_connected"), [uniform(4, 4, 1)])


@recipe("merges", "merge() in the modes sum, mul, ave, max, concat, dot and cos", "functional", "merge")
def merges():
    left, right = Input(shape=(4,), name="left"), Input(shape=(4,), name="right")
    joined = [layers.merge([left, right], mode=mode, name="merge_" + mode)
              for mode in ("sum", "mul", "ave", "max", "concat")]
    joined.append(layers.merge([left, right], mode="dot", dot_axes=1, name="merge_dot"))
    joined.append(layers.Flatten(name="flat")(layers.merge([left, right], mode="cos", dot_axes=1, name="merge_cos")))
    x = layers.merge(joined, mode="concat", concat_axis=-1, name="all")
    return Golden(Model(input=[left, right], output=layers.Dense(2, name="out")(x), name="merges"),
                  [uniform(4), uniform(4)])


@recipe("merge_sequential", "two Sequential branches joined by a Merge layer at the head of a Sequential",
        "sequential", "merge", "nested")
def merge_sequential():
    branches = [Sequential([layers.Dense(3, activation="tanh", input_dim=size, name=name + "_dense")], name=name)
                for name, size in (("left", 4), ("right", 2))]
    model = Sequential([layers.Merge(branches, mode="concat", name="joined"), layers.Dense(2, name="out")],
                       name="merge_sequential")
    return Golden(model, [uniform(4), uniform(2)], [uniform(2)], optimizer("RMSprop", 0.01), "mse")


@recipe("nested", "a functional model inside a functional model, called on two inputs",
        "nested", "shared", "functional", "merge")
def nested():
    inner = Input(shape=(4,), name="inner")
    encoder = Model(input=inner, output=layers.Dense(3, activation="tanh", name="code")(inner), name="encoder")
    left, right = Input(shape=(4,), name="left"), Input(shape=(4,), name="right")
    x = layers.merge([encoder(left), encoder(right)], mode="concat", name="both")
    model = Model(input=[left, right], output=layers.Dense(2, name="out")(x), name="nested")
    return Golden(model, [uniform(4), uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("two_inputs_two_outputs", "two inputs, two outputs with losses by name and loss weights", "functional",
        "multiple")
def two_inputs_two_outputs():
    words, numbers = Input(shape=(5,), name="words"), Input(shape=(3,), name="numbers")
    x = layers.GRU(3, name="gru")(layers.Embedding(8, 3, name="embedding")(words))
    x = layers.merge([x, numbers], mode="concat", name="both")
    score, label = layers.Dense(2, name="score")(x), layers.Dense(1, activation="sigmoid", name="label")(x)
    model = Model(input=[words, numbers], output=[score, label], name="two_by_two")
    return Golden(model, [ids(5, 8), uniform(3)], [uniform(2), binary(1)], optimizer("Adam", 0.01),
                  {"score": "mse", "label": "binary_crossentropy"}, loss_weights={"score": 1.0, "label": 0.5})


def scaled(scale):
    """A Lambda layer that closes over a number."""
    return layers.Lambda(lambda x: x * scale, name="scale")


@recipe("lambda_plain", "Lambdas without closure, one with an output_shape that is a lambda too",
        "lambda", "functional")
def lambda_plain():
    features = Input(shape=(4,), name="features")
    x = layers.Lambda(lambda x: K.square(x) + 1.0, name="square")(features)
    x = layers.Lambda(lambda x: x[:, 1:], output_shape=lambda shape: (shape[0], shape[1] - 1), name="slice")(x)
    texts = {"square": source("lambda x: K.square(x) + 1.0"),
             "slice": source("lambda x: x[:, 1:]", output_shape="lambda shape: (shape[0], shape[1] - 1)")}
    model = Model(input=features, output=layers.Dense(2, name="out")(x), name="lambda_plain")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse", lambdas=texts)


@recipe("lambda_closure", "a Lambda that closes over a number", "lambda", "functional")
def lambda_closure():
    features = Input(shape=(4,), name="features")
    model = Model(input=features, output=layers.Dense(2, name="out")(scaled(3.0)(features)), name="lambda_closure")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("RMSprop", 0.01), "mae",
                  lambdas={"scale": source("lambda x: x * scale", closure={"scale": 3.0})},
                  on_reload="Keras 1 raises when it opens its own Lambda with a closure")


@recipe("lambda_arguments", "a Lambda with arguments=", "lambda", "functional")
def lambda_arguments():
    features = Input(shape=(4,), name="features")
    x = layers.Lambda(lambda x, power: x ** power, arguments={"power": 2}, name="power")(features)
    model = Model(input=features, output=layers.Dense(2, name="out")(x), name="lambda_arguments")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse",
                  lambdas={"power": source("lambda x, power: x ** power", arguments={"power": 2})})
