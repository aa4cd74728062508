"""Layers that Keras 3 has not, against NumPy."""
import itertools

import numpy as np
import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("these layers are those of Keras 3", allow_module_level=True)

import keras

from compat.errors import MaskingError
from compat.flavors.keras3 import backend as K
from compat.flavors.keras3 import layers


def numbers(*shape):
    return np.random.RandomState(sum(shape)).uniform(-1, 1, shape).astype("float32")


def with_weights(layer, x):
    """The layer, built, with weights that are not zero; what it gives for x; its weights."""
    layer(x)
    layer.set_weights([numbers(*w.shape) for w in layer.weights])
    return keras.ops.convert_to_numpy(layer(x)), layer.get_weights()


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def locally_connected(x, kernel, bias, size, strides):
    """(batch, rows, columns, channels), kernel by place: written out place by place."""
    rows, columns = [(length - k) // s + 1 for length, k, s in zip(x.shape[1:3], size, strides)]
    out = np.zeros((len(x), rows, columns, kernel.shape[-1]), "float32")
    for place, (i, j) in enumerate(itertools.product(range(rows), range(columns))):
        top, left = i * strides[0], j * strides[1]
        patch = x[:, top:top + size[0], left:left + size[1]].reshape(len(x), -1)
        out[:, i, j] = patch @ kernel[place] + bias[i, j]
    return out


@pytest.mark.parametrize("strides", [(1, 1), (2, 1)])
def test_locally_connected_2d_multiplies_each_place_by_its_own_kernel(strides):
    x = numbers(3, 6, 5, 2)
    found, (kernel, bias) = with_weights(layers.LocallyConnected2D(4, (3, 2), strides=strides), x)
    np.testing.assert_allclose(found, locally_connected(x, kernel, bias, (3, 2), strides), atol=1e-5)


def test_locally_connected_1d_multiplies_each_step_by_its_own_kernel():
    x = numbers(3, 7, 2)
    found, (kernel, bias) = with_weights(layers.LocallyConnected1D(4, 3, strides=2), x)
    expected = locally_connected(x[:, :, None], kernel, bias[:, None], (3, 1), (2, 1))[:, :, 0]
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_channels_first_flattens_channels_before_places():
    x = numbers(2, 3, 4, 4)
    found, (kernel, bias) = with_weights(layers.LocallyConnected2D(2, 2, data_format="channels_first"), x)
    by_channel = kernel.reshape(9, 3, 4, 2).transpose(0, 2, 1, 3).reshape(9, 12, 2)
    expected = locally_connected(x.transpose(0, 2, 3, 1), by_channel, np.zeros((3, 3, 2)), (2, 2), (1, 1))
    np.testing.assert_allclose(found, expected.transpose(0, 3, 1, 2) + bias.reshape(1, 2, 3, 3), atol=1e-5)


@pytest.mark.parametrize("data_format", ["channels_last", "channels_first"])
def test_the_three_implementations_compute_the_same(data_format):
    x = numbers(2, 5, 4, 3)
    arguments = {"strides": (2, 1), "data_format": data_format, "use_bias": False}
    dense, (kernel,) = with_weights(layers.LocallyConnected2D(2, (2, 2), implementation=2, **arguments), x)
    sparse = layers.LocallyConnected2D(2, (2, 2), implementation=3, **arguments)
    sparse.build(x.shape)
    flat = kernel.reshape(int(np.prod(x.shape[1:])), -1)
    sparse.set_weights([flat.T[sparse._connections]])
    np.testing.assert_allclose(keras.ops.convert_to_numpy(sparse(x)), dense, atol=1e-5)


def test_padding_same_needs_an_implementation_that_has_it():
    with pytest.raises(ValueError, match="implementation 2 or 3"):
        layers.LocallyConnected1D(2, 3, padding="same")


def test_padding_same_keeps_the_length_and_sees_zeros_beyond_it():
    x = numbers(1, 4, 1)
    layer = layers.LocallyConnected1D(1, 3, padding="same", implementation=3, kernel_initializer="ones")
    padded = np.pad(x[0, :, 0], 1)
    expected = [padded[i:i + 3].sum() for i in range(4)]
    np.testing.assert_allclose(keras.ops.convert_to_numpy(layer(x))[0, :, 0], expected, atol=1e-6)


def test_an_unknown_length_is_an_error_that_names_the_layer():
    with pytest.raises(ValueError, match="local"):
        layers.LocallyConnected1D(2, 3, name="local")(keras.Input((None, 3)))


def test_thresholded_relu_keeps_what_is_above_theta():
    found = layers.ThresholdedReLU(theta=0.5)(np.array([[-1.0, 0.5, 0.75]], "float32"))
    assert keras.ops.convert_to_numpy(found).tolist() == [[0.0, 0.0, 0.75]]


def test_highway_mixes_the_new_part_and_the_input_by_its_gate():
    x = numbers(4, 3)
    found, (w, carry, b, b_carry) = with_weights(layers.Highway(activation="tanh"), x)
    gate = sigmoid(x @ carry + b_carry)
    np.testing.assert_allclose(found, gate * np.tanh(x @ w + b) + (1 - gate) * x, atol=1e-5)


def test_maxout_takes_the_largest_of_its_linear_parts():
    x = numbers(4, 3)
    found, (w, b) = with_weights(layers.MaxoutDense(2, nb_feature=5), x)
    np.testing.assert_allclose(found, np.max([x @ w[i] + b[i] for i in range(5)], axis=0), atol=1e-5)


def test_srelu_is_the_identity_between_its_thresholds():
    x = np.linspace(-2, 2, 9, dtype="float32")[None]
    layer = layers.SReLU()
    layer.build(x.shape)
    one = np.ones(9, "float32")
    layer.set_weights([-one, 0.5 * one, -2 * one, 0.25 * one])
    expected = [-1.5, -1.25, -1, -0.5, 0, 0.5, 1, 1.125, 1.25]
    np.testing.assert_allclose(keras.ops.convert_to_numpy(layer(x))[0], expected, atol=1e-6)


def test_parametric_softplus_begins_with_the_constants_it_is_given():
    x = numbers(2, 3)
    found = layers.ParametricSoftplus(alpha_init=0.5, beta_init=2.0)(x)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(found), 0.5 * np.log1p(np.exp(2 * x)), atol=1e-5)


