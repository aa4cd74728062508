"""What a model is fed, and what it refuses, as in Keras 2.2.4, which runs these tests too."""
import warnings

import numpy as np
import pytest

from compat import keras
from compat.flavor import active
from compat.keras import backend as K
from compat.keras.callbacks import LambdaCallback
from compat.keras.layers import Add, Concatenate, Dense, Dropout, Input, Lambda, SimpleRNN
from compat.keras.models import Model, Sequential

pytestmark = pytest.mark.skipif(active().name != "keras3" and not active().version.startswith("2.2."),
                                reason="the checks of data are those of Keras 2.2.4")
ROWS = np.arange(24.0).reshape(8, 3)
LABELS = np.arange(16.0).reshape(8, 2) % 5


def regression(loss="mse", **arguments):
    """``(rows, 3) → (rows, 2)``, with weights that are known."""
    model = Sequential([Dense(2, input_dim=3, kernel_initializer="ones", name="out")])
    model.compile("sgd", loss, **arguments)
    return model


def two_outputs():
    x = Input((3,), name="x")
    return Model(x, [Dense(2, name="left")(x), Dense(2, name="right", kernel_initializer="zeros")(x)])


def test_a_model_that_is_not_compiled_does_not_train():
    model = Sequential([Dense(2, input_dim=3)])
    for call in (model.fit, model.evaluate, model.train_on_batch, model.test_on_batch):
        with pytest.raises(RuntimeError, match="compile"):
            call(ROWS, LABELS)
    assert model.predict(ROWS).shape == (8, 2)


@pytest.mark.parametrize(("x", "y", "text"), [
    (ROWS[:, :2], LABELS, r"expected out_input to have shape \(3,\) but got array with shape \(2,\)"),
    (ROWS, LABELS[:, :1], r"expected out to have shape \(2,\) but got array with shape \(1,\)"),
    (ROWS, LABELS[:5], "Found 8 input samples and 5 target samples"),
    ([ROWS, ROWS], LABELS, r"Expected to see 1 array\(s\)"),
    ({"other": ROWS}, LABELS, 'No data provided for "out_input"'),
    (ROWS, {"other": LABELS}, 'No data provided for "out"'),
])
def test_data_that_do_not_fit_are_refused(x, y, text):
    model = regression()
    for call in (model.train_on_batch, model.test_on_batch):
        with pytest.raises(ValueError, match=text):
            call(x, y)
    with pytest.raises(ValueError, match=text):
        model.fit(x, y, verbose=0)


def test_a_generator_yields_two_or_three_and_says_how_often():
    model = regression()
    with pytest.raises(ValueError, match="should be a tuple"):
        model.fit_generator(iter([(ROWS,)]), 1, verbose=0)
    with pytest.raises(ValueError, match="steps_per_epoch=None"):
        model.fit_generator(iter([(ROWS, LABELS)]), verbose=0)
    with pytest.raises(ValueError, match="validation_steps=None"):
        model.fit_generator(iter([(ROWS, LABELS)]), 1, validation_data=iter([(ROWS, LABELS)]), verbose=0)


def test_a_model_can_be_used_after_an_error():
    model = regression()
    before = model.predict(ROWS)

    def fails(epoch, logs):
        raise KeyError("in a callback")

    with pytest.raises(KeyError):
        model.fit(ROWS, LABELS, verbose=0, callbacks=[LambdaCallback(on_epoch_begin=fails)])
    np.testing.assert_allclose(model.predict(ROWS), before)
    with pytest.raises(KeyError):
        model.fit(ROWS / 100, LABELS, verbose=0, callbacks=[LambdaCallback(on_epoch_end=fails)])
    assert np.abs(model.predict(ROWS) - before).max() > 0


def test_every_class_needs_a_weight():
    model = regression()
    with pytest.raises(ValueError, match="must contain all classes"):
        model.fit(ROWS, np.eye(2)[np.arange(8) % 2], class_weight={0: 2.0}, verbose=0)


def test_weights_of_samples_by_output():
    model = two_outputs()
    model.compile("sgd", "mse")
    weights = np.arange(8.0)
    plain, _, right = model.test_on_batch(ROWS, [LABELS, LABELS])
    weighted = model.test_on_batch(ROWS, [LABELS, LABELS], sample_weight={"right": weights})
    expected = (np.mean(LABELS ** 2, axis=1) * weights).sum() / (weights != 0).sum()
    np.testing.assert_allclose(weighted[2], expected, rtol=1e-5)
    np.testing.assert_allclose(weighted[0] - weighted[2], plain - right, rtol=1e-4)
    with pytest.raises(TypeError, match="either a list or a dict"):
        model.test_on_batch(ROWS, [LABELS, LABELS], sample_weight=weights)


