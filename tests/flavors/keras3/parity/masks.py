"""Masks: what makes, passes, combines, ends and refuses them."""
import numpy as np
from flavors.keras3.parity.common import case, mask_reader, outputs, sequences


def merged_mask(keras, merge, second_masked=True, steps=5):
    a, b = keras.layers.Input((5, 3)), keras.layers.Input((steps, 3))
    masked_a = keras.layers.Masking()(a)
    masked_b = keras.layers.Masking()(b) if second_masked else b
    other = sequences(steps=steps, seed=5)
    other[0, :2] = 0.0
    return outputs(keras, [a, b], mask_reader(keras)(merge([masked_a, masked_b])), [sequences(), other])


@case
def merge_layers_combine_masks_with_and(keras):
    L = keras.layers
    merges = [L.Add(), L.Subtract(), L.Multiply(), L.Average(), L.Maximum(), L.Minimum(), L.Concatenate()]
    return [merged_mask(keras, merge) for merge in merges]


@case
def an_unmasked_input_of_a_merge_leaves_the_mask_of_the_other(keras):
    L = keras.layers
    return [merged_mask(keras, merge, second_masked=False) for merge in [L.Add(), L.Maximum(), L.Concatenate()]]


@case
def concatenating_over_time_joins_the_masks(keras):
    return merged_mask(keras, keras.layers.Concatenate(axis=1), steps=4)


@case
def masks_pass_through_layers_that_support_them(keras):
    L = keras.layers
    found = []
    for layer in [L.Dense(2), L.Activation("relu"), L.Dropout(0.5), L.BatchNormalization(), L.LeakyReLU(),
                  L.GaussianNoise(0.1), L.TimeDistributed(L.Dense(2)), L.LSTM(2, return_sequences=True),
                  L.Bidirectional(L.GRU(2, return_sequences=True)), L.Softmax(), L.ELU(), L.SpatialDropout1D(0.1)]:
        x = L.Input((5, 3))
        found.append(outputs(keras, x, mask_reader(keras)(layer(L.Masking()(x))), sequences()))
    return found


@case
def layers_that_end_a_mask_or_refuse_it(keras):
    L = keras.layers
    found = []
    for layer in [L.Flatten(), L.Reshape((15,)), L.Permute((2, 1)), L.Conv1D(2, 2), L.MaxPooling1D(), L.UpSampling1D(),
                  L.ZeroPadding1D(), L.Cropping1D(), L.GlobalMaxPooling1D(), L.GlobalAveragePooling1D(), L.LSTM(2),
                  L.Lambda(lambda x: x), L.TimeDistributed(L.Flatten()), L.Bidirectional(L.LSTM(2)), L.GRU(2)]:
        x = L.Input((5, 3))
        try:
            y = layer(L.Masking()(x))
        except TypeError:
            found.append([type(layer).__name__, "refused"])
        else:
            model = keras.models.Model(x, y)
            found.append([type(layer).__name__, "none" if model.output_mask is None else "mask"])
    return found


@case
def embedding_masks_zeros(keras):
    x = keras.layers.Input((4,))
    y = keras.layers.Embedding(6, 2, mask_zero=True)(x)
    ids = np.array([[1, 0, 3, 0], [0, 0, 0, 0]])
    return [outputs(keras, x, y, ids), outputs(keras, x, mask_reader(keras)(y), ids)]


@case
def lambda_masks(keras):
    L = keras.layers
    x = L.Input((5, 3))
    masked = L.Masking()(x)
    found = []
    for layer in [L.Lambda(lambda t: t), L.Lambda(lambda t: t[:, 1:], mask=lambda t, m: m[:, 1:]),
                  L.Lambda(lambda t: t * 2.0, output_shape=(5, 3), mask=lambda t, m: m),
                  L.Lambda(lambda t, n: t[:, n:], arguments={"n": 2}, output_shape=lambda s: (s[0], s[1] - 2, s[2]))]:
        y = layer(masked)
        found.append([list(keras.backend.int_shape(y))[1:], outputs(keras, x, mask_reader(keras)(y), sequences())])
    return found


@case
def masks_pass_into_and_out_of_a_nested_model(keras):
    L = keras.layers
    inner_in = L.Input((5, 3))
    inner = keras.models.Model(inner_in, L.Dense(2)(L.Masking()(inner_in)))
    x = L.Input((5, 3))
    return [outputs(keras, x, mask_reader(keras)(inner(x)), sequences()),
            outputs(keras, x, mask_reader(keras)(L.LSTM(2, return_sequences=True)(inner(x))), sequences())]


@case
def time_distributed_masks(keras):
    L = keras.layers
    x = L.Input((3, 4), dtype="int32")
    ids = np.random.RandomState(3).randint(0, 3, size=(2, 3, 4))
    sentences = L.TimeDistributed(L.Embedding(3, 2, mask_zero=True))(x)
    y = L.TimeDistributed(L.LSTM(2))(sentences)
    return outputs(keras, x, y, ids)


# Recurrent layers