def test_random_fourier_features_are_cosines():
    x = numbers(4, 3)
    found, weights = with_weights(layers.RandomFourierFeatures(5, scale=2.0), x)
    by_name = {w.name.partition("/")[2].partition(":")[0]: value for w, value in zip(layers_weights(x), weights)}
    expected = np.cos(x @ (by_name["unscaled_kernel"] / by_name["kernel_scale"]) + by_name["bias"])
    np.testing.assert_allclose(found, expected, atol=1e-4)


def layers_weights(x):
    layer = layers.RandomFourierFeatures(5, scale=2.0)
    layer(x)
    return layer.weights


def test_time_distributed_dense_takes_the_arguments_of_keras_1():
    x = numbers(2, 3, 4)
    layer = layers.TimeDistributedDense(5, init="uniform", activation="tanh", input_dim=4, input_length=3, bias=False)
    found, (kernel,) = with_weights(layer, x)
    np.testing.assert_allclose(found, np.tanh(x @ kernel), atol=1e-5)


def test_atrous_convolution_is_a_dilated_one():
    layer = layers.AtrousConvolution2D(4, 3, 3, atrous_rate=(2, 2), border_mode="same", dim_ordering="tf")
    assert (layer.kernel_size, layer.dilation_rate, layer.padding) == ((3, 3), (2, 2), "same")


