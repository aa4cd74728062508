"""Models with the custom layers that files most often hold: attention, CRF, normalisations, capsules, SSD's scale."""
from __future__ import print_function

import numpy as np
import published_layers as published
from published_crf import CRF, crf_loss, crf_viterbi_accuracy
from recipe import Golden, binary, padded, recipe, uniform
from stack import Input, Model, Sequential, layers, optimizer


def custom(*objects):
    """These objects by their names, as opening the file needs them."""
    return {each.__name__: each for each in objects}


def label_numbers(time, classes):
    """Label numbers (batch, time, 1), float32."""
    return lambda random: random.randint(0, classes, (6, time, 1)).astype("float32")


def label_rows(time, classes):
    """One-hot labels (batch, time, classes), float32."""
    return lambda random: np.eye(classes, dtype="float32")[random.randint(0, classes, (6, time))]


@recipe("attention_with_context", "AttentionWithContext over a masked GRU, without bias over a convolution", "custom",
        "masking", "attention", "functional")
def attention_with_context():
    sequence = Input(shape=(6, 3), name="sequence")
    x = layers.GRU(4, return_sequences=True, name="gru")(layers.Masking(0.0, name="masking")(sequence))
    masked = published.AttentionWithContext(W_regularizer="l2", name="context")(x)
    plain = published.AttentionWithContext(bias=False, name="no_bias")(layers.Conv1D(3, 2, name="conv")(sequence))
    out = layers.Dense(2, name="out")(layers.Concatenate(name="both")([masked, plain]))
    return Golden(Model(sequence, out, name="attention_with_context"), [padded(6, 3, 2)], [uniform(2)],
                  optimizer("Adam", 0.01), "mse", custom=custom(published.AttentionWithContext))


@recipe("attention_over_steps", "the tutorials' Attention(step_dim) over a masked LSTM", "custom", "masking",
        "attention", "functional")
def attention_over_steps():
    sequence = Input(shape=(6, 3), name="sequence")
    x = layers.LSTM(4, return_sequences=True, name="lstm")(layers.Masking(0.0, name="masking")(sequence))
    out = layers.Dense(1, activation="sigmoid", name="out")(published.Attention(6, name="attention")(x))
    return Golden(Model(sequence, out, name="attention_over_steps"), [padded(6, 3, 2)], [binary(1)],
                  optimizer("Adam", 0.01), "binary_crossentropy", custom=custom(published.Attention))


@recipe("attention_layer", "AttentionLayer, a softmax over the steps of a bidirectional LSTM", "custom", "attention",
        "sequential")
def attention_layer():
    model = Sequential([layers.Bidirectional(layers.LSTM(3, return_sequences=True), input_shape=(6, 3), name="both"),
                        published.AttentionLayer(name="attention"), layers.Dense(2, name="out")],
                       name="attention_layer")
    return Golden(model, [uniform(6, 3)], [uniform(2)], optimizer("RMSprop", 0.01), "mse",
                  custom=custom(published.AttentionLayer))


@recipe("crf_masked", "CRF with sparse targets after Masking and a bidirectional LSTM; crf_loss", "custom", "masking",
        "crf", "recurrent", "functional")
def crf_masked():
    sequence = Input(shape=(6, 3), name="sequence")
    x = layers.Masking(0.0, name="masking")(sequence)
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True), name="both")(x)
    model = Model(sequence, CRF(4, sparse_target=True, name="crf")(x), name="crf_masked")
    return Golden(model, [padded(6, 3, 2)], [label_numbers(6, 4)], optimizer("Adam", 0.01), crf_loss,
                  metrics=[crf_viterbi_accuracy], custom=custom(CRF, crf_loss, crf_viterbi_accuracy))


@recipe("crf", "CRF with one-hot targets and no mask", "custom", "crf", "functional")
def crf():
    sequence = Input(shape=(5, 3), name="sequence")
    x = layers.TimeDistributed(layers.Dense(4, activation="tanh"), name="dense")(sequence)
    model = Model(sequence, CRF(3, name="crf")(x), name="crf_model")
    return Golden(model, [uniform(5, 3)], [label_rows(5, 3)], optimizer("RMSprop", 0.01), crf_loss,
                  metrics=[crf_viterbi_accuracy], custom=custom(CRF, crf_loss, crf_viterbi_accuracy))


@recipe("crf_marginal", "CRF(learn_mode='marginal') after Masking, without bias and boundaries in a second one",
        "custom", "masking", "crf", "functional")
def crf_marginal():
    sequence = Input(shape=(5, 3), name="sequence")
    x = layers.Masking(0.0, name="masking")(sequence)
    marginal = CRF(3, learn_mode="marginal", name="marginal")(x)
    plain = CRF(2, learn_mode="marginal", use_boundary=False, use_bias=False, name="plain")(sequence)
    return Golden(Model(sequence, [marginal, plain], name="crf_marginal"), [padded(5, 3, 2)], custom=custom(CRF))


@recipe("contrib_normalizations", "InstanceNormalization and GroupNormalization of keras-contrib", "custom",
        "convolution", "normalization", "functional")
def contrib_normalizations():
    image = Input(shape=(4, 4, 2), name="image")
    x = layers.Conv2D(4, 3, padding="same", name="conv")(image)
    parts = [published.InstanceNormalization(axis=-1, name="instance")(x),
             published.InstanceNormalization(epsilon=0.01, name="whole")(x),
             published.GroupNormalization(groups=2, axis=-1, name="groups")(x)]
    x = layers.GlobalAveragePooling2D(name="pool")(layers.Activation("relu", name="relu")(
        layers.Concatenate(name="all")(parts)))
    return Golden(Model(image, layers.Dense(2, name="out")(x), name="contrib_normalizations"), [uniform(4, 4, 2)],
                  [uniform(2)], optimizer("Adam", 0.01), "mse",
                  custom=custom(published.InstanceNormalization, published.GroupNormalization))


def one_of_four(random):
    """One class for each row, (batch, 4), float32."""
    return np.eye(4, dtype="float32")[random.randint(0, 4, 6)]


@recipe("capsules", "CapsuleLayer, Length, and Mask with and without labels", "custom", "functional")
def capsules():
    image, label = Input(shape=(5, 3), name="capsules_below"), Input(shape=(4,), name="label")
    digits = published.CapsuleLayer(4, 3, routings=3, name="digits")(image)
    shown = layers.Dense(2, name="decoder")(published.Mask(name="mask_label")([digits, label]))
    longest = published.Mask(name="mask_longest")(digits)
    model = Model([image, label], [published.Length(name="lengths")(digits), shown, longest], name="capsules")
    return Golden(model, [uniform(5, 3), one_of_four], [one_of_four, uniform(2), uniform(12)],
                  optimizer("Adam", 0.01), "mse", custom=custom(published.CapsuleLayer, published.Length, published.Mask))


@recipe("l2_normalization", "L2Normalization of SSD after a convolution", "custom", "convolution", "sequential")
def l2_normalization():
    model = Sequential([layers.Conv2D(3, 2, input_shape=(4, 4, 2), name="conv"),
                        published.L2Normalization(gamma_init=20, name="conv4_3_norm"), layers.Flatten(name="flat"),
                        layers.Dense(2, name="out")], name="l2_normalization")
    return Golden(model, [uniform(4, 4, 2)], [uniform(2)], optimizer("SGD", 0.001), "mse",
                  custom=custom(published.L2Normalization))