def test_an_output_without_loss_has_no_metric_and_takes_no_targets():
    model = two_outputs()
    model.compile("sgd", {"right": "mse"}, metrics=["mae"])
    assert model.metrics_names == ["loss", "right_loss", "right_mean_absolute_error"]
    values = model.evaluate(ROWS, LABELS, batch_size=8, verbose=0)  # to train what no loss depends on was an error
    np.testing.assert_allclose(values[-1], LABELS.mean(), rtol=1e-5)


def test_losses_that_were_added_need_no_targets():
    x = Input((3,))
    y = Dense(2, kernel_initializer="ones")(x)
    model = Model(x, y)
    model.add_loss(K.mean(y))
    model.compile("sgd", loss=None, metrics=["mae"])
    np.testing.assert_allclose(model.test_on_batch(ROWS, None), ROWS.sum(axis=1).mean(), rtol=1e-5)
    assert len(model.fit(ROWS, None, verbose=0).history["loss"]) == 1


def test_target_tensors_are_the_targets():
    model = regression(target_tensors=[K.variable(LABELS)])
    expected = np.mean((ROWS.sum(axis=1, keepdims=True) - LABELS) ** 2)
    np.testing.assert_allclose(model.test_on_batch(ROWS, None), expected, rtol=1e-5)
    with pytest.raises(ValueError, match="expected no data"):
        model.train_on_batch(ROWS, LABELS)


def test_a_target_tensor_that_follows_the_input():
    x = Input((3,))
    model = Model(x, Dense(3, kernel_initializer="identity")(x))
    model.compile("sgd", "mse", target_tensors=[x * 2.0])
    np.testing.assert_allclose(model.test_on_batch(ROWS, None), np.mean(ROWS ** 2), rtol=1e-5)


@pytest.mark.parametrize(("tensors", "error"), [
    ([1, 2], ValueError), ({"other": None}, ValueError), (set(), TypeError)])
def test_target_tensors_that_do_not_fit(tensors, error):
    with pytest.raises(error):
        regression(target_tensors=tensors)


def test_an_input_made_of_a_variable_takes_no_data():
    held = K.variable(ROWS)
    x, free = Input(tensor=held), Input((3,), name="free")
    model = Model([x, free], Dense(1, kernel_initializer="ones", use_bias=False)(Add()([free, x])))
    model.compile("sgd", "mse")
    expected = (2 * ROWS).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(model.predict(ROWS, batch_size=8), expected, rtol=1e-5)
    np.testing.assert_allclose(model.predict_on_batch({"free": ROWS}), expected, rtol=1e-5)
    np.testing.assert_allclose(model.evaluate(ROWS, expected, batch_size=8, verbose=0), 0.0, atol=1e-3)
    K.set_value(held, ROWS * 0)
    np.testing.assert_allclose(model.predict_on_batch(ROWS), expected / 2, rtol=1e-5)


def test_a_model_whose_only_input_is_a_variable():
    x = Input(tensor=K.variable(ROWS))
    model = Model(x, Dense(2, kernel_initializer="ones")(x))
    model.compile("sgd", "mse")
    assert model.predict(None, steps=3).shape == (24, 2)
    assert np.isfinite(model.train_on_batch(None, LABELS))
    with pytest.raises(ValueError, match="`steps`"):
        model.predict(None, batch_size=4)


def test_data_that_are_variables_give_a_batch_to_each_step():
    model = regression()
    x, y = K.variable(ROWS), K.variable(LABELS)
    expected = np.mean((ROWS.sum(axis=1, keepdims=True) - LABELS) ** 2)
    np.testing.assert_allclose(model.evaluate(x, y, steps=2, verbose=0), expected, rtol=1e-5)
    with pytest.raises(ValueError, match="should specify the `steps_per_epoch`"):
        model.fit(x, y, batch_size=4, verbose=0)
    with pytest.raises(ValueError, match="cannot use `validation_split`"):
        model.fit(x, y, steps_per_epoch=2, validation_split=0.5, validation_steps=1, verbose=0)
    assert len(model.fit(x, y, steps_per_epoch=2, validation_data=(x, y), validation_steps=1,
                         verbose=0).history["val_loss"]) == 1


def test_steps_of_arrays_are_all_rows_each():
    model = regression()
    assert model.predict(ROWS, steps=2).shape == (16, 2)
    with pytest.raises(ValueError, match="`batch_size` must be None"):
        model.fit(ROWS, LABELS, batch_size=4, steps_per_epoch=1, verbose=0)


