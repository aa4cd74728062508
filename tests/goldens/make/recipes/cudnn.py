"""CuDNNLSTM and CuDNNGRU: their layers can be made anywhere, but run on a GPU only.

So the file holds the cuDNN layers, and the outputs are those of LSTM and GRU(reset_after=True) with the weights that
this Keras's own load_weights makes of the file.
"""
from __future__ import print_function

import collections

from recipe import Golden, recipe, uniform
from stack import K, Sequential, layers, require

GPU_ONLY = "its own Keras runs the layers of the file on a GPU only"

Written = collections.namedtuple("Written", "architecture layers")


def written(make, shape):
    """The architecture of a model that is never run, and its layers anew, built one by one."""
    architecture = Sequential(make()).to_json()
    K.clear_session()  # or TensorFlow looks for a kernel of every operation in the graph
    made = make()
    for layer in made:
        with K.name_scope(layer.name):
            layer.build(shape)
        shape = layer.compute_output_shape(shape)
    return Written(architecture, made)


def golden(make):
    """A golden of sequences (6, 3); ``make`` is told whether to take cuDNN's layers."""
    stored = written(lambda: make(True), (None, 6, 3))
    return Golden(Sequential(make(False)), [uniform(6, 3)], saved_as="json", on_reload=GPU_ONLY, written=stored)


@recipe("cudnn_lstm", "CuDNNLSTM and a Bidirectional one, with LSTM's outputs", "recurrent", "cudnn", "sequential",
        "weights-only")
def cudnn_lstm():
    require("CuDNNLSTM")

    def lstm(on_gpu, units, **settings):
        if on_gpu:
            return layers.CuDNNLSTM(units, **settings)
        return layers.LSTM(units, recurrent_activation="sigmoid", **settings)

    return golden(lambda on_gpu: [
        lstm(on_gpu, 4, return_sequences=True, input_shape=(6, 3), name="lower"),
        layers.Bidirectional(lstm(on_gpu, 3), name="both"), layers.Dense(2, name="out")])


@recipe("cudnn_gru", "CuDNNGRU backwards and a Bidirectional one, with the outputs of GRU(reset_after=True)", "recurrent",
        "cudnn", "sequential", "weights-only")
def cudnn_gru():
    require("CuDNNGRU")
    require("GRU", "reset_after")

    def gru(on_gpu, units, **settings):
        if on_gpu:
            return layers.CuDNNGRU(units, **settings)
        return layers.GRU(units, recurrent_activation="sigmoid", reset_after=True, **settings)

    return golden(lambda on_gpu: [
        layers.Bidirectional(gru(on_gpu, 3, return_sequences=True), input_shape=(6, 3), merge_mode="sum", name="both"),
        gru(on_gpu, 4, go_backwards=True, name="upper"), layers.Dense(2, name="out")])
