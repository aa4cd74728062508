"""Recurrent models, without masks."""
from __future__ import print_function

from recipe import Golden, binary, one_hot, recipe, uniform
from stack import Input, Model, Sequential, layers, optimizer, require


@recipe("lstm", "LSTM with this Keras's own default gate activation, RMSprop, mae", "recurrent", "sequential")
def lstm():
    model = Sequential([layers.LSTM(4, input_shape=(6, 3), name="lstm"), layers.Dense(2, name="out")], name="lstm_model")
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("RMSprop", 0.01), "mae")
