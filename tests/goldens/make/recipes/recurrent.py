"""Recurrent models, without masks."""
from __future__ import print_function

from recipe import Golden, binary, recipe, uniform
from stack import Input, Model, Sequential, keras, layers, optimizer, require


def sequence_model(name, *stacked):
    """A Sequential model of ``stacked`` and two Dense outputs."""
    return Sequential(list(stacked) + [layers.Dense(2, name="out")], name=name)


@recipe("lstm", "LSTM with this Keras's own default gate activation, RMSprop, mae", "recurrent", "sequential")
def lstm():
    model = sequence_model("lstm_model", layers.LSTM(4, input_shape=(6, 3), name="lstm"))
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("RMSprop", 0.01), "mae")


@recipe("lstm_stacked", "two LSTM layers, hard_sigmoid then sigmoid gates, the second backwards and without bias",
        "recurrent", "sequential")
def lstm_stacked():
    model = sequence_model(
        "lstm_stacked",
        layers.LSTM(4, return_sequences=True, recurrent_activation="hard_sigmoid", input_shape=(6, 3), name="lower"),
        layers.LSTM(3, recurrent_activation="sigmoid", go_backwards=True, use_bias=False, name="upper"))
    return Golden(model, [uniform(6, 3)], [binary(2)], optimizer("Adam", 0.01), "mse")


@recipe("lstm_stateful", "a stateful LSTM with batch_input_shape; outputs from reset states",
        "recurrent", "sequential")
def lstm_stateful():
    return Golden(sequence_model("lstm_stateful", layers.LSTM(3, batch_input_shape=(6, 5, 2), stateful=True,
                                                              name="lstm")), [uniform(5, 2)])


@recipe("lstm_weights_json", "architecture .json and weights-only .h5 of a recurrent model",
        "recurrent", "sequential", "weights-only")
def lstm_weights_json():
    return Golden(sequence_model("lstm_weights_json", layers.LSTM(3, input_shape=(5, 2), name="lstm")),
                  [uniform(5, 2)], saved_as="json")


@recipe("lstm_states", "return_state and initial_state: an encoder and a decoder", "recurrent", "functional")
def lstm_states():
    source, target = Input(shape=(5, 2), name="source"), Input(shape=(4, 2), name="target")
    states = layers.LSTM(3, return_state=True, name="encoder")(source)[1:]
    x = layers.LSTM(3, return_sequences=True, name="decoder")(target, initial_state=states)
    out = layers.TimeDistributed(layers.Dense(2, name="dense"), name="out")(x)
    return Golden(Model([source, target], out, name="seq2seq"), [uniform(5, 2), uniform(4, 2)], [uniform(4, 2)],
                  optimizer("Adam", 0.01), "mse")


@recipe("gru", "GRU with this Keras's own defaults", "recurrent", "sequential")
def gru():
    model = sequence_model("gru_model", layers.GRU(4, input_shape=(6, 3), name="gru"))
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("gru_reset_before", "GRU(reset_after=False)", "recurrent", "sequential")
def gru_reset_before():
    require("GRU", "reset_after")
    layer = layers.GRU(4, reset_after=False, recurrent_activation="hard_sigmoid", input_shape=(6, 3), name="gru")
    return Golden(sequence_model("gru_reset_before", layer), [uniform(6, 3)], [uniform(2)], optimizer("RMSprop", 0.01),
                  "mae")


@recipe("gru_reset_after", "GRU(reset_after=True), whose bias has two rows", "recurrent", "sequential")
def gru_reset_after():
    require("GRU", "reset_after")
    layer = layers.GRU(4, reset_after=True, recurrent_activation="sigmoid", input_shape=(6, 3), name="gru")
    return Golden(sequence_model("gru_reset_after", layer), [uniform(6, 3)], [uniform(2)], optimizer("RMSprop", 0.01),
                  "mae")


@recipe("simple_rnn", "SimpleRNN", "recurrent", "sequential")
def simple_rnn():
    model = sequence_model("simple_rnn_model", layers.SimpleRNN(4, activation="tanh", input_shape=(6, 3), name="rnn"))
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("RMSprop", 0.01), "mse")


@recipe("bidirectional_lstm", "Bidirectional LSTM, merged by concatenation", "recurrent", "wrapper", "sequential")
def bidirectional_lstm():
    model = sequence_model("bidirectional_lstm",
                           layers.Bidirectional(layers.LSTM(3), input_shape=(6, 3), name="both"))
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("bidirectional_gru_sum", "Bidirectional GRU over sequences, merged by sum",
        "recurrent", "wrapper", "functional")
def bidirectional_gru_sum():
    sequence = Input(shape=(6, 3), name="sequence")
    x = layers.Bidirectional(layers.GRU(3, return_sequences=True), merge_mode="sum", name="both")(sequence)
    out = layers.TimeDistributed(layers.Dense(2, activation="softmax"), name="out")(x)
    return Golden(Model(sequence, out, name="bidirectional_gru"), [uniform(6, 3)])


@recipe("time_distributed", "TimeDistributed Conv1D, Flatten and Dense under a GRU", "recurrent", "wrapper",
        "sequential")
def time_distributed():
    model = sequence_model(
        "time_distributed", layers.TimeDistributed(layers.Conv1D(2, 2), input_shape=(4, 5, 2), name="conv"),
        layers.TimeDistributed(layers.Flatten(), name="flat"),
        layers.TimeDistributed(layers.Dense(3, activation="relu"), name="dense"),
        layers.SimpleRNN(3, name="rnn"))
    return Golden(model, [uniform(4, 5, 2)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("penalties_in_wrappers", "regularizers of weights and outputs in Bidirectional, TimeDistributed and a local layer",
        "recurrent", "wrapper", "regularizer", "sequential")
def penalties_in_wrappers():
    regularizers = keras.regularizers

    inner = layers.LSTM(3, return_sequences=True, kernel_regularizer=regularizers.l2(0.05),
                        activity_regularizer=regularizers.l2(0.02))
    model = sequence_model(
        "penalties_in_wrappers", layers.Bidirectional(inner, input_shape=(6, 3), name="both"),
        layers.TimeDistributed(layers.Dense(3, activity_regularizer=regularizers.l2(0.02)), name="steps"),
        layers.LocallyConnected1D(2, 2, activity_regularizer=regularizers.l1(0.01), name="local"),
        layers.Flatten(name="flat"))
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("RMSprop", 0.01), "mse")


@recipe("conv_lstm", "ConvLSTM2D with this Keras's own default gate activation",
        "recurrent", "convolution", "sequential")
def conv_lstm():
    model = sequence_model("conv_lstm",
                           layers.ConvLSTM2D(2, (2, 2), padding="same", input_shape=(3, 4, 4, 1), name="convlstm"),
                           layers.GlobalAveragePooling2D(name="pool"))
    return Golden(model, [uniform(3, 4, 4, 1)])
