"""Models that show what containers other than HDF5 keep: attributes of a class, cells in lists, vocabularies."""
from __future__ import print_function

import numpy as np
import stack
from recipe import BATCH, Golden, recipe, uniform
from stack import Input, Model, Sequential, layers


@recipe("cells", "an RNN over a list of cells, and a model inside TimeDistributed, whose objects lie deep",
        "functional", "recurrent", "nested")
def cells():
    """Two cells in a list and a wrapped model."""
    inner_in = Input((4,), name="inner_in")
    inner = Model(inner_in, layers.BatchNormalization(name="inner_norm")(layers.Dense(3, name="inner_dense")(inner_in)),
                  name="inner")
    sequence = Input((5, 4), name="sequence")
    steps = layers.TimeDistributed(inner, name="each_step")(sequence)
    state = layers.RNN([layers.LSTMCell(2, name="lstm_cell"), layers.GRUCell(3, name="gru_cell")], name="stacked")(steps)
    model = Model(sequence, layers.Dense(2, name="out")(state), name="cells")
    return Golden(model, [uniform(5, 4)], [uniform(2)], stack.optimizer("Adam", 0.01), "mse", ["mae"])


@recipe("averaged", "an optimizer that keeps moving averages of the weights, and puts them in place every other step",
        "functional", "optimizer")
