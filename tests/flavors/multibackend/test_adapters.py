"""What the adapters of multi-backend Keras do otherwise than the Keras they wrap, against NumPy."""
import numpy as np
import pytest
from goldens.catalog import golden

from compat.era import Era, made_in
from compat.errors import ConfigError
from compat.flavor import active
from compat.keras import backend as K
from compat.keras.layers import (
    GRU,
    LSTM,
    AveragePooling1D,
    Bidirectional,
    Conv1D,
    Dense,
    GlobalAveragePooling1D,
    GlobalMaxPooling1D,
    Input,
    Lambda,
    Masking,
    MaxPooling1D,
    ReLU,
    UpSampling2D,
)
from compat.keras.models import Model
from compat.loading.load import load

pytestmark = pytest.mark.skipif(active().name != "multibackend", reason="these adapters are those of multi-backend Keras")
#: Three samples of which the second has one valid step and the third none but the last.
X = np.array([[[1.0], [2.0], [3.0]], [[4.0], [0.0], [0.0]], [[0.0], [0.0], [5.0]]])
VALID = X[:, :, 0] != 0


@pytest.fixture(autouse=True)
def graph():
    yield
    K.clear_session()


@pytest.mark.parametrize("make, expected", [(K.zeros, True), (K.constant, True), (np.zeros, False), (list, False)])
def test_tensors_and_variables_are_tensors_and_arrays_are_not(make, expected):
    assert K.is_tensor(make((2, 3))) is expected


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


@pytest.mark.parametrize("given, expected", [
    ({}, np.clip(0.2 * 0.5 + 0.5, 0, 1)), ({"recurrent_activation": "sigmoid"}, sigmoid(0.5)),
])
def test_the_gates_of_an_lstm_are_hard_unless_stated(given, expected):
    layer = LSTM(1, use_bias=False, kernel_initializer="ones", recurrent_initializer="zeros", **given)
    inputs = Input((1, 1))
    found = Model(inputs, layer(inputs)).predict(np.array([[[0.5]]]))
    cell = expected * np.tanh(0.5)
    np.testing.assert_allclose(found, [[expected * np.tanh(cell)]], rtol=1e-5)


def test_the_era_chooses_the_gates_of_a_gru():
    with Era("2.15"):
        assert GRU(1).get_config()["recurrent_activation"] == "sigmoid"
    assert GRU(1).get_config()["recurrent_activation"] == "hard_sigmoid"


def masked(*layers):
    inputs = Input((3, 1))
    outputs = Masking()(inputs)
    for layer in layers:
        outputs = layer(outputs)
    return Model(inputs, outputs)


@pytest.mark.parametrize("version, divisor", [("2.2.4", VALID.sum()), ("2.3.1", VALID.size)])
def test_the_mean_of_a_masked_loss_is_that_of_the_era_in_which_it_was_compiled(version, divisor):
    model = masked()
    with Era(version):
        model.compile("sgd", "mse")
    np.testing.assert_allclose(model.evaluate(X, X + 2, verbose=0), 4.0 * VALID.sum() / divisor, rtol=1e-6)


def test_a_nested_list_is_one_input():
    inputs = Input((2,))
    model = Model(inputs, Dense(1, kernel_initializer="ones")(inputs))
    np.testing.assert_allclose(model.predict([[1.0, 2.0], [3.0, 4.0]]), [[3.0], [7.0]])


@pytest.mark.parametrize("version, last", [("2.2.4", 1.0), ("2.15", 0.0)])
def test_bidirectional_puts_out_on_masked_steps_what_the_era_of_its_file_did(version, last):
    # Without kernels and with biases of one, the first step puts out 1; the second sample ends there.
    half = LSTM(1, activation="linear", recurrent_activation="linear", kernel_initializer="zeros", unit_forget_bias=False,
                recurrent_initializer="zeros", bias_initializer="ones", return_sequences=True)
    model = masked(made_in(Bidirectional(half, merge_mode="concat"), Era(version)))
    forward = model.predict(X)[1, :, 0]
    assert forward[0] == 1.0
    np.testing.assert_allclose(forward[1:], [last] * 2)