def test_frames_and_sparse_matrices_are_data():
    pandas, sparse = pytest.importorskip("pandas"), pytest.importorskip("scipy.sparse")
    model = regression()
    expected = model.test_on_batch(ROWS, LABELS)
    frames = pandas.DataFrame(ROWS), pandas.DataFrame(LABELS)
    np.testing.assert_allclose(model.test_on_batch(*frames), expected, rtol=1e-5)
    np.testing.assert_allclose(model.evaluate(*frames, batch_size=8, verbose=0), expected, rtol=1e-5)
    matrices = sparse.csr_matrix(ROWS), sparse.csr_matrix(LABELS)
    np.testing.assert_allclose(model.evaluate(*matrices, batch_size=8, verbose=0), expected, rtol=1e-5)
    assert np.isfinite(model.fit(*matrices, batch_size=4, verbose=0).history["loss"][0])


def test_callbacks_are_told_the_validation_data():
    model, seen = regression(), []
    callback = LambdaCallback(on_train_end=lambda logs: seen.append(callback.validation_data))
    model.fit(ROWS, LABELS, validation_data=(ROWS, LABELS), callbacks=[callback], verbose=0)
    model.fit(ROWS, LABELS, validation_split=0.25, callbacks=[callback], verbose=0)
    assert [[part.shape for part in parts] for parts in seen] == [[(8, 3), (8, 2), (8,)], [(2, 3), (2, 2), (2,)]]
    assert seen[0][0] is ROWS


def test_a_flag_that_was_set_after_compile_is_a_warning():
    model = regression()
    model.layers[0].trainable = False
    with pytest.warns(UserWarning, match="Discrepancy between trainable weights"):
        model.fit(ROWS, LABELS, verbose=0)
    model.compile("sgd", "mse")
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        model.summary()
    assert not [each for each in found if "Discrepancy" in str(each.message)]


def test_what_differs_in_training_says_so():
    x = Input((4,))
    dense, dropped = Dense(2)(x), Dropout(0.5)(x)
    assert not dense._uses_learning_phase and dropped._uses_learning_phase
    assert Concatenate()([dense, dropped])._uses_learning_phase
    assert not Dropout(0.5)(x, training=True)._uses_learning_phase
    assert Lambda(lambda t: K.in_train_phase(t, t * 2.0))(x)._uses_learning_phase
    assert Model(x, dropped).uses_learning_phase and not Model(x, dense).uses_learning_phase


def test_batches_that_do_not_fit_a_stateful_model_are_refused():
    model = Sequential([SimpleRNN(3, stateful=True, batch_input_shape=(4, 5, 2))])
    model.compile("sgd", "mse")
    x, y = np.ones((8, 5, 2)), np.ones((8, 3))
    for call in (lambda: model.fit(x, y, verbose=0), lambda: model.evaluate(x, y, verbose=0),
                 lambda: model.predict(x, batch_size=5)):
        with pytest.raises(ValueError):
            call()
    assert model.predict(x, batch_size=4).shape == (8, 3)


def test_a_validation_asks_a_sequence_for_the_batches_of_its_steps():
    class Ones(keras.utils.Sequence):
        def __init__(self):
            self.asked = []

        def __len__(self):
            return 12

        def __getitem__(self, number):
            self.asked.append(number)
            return np.ones((2, 3)), np.ones((2, 1))

    model = Sequential([Dense(1, input_shape=(3,))])
    model.compile("sgd", "mse")
    validation = Ones()
    model.fit_generator(Ones(), steps_per_epoch=3, epochs=5, validation_data=validation, validation_steps=3, verbose=0,
                        max_queue_size=1)
    assert len(validation.asked) <= 20
    validation, data = Ones(), Ones()
    model.fit_generator(data, epochs=2, validation_data=validation, verbose=0, max_queue_size=1)
    assert sorted(validation.asked) == sorted(2 * list(range(12)))
    assert active().name != "keras3" or sorted(data.asked) == sorted(2 * list(range(12)))


@pytest.mark.parametrize("kind", ["float64", "float32", "int64", "uint8", "bool"])
def test_one_batch_is_predicted_as_several(kind):
    left, right = Input((3,), name="left"), Input((2,), name="right")
    model = Model([left, right], [Dense(2)(Concatenate()([left, right])), Add()([right, right])])
    inputs = {"left": ROWS.astype(kind), "right": LABELS.astype(kind)}
    several = model.predict(inputs, batch_size=3)
    for data in (inputs, [inputs["left"], inputs["right"]]):
        for found, expected in zip(model.predict(data, batch_size=8), several):
            assert found.dtype == "float32" and found.shape == expected.shape
            np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


def test_one_batch_of_a_stateful_model_moves_its_state():
    inputs = Input(batch_shape=(2, 4, 1))
    model = Model(inputs, SimpleRNN(3, stateful=True)(inputs))
    data = np.arange(8.0).reshape(2, 4, 1) / 8
    first, second = model.predict(data, batch_size=2), model.predict(data, batch_size=2)
    model.reset_states()
    np.testing.assert_allclose(model.predict(data, batch_size=2), first, rtol=1e-5)
    assert np.abs(first - second).max() > 1e-3
