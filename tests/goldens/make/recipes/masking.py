"""Models in which a mask decides the outputs or the loss."""
from __future__ import print_function

from recipe import Golden, ids, padded, recipe, uniform
from stack import Input, Model, Sequential, layers, optimizer


def masked(name, features=3):
    """An input of seven steps and the same behind Masking."""
    sequence = Input(shape=(7, features), name=name)
    return sequence, layers.Masking(0.0, name=name + "_masking")(sequence)


@recipe("masking_lstm", "Masking, LSTM, Dense", "masking", "recurrent", "sequential")
def masking_lstm():
    model = Sequential([layers.Masking(0.0, input_shape=(7, 3), name="masking"), layers.LSTM(4, name="lstm"),
                        layers.Dense(2, name="out")], name="masking_lstm")
    return Golden(model, [padded(7, 3)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("embedding_lstm", "Embedding(mask_zero=True), LSTM, sigmoid, binary_crossentropy", "masking", "recurrent",
        "embedding", "sequential")
def embedding_lstm():
    model = Sequential([layers.Embedding(10, 4, mask_zero=True, input_length=7, name="embedding"),
                        layers.LSTM(4, name="lstm"), layers.Dense(1, activation="sigmoid", name="out")],
                       name="embedding_lstm")
    return Golden(model, [ids(7, 10)], [lambda random: random.randint(0, 2, (6, 1)).astype("float32")],
                  optimizer("RMSprop", 0.01), "binary_crossentropy")


@recipe("masked_bidirectional", "Masking, Bidirectional LSTM over sequences, then a second one",
        "masking", "recurrent", "wrapper", "functional")
def masked_bidirectional():
    sequence, x = masked("sequence")
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True), name="lower")(x)
    x = layers.Bidirectional(layers.LSTM(3), merge_mode="ave", name="upper")(x)
    return Golden(Model(sequence, layers.Dense(2, name="out")(x), name="masked_bidirectional"), [padded(7, 3)],
                  [uniform(2)], optimizer("Adam", 0.01), "mae")


@recipe("masked_bidirectional_sequences", "the outputs of a Bidirectional GRU at masked steps",
        "masking", "recurrent", "wrapper", "functional")
def masked_bidirectional_sequences():
    sequence, x = masked("sequence")
    out = layers.Bidirectional(layers.GRU(2, return_sequences=True), name="both")(x)
    return Golden(Model(sequence, out, name="masked_sequences"), [padded(7, 3)])


@recipe("masked_sequence_loss", "a mask that reaches the loss and the metric of (batch, time, features) outputs",
        "masking", "recurrent", "functional", "masked-loss")
def masked_sequence_loss():
    sequence, x = masked("sequence")
    x = layers.LSTM(4, return_sequences=True, name="lstm")(x)
    out = layers.TimeDistributed(layers.Dense(2), name="out")(x)
    return Golden(Model(sequence, out, name="masked_loss"), [padded(7, 3)], [uniform(7, 2)], optimizer("Adam", 0.01),
                  "mae", metrics=["mse"])


@recipe("masked_stacked_rnns", "SimpleRNN, GRU and LSTM, one upon the other, behind Embedding(mask_zero=True)",
        "masking", "recurrent", "embedding", "sequential")
def masked_stacked_rnns():
    model = Sequential([layers.Embedding(10, 3, mask_zero=True, input_length=7, name="embedding"),
                        layers.SimpleRNN(3, return_sequences=True, name="rnn"),
                        layers.Dropout(0.5, name="dropout"),
                        layers.GRU(3, return_sequences=True, name="gru"),
                        layers.LSTM(3, name="lstm"), layers.Dense(2, name="out")], name="masked_rnns")
    return Golden(model, [ids(7, 10)])


@recipe("masked_add", "Add of two inputs with masks of their own, then an LSTM", "masking", "recurrent", "merge",
        "functional")
def masked_add():
    (left, x), (right, y) = masked("left"), masked("right")
    x = layers.LSTM(3, name="lstm")(layers.Add(name="add")([x, y]))
    return Golden(Model([left, right], layers.Dense(2, name="out")(x), name="masked_add"),
                  [padded(7, 3), padded(7, 3, shortest=2)], [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("masked_concatenate",
        "Concatenate along features of two masked inputs, Multiply and Maximum above, then an LSTM",
        "masking", "recurrent", "merge", "functional")
def masked_concatenate():
    (left, x), (right, y) = masked("left", 2), masked("right", 2)
    joined = layers.Concatenate(name="concatenate")([x, y])
    product = layers.Multiply(name="multiply")([x, y])
    largest = layers.Maximum(name="maximum")([x, y])
    joined = layers.Concatenate(axis=-1, name="all")([joined, product, largest])
    x = layers.LSTM(3, name="lstm")(joined)
    return Golden(Model([left, right], layers.Dense(2, name="out")(x), name="masked_concatenate"),
                  [padded(7, 2), padded(7, 2, shortest=2)])


@recipe("masked_concatenate_time", "Concatenate along time of two masked inputs, then an LSTM",
        "masking", "recurrent", "merge", "functional")
def masked_concatenate_time():
    (left, x), (right, y) = masked("left"), masked("right")
    x = layers.LSTM(3, name="lstm")(layers.Concatenate(axis=1, name="concatenate")([x, y]))
    return Golden(Model([left, right], layers.Dense(2, name="out")(x), name="masked_time"),
                  [padded(7, 3), padded(7, 3, shortest=2)])
