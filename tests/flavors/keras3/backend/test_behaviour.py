"""What K does beyond numbers: variables, updates, phases, randomness, placeholders, errors."""
import doctest
import importlib
import pkgutil

import numpy as np
import pytest

from compat.flavor import active

if active().name != "keras3":
    pytest.skip("the K of Keras 3", allow_module_level=True)

import keras

from compat.era import Era
from compat.flavors.keras3 import backend as K
from compat.flavors.keras3 import context, updates
from compat.flavors.keras3.engine import Layer

ROWS = np.array([[1.0, 2.0], [3.0, 6.0], [5.0, 7.0]], "float32")
MODULES = ["compat.flavors.keras3.backend." + module.name for module in pkgutil.iter_modules(K.__path__)]


@pytest.fixture(autouse=True)
def no_stated_phase():
    yield
    context.state_phase(None)


def _model(layer, width=2):
    model = keras.Sequential([keras.Input((width,)), layer])
    model.compile("sgd", "mse")
    return model


def _train(model, rows=ROWS):
    model.train_on_batch(rows, np.zeros_like(rows))


@pytest.mark.parametrize("name", MODULES + ["compat.flavors.keras3.context", "compat.flavors.keras3.updates"])
def test_the_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_listed_name_is_there():
    assert [name for name in K.__all__ if not hasattr(K, name)] == []


@pytest.mark.parametrize("name", ["sum", "prod", "max", "min", "cumsum", "dot", "square", "logsumexp"])
def test_arithmetic_on_booleans_is_an_error_that_names_cast(name):
    flags = K.constant([[True, False]], dtype="bool")
    arguments = (flags, flags) if name == "dot" else (flags,)
    with pytest.raises(TypeError, match="K.cast"):
        getattr(K, name)(*arguments)


def test_repeat_takes_two_axes_only():
    with pytest.raises(ValueError, match="2 axes"):
        K.repeat(K.constant([1.0, 2.0]), 3)


def test_a_switch_condition_with_more_axes_than_the_values_is_an_error():
    with pytest.raises(ValueError, match="more than"):
        K.switch(K.constant([[True]], dtype="bool"), K.constant([1.0]), K.constant([2.0]))


def test_variables_have_the_default_float_type_whatever_they_are_made_from():
    assert K.dtype(K.variable(np.array([1, 2]))) == "float32"
    assert K.dtype(K.constant([1, 2])) == "float32"


def test_zeros_outside_of_a_call_can_be_assigned():
    state = K.zeros((2,))
    K.set_value(state, [1, 2])
    np.testing.assert_array_equal(K.get_value(state), [1.0, 2.0])


def test_batch_set_value_and_batch_get_value_are_inverse():
    variables = [K.zeros((2,)), K.ones(())]
    K.batch_set_value([(variables[0], [3, 4]), (variables[1], 5)])
    assert [value.tolist() for value in K.batch_get_value(variables)] == [[3.0, 4.0], 5.0]


def test_changing_a_value_that_was_got_changes_no_variable():
    variable = K.variable([1.0, 2.0])
    K.get_value(variable)[0] = 9.0
    np.testing.assert_array_equal(K.get_value(variable), [1.0, 2.0])


def test_an_update_happens_when_it_is_evaluated_and_not_before():
    variable = K.variable(1.0)
    update = K.update_add(variable, 2.0)
    before = K.get_value(variable)
    assert (before, K.eval(update), K.get_value(variable)) == (1.0, 3.0, 3.0)


def test_an_update_computes_with_the_value_at_that_time():
    variable = K.variable(1.0)
    update = K.update_sub(variable, 1.0)
    K.set_value(variable, 10.0)
    assert K.eval(update) == 9.0


def test_something_that_is_no_update_is_refused():
    with pytest.raises(NotImplementedError, match="K.update"):
        updates.as_update("assign")


def test_a_pair_of_variable_and_value_is_an_update():
    variable = K.variable(1.0)
    updates.apply_all([(variable, 4.0)])
    assert K.get_value(variable) == 4.0