def test_a_cudnn_lstm_reads_its_kernels_transposed_gate_by_gate():
    x, units = numbers(2, 5, 3), 4
    found, (kernel, recurrent, bias) = with_weights(layers.CuDNNLSTM(units, return_sequences=True), x)
    gates = [slice(i * units, (i + 1) * units) for i in range(4)]
    w = np.concatenate([kernel[:, g].reshape(units, 3).T for g in gates], axis=1)
    u = np.concatenate([recurrent[:, g].T for g in gates], axis=1)
    b = bias[:4 * units] + bias[4 * units:]
    h = c = np.zeros((2, units))
    for step in range(5):
        i, f, g, o = np.split(x[:, step] @ w + h @ u + b, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        np.testing.assert_allclose(found[:, step], h, atol=1e-5)


def test_a_cudnn_gru_equals_a_gru_that_resets_after_the_product():
    x, units = numbers(2, 5, 3), 4
    found, (kernel, recurrent, bias) = with_weights(layers.CuDNNGRU(units), x)
    gates = [slice(i * units, (i + 1) * units) for i in range(3)]
    w = np.concatenate([kernel[:, g].reshape(units, 3).T for g in gates], axis=1)
    u = np.concatenate([recurrent[:, g].T for g in gates], axis=1)
    plain = keras.layers.GRU(units, reset_after=True)
    plain.build(x.shape)
    plain.set_weights([w, u, bias.reshape(2, -1)])
    np.testing.assert_allclose(found, keras.ops.convert_to_numpy(plain(x)), atol=1e-5)


def test_a_cudnn_layer_begins_with_a_forget_bias_of_one_in_the_second_bias():
    layer = layers.CuDNNLSTM(2)
    layer(numbers(1, 3, 2))
    assert layer.get_weights()[2].tolist() == [0] * 10 + [1, 1] + [0] * 4


def test_a_cudnn_layer_refuses_a_mask():
    x = layers.Input(shape=(3, 2))
    with pytest.raises(MaskingError, match="LSTM"):
        layers.CuDNNLSTM(2)(layers.Masking()(x))


class Summing(layers.Recurrent):
    """A recurrent layer as people wrote it before cells: the sum of all steps times a kernel."""

    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.states = [None]

    def build(self, input_shape):
        input_shape = input_shape[0] if isinstance(input_shape, list) else input_shape
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), name="kernel", initializer="ones")
        self.built = True

    def step(self, inputs, states):
        output = states[0] + K.dot(inputs, self.kernel)
        return output, [output]


def test_a_subclass_of_recurrent_needs_its_step_only():
    x = numbers(2, 4, 3)
    found = Summing(2, return_sequences=True)(x)
    expected = np.repeat(x.sum(-1).cumsum(1)[..., None], 2, axis=-1)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(found), expected, atol=1e-5)


def test_a_subclass_of_recurrent_takes_a_mask_and_initial_states_in_a_model():
    x, start = layers.Input(shape=(4, 3)), layers.Input(shape=(2,))
    model = keras.Model([x, start], Summing(2)(layers.Masking()(x), initial_state=start))
    data = numbers(2, 4, 3)
    data[0, 2:] = 0
    found = model.predict([data, np.ones((2, 2), "float32")], verbose=0)
    np.testing.assert_allclose(found, np.repeat(1 + data.sum((1, 2))[:, None], 2, axis=1), atol=1e-5)


REMOVED_LAYERS = {
    "local_1d": lambda: layers.LocallyConnected1D(2, 3, activation="tanh", kernel_regularizer="l2"),
    "cudnn_lstm": lambda: layers.CuDNNLSTM(3, return_sequences=True),
    "cudnn_gru": lambda: layers.CuDNNGRU(3),
    "thresholded": lambda: layers.ThresholdedReLU(0.25),
    "srelu": lambda: layers.SReLU(shared_axes=[1]),
    "softplus": lambda: layers.ParametricSoftplus(),
    "summing": lambda: layers.TimeDistributedDense(2),
    "highway": lambda: layers.TimeDistributed(layers.Highway(activation="relu")),
    "maxout": lambda: layers.TimeDistributed(layers.MaxoutDense(2)),
    "fourier": lambda: layers.TimeDistributed(layers.RandomFourierFeatures(4, "laplacian")),
}


@pytest.mark.parametrize("name", sorted(REMOVED_LAYERS))
def test_a_saved_model_with_it_opens_again_and_gives_the_same(name, tmp_path):
    x = layers.Input(shape=(5, 3))
    model = keras.Model(x, REMOVED_LAYERS[name]()(x))
    model.set_weights([numbers(*w.shape) for w in model.weights])
    model.save(str(tmp_path / "model.keras"))
    again = keras.models.load_model(str(tmp_path / "model.keras"))
    data = numbers(2, 5, 3)
    np.testing.assert_allclose(again.predict(data, verbose=0), model.predict(data, verbose=0), atol=1e-6)