def averaged():
    """Two dense layers."""
    if stack.release(stack.tf.__version__) < (2, 11):
        raise stack.Unavailable("no optimizer averages")
    model = Sequential([layers.Dense(3, activation="tanh", input_dim=4, name="hidden"), layers.Dense(2, name="out")],
                       name="averaged")
    average = {"use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 2}
    return Golden(model, [uniform(4)], [uniform(2)], stack.optimizer("SGD", 0.1, **average), "mse")


class Pyramid(Model):
    """A subclassed model: layers as attributes, in a list and in a dictionary, and a weight of its own."""

    def __init__(self):
        super(Pyramid, self).__init__(name="pyramid")
        self.first = layers.Dense(4, activation="tanh", name="first")
        self.blocks = [layers.Dense(3, name="block_0"), layers.BatchNormalization(name="block_1")]
        self.heads = {"main": layers.Dense(2, name="main")}
        self.scale = self.add_weight(name="scale", shape=(2,), initializer="ones")

    def call(self, inputs):
        found = self.first(inputs)
        for block in self.blocks:
            found = block(found)
        return self.heads["main"](found) * self.scale


@recipe("subclassed", "a subclassed model: no configuration, weights by the attributes of its class", "custom", "subclassed")
def subclassed():
    """A model that only its class can make."""
    model = Pyramid()
    model(np.zeros((BATCH, 5), "float32"))
    return Golden(model, [uniform(5)], [uniform(2)], stack.optimizer("SGD", 0.01, momentum=0.9), "mse",
                  custom={"Pyramid": Pyramid})


def _preprocessing(name):
    found = getattr(layers, name, None)
    if found is None:
        experimental = getattr(getattr(layers, "experimental", None), "preprocessing", None)
        found = getattr(experimental, name, None)
    if found is None:
        raise stack.Unavailable("no layer %s" % name)
    return found


@recipe("normalized", "an adapted Normalization, whose mean and variance are weights", "preprocessing", "sequential")
def normalized():
    """Adapted to fixed data."""
    layer = _preprocessing("Normalization")(name="norm")
    layer.adapt(np.random.RandomState(3).uniform(-2, 5, (40, 3)).astype("float32"))
    model = Sequential([Input((3,), name="features"), layer, layers.Dense(2, name="out")], name="normalized")
    return Golden(model, [uniform(3)], [uniform(2)], stack.optimizer("Adam", 0.01), "mse")


@stack.tf.keras.utils.register_keras_serializable(package="own", name="scaling")
class Scale(layers.Layer):
    """A layer that is registered under another name than its class has."""

    def __init__(self, factor=2.0, **kwargs):
        super(Scale, self).__init__(**kwargs)
        self.factor = factor

    def build(self, input_shape):
        self.gain = self.add_weight(name="gain", shape=(int(input_shape[-1]),), initializer="ones")
        super(Scale, self).build(input_shape)

    def call(self, inputs):
        return inputs * self.gain * self.factor

    def get_config(self):
        return dict(super(Scale, self).get_config(), factor=self.factor)


class Switch(layers.Layer):
    """Layers of one shape in a dictionary whose keys are not sorted: tf.keras counts them by the keys."""

    def __init__(self, units=3, **kwargs):
        super(Switch, self).__init__(**kwargs)
        self.units = units
        self.ways = {"right": layers.Dense(units, name="right"), "left": layers.Dense(units, activation="tanh", name="left")}

    def build(self, input_shape):
        for key in ("right", "left"):
            self.ways[key].build(input_shape)
        super(Switch, self).build(input_shape)

    def call(self, inputs):
        return self.ways["left"](inputs) + 2.0 * self.ways["right"](inputs)

    def get_config(self):
        return dict(super(Switch, self).get_config(), units=self.units)


@recipe("in_dictionary", "a layer that holds layers in a dictionary, whose optimizer counts them by the keys", "custom",
        "functional", "own_classes")
def in_dictionary():
    """Such a layer in a functional model."""
    given = Input((5,), name="given")
    model = Model(given, layers.Dense(2, name="out")(Switch(3, name="switch")(given)), name="in_dictionary")
    return Golden(model, [uniform(5)], [uniform(2)], stack.optimizer("Adam", 0.02), "mse", custom={"Switch": Switch})


@stack.tf.keras.utils.register_keras_serializable(package="own", name="tower")
class Tower(Model):
    """A subclassed model with a configuration."""

    def __init__(self, units=3, name="tower"):
        super(Tower, self).__init__(name=name)
        self.units = units
        self.hidden = layers.Dense(units, activation="relu", name="hidden")
        self.scale = Scale(1.5, name="scale")
        self.heads = [layers.Dense(4, name="head_0"), layers.Dense(2, name="head_1")]

    def call(self, inputs):
        found = self.scale(self.hidden(inputs))
        for head in self.heads:
            found = head(found)
        return found

    def get_config(self):
        return {"units": self.units, "name": self.name}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        return cls(**config)


@recipe("configured", "a subclassed model with a configuration, and a layer, both registered under other names", "custom",
        "subclassed", "own_classes")
def configured():
    """A model that ``from_config`` of its class makes."""
    model = Tower(4)
    model(np.zeros((BATCH, 5), "float32"))
    return Golden(model, [uniform(5)], [uniform(2)], stack.optimizer("Adam", 0.02), "mse",
                  custom={"Tower": Tower, "Scale": Scale})


@recipe("registered", "a layer that is registered under another name than its class has", "custom", "functional",
        "own_classes")
def registered():
    """Two such layers, one of them in a nested model."""
    inner_in, given = Input((3,), name="inner_in"), Input((5,), name="given")
    inner = Model(inner_in, Scale(0.5, name="inner_scale")(inner_in), name="inner")
    found = inner(layers.Dense(3, activation="tanh", name="hidden")(Scale(name="scale")(given)))
    return Golden(Model(given, layers.Dense(2, name="out")(found), name="registered"), [uniform(5)], [uniform(2)],
                  stack.optimizer("Adam", 0.02), "mse", custom={"Scale": Scale})


@recipe("integers", "an IntegerLookup with a vocabulary before an Embedding", "preprocessing", "functional")
def integers():
    """Numbers looked up in a vocabulary that the layer was given."""
    lookup = _preprocessing("IntegerLookup")
    layer = lookup(vocabulary=[12, 36, 1138, 42], name="lookup")
    ids = Input((4,), dtype="int64", name="ids")
    found = layers.Embedding(8, 3, name="embed")(layer(ids))
    model = Model(ids, layers.Dense(2, name="out")(layers.Flatten(name="flat")(found)), name="integers")
    return Golden(model, [lambda random: random.choice([12, 36, 1138, 42, 7], (BATCH, 4)).astype("int64")], [uniform(2)],
                  stack.optimizer("Adam", 0.01), "mse")


@recipe("words", "a TextVectorization with a vocabulary before an Embedding", "preprocessing", "strings", "sequential")
def words():
    """Text looked up in a vocabulary that the layer was adapted to."""
    layer = _preprocessing("TextVectorization")(max_tokens=12, output_sequence_length=4, name="vectorize")
    layer.adapt(np.array(["the cat sat on the mat", "the dog sat", "a cat and a dog"]))
    text = Input((1,), dtype="string", name="text")
    found = layers.Embedding(12, 3, name="embed")(layer(text))
    model = Model(text, layers.Dense(2, name="out")(layers.GlobalAveragePooling1D(name="mean")(found)), name="words")
    given = np.array([["the cat"], ["a dog sat"], ["a mat and a cat"], ["unknown word"], ["the the"], ["dog"]])
    return Golden(model, [lambda random: given], [uniform(2)], stack.optimizer("Adam", 0.01), "mse")


class Branch(Model):
    """A functional model of a class of its own, which the file names."""


@recipe("parts_of_batches", "BatchNormalization of parts of a batch and synchronized, an EinsumDense that leaves a size open, "
        "a model of a class of its own; factored averages of Adafactor", "functional", "nested", "custom")
def parts_of_batches():
    """Normalizations apart, so that each weight has a gradient that is no rounding error."""
    inner_in = Input((5, 4), name="inner_in")
    inner = Branch(inner_in, layers.BatchNormalization(virtual_batch_size=3, name="parts")(inner_in), name="branch")
    sequence = Input((5, 3), name="sequence")
    found = layers.EinsumDense("abc,cd->abd", output_shape=(None, 4), name="einsum")(sequence)
    found = layers.Activation("tanh", name="between")(inner(found))
    found = layers.experimental.SyncBatchNormalization(momentum=0.9, name="synchronized")(found)
    found = layers.Activation("sigmoid", name="after")(found)
    found = layers.BatchNormalization(momentum=0.8, name="norm")(found)
    model = Model(sequence, layers.Dense(2, name="out")(layers.Flatten(name="flat")(found)), name="parts_of_batches")
    return Golden(model, [uniform(5, 3)], [uniform(2)], stack.optimizer("Adafactor", 0.05), "mse", ["mae"],
                  custom={"Branch": Branch})


@recipe("renormalized", "BatchNormalization(renorm=True), which has three weights more", "sequential")
def renormalized():
    """Two dense layers."""
    model = Sequential([layers.Dense(4, input_dim=5, use_bias=False, name="hidden"), layers.BatchNormalization(
        renorm=True, renorm_momentum=0.8, name="renorm"), layers.Dense(2, name="out")], name="renormalized")
    return Golden(model, [uniform(5)], [uniform(2)], stack.optimizer("SGD", 0.05, momentum=0.9), "mse")


@recipe("shared_across_models", "a model that two models hold, and .weights.h5 once", "functional", "nested")
def shared_across_models():
    """The outermost model calls it, and so does a model in it."""
    shared = Sequential([layers.Dense(4, activation="tanh", input_dim=5, name="first"), layers.Dense(3, name="second")],
                        name="shared")
    inner_in = Input((5,), name="inner_in")
    inner = Model(inner_in, layers.Dense(3, name="after")(shared(inner_in)), name="inner")
    first, second = Input((5,), name="one"), Input((5,), name="two")
    joined = layers.Add(name="join")([inner(first), shared(second)])
    return Golden(Model([first, second], layers.Dense(2, name="out")(joined), name="shared_across_models"),
                  [uniform(5), uniform(5)])


@recipe("shared_deeply", "layers that a model, a model in it and a model in that hold, with one state of the optimizer",
        "shared", "nested", "functional", "batchnorm")
def shared_deeply():
    """No tf.keras opens the HDF5 file of this, where the weights of the middle one are listed once."""
    dense, norm = layers.Dense(4, activation="tanh", name="dense"), layers.BatchNormalization(name="norm")
    deep_in, inner_in = Input((4,), name="deep_in"), Input((4,), name="inner_in")
    deep = Model(deep_in, norm(dense(deep_in)), name="deep")
    inner = Model(inner_in, layers.Dense(4, name="after")(dense(deep(inner_in))), name="inner")
    features = Input((4,), name="features")
    out = layers.Dense(2, name="out")(norm(dense(inner(features))))
    return Golden(Model(features, out, name="shared_deeply"), [uniform(4)], [uniform(2)],
                  stack.optimizer("Adam", 0.05), "mse", ["mae"])