def test_a_moving_average_begins_with_the_first_value():
    average = K.variable([0.0, 10.0])  # Keras 2.2.4 printed [3.999999 3.999999]
    np.testing.assert_allclose(K.eval(K.moving_average_update(average, K.constant([4.0, 4.0]), 0.9)), [4, 4], rtol=1e-5)


def test_a_moving_average_of_a_later_era_begins_with_what_the_variable_holds():
    average = K.variable([0.0, 10.0])
    with Era("2.15"):
        moved = K.eval(K.moving_average_update(average, K.constant([4.0, 4.0]), 0.75))
    np.testing.assert_allclose(moved, [1.0, 8.5], rtol=1e-6)


class Averaging(Layer):
    def build(self, input_shape):
        self.average = self.add_weight("average", (input_shape[-1],), initializer="zeros", trainable=False)
        self.count = self.add_weight("count", (), initializer="zeros", trainable=False)
        self.scale = self.add_weight("scale", (input_shape[-1],), initializer="ones")
        super().build(input_shape)

    def call(self, x):
        self.add_update([K.moving_average_update(self.average, K.mean(x, axis=0), 0.9), K.update_add(self.count, 1)], x)
        return x * self.scale


def test_updates_run_in_training_and_keep_their_state_between_batches():
    model = _model(Averaging())
    for rows in (ROWS, ROWS, ROWS + 1):
        _train(model, rows)
    average, count = model.layers[-1].get_weights()[1:]
    expected = (ROWS.mean(0) * (0.81 + 0.9) + (ROWS.mean(0) + 1)) / (0.81 + 0.9 + 1)
    np.testing.assert_allclose(average, expected, rtol=1e-5)
    assert count == 3


def test_updates_do_not_run_in_predict_and_evaluate():
    model = _model(Averaging())
    model.predict(ROWS, verbose=0)
    model.evaluate(ROWS, ROWS, verbose=0)
    assert model.layers[-1].get_weights()[2] == 0


class Phase(Layer):
    def call(self, x):
        return K.in_train_phase(lambda: x * 0.0 + 1.0, lambda: x * 0.0)


def test_the_learning_phase_of_a_call_is_its_training_flag():
    layer = Phase()
    found = [float(K.eval(layer(ROWS, training=flag))[0, 0]) for flag in (True, False)]
    assert found == [1.0, 0.0]


def test_predict_is_the_test_phase():
    np.testing.assert_array_equal(_model(Phase()).predict(ROWS, verbose=0), np.zeros_like(ROWS))


def test_a_learning_phase_that_was_set_holds_in_predict_too():
    K.set_learning_phase(1)
    np.testing.assert_array_equal(_model(Phase()).predict(ROWS, verbose=0), np.ones_like(ROWS))


def test_clearing_the_session_forgets_the_learning_phase():
    K.set_learning_phase(1)
    K.clear_session()
    assert K.learning_phase() == 0


def test_a_learning_phase_other_than_0_and_1_is_refused():
    with pytest.raises(ValueError, match="not 2"):
        K.set_learning_phase(2)


def test_in_train_phase_on_the_tensors_of_a_functional_model_is_decided_when_it_runs():
    inputs = keras.Input((2,))
    model = keras.Model(inputs, K.in_train_phase(inputs * 2.0, inputs))
    np.testing.assert_array_equal(K.eval(model(ROWS, training=True)), ROWS * 2)
    np.testing.assert_array_equal(K.eval(model(ROWS, training=False)), ROWS)


class Dropping(Layer):
    def call(self, x):
        return K.dropout(x, 0.5)


def test_dropout_in_a_compiled_layer_differs_from_batch_to_batch():
    rows = np.ones((1, 200), "float32")
    model = _model(Dropping(), 200)
    first, second = (model.predict(rows, verbose=0) for _ in range(2))
    assert set(np.unique(first)) == {0.0, 2.0}
    assert (first != second).any()


