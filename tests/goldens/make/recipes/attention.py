"""Attention layers and layers over several axes, in the words of each tf.keras from 2.4 on."""
from __future__ import print_function

import stack
from recipe import Golden, ids, recipe, uniform
from stack import IS_MULTIBACKEND, VERSION, Input, Model, layers, optimizer, require

SINCE_210 = not IS_MULTIBACKEND and stack.release(VERSION) >= (2, 10)


def pooled(name, inputs, x, draws):
    """The functional model from ``inputs`` through the mean over time of ``x`` to two outputs, trained with Adam."""
    out = layers.Dense(2, name="out")(layers.GlobalAveragePooling1D(name="pool")(x))
    return Golden(Model(inputs, out, name=name), draws, [uniform(2)], optimizer("Adam", 0.01), "mse")


def two_sequences():
    """A query of four steps and a value of five, three features each."""
    return [Input(shape=(4, 3), name="query"), Input(shape=(5, 3), name="value")]


@recipe("attention_dot", "Attention with use_scale on a query and a value, and with a key", "attention", "functional")
def attention_dot():
    require("Attention")
    pair = two_sequences()
    key = layers.Dense(3, name="key")(pair[1])
    x = layers.concatenate([layers.Attention(use_scale=True, name="scaled")(pair),
                            layers.Attention(name="plain")(pair + [key])], name="both")
    return pooled("attention_dot", pair, x, [uniform(4, 3), uniform(5, 3)])


@recipe("attention_causal", "causal Attention and AdditiveAttention: an argument of the layer, later one of the call",
        "attention", "functional")
def attention_causal():
    require("Attention")
    sequence = Input(shape=(4, 3), name="sequence")
    x = layers.Dense(3, name="dense")(sequence)
    settings, calling = ({}, {"use_causal_mask": True}) if SINCE_210 else ({"causal": True}, {})
    parts = [layers.Attention(name="dot", **settings)([x, x], **calling),
             layers.AdditiveAttention(name="additive", **settings)([x, x], **calling)]
    return pooled("attention_causal", sequence, layers.concatenate(parts, name="both"), [uniform(4, 3)])


@recipe("attention_concat", "Attention(score_mode='concat') with use_scale", "attention", "functional")
def attention_concat():
    require("Attention", "score_mode")
    pair = two_sequences()
    x = layers.Attention(use_scale=True, score_mode="concat", name="concat")(pair)
    return pooled("attention_concat", pair, x, [uniform(4, 3), uniform(5, 3)])


@recipe("attention_masked", "Attention between embeddings with mask_zero", "attention", "masking", "functional")
def attention_masked():
    require("Attention")
    words = [Input(shape=(time,), name=name) for name, time in (("query", 4), ("value", 5))]
    embedded = [layers.Embedding(9, 3, mask_zero=True, name=name)(tensor)
                for name, tensor in zip(("embed_query", "embed_value"), words)]
    x = layers.Attention(name="attention")(embedded)
    out = layers.Dense(2, name="out")(layers.LSTM(3, name="lstm")(x))
    return Golden(Model(words, out, name="attention_masked"), [ids(4, 9), ids(5, 9)], [uniform(2)],
                  optimizer("Adam", 0.01), "mse")


@recipe("multi_head_attention", "MultiHeadAttention: of a sequence with itself, and with value_dim, output_shape and key",
        "attention", "functional")
def multi_head_attention():
    require("MultiHeadAttention")
    query, value = two_sequences()
    x = layers.MultiHeadAttention(2, 3, name="itself")(query, query)
    x = layers.LayerNormalization(name="norm")(x + query)
    key = layers.Dense(4, name="key")(value)
    x = layers.MultiHeadAttention(2, 2, value_dim=3, output_shape=5, use_bias=False, name="cross")(x, value, key=key)
    return pooled("multi_head_attention", [query, value], x, [uniform(4, 3), uniform(5, 3)])


@recipe("multi_head_attention_axes", "MultiHeadAttention over two axes of an image, with an attention_mask",
        "attention", "functional")
def multi_head_attention_axes():
    require("MultiHeadAttention")
    image, mask = Input(shape=(3, 2, 4), name="image"), Input(shape=(3, 2, 3, 2), name="mask")
    x = layers.MultiHeadAttention(2, 3, attention_axes=(1, 2), name="attention")(image, image, attention_mask=mask)
    x = layers.Reshape((6, 4), name="reshape")(x)
    return pooled("multi_head_attention_axes", [image, mask], x, [uniform(3, 2, 4), mask_of(3, 2, 3, 2)])


def mask_of(*shape):
    """Zeros and ones, at least one for each query, float32."""

    def draw(random):
        array = random.randint(0, 2, (6,) + shape).astype("float32")
        array[..., 0, 0] = 1
        return array

    return draw


@recipe("multi_head_attention_masked", "MultiHeadAttention after Embedding(mask_zero=True), and causal where it can be",
        "attention", "masking", "functional")
def multi_head_attention_masked():
    require("MultiHeadAttention")
    words = Input(shape=(5,), name="words")
    x = layers.Embedding(9, 4, mask_zero=True, name="embedding")(words)
    calling = {"use_causal_mask": True} if SINCE_210 else {}
    x = layers.MultiHeadAttention(2, 3, name="attention")(x, x, **calling)
    out = layers.Dense(2, name="out")(layers.Flatten(name="flat")(x))
    return Golden(Model(words, out, name="multi_head_attention_masked"), [ids(5, 9)], [uniform(2)],
                  optimizer("Adam", 0.01), "mse")


@recipe("several_axes", "Softmax, LayerNormalization and BatchNormalization over several axes, and LayerNormalization(1)",
        "normalization", "functional")
def several_axes():
    if IS_MULTIBACKEND:
        raise stack.Unavailable("multi-backend Keras takes one axis")
    image = Input(shape=(3, 4, 2), name="image")
    x = layers.Conv2D(2, 1, name="conv")(image)
    parts = [layers.Softmax(axis=[1, 2], name="softmax")(x), layers.LayerNormalization(axis=[1, 2], name="norm")(x),
             layers.LayerNormalization(axis=1, scale=False, name="norm_rows")(x),
             layers.LayerNormalization(axis=[1, 2, 3], center=False, name="norm_all")(x),
             layers.BatchNormalization(axis=[1, 3], name="batch_norm")(x)]
    x = layers.Flatten(name="flat")(layers.Concatenate(name="all")(parts))
    return Golden(Model(image, layers.Dense(2, name="out")(x), name="several_axes"), [uniform(3, 4, 2)], [uniform(2)],
                  optimizer("Adam", 0.01), "mse")


@recipe("dtype_policies", "a float64 layer, and layers whose dtype is written as a Policy", "dense", "functional")
def dtype_policies():
    if IS_MULTIBACKEND:
        raise stack.Unavailable("multi-backend Keras has no policies")
    mixed = stack.keras.mixed_precision
    policy = getattr(mixed, "Policy", None) or mixed.experimental.Policy
    features = Input(shape=(4,), name="features")
    x = layers.Dense(5, activation="tanh", dtype=policy("mixed_float16"), name="mixed")(features)
    x = layers.Dense(3, dtype=policy("float32"), name="single")(x)
    out = layers.Activation("linear", dtype="float32", name="linear")(x)
    model = Model(features, layers.Dense(2, name="out")(out), name="dtype_policies")
    return Golden(model, [uniform(4)], tolerance={"outputs": 2e-3, "loss": 1e-2})
