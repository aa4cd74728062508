"""Models that hold custom layers and masked Lambdas."""
from __future__ import print_function

from custom_layers import DecayingDropout, MaskedMeanPooling1D, MyLayer, MyMeanPool
from recipe import Golden, binary, ids, padded, recipe, source, uniform
from stack import IS_MULTIBACKEND, Input, Model, Sequential, layers, optimizer, require

MASK_LOST = "Keras 2 does not save the mask function of a Lambda" if IS_MULTIBACKEND else ""
CROP = source("lambda x: x[:, 2:, :]", mask="lambda inputs, mask: mask[:, 2:]")
POOL = {"MyMeanPool": MyMeanPool}


def masked_sequence():
    """An input of seven steps of three features and the same behind Masking."""
    sequence = Input(shape=(7, 3), name="sequence")
    return sequence, layers.Masking(0.0, name="masking")(sequence)


def cropped(x):
    """Steps from the third on, with their mask; the layer is called 'crop'."""
    require("Lambda", "mask")
    return layers.Lambda(lambda x: x[:, 2:, :], mask=lambda inputs, mask: mask[:, 2:], name="crop")(x)


@recipe("my_mean_pool", "Masking, Dense, MyMeanPool(axis=1)", "custom", "masking", "functional")
def my_mean_pool():
    sequence, x = masked_sequence()
    pooled = MyMeanPool(axis=1, name="pool")(layers.TimeDistributed(layers.Dense(4), name="dense")(x))
    return Golden(Model(sequence, layers.Dense(2, name="out")(pooled), name="my_mean_pool"), [padded(7, 3)],
                  [uniform(2)], optimizer("RMSprop", 0.01), "mse", custom=POOL)


@recipe("my_mean_pool_embedding", "fields of many IDs: Embedding(mask_zero=True), MyMeanPool, Concatenate, Dense",
        "custom", "masking", "embedding", "functional")
def my_mean_pool_embedding():
    fields = [Input(shape=(time,), name=name) for name, time in (("genres", 5), ("actors", 4))]
    pooled = [MyMeanPool(axis=1, name=field + "_pool")(layers.Embedding(9, 3, mask_zero=True, name=field)(tensor))
              for field, tensor in zip(("embed_genres", "embed_actors"), fields)]
    x = layers.Concatenate(name="concatenate")(pooled)
    out = layers.Dense(1, activation="sigmoid", name="out")(x)
    return Golden(Model(fields, out, name="multi_valued"), [ids(5, 9), ids(4, 9)], [binary(1)], optimizer("Adam", 0.01),
                  "binary_crossentropy", custom=POOL)


@recipe("masked_mean_pooling", "Masking, GRU, MaskedMeanPooling1D", "custom", "masking", "recurrent", "functional")
def masked_mean_pooling():
    sequence, x = masked_sequence()
    x = layers.GRU(4, return_sequences=True, name="gru")(x)
    out = layers.Dense(2, name="out")(MaskedMeanPooling1D(name="pool")(x))
    return Golden(Model(sequence, out, name="masked_mean_pooling"), [padded(7, 3)], [uniform(2)],
                  optimizer("Adam", 0.01), "mse", custom={"MaskedMeanPooling1D": MaskedMeanPooling1D})


@recipe("masked_mean_pooling_no_mask", "MaskedMeanPooling1D that no mask reaches", "custom", "sequential")
def masked_mean_pooling_no_mask():
    model = Sequential([layers.Conv1D(3, 2, input_shape=(6, 2), name="conv"), MaskedMeanPooling1D(name="pool"),
                        layers.Dense(2, name="out")], name="no_mask")
    return Golden(model, [uniform(6, 2)], custom={"MaskedMeanPooling1D": MaskedMeanPooling1D})


@recipe("my_layer", "MyLayer, a custom layer with one kernel", "custom", "sequential")
def my_layer():
    model = Sequential([MyLayer(6, input_shape=(4,), name="mine"), layers.Activation("tanh", name="tanh"),
                        layers.Dense(2, name="out")], name="my_layer_model")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse", custom={"MyLayer": MyLayer})


@recipe("decaying_dropout", "DecayingDropout: random in training, its counter saved", "custom", "functional")
def decaying_dropout():
    features = Input(shape=(4,), name="features")
    x = layers.Dense(6, activation="tanh", name="hidden")(features)
    x = DecayingDropout(initial_keep_rate=0.9, decay_interval=10, decay_rate=0.9, seed=7, name="dropout")(x)
    return Golden(Model(features, layers.Dense(2, name="out")(x), name="decaying_dropout"), [uniform(4)], [uniform(2)],
                  optimizer("RMSprop", 0.01), "mse", custom={"DecayingDropout": DecayingDropout}, stochastic=True)


@recipe("decaying_dropout_keeping_all",
        "DecayingDropout that keeps everything: training can be repeated, the counter advances",
        "custom", "sequential")
def decaying_dropout_keeping_all():
    model = Sequential([layers.Dense(6, activation="tanh", input_shape=(4,), name="hidden"),
                        DecayingDropout(initial_keep_rate=1.0, decay_interval=100, decay_rate=1.0, name="dropout"),
                        layers.Dense(2, name="out")], name="keeping_all")
    return Golden(model, [uniform(4)], [uniform(2)], optimizer("Adam", 0.01), "mse",
                  custom={"DecayingDropout": DecayingDropout})


@recipe("masked_lambda", "Masking, a Lambda that crops steps and mask, LSTM, mae", "masking", "lambda", "recurrent",
        "functional")
def masked_lambda():
    sequence, x = masked_sequence()
    x = layers.LSTM(4, name="lstm")(cropped(x))
    return Golden(Model(sequence, layers.Dense(2, name="out")(x), name="cropped"), [padded(7, 3, shortest=3)],
                  [uniform(2)], optimizer("RMSprop", 0.01), "mae", lambdas={"crop": CROP}, on_reload=MASK_LOST)


@recipe("masked_lambda_sequence_loss", "the LSTM stack with a masked Lambda; the cropped mask reaches the loss",
        "masking", "lambda", "recurrent", "functional", "masked-loss")
def masked_lambda_sequence_loss():
    sequence, x = masked_sequence()
    x = layers.LSTM(4, return_sequences=True, name="lower")(x)
    x = layers.LSTM(2, return_sequences=True, name="upper")(cropped(x))
    return Golden(Model(sequence, x, name="cropped_loss"), [padded(7, 3, shortest=3)], [uniform(5, 2)],
                  optimizer("Adam", 0.01), "mae", lambdas={"crop": CROP}, on_reload=MASK_LOST)


@recipe("my_mean_pool_masked_lambda",
        "Masking, a Lambda that crops steps and mask, LSTM, MyMeanPool: custom layer and masked Lambda in "
        "one file",
        "custom", "masking", "lambda", "recurrent", "functional")
def my_mean_pool_masked_lambda():
    sequence, x = masked_sequence()
    x = layers.LSTM(4, return_sequences=True, name="lstm")(cropped(x))
    out = layers.Dense(2, name="out")(MyMeanPool(axis=1, name="pool")(x))
    return Golden(Model(sequence, out, name="pooled"), [padded(7, 3, shortest=3)], [uniform(2)],
                  optimizer("Adam", 0.01), "mae", lambdas={"crop": CROP}, custom=POOL, on_reload=MASK_LOST)
