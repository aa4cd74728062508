"""Keras 1's merge layer in every mode, on sequences, masked, and by a function; and its TimeDistributedDense."""
from __future__ import print_function

from recipe import Golden, padded, recipe, source, uniform
from stack import Input, K, Model, Sequential, layers, optimizer


def two_sequences():
    """Two inputs of four steps of three features."""
    return [Input(shape=(4, 3), name=name) for name in ("left", "right")]


@recipe("merges_of_sequences", "merge() of (time, features): dot and cos over axes, concat over time", "functional",
        "merge")
def merges_of_sequences():
    pair = two_sequences()
    parts = [layers.merge(pair, mode="dot", dot_axes=2, name="dot_steps"),
             layers.merge(pair, mode="dot", dot_axes=(1, 1), name="dot_features"),
             layers.merge(pair, mode="dot", name="dot_default"),
             layers.merge(pair, mode="concat", concat_axis=1, name="one_after_the_other"),
             layers.merge(pair, mode="concat", name="side_by_side"), layers.merge(pair, mode="max", name="largest")]
    flat = [layers.Flatten(name="flat_%d" % number)(part) for number, part in enumerate(parts)]
    out = layers.Dense(2, name="out")(layers.merge(flat, mode="concat", name="all"))
    return Golden(Model(input=pair, output=out, name="merges_of_sequences"), [uniform(4, 3), uniform(4, 3)],
                  [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("merge_cos", "merge(mode='cos') of vectors, whose output has an axis of size 1", "functional", "merge")
def merge_cos():
    left, right = Input(shape=(4,), name="left"), Input(shape=(4,), name="right")
    x = layers.merge([left, right], mode="cos", name="cosine")
    out = layers.Dense(2, name="out")(layers.Flatten(name="flat")(x))
    return Golden(Model(input=[left, right], output=out, name="merge_cos"), [uniform(4), uniform(4)], [uniform(2)],
                  optimizer("Adam", 0.01), "mse")


@recipe("merge_lambda", "merge() by a lambda of the list of inputs, with output_shape", "functional", "merge",
        "lambda")
def merge_lambda():
    left, right = Input(shape=(4,), name="left"), Input(shape=(4,), name="right")
    x = layers.merge([left, right], mode=lambda x: K.abs(x[0] - x[1]), output_shape=lambda shapes: shapes[0],
                     name="distance")
    text = source("lambda x: K.abs(x[0] - x[1])", output_shape="lambda shapes: shapes[0]")
    return Golden(Model(input=[left, right], output=layers.Dense(2, name="out")(x), name="merge_lambda"),
                  [uniform(4), uniform(4)], [uniform(2)], optimizer("RMSprop", 0.01), "mae", lambdas={"distance": text})


@recipe("merge_masked", "merge() of masked sequences by sum and by concat, under an LSTM", "functional", "merge",
        "masking", "recurrent")
def merge_masked():
    left, right = Input(shape=(7, 3), name="left"), Input(shape=(7, 3), name="right")
    masked = [layers.Masking(0.0, name=name)(tensor) for name, tensor in (("mask_left", left), ("mask_right", right))]
    added = layers.LSTM(3, name="lstm_sum")(layers.merge(masked, mode="sum", name="sum"))
    joined = layers.LSTM(3, name="lstm_concat")(layers.merge(masked, mode="concat", name="concat"))
    out = layers.Dense(2, name="out")(layers.merge([added, joined], mode="concat", name="both"))
    return Golden(Model(input=[left, right], output=out, name="merge_masked"), [padded(7, 3, 2), padded(7, 3, 2)],
                  [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("time_distributed_dense", "TimeDistributedDense under recurrent layers with consume_less='mem' and 'cpu'",
        "recurrent", "sequential", "gone")
def time_distributed_dense():
    model = Sequential([layers.TimeDistributedDense(4, activation="tanh", input_dim=3, input_length=5, name="dense"),
                        layers.LSTM(3, consume_less="mem", return_sequences=True, name="lstm"),
                        layers.SimpleRNN(3, consume_less="cpu", go_backwards=True, name="rnn"),
                        layers.Dense(2, name="out")], name="time_distributed_dense")
    return Golden(model, [uniform(5, 3)], [uniform(2)], optimizer("RMSprop", 0.01), "mse")
