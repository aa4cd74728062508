"""Keras 1 models of sequences, in its words: output_dim, inner_activation, consume_less, Model(input=, output=)."""
from __future__ import print_function

from custom_layers import DecayingDropout, MaskedMeanPooling1D, MyLayer, MyMeanPool
from recipe import Golden, binary, ids, padded, recipe, uniform
from stack import Input, Model, Sequential, layers, optimizer


def masked_sequence(name="sequence"):
    """An input of seven steps of three features and the same behind Masking."""
    sequence = Input(shape=(7, 3), name=name)
    return sequence, layers.Masking(0.0, name=name + "_masking")(sequence)


def sequence_model(name, *stacked):
    """A Sequential model of ``stacked`` and two Dense outputs."""
    return Sequential(list(stacked) + [layers.Dense(2, name="out")], name=name)


@recipe("lstm", "LSTM with output_dim and inner_activation; twelve weights", "recurrent", "sequential")
def lstm():
    model = sequence_model("lstm_model", layers.LSTM(output_dim=4, input_shape=(6, 3), name="lstm"))
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("RMSprop", 0.01), "mae")


@recipe("lstm_gpu", "LSTM(consume_less='gpu'), whose four gates are one weight", "recurrent", "sequential")
def lstm_gpu():
    model = sequence_model("lstm_gpu_model", layers.LSTM(4, consume_less="gpu", inner_activation="sigmoid",
                                                         input_dim=3, input_length=6, name="lstm"))
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("gru", "GRU; nine weights", "recurrent", "sequential")
def gru():
    model = sequence_model("gru_model", layers.GRU(4, return_sequences=True, input_shape=(6, 3), name="lower"),
                           layers.GRU(3, consume_less="gpu", name="upper"))
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("simple_rnn", "SimpleRNN with go_backwards", "recurrent", "sequential")
def simple_rnn():
    model = sequence_model("simple_rnn_model",
                           layers.SimpleRNN(4, go_backwards=True, input_shape=(6, 3), name="rnn"))
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("RMSprop", 0.01), "mse")


@recipe("bidirectional_lstm", "Bidirectional LSTM, merged by concatenation", "recurrent", "wrapper", "sequential")
def bidirectional_lstm():
    model = sequence_model("bidirectional_lstm",
                           layers.Bidirectional(layers.LSTM(3), input_shape=(6, 3), name="both"))
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("penalties_in_wrappers", "regularizers in Bidirectional, TimeDistributed, local and recurrent layers", "recurrent",
        "wrapper", "regularizer", "sequential")
def penalties_in_wrappers():
    from keras.regularizers import activity_l2, l2

    model = sequence_model(
        "penalties_in_wrappers",
        layers.Bidirectional(layers.LSTM(3, return_sequences=True, W_regularizer=l2(0.05)), input_shape=(6, 3), name="both"),
        layers.TimeDistributed(layers.Dense(3, activity_regularizer=activity_l2(0.02)), name="steps"),
        layers.GRU(3, return_sequences=True, U_regularizer=l2(0.05), name="gru"),
        layers.LocallyConnected1D(2, 2, activity_regularizer=activity_l2(0.02), name="local"),
        layers.Flatten(name="flat"))
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("RMSprop", 0.01), "mse")


@recipe("time_distributed", "TimeDistributed Dense and the older TimeDistributedDense", "recurrent", "wrapper",
        "sequential")