def test_dropout_keeps_the_share_it_should():
    kept = K.eval(K.dropout(K.ones((100, 100)), 0.25)) > 0
    assert abs(kept.mean() - 0.75) < 0.03


def test_dropout_drops_together_along_axes_of_size_one_in_the_noise_shape():
    dropped = K.eval(K.dropout(K.ones((50, 4, 3)), 0.5, noise_shape=(None, 1, 3)))
    assert (dropped == dropped[:, :1]).all()
    assert {0.0, 2.0} == set(np.unique(dropped))


def test_a_seed_repeats_a_draw_outside_of_layers():
    first, second = (K.eval(K.random_uniform((5,), seed=3)) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_draws_without_a_seed_differ():
    first, second = (K.eval(K.random_normal((50,))) for _ in range(2))
    assert (first != second).any()


@pytest.mark.parametrize("draw, mean, deviation", [
    (lambda: K.random_normal((4000,), mean=3.0, stddev=2.0), 3.0, 2.0),
    (lambda: K.random_uniform((4000,), -1.0, 1.0), 0.0, 3 ** -0.5),
    (lambda: K.random_binomial((4000,), p=0.25), 0.25, 0.25 * 3 ** 0.5),
    (lambda: K.truncated_normal((4000,)), 0.0, 0.88),
    (lambda: K.random_normal_variable((4000,), 1.0, 0.5), 1.0, 0.5),
    (lambda: K.random_uniform_variable((4000,), 0.0, 1.0), 0.5, 12 ** -0.5),
], ids=["normal", "uniform", "binomial", "truncated", "normal variable", "uniform variable"])
def test_random_numbers_have_the_moments_asked_for(draw, mean, deviation):
    values = K.eval(draw())
    assert abs(values.mean() - mean) < 0.15
    assert abs(values.std() - deviation) < 0.1


def test_random_noise_on_the_shape_of_a_functional_model_is_drawn_anew_at_each_call():
    inputs = keras.Input((2,))
    model = keras.Model(inputs, inputs + K.random_normal(K.shape(inputs)))
    first, second = (K.eval(model(ROWS)) for _ in range(2))
    assert first.shape == ROWS.shape and (first != second).any()


def test_a_function_over_a_model_takes_the_learning_phase():
    inputs = keras.Input((100,))
    outputs = keras.layers.Dropout(0.5)(inputs)
    function = K.function([inputs, K.learning_phase()], [outputs])
    rows = np.ones((1, 100), "float32")
    np.testing.assert_array_equal(function([rows, 0])[0], rows)
    assert (function([rows, 1])[0] == 0).any()


def test_a_function_may_begin_inside_a_model():
    inputs = keras.Input((2,))
    hidden = keras.layers.Dense(3)(inputs)
    function = K.function([hidden], [K.sum(hidden, axis=1)])
    np.testing.assert_array_equal(function([np.ones((4, 3))])[0], [3.0] * 4)


def test_a_function_applies_its_updates():
    x, total = K.placeholder((None, 2)), K.variable(0.0)
    function = K.function([x], [K.sum(x)], updates=[K.update_add(total, 5.0)])
    assert function([ROWS])[0] == 24.0
    assert K.get_value(total) == 5.0


def test_a_function_with_the_wrong_number_of_values_is_an_error():
    x = K.placeholder((None, 2))
    with pytest.raises(TypeError, match="1 inputs"):
        K.function([x], [x * 2.0])([ROWS, ROWS])


def test_a_placeholder_is_known_as_one():
    x = K.placeholder(ndim=3)
    assert (K.int_shape(x), K.is_placeholder(x), K.is_placeholder(x * 2)) == ((None, None, None), True, False)


def test_a_symbolic_tensor_has_no_value():
    with pytest.raises(NotImplementedError, match="functional model"):
        K.eval(keras.Input((2,)))


def test_is_keras_tensor_refuses_what_is_no_tensor():
    assert K.is_keras_tensor(keras.Input((2,))) and not K.is_keras_tensor(K.variable(1.0))
    with pytest.raises(ValueError, match="not a tensor"):
        K.is_keras_tensor(np.zeros(2))


def test_resizing_images_of_unknown_size():
    images = keras.Input((None, None, 1))
    model = keras.Model(images, K.resize_images(images, 2, 1, "channels_last", "bilinear"))
    found = K.eval(model(np.array([0.0, 1.0], "float32").reshape(1, 2, 1, 1)))
    np.testing.assert_allclose(found.ravel(), [0.0, 0.5, 1.0, 1.0])  # Keras 2.2.4 printed the same


def test_resizing_images_in_a_later_era_samples_the_middles():
    with Era("2.15"):
        found = K.eval(K.resize_images(K.constant([[[[0.0]], [[1.0]]]]), 2, 1, "channels_last", "bilinear"))
    np.testing.assert_allclose(found.ravel(), [0.0, 0.25, 0.75, 1.0])


def test_hard_sigmoid_follows_the_era():
    with Era("3.0"):
        later = K.eval(K.hard_sigmoid(K.constant([1.0])))
    np.testing.assert_allclose([K.eval(K.hard_sigmoid(K.constant([1.0])))[0], later[0]], [0.7, 4 / 6], rtol=1e-6)


def test_a_mask_without_initial_states_is_an_error():
    with pytest.raises(ValueError, match="initial_states"):
        K.rnn(lambda x, states: (x, []), K.ones((1, 2, 3)), [], mask=K.ones((1, 2)))


def test_decoded_labels_are_without_blanks_and_repetitions():
    best = np.array([[0, 0, 3, 0, 1, 3]])  # class 3 is the blank
    probabilities = (np.eye(4)[best] * 0.9 + 0.025).astype("float32")
    decoded, _ = K.ctc_decode(K.constant(probabilities), K.constant([6], dtype="int32"))
    np.testing.assert_array_equal(K.eval(decoded[0]), [[0, 0, 1]])


def test_print_tensor_prints_and_passes_the_tensor_on(capfd):
    passed = K.eval(K.print_tensor(K.constant([1.0, 2.0]), "value is"))
    assert "value is" in capfd.readouterr().out
    np.testing.assert_array_equal(passed, [1.0, 2.0])


def test_names_are_counted_per_prefix_until_they_are_reset():
    K.reset_uids()
    assert [K.get_uid("a"), K.get_uid("a"), K.get_uid("b")] == [1, 2, 1]
    K.reset_uids()
    assert K.get_uid("a") == 1


@pytest.mark.parametrize("setting, value", [
    (K.set_floatx, "int32"), (K.set_image_data_format, "channels_middle")])
def test_settings_refuse_unknown_values(setting, value):
    with pytest.raises(ValueError, match=value):
        setting(value)


def test_shapes_compute_element_by_element():
    sizes = K.shape(K.ones((2, 3)))
    assert (tuple(sizes * 2), tuple(sizes + [1, 1]), tuple(sizes[1:]), sizes.shape) == ((4, 6), (3, 4), (3,), (2,))
    np.testing.assert_array_equal(K.eval(sizes), [2, 3])


@pytest.mark.parametrize("name", ["sum", "prod", "max", "min", "mean", "var", "std", "logsumexp", "any", "all"])
def test_a_reduction_of_all_axes_may_keep_them(name):
    of_all = getattr(K, name)
    values = ROWS > 2 if name in ("any", "all") else ROWS
    kept, dropped = (K.eval(of_all(K.constant(values), keepdims=keepdims)) for keepdims in (True, False))
    assert kept.shape == (1, 1) and np.shape(dropped) == () and kept[0, 0] == dropped
    assert of_all(keras.Input(batch_shape=(3, 2)), keepdims=True).shape == (1, 1)
    assert np.shape(K.eval(of_all(K.constant(values[0, 0]), keepdims=True))) == ()
