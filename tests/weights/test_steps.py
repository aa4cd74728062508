"""Arrays of old layers in the hub's layout, against NumPy written from the layers' definitions and real old Keras."""
import numpy as np
import pytest

from compat.errors import WeightsError
from compat.hub.records import Origin
from compat.weights import upgrade

KERAS1 = Origin("1.2.2", "tensorflow")
KERAS2 = Origin("2.2.4", "tensorflow")
THEANO = Origin("2.1.6", "theano")
RANDOM = np.random.RandomState(0)


def random(*shape):
    return RANDOM.uniform(-1, 1, shape)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm(x, kernel, recurrent, bias):
    """One LSTM over x (time, features) with gates i, f, c, o along the last axis."""
    units = recurrent.shape[0]
    h, c = np.zeros(units), np.zeros(units)
    for step in x:
        i, f, g, o = np.split(step @ kernel + h @ recurrent + bias, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
    return h


def keras1_lstm(x, gates):
    """The same with Keras 1's arrays: W, U, b of the gates i, c, f, o."""
    units = gates[1].shape[0]
    h, c = np.zeros(units), np.zeros(units)
    for step in x:
        i, g, f, o = (step @ gates[3 * n] + h @ gates[3 * n + 1] + gates[3 * n + 2] for n in range(4))
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
    return h


def correlate(image, kernel):
    """'valid' correlation of (rows, columns, in) with (rows, columns, in, out), as TensorFlow computes Conv2D."""
    rows, columns = (image.shape[axis] - kernel.shape[axis] + 1 for axis in (0, 1))
    patches = np.array(
        [[image[r : r + kernel.shape[0], c : c + kernel.shape[1]] for c in range(columns)] for r in range(rows)]
    )
    return np.einsum("rcijk,ijko->rco", patches, kernel)


def convolve(image, kernel):
    """'valid' convolution as mathematics and Theano define it: y[n] = sum of x[n - m] k[m]."""
    rows, columns = (image.shape[axis] - kernel.shape[axis] + 1 for axis in (0, 1))
    out = np.zeros((rows, columns, kernel.shape[3]))
    for r in range(rows):
        for c in range(columns):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    out[r, c] += image[r + kernel.shape[0] - 1 - i, c + kernel.shape[1] - 1 - j] @ kernel[i, j]
    return out


def keras1_gates(count, features=3, units=2):
    return [array for _ in range(count) for array in (random(features, units), random(units, units), random(units))]


def test_the_gates_of_a_keras_1_lstm_compute_the_same_joined():
    gates, x = keras1_gates(4), random(5, 3)
    kernel, recurrent, bias = upgrade("LSTM", {}, gates, KERAS1)
    np.testing.assert_allclose(lstm(x, kernel, recurrent, bias), keras1_lstm(x, gates), rtol=1e-12)


def test_the_gates_of_a_keras_1_gru_are_z_r_h():
    gates = keras1_gates(3)
    kernel, recurrent, bias = upgrade("GRU", {}, gates, KERAS1)
    np.testing.assert_array_equal(kernel, np.hstack([gates[0], gates[3], gates[6]]))
    np.testing.assert_array_equal(recurrent, np.hstack([gates[1], gates[4], gates[7]]))
    np.testing.assert_array_equal(bias, np.hstack([gates[2], gates[5], gates[8]]))


@pytest.mark.parametrize("class_name", ["LSTM", "GRU", "SimpleRNN"])
def test_joined_gates_stay(class_name):
    arrays = [random(3, 8), random(2, 8), random(8)]
    assert upgrade(class_name, {}, arrays, KERAS1) == arrays


# What keras.engine.saving.preprocess_weights_for_loading of Keras 2.2.4 makes of arange kernels, 100 + and 1000 +.
CUDNN_LSTM = (
    [[0, 9, 2, 11, 4, 13, 6, 15], [1, 16, 3, 18, 5, 20, 7, 22], [8, 17, 10, 19, 12, 21, 14, 23]],
    [[100, 108, 102, 110, 104, 112, 106, 114], [101, 109, 103, 111, 105, 113, 107, 115]],
    [2008, 2010, 2012, 2014, 2016, 2018, 2020, 2022],
)
CUDNN_GRU = (
    [[0, 7, 2, 9, 4, 11], [1, 12, 3, 14, 5, 16], [6, 13, 8, 15, 10, 17]],
    [[100, 106, 102, 108, 104, 110], [101, 107, 103, 109, 105, 111]],
    [[1000, 1001, 1002, 1003, 1004, 1005], [1006, 1007, 1008, 1009, 1010, 1011]],
)


@pytest.mark.parametrize("class_name, gates, expected", [("LSTM", 4, CUDNN_LSTM), ("GRU", 3, CUDNN_GRU)])
def test_cudnn_layouts_become_what_keras_2_makes_of_them(class_name, gates, expected):
    size = 2 * gates
    arrays = [
        np.arange(3 * size).reshape(3, size),
        100 + np.arange(2 * size).reshape(2, size),
        1000 + np.arange(2 * size),
    ]
    for found, wanted in zip(upgrade(class_name, {}, arrays, KERAS2), expected):
        np.testing.assert_array_equal(found, wanted)


def test_a_gru_that_resets_after_is_no_cudnn_layout():
    arrays = [random(3, 6), random(2, 6), random(2, 6)]
    assert upgrade("GRU", {"reset_after": True}, arrays, KERAS2) == arrays


def test_both_halves_of_a_bidirectional_are_upgraded():
    forward, backward = keras1_gates(4), keras1_gates(4)
    config = {"layer": {"class_name": "LSTM", "config": {}}}
    found = upgrade("Bidirectional", config, forward + backward, KERAS1)
    expected = upgrade("LSTM", {}, forward, KERAS1) + upgrade("LSTM", {}, backward, KERAS1)
    assert len(found) == 6
    assert all(np.array_equal(one, other) for one, other in zip(found, expected))


def test_a_wrapped_layer_is_upgraded_like_itself():
    kernel = random(2, 2, 1, 1)
    config = {"layer": {"class_name": "Conv2D", "config": {}}}
    (found,) = upgrade("TimeDistributed", config, [kernel], THEANO)
    np.testing.assert_array_equal(found, upgrade("Conv2D", {}, [kernel], THEANO)[0])


def test_a_kernel_of_theano_correlates_to_what_it_convolved_to():
    image, kernel = random(5, 6, 2), random(3, 2, 2, 4)
    (found, _) = upgrade("Conv2D", {"data_format": "channels_last"}, [kernel, random(4)], THEANO)
    np.testing.assert_allclose(correlate(image, found), convolve(image, kernel), rtol=1e-12)


@pytest.mark.parametrize("class_name", ["Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose"])
@pytest.mark.parametrize("backend", ["tensorflow", "cntk"])
def test_kernels_of_other_backends_stay(class_name, backend):
    kernel = random(*[3, 2, 2][: int(class_name[4])], 2, 4)
    (found,) = upgrade(class_name, {"kernel_size": [3]}, [kernel], Origin("2.2.4", backend))
    np.testing.assert_array_equal(found, kernel)


@pytest.mark.parametrize("class_name", ["SeparableConv2D", "LocallyConnected2D", "Dense"])
def test_theano_does_not_turn_what_is_no_plain_convolution(class_name):
    arrays = [random(3, 3, 2, 1), random(1, 1, 2, 4)]
    assert upgrade(class_name, {}, arrays, THEANO) == arrays


def test_a_recurrent_convolution_has_two_kernels_to_turn():
    kernel, recurrent, bias = random(3, 3, 2, 8), random(3, 3, 2, 8), random(8)
    found = upgrade("ConvLSTM2D", {}, [kernel, recurrent, bias], THEANO)
    np.testing.assert_array_equal(found[1], recurrent[::-1, ::-1])
    np.testing.assert_array_equal(found[2], bias)


@pytest.mark.parametrize("axes", [(0, 1, 2, 3), (3, 2, 0, 1)], ids=["Keras 1.2", "Keras 1.1"])
def test_the_kernel_of_a_keras_1_conv1d_loses_its_extra_axis(axes):
    kernel = random(3, 1, 2, 4)
    (found,) = upgrade("Conv1D", {"kernel_size": 3}, [kernel.transpose(axes)], KERAS1)
    np.testing.assert_array_equal(found, kernel[:, 0])


@pytest.mark.parametrize("class_name, spatial", [("Conv2D", (3, 2)), ("Conv3D", (3, 2, 4))])
def test_a_channels_first_kernel_of_keras_1_has_its_filters_last(class_name, spatial):
    stored = random(*((5, 2) + spatial))
    (found,) = upgrade(class_name, {"data_format": "channels_first"}, [stored], KERAS1)
    assert found.shape == spatial + (2, 5)
    corner = (0,) * len(spatial)
    np.testing.assert_array_equal(found[corner], stored[(slice(None), slice(None)) + corner].T)


def test_a_channels_first_kernel_of_keras_2_stays():
    kernel = random(3, 2, 2, 5)
    assert upgrade("Conv2D", {"data_format": "channels_first"}, [kernel], KERAS2)[0] is kernel


@pytest.mark.parametrize("data_format, shape", [("channels_last", (3, 2, 4, 5)), ("channels_first", (5, 4, 3, 2))])
def test_a_transposed_kernel_of_keras_1_has_its_filters_before_its_channels(data_format, shape):
    (found,) = upgrade("Conv2DTranspose", {"data_format": data_format}, [random(*shape)], KERAS1)
    assert found.shape == (3, 2, 5, 4)


# What these releases predicted with epsilon 0.05 for X and the arrays of STORED: on Theano; the last one is a formula.
STORED = [np.array(values, "float32") for values in ([1.5, 0.5, 1], [0.1, -0.2, 0.3], [0.2, -0.1, 0.4], [0.5, 1.5, 0.8])]
X = np.array([[0.3, -0.6, 1.1], [-0.9, 0.2, 0.4]], "float32")
OF_DEVIATIONS = [[0.37272730, -0.36129034, 1.12352943], [-2.89999986, -0.10322581, 0.30000001]]
BATCH_NORMALIZATION = {
    "1.0.3": OF_DEVIATIONS,
    "1.0.5": OF_DEVIATIONS,
    "1.0.6": OF_DEVIATIONS,
    "1.0.7": [[0.29812267, -0.39611769, 1.04119003], [-2.07934904, -0.08232940, 0.30000001]],
    "1.0.8": (X - STORED[2]) / np.sqrt(STORED[3] + 0.05) * STORED[0] + STORED[1],
}


@pytest.mark.parametrize("version", sorted(BATCH_NORMALIZATION))
def test_batch_normalization_of_keras_1_0_divides_by_what_it_divided_by(version):
    gamma, beta, mean, variance = upgrade("BatchNormalization", {"epsilon": 0.05}, STORED, Origin(version, "theano"))
    predicted = (X - mean) / np.sqrt(variance + 0.05) * gamma + beta
    np.testing.assert_allclose(predicted, BATCH_NORMALIZATION[version], rtol=1e-5, atol=1e-6)


def test_batch_normalization_of_1_0_6_on_tensorflow_stored_variances():
    origin = Origin("1.0.6", "tensorflow")
    assert upgrade("BatchNormalization", {"epsilon": 0.05}, STORED, origin)[3] is STORED[3]


def test_batch_normalization_of_an_unknown_keras_1_is_refused_unless_its_arguments_tell():
    origin = Origin("1.2.2", "theano", version_stated=False)
    with pytest.raises(WeightsError, match="\"keras_version\": \"1.0.3\""):
        upgrade("BatchNormalization", {"epsilon": 0.05}, STORED, origin)
    told = {"epsilon": 0.05, "gamma_regularizer": None}
    assert upgrade("BatchNormalization", told, STORED, origin)[3] is STORED[3]


def test_a_channels_first_kernel_that_has_its_filters_last_already_stays():
    kernel = random(3, 3, 6, 5)
    (found,) = upgrade("Conv2D", {"data_format": "channels_first", "kernel_size": [3, 3]}, [kernel], KERAS1)
    np.testing.assert_array_equal(found, kernel)