def time_distributed():
    model = sequence_model(
        "time_distributed",
        layers.TimeDistributed(layers.Dense(3, activation="relu"), input_shape=(5, 4), name="wrapped"),
        layers.core.TimeDistributedDense(3, name="older"), layers.SimpleRNN(3, name="rnn"))
    return Golden(model, [uniform(5, 4)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("masking_lstm", "Masking, LSTM, Dense", "masking", "recurrent", "sequential")
def masking_lstm():
    model = sequence_model("masking_lstm", layers.Masking(0.0, input_shape=(7, 3), name="masking"),
                           layers.LSTM(4, name="lstm"))
    return Golden(model, [padded(7, 3)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("embedding_lstm", "Embedding(mask_zero=True), LSTM, sigmoid, binary_crossentropy",
        "masking", "recurrent", "embedding", "sequential")
def embedding_lstm():
    model = Sequential([layers.Embedding(10, 4, mask_zero=True, input_length=7, name="embedding"),
                        layers.LSTM(4, name="lstm"), layers.Dense(1, activation="sigmoid", name="out")],
                       name="embedding_lstm")
    return Golden(model, [ids(7, 10)], [binary(1)], optimizer("RMSprop", 0.01), "binary_crossentropy")


@recipe("masked_bidirectional_sequences", "the outputs of a Bidirectional GRU at masked steps",
        "masking", "recurrent", "wrapper", "functional")
def masked_bidirectional_sequences():
    sequence, x = masked_sequence()
    out = layers.Bidirectional(layers.GRU(2, return_sequences=True), name="both")(x)
    return Golden(Model(input=sequence, output=out, name="masked_sequences"), [padded(7, 3)])


@recipe("masked_sequence_loss", "a mask that reaches the loss of (batch, time, features) outputs",
        "masking", "recurrent", "functional", "masked-loss")
def masked_sequence_loss():
    sequence, x = masked_sequence()
    x = layers.LSTM(4, return_sequences=True, name="lstm")(x)
    out = layers.TimeDistributed(layers.Dense(2), name="out")(x)
    return Golden(Model(input=sequence, output=out, name="masked_loss"), [padded(7, 3)], [uniform(7, 2)],
                  optimizer("Adam", 0.01), "mae")


@recipe("my_mean_pool", "Masking, TimeDistributed Dense, MyMeanPool(axis=1)", "custom", "masking", "functional")
def my_mean_pool():
    sequence, x = masked_sequence()
    pooled = MyMeanPool(axis=1, name="pool")(layers.TimeDistributed(layers.Dense(4), name="dense")(x))
    model = Model(input=sequence, output=layers.Dense(2, name="out")(pooled), name="my_mean_pool")
    return Golden(model, [padded(7, 3)], [uniform(2)], optimizer("RMSprop", 0.01), "mse",
                  custom={"MyMeanPool": MyMeanPool})


@recipe("masked_mean_pooling", "Masking, GRU, MaskedMeanPooling1D", "custom", "masking", "recurrent", "functional")
def masked_mean_pooling():
    sequence, x = masked_sequence()
    x = MaskedMeanPooling1D(name="pool")(layers.GRU(4, return_sequences=True, name="gru")(x))
    model = Model(input=sequence, output=layers.Dense(2, name="out")(x), name="masked_mean_pooling")
    return Golden(model, [padded(7, 3)], [uniform(2)], optimizer("Adam", 0.01), "mse",
                  custom={"MaskedMeanPooling1D": MaskedMeanPooling1D})


@recipe("my_layer", "MyLayer, a custom layer with one kernel", "custom", "sequential")
def my_layer():
    model = Sequential([MyLayer(6, input_shape=(4,), name="mine"), layers.Activation("tanh", name="tanh"),
                        layers.Dense(2, name="out")], name="my_layer_model")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse", custom={"MyLayer": MyLayer})


@recipe("decaying_dropout", "DecayingDropout: random in training, its counter saved", "custom", "sequential")
def decaying_dropout():
    model = Sequential([layers.Dense(6, activation="tanh", input_dim=4, name="hidden"),
                        DecayingDropout(initial_keep_rate=0.9, decay_interval=10, decay_rate=0.9, seed=7,
                                        name="dropout"), layers.Dense(2, name="out")], name="decaying_dropout")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("RMSprop", 0.01), "mse",
                  custom={"DecayingDropout": DecayingDropout}, stochastic=True)