def test_a_lambda_keeps_its_mask_but_no_mask_of_a_call_when_it_is_saved():
    layer = Lambda(lambda x, mask: x[:, 1:], mask=lambda inputs, mask: mask[:, 1:], name="cut")
    masked(layer)
    config = layer.get_config()
    assert config["arguments"] == {} and config["mask_type"] == "expression"
    mask = Lambda.from_config(config).compute_mask(K.constant(X), K.constant(VALID, dtype="bool"))
    np.testing.assert_array_equal(K.eval(mask), VALID[:, 1:])


def test_a_mask_that_depends_on_an_input_cannot_be_stored():
    with pytest.raises(ConfigError, match="'bound'"):
        Lambda(lambda x: x, mask=K.not_equal(Input((3,)), 0), name="bound").get_config()


def test_a_lambda_of_several_tensors_infers_its_shape_from_their_own_dtypes():
    numbers, indices = Input((2,)), Input((2,), dtype="int32")
    joined = Lambda(lambda both: K.cast(both[1], "float32") + both[0])([numbers, indices])
    found = Model([numbers, indices], joined).predict([np.array([[0.5, 1.5]]), np.array([[1, 2]])])
    np.testing.assert_allclose(found, [[1.5, 3.5]])


@pytest.mark.parametrize("name", ["mlp", "two_inputs_two_outputs"])
def test_metrics_that_tf_keras_lists_output_by_output_are_those_of_each_output(name):
    source = golden("tf.keras-2.15-py311", name)
    loaded = load(source.path)
    inputs, targets = (list(arrays) if len(arrays) > 1 else arrays[0] for arrays in (source.x, source.t))
    found = loaded.model.evaluate(inputs, targets, batch_size=len(source.x[0]), verbose=0)
    assert loaded.compiled and len(found) == len(source.values["evaluated"])
    np.testing.assert_allclose(found, source.values["evaluated"], rtol=1e-4)


def test_a_dtype_policy_is_refused():
    with pytest.raises(ConfigError, match="'mixed' .* has no policies"):
        load(golden("tf.keras-2.15-py311", "dtype_policies").path)


@pytest.mark.parametrize("cls, arguments, expected", [
    (Conv1D, {"filters": 1, "kernel_size": 2, "kernel_initializer": "ones"}, [[[3.0], [5.0]]]),
    (AveragePooling1D, {"pool_size": 3}, [[[2.0]]]), (MaxPooling1D, {"pool_size": 3}, [[[3.0]]]),
    (GlobalAveragePooling1D, {}, [[2.0]]), (GlobalMaxPooling1D, {}, [[3.0]]),
])
def test_a_layer_along_one_dimension_may_be_told_that_its_channels_are_last(cls, arguments, expected):
    inputs = Input((3, 1))
    model = Model(inputs, cls(data_format="channels_last", **arguments)(inputs))
    np.testing.assert_allclose(model.predict(X[:1]), expected)


def test_relu_jumps_above_its_threshold_and_ends_at_its_maximum():
    inputs = Input((5,))
    layer = ReLU.from_config(ReLU(max_value=2.0, negative_slope=0.5, threshold=1.0).get_config())
    found = Model(inputs, layer(inputs)).predict(np.array([[-1.0, 0.0, 1.0, 1.5, 3.0]]))
    np.testing.assert_allclose(found, [[-1.0, -0.5, 0.0, 1.5, 2.0]])


def test_bilinear_upsampling_of_images_with_channels_first_is_that_of_their_transpose():
    x = np.arange(24.0).reshape(1, 2, 3, 4)
    first, last = Input((2, 3, 4)), Input((3, 4, 2))
    layer = UpSampling2D((2, 3), data_format="channels_first", interpolation="bilinear")
    found = Model(first, layer(first)).predict(x)
    expected = Model(last, UpSampling2D((2, 3), interpolation="bilinear")(last)).predict(x.transpose(0, 2, 3, 1))
    np.testing.assert_allclose(found, expected.transpose(0, 3, 1, 2))
