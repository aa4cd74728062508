"""Models whose layers are nested, shared or joined."""
from __future__ import print_function

from recipe import Golden, binary, ids, recipe, uniform
from stack import IS_MULTIBACKEND, Input, Model, Sequential, Unavailable, layers, optimizer

THAWED = ("Keras 2 does not save that a model inside a model is frozen, and its moving averages restart"
          if IS_MULTIBACKEND else "")


def encoder(name, size=4):
    """A functional model of one input and one output."""
    features = Input(shape=(size,), name=name + "_features")
    x = layers.Dense(5, activation="tanh", name=name + "_hidden")(features)
    return Model(features, layers.Dense(3, activation="tanh", name=name + "_code")(x), name=name)


@recipe("nested", "a functional model inside a functional model", "nested", "functional")
def nested():
    features = Input(shape=(4,), name="features")
    out = layers.Dense(2, name="out")(encoder("encoder")(features))
    return Golden(Model(features, out, name="nested"), [uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse")


def convolutional_base():
    """Conv2D, BatchNormalization, Conv2D: the frozen weights are in another order than the free ones."""
    image = Input(shape=(6, 6, 2), name="image")
    x = layers.Conv2D(3, 3, name="conv")(image)
    x = layers.BatchNormalization(name="norm")(x)
    return Model(image, layers.Conv2D(2, 2, strides=2, name="second")(x), name="base")


def classifier():
    """The Sequential top of a transferred model."""
    return Sequential([layers.Flatten(input_shape=(2, 2, 2), name="flat"), layers.Dense(2, name="dense")], name="top")


@recipe("nested_sequential",
        "transfer learning: a convolutional model below a Sequential one, inside a Sequential; the layers of "
        "the lower one frozen one by one",
        "nested", "sequential", "convolution", "batchnorm", "frozen")
def nested_sequential():
    base = convolutional_base()
    for layer in base.layers:
        layer.trainable = False
    model = Sequential([base, classifier()], name="transfer")
    return Golden(model, [uniform(6, 6, 2)], [uniform(2)], optimizer("RMSprop", 0.01), "mse")


@recipe("nested_frozen", "transfer learning: the convolutional model frozen as a whole", "nested", "functional",
        "convolution", "batchnorm", "frozen")
def nested_frozen():
    base = convolutional_base()
    base.trainable = False
    image = Input(shape=(6, 6, 2), name="picture")
    model = Model(image, classifier()(base(image)), name="frozen_base")
    return Golden(model, [uniform(6, 6, 2)], [uniform(2)], optimizer("RMSprop", 0.01), "mse", on_resume=THAWED)


@recipe("shared_layer", "one Dense layer called on two inputs", "shared", "functional")
def shared_layer():
    left, right = Input(shape=(4,), name="left"), Input(shape=(4,), name="right")
    shared = layers.Dense(3, activation="tanh", name="shared")
    joined = layers.Concatenate(name="concatenate")([shared(left), shared(right)])
    return Golden(Model([left, right], layers.Dense(2, name="out")(joined), name="shared_layer_model"),
                  [uniform(4), uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("shared_model", "a siamese network: one nested model called on two inputs, joined by Dot", "shared", "nested",
        "functional", "merge")
def shared_model():
    left, right = Input(shape=(4,), name="left"), Input(shape=(4,), name="right")
    code = encoder("encoder")
    alike = layers.Dot(axes=1, normalize=True, name="cosine")([code(left), code(right)])
    out = layers.Dense(1, activation="sigmoid", name="out")(alike)
    return Golden(Model([left, right], out, name="siamese"), [uniform(4), uniform(4)], [binary(1)],
                  optimizer("RMSprop", 0.01), "binary_crossentropy")


@recipe("two_inputs_two_outputs", "two inputs, two outputs with losses by name and loss weights", "functional",
        "multiple")
def two_inputs_two_outputs():
    words, numbers = Input(shape=(5,), name="words"), Input(shape=(3,), name="numbers")
    x = layers.LSTM(3, name="lstm")(layers.Embedding(8, 3, name="embedding")(words))
    x = layers.Concatenate(name="concatenate")([x, numbers])
    score = layers.Dense(2, name="score")(x)
    label = layers.Dense(1, activation="sigmoid", name="label")(x)
    return Golden(Model([words, numbers], [score, label], name="two_by_two"), [ids(5, 8), uniform(3)],
                  [uniform(2), binary(1)], optimizer("Adam", 0.01), {"score": "mse", "label": "binary_crossentropy"},
                  metrics={"score": "mae"}, loss_weights={"score": 1.0, "label": 0.5})


@recipe("merges", "every merge layer on unmasked inputs", "functional", "merge")
def merges():
    left, right = Input(shape=(4,), name="left"), Input(shape=(4,), name="right")
    both = [left, right]
    joined = [layers.Add(name="add")(both), layers.Subtract(name="subtract")(both),
              layers.Multiply(name="multiply")(both), layers.Average(name="average")(both),
              layers.Maximum(name="maximum")(both), layers.Dot(axes=-1, name="dot")(both)]
    x = layers.Concatenate(name="concatenate")(joined)
    return Golden(Model(both, layers.Dense(2, name="out")(x), name="merges"), [uniform(4), uniform(4)])


@recipe("residual", "a residual block with two skips over BatchNormalization",
        "functional", "convolution", "batchnorm", "merge")
def residual():
    image = Input(shape=(6, 6, 2), name="image")
    x = image
    for block in ("a", "b"):
        y = layers.BatchNormalization(name="norm_" + block)(x)
        y = layers.Conv2D(2, 3, padding="same", activation="relu", name="conv_" + block)(y)
        x = layers.Add(name="add_" + block)([x, y])
    out = layers.Dense(2, name="out")(layers.GlobalAveragePooling2D(name="pool")(x))
    return Golden(Model(image, out, name="residual"), [uniform(6, 6, 2)])


APART = "each model gets a layer of its own"


@recipe("shared_inside_and_outside", "layers that a model and a model in it hold", "shared", "nested", "functional",
        "batchnorm")
def shared_inside_and_outside():
    """What both hold is one layer, with one state of the optimizer.

    tf.keras 2.5 to 2.15 write the calls of such a layer wrong where a model in the outer one follows it.
    """
    if IS_MULTIBACKEND:
        raise Unavailable("multi-backend Keras trains such a layer once for each model")
    dense, norm = layers.Dense(4, activation="tanh", name="dense"), layers.BatchNormalization(name="norm")
    inner_in = Input((4,), name="inner_in")
    inner = Model(inner_in, layers.Dense(4, name="after")(norm(dense(inner_in))), name="inner")
    features = Input((4,), name="features")
    out = layers.Dense(2, name="out")(norm(dense(inner(features))))
    return Golden(Model(features, out, name="shared_inside_and_outside"), [uniform(4)], [uniform(2)], optimizer("Adam", 0.05),
                  "mse", ["mae"], on_resume=APART)
