"""Layers and models called as in Keras 1.

What each call means is what real Keras 2.2.4 says of it: run with that Keras, ``layers.Dropout(p=0.3)`` warns "Update
your `Dropout` call to the Keras 2 API: `Dropout(rate=0.3)`".
"""
import warnings

import numpy as np
import pytest

from compat import keras
from compat.era import Era
from compat.errors import ArgumentError
from compat.flavor import active

pytestmark = pytest.mark.skipif(active().name != "keras3", reason="these adapters are those of Keras 3")
L = keras.layers


def called(name, *args, **kwargs):
    return name, args, kwargs


CALLS = [
    (called("Dense", output_dim=3, init="uniform", W_regularizer="l2", b_constraint="nonneg", bias=False),
     called("Dense", units=3, kernel_initializer="uniform", kernel_regularizer="l2", bias_constraint="non_neg",
            use_bias=False)),
    (called("Convolution2D", 4, 3, 2, border_mode="same", subsample=(2, 2), dim_ordering="tf", init="normal"),
     called("Conv2D", 4, (3, 2), padding="same", strides=(2, 2), data_format="channels_last",
            kernel_initializer="normal")),
    (called("Convolution2D", nb_filter=4, nb_row=3, nb_col=2, dim_ordering="th"),
     called("Conv2D", filters=4, kernel_size=(3, 2), data_format="channels_first")),
    (called("Convolution1D", nb_filter=4, filter_length=3, subsample_length=2, input_dim=5, input_length=7),
     called("Conv1D", filters=4, kernel_size=3, strides=2, input_shape=(7, 5))),
    (called("Convolution3D", 4, 2, 3, 2, border_mode="same"), called("Conv3D", 4, (2, 3, 2), padding="same")),
    (called("Deconvolution2D", 3, 3, 3, output_shape=(None, 14, 14, 3), border_mode="same", subsample=(2, 2)),
     called("Conv2DTranspose", 3, (3, 3), padding="same", strides=(2, 2))),
    (called("SeparableConvolution2D", 4, 3, 3, init="normal"),
     called("SeparableConv2D", 4, (3, 3), depthwise_initializer="normal", pointwise_initializer="normal")),
    (called("AtrousConvolution2D", 4, 3, 3, atrous_rate=(2, 2)), called("Conv2D", 4, (3, 3), dilation_rate=(2, 2))),
    (called("LSTM", output_dim=3, inner_init="uniform", inner_activation="sigmoid", forget_bias_init="one",
            U_regularizer="l2", dropout_W=0.1, dropout_U=0.2, consume_less="gpu"),
     called("LSTM", units=3, recurrent_initializer="uniform", recurrent_activation="sigmoid",
            recurrent_regularizer="l2", dropout=0.1, recurrent_dropout=0.2, implementation=2)),
    (called("GRU", output_dim=3, input_dim=4, input_length=5), called("GRU", units=3, input_shape=(5, 4))),
    (called("ConvLSTM2D", nb_filter=4, nb_row=3, nb_col=3, border_mode="same", inner_activation="sigmoid"),
     called("ConvLSTM2D", filters=4, kernel_size=(3, 3), padding="same", recurrent_activation="sigmoid")),
    (called("ConvLSTM2D", 4, 3, 3, subsample=(2, 2)), called("ConvLSTM2D", 4, (3, 3), strides=(2, 2))),
    (called("ConvLSTM2D", 4, 3, nb_col=2), called("ConvLSTM2D", 4, (3, 2))),
    (called("Deconvolution2D", 5, 3, 3, (None, 6, 7, 5)), called("Conv2DTranspose", 5, (3, 3))),
    (called("AtrousConvolution2D", 5, 3, 3, subsample=(2, 2), atrous_rate=(2, 2)),
     called("Conv2D", 5, (3, 3), strides=(2, 2), dilation_rate=(2, 2))),
    (called("Dropout", p=0.3), called("Dropout", rate=0.3)),
    (called("SpatialDropout2D", p=0.3, dim_ordering="tf"),
     called("SpatialDropout2D", rate=0.3, data_format="channels_last")),
    (called("GaussianNoise", sigma=0.3), called("GaussianNoise", stddev=0.3)),
    (called("BatchNormalization", mode=0, beta_init="one"), called("BatchNormalization", beta_initializer="one")),
    (called("Embedding", 10, 3, init="uniform", W_constraint="nonneg", dropout=0.2),
     called("Embedding", 10, 3, embeddings_initializer="uniform", embeddings_constraint="non_neg")),
    (called("PReLU", init="zero"), called("PReLU", alpha_initializer="zero")),
    (called("MaxPooling1D", pool_length=3, stride=2, border_mode="same"),
     called("MaxPooling1D", pool_size=3, strides=2, padding="same")),
    (called("AveragePooling2D", border_mode="same", dim_ordering="th"),
     called("AveragePooling2D", padding="same", data_format="channels_first")),
    (called("GlobalMaxPooling2D", dim_ordering="th"), called("GlobalMaxPooling2D", data_format="channels_first")),
    (called("UpSampling1D", length=3), called("UpSampling1D", size=3)),
    (called("ZeroPadding2D", padding=(1, 2), dim_ordering="tf"),
     called("ZeroPadding2D", padding=(1, 2), data_format="channels_last")),
    (called("LocallyConnected2D", nb_filter=3, nb_row=2, nb_col=2),
     called("LocallyConnected2D", filters=3, kernel_size=(2, 2))),
]


def made(call):
    name, args, kwargs = call
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        layer = getattr(L, name)(*args, name="layer", **kwargs)
    return layer, [w for w in caught if "Keras 1" in str(w.message)]


@pytest.mark.parametrize("old, new", CALLS, ids=[old[0] for old, _ in CALLS])
def test_a_call_of_keras_1_makes_the_layer_that_keras_2_says_it_is(old, new):
    (layer, warned), (expected, silent) = made(old), made(new)
    assert (type(layer), layer.get_config()) == (type(expected), expected.get_config())
    assert not silent and [w.filename for w in warned] == [__file__]


def test_a_layer_derived_from_ours_may_pass_on_names_of_keras_1():
    class Wide(L.Dense):
        def __init__(self, output_dim, **kwargs):
            super(Wide, self).__init__(output_dim=output_dim, **kwargs)

    assert Wide(7, init="one").units == 7


def test_a_mode_that_no_later_keras_has_is_refused():
    with pytest.raises(ArgumentError, match="mode=2"):
        L.BatchNormalization(mode=2)


def test_tf_keras_never_took_these_names_so_its_eras_do_not():
    with Era("2.15"):
        with pytest.raises((TypeError, ValueError)):
            L.Dense(output_dim=3)
        assert L.Conv2D(4, 3, 2).strides == (2, 2)


def batches():
    while True:
        yield np.ones((4, 3)), np.ones((4, 2))


def test_methods_of_a_model_take_the_names_of_keras_1_and_warn_at_the_callers_line():
    x = L.Input((3,))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        model = keras.models.Model(input=x, output=L.Dense(2)(x))
        model.compile("sgd", "mse")
        fitted = model.fit(np.ones((4, 3)), np.ones((4, 2)), nb_epoch=2, verbose=0)
        fed = model.fit_generator(batches(), samples_per_epoch=2, nb_epoch=3, verbose=0, validation_data=batches(),
                                  nb_val_samples=1, max_q_size=2)
        predicted = model.predict_generator(batches(), val_samples=2)
    assert (len(fitted.epoch), len(fed.epoch), len(fed.history["val_loss"]), predicted.shape) == (2, 3, 3, (8, 2))
    assert [(str(w.message).split()[0], w.filename) for w in caught if "Keras 1" in str(w.message)] == [
        (name, __file__) for name in ("Model", "fit", "fit_generator", "predict_generator")]


def test_an_argument_that_no_keras_knew_is_refused():
    model = keras.models.Sequential([L.Dense(2, input_dim=3)])
    with pytest.raises(TypeError, match="samples"):
        model.evaluate_generator(batches(), samples=3)
