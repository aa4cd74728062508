"""What callbacks are told, what is printed and what is weighted in ``fit``: on the real Keras 2.2.4, and on Keras 3."""
import re

import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras import callbacks, optimizers
from compat.keras.layers import GRU, LSTM, RNN, Activation, Dense, GRUCell, Input, LSTMCell
from compat.keras.models import Model, Sequential
from compat.keras.utils import Progbar

pytestmark = pytest.mark.skipif(
    active().name not in ("keras3", "multibackend") or active().name == "multibackend" and active().version.startswith("2.3"),
    reason="the loops of Keras 2.2.4: its own, and those of Keras 3 with what differs bridged")

X, Y = np.arange(30.0).reshape(10, 3) / 30, np.eye(2)[[0, 1, 1, 0, 0] * 2]


def deviation(y_true, y_pred):
    return K.mean(K.abs(y_true - y_pred))


def classifier(*metrics):
    model = Sequential([Dense(2, input_dim=3, activation="softmax", kernel_initializer="ones")])
    model.compile(optimizers.SGD(lr=0.5), "categorical_crossentropy", metrics=list(metrics))
    return model


class Recorder(callbacks.Callback):
    def __init__(self):
        self.batches, self.epochs = [], []

    def on_batch_end(self, batch, logs):
        self.batches.append(dict(logs))

    def on_epoch_end(self, epoch, logs):
        self.epochs.append(dict(logs))


def trained(*hooks, **kwargs):
    model = classifier("accuracy", deviation)
    given = dict({"epochs": 2, "batch_size": 4, "verbose": 0, "shuffle": False, "validation_data": (X, Y)}, **kwargs)
    return model, model.fit(X, Y, callbacks=list(hooks), **given)


def test_a_batch_is_logged_alone_and_an_epoch_as_the_mean_by_size():
    recorder = Recorder()
    trained(recorder, epochs=1)
    assert [(logs["batch"], logs["size"]) for logs in recorder.batches] == [(0, 4), (1, 4), (2, 2)]
    np.testing.assert_allclose([logs["acc"] for logs in recorder.batches], [0.5, 0.5, 0.0])
    np.testing.assert_allclose([logs["loss"] for logs in recorder.batches], [0.6931, 0.6931, 0.7616], atol=1e-4)
    assert list(recorder.epochs[0])[:3] == ["val_loss", "val_acc", "val_deviation"]
    for name in ("loss", "acc", "deviation"):
        mean = np.average([logs[name] for logs in recorder.batches], weights=[4, 4, 2])
        np.testing.assert_allclose(recorder.epochs[0][name], mean, rtol=1e-6)


def test_callbacks_know_the_parameters_of_the_training():
    recorder = Recorder()
    trained(recorder)
    names = ["loss", "acc", "deviation"]
    assert recorder.params == {"batch_size": 4, "epochs": 2, "steps": None, "samples": 10, "verbose": 0,
                               "do_validation": True, "metrics": names + ["val_" + name for name in names]}
    assert [np.shape(each) for each in recorder.validation_data] == [(10, 3), (10, 2), (10,)]


def test_callbacks_know_the_parameters_of_a_generator():
    recorder = Recorder()
    batches = iter([(X[:4], Y[:4]), (X[4:7], Y[4:7])] * 10)
    classifier().fit_generator((batch for batch in batches), steps_per_epoch=2, verbose=0, workers=0, callbacks=[recorder])
    assert recorder.params == {"epochs": 1, "steps": 2, "verbose": 0, "do_validation": False, "metrics": ["loss", "val_loss"]}
    assert [logs["size"] for logs in recorder.batches] == [4, 3]
    np.testing.assert_allclose(recorder.epochs[0]["loss"], np.average([e["loss"] for e in recorder.batches], weights=[4, 3]),
                               rtol=1e-6)


def test_a_callback_belongs_to_a_model_by_hand():
    callback, model = callbacks.Callback(), classifier()
    callback.model = model
    assert callback.model is model
    assert callback.validation_data is None


def test_logs_are_passed_by_position():
    seen = []
    trained(callbacks.LambdaCallback(on_batch_end=lambda b, what: seen.append(sorted(what)),
                                     on_epoch_end=lambda e, what: seen.append(e)), epochs=1)
    assert seen == [["acc", "batch", "deviation", "loss", "size"]] * 3 + [0]


def test_what_a_callback_adds_to_the_logs_is_history():
    class Adds(callbacks.Callback):
        def on_epoch_end(self, epoch, logs):
            logs["added"] = epoch * 10

    assert trained(Adds())[1].history["added"] == [0, 10]


def test_an_epoch_that_is_stopped_is_not_validated():
    class Stops(callbacks.Callback):
        def on_batch_end(self, batch, logs=None):
            self.model.stop_training = batch == 1

    history = trained(Stops())[1]
    assert sorted(history.history) == ["acc", "deviation", "loss"]
    assert history.epoch == [0]


def test_a_metric_of_any_name_is_monitored(tmp_path, capsys):
    hooks = [callbacks.EarlyStopping(monitor="val_deviation", min_delta=1.0, verbose=1),
             callbacks.ModelCheckpoint(str(tmp_path / "best.h5"), monitor="deviation", save_best_only=True, verbose=1),
             callbacks.ReduceLROnPlateau(monitor="val_deviation", patience=0, min_delta=1.0, factor=0.5, verbose=1)]
    history = trained(*hooks, epochs=5)[1]
    printed = re.sub(r"0\.\d{5}", "N", capsys.readouterr().out.replace(str(tmp_path), ""))
    assert printed == (
        "\nEpoch 00001: deviation improved from inf to N, saving model to /best.h5\n"
        "\nEpoch 00002: deviation improved from N to N, saving model to /best.h5\n"
        "\nEpoch 00002: ReduceLROnPlateau reducing learning rate to 0.25.\n"
        "Epoch 00002: early stopping\n")
    np.testing.assert_allclose(history.history["lr"], [0.5, 0.5])


def test_accuracy_rises_and_all_else_falls():
    assert callbacks.EarlyStopping(monitor="val_acc").monitor_op == np.greater
    assert callbacks.EarlyStopping(monitor="auc").monitor_op == np.less
    assert callbacks.ModelCheckpoint("f", monitor="fmeasure").monitor_op == np.greater


def test_a_schedule_of_the_epoch_alone_sets_the_rate(capsys):
    history = trained(callbacks.LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1), verbose=1))[1]
    np.testing.assert_allclose(history.history["lr"], [0.1, 0.05], rtol=1e-6)
    assert capsys.readouterr().out.splitlines()[-1] == "Epoch 00002: LearningRateScheduler setting learning rate to 0.05."


def test_a_csv_has_the_columns_that_were_logged(tmp_path):
    path = tmp_path / "log.csv"
    trained(callbacks.CSVLogger(str(path)), validation_data=None)
    assert path.read_text().splitlines()[0] == "epoch,acc,deviation,loss"


def shown(text):
    """Printed text without times, which differ from run to run."""
    return re.sub(r"- \d+s( \S+/step)?|ETA: [\d:]+s?", "TIME", text)


def test_fit_prints_the_progress_of_keras_2(capsys):
    trained(epochs=1, verbose=1, batch_size=10)
    assert re.sub(r"0\.\d{4}", "N", shown(capsys.readouterr().out)) == (
        "Train on 10 samples, validate on 10 samples\nEpoch 1/1\n"
        "\n10/10 [==============================] TIME - loss: N - acc: N - deviation: N"
        " - val_loss: N - val_acc: N - val_deviation: N\n")


def test_fit_prints_one_line_for_an_epoch_on_request(capsys):
    classifier().fit(X, Y, epochs=2, batch_size=10, verbose=2)
    printed = shown(capsys.readouterr().out)
    assert re.sub(r"0\.\d{4}", "N", printed) == "Epoch 1/2\n TIME - loss: N\nEpoch 2/2\n TIME - loss: N\n"


def test_evaluate_and_predict_print_a_bar_of_samples(capsys):
    model = classifier()
    model.evaluate(X, Y, batch_size=10, verbose=1)
    model.predict(X, batch_size=10, verbose=1)
    assert shown(capsys.readouterr().out) == "\n10/10 [==============================] TIME\n" * 2


def test_a_bar_shows_averages_and_last_values(capsys):
    bar = Progbar(4, width=8, interval=0, stateful_metrics=["last"])
    bar.update(1, [("mean", 1.0), ("last", 1.0)])
    bar.add(3, [("mean", 3.0), ("last", 0.0001)])
    assert shown(capsys.readouterr().out) == ("\n1/4 [=>......] - TIME - mean: 1.0000 - last: 1.0000"
                                              "\n4/4 [========] TIME - mean: 2.5000 - last: 1.0000e-04\n")


def test_steps_of_arrays_are_fed_the_whole_arrays():
    model, recorder = classifier("accuracy"), Recorder()
    whole = model.evaluate(X, Y, batch_size=10, verbose=0)
    np.testing.assert_allclose(model.evaluate(X, Y, steps=2, verbose=0), whole, rtol=1e-6)
    assert model.predict(X, steps=2).shape == (20, 2)
    model.fit(X, Y, steps_per_epoch=2, verbose=0, callbacks=[recorder])
    np.testing.assert_allclose(recorder.batches[0]["loss"], whole[0], rtol=1e-6)
    assert recorder.params["steps"] == 2


@pytest.mark.parametrize("recurrent", [
    lambda **kwargs: LSTM(2, **kwargs), lambda **kwargs: GRU(2, **kwargs),
    lambda **kwargs: RNN([LSTMCell(2), GRUCell(2)], **kwargs)], ids=["LSTM", "GRU", "cells"])
def test_a_stateful_layer_trains_from_batch_to_batch(recurrent):
    model = Sequential([recurrent(batch_input_shape=(2, 3, 1), stateful=True), Dense(1)])
    model.compile(optimizers.SGD(0.0), "mse")
    x, y = np.ones((2, 3, 1)), np.ones((2, 1))
    trained = [model.train_on_batch(x, y) for _ in range(3)]
    model.reset_states()
    np.testing.assert_allclose(trained, [model.test_on_batch(x, y) for _ in range(3)], rtol=1e-5)
    assert len({round(float(each), 6) for each in trained}) == 3


def test_states_that_do_not_fit_are_refused():
    layer = LSTM(2, batch_input_shape=(2, 3, 1), stateful=True)
    Sequential([layer])
    with pytest.raises(ValueError, match="expects 2 states, but it received 1"):
        layer.reset_states([np.zeros((2, 2))])
    with pytest.raises(ValueError, match="State 1 is incompatible"):
        layer.reset_states([np.zeros((2, 2)), np.zeros((2, 3))])
    layer.reset_states([np.ones((2, 2)), np.full((2, 2), 2.0)])
    assert [K.get_value(state).max() for state in layer.states] == [1.0, 2.0]
    with pytest.raises(AttributeError, match="must be stateful"):
        LSTM(2).reset_states()


def test_a_layer_that_gives_two_outputs_has_two_losses():
    shared, first, second = Dense(1, kernel_initializer="ones", name="out"), Input((2,)), Input((2,))
    model = Model([first, second], [shared(first), shared(second)])
    model.compile(optimizers.SGD(0.0), "mse", metrics=["mae"])
    x, y = [np.ones((2, 2)), np.zeros((2, 2))], [np.zeros(2), np.full(2, 3.0)]
    expected = [13.0, 4.0, 9.0, 2.0, 3.0]
    for values in (model.evaluate(x, y, verbose=0), model.train_on_batch(x, y)):
        np.testing.assert_allclose(values, expected, rtol=1e-6)
    logs = model.fit(x, y, validation_data=(x, y), verbose=0).history
    assert [logs[prefix + name] for prefix in ("", "val_") for name in ("loss", "out_loss")] == [[13.0], [9.0]] * 2
    metric = model.metrics_names[3]
    assert model.metrics_names == ["loss", "out_loss", "out_loss", metric, metric + "_1"]
    assert (logs[metric], logs["val_" + metric + "_1"]) == ([2.0], [3.0])


def two_outputs():
    x = Input((3,))
    model = Model(x, [Dense(2, activation="softmax", kernel_initializer="ones", name="a")(x),
                      Dense(1, kernel_initializer="ones", name="b")(x)])
    model.compile("sgd", {"a": "categorical_crossentropy", "b": "mse"})
    return model


BY_CLASS, B = {0: 1.0, 1: 3.0}, np.array([[0.0], [1.0]] * 5)


@pytest.mark.parametrize("given", [{"a": BY_CLASS, "b": {0: 2.0, 1: 0.5}}, [BY_CLASS, {0: 2.0, 1: 0.5}]])
def test_each_output_has_weights_of_its_classes(given):
    model = two_outputs()
    plain = model.predict(X)
    a = np.where(Y[:, 0] == 1, 1.0, 3.0) * -np.log((Y * plain[0]).sum(axis=1))
    b = np.where(B[:, 0] == 0, 2.0, 0.5) * ((plain[1] - B) ** 2)[:, 0]
    history = model.fit(X, {"a": Y, "b": B}, class_weight=given, batch_size=10, verbose=0, shuffle=False).history
    np.testing.assert_allclose([history["a_loss"][0], history["b_loss"][0]], [a.mean(), b.mean()], rtol=1e-4)


def test_only_some_outputs_have_weights_of_classes():
    weights = two_outputs().fit(X, [Y, B], class_weight={"a": BY_CLASS}, batch_size=10, verbose=0).history
    plain = two_outputs().fit(X, [Y, B], batch_size=10, verbose=0).history
    np.testing.assert_allclose(weights["b_loss"], plain["b_loss"], rtol=1e-6)
    assert weights["a_loss"][0] > 1.2 * plain["a_loss"][0]


def test_weights_of_classes_apply_to_generators_and_single_batches():
    expected = two_outputs().train_on_batch(X, [Y, B], class_weight={"a": BY_CLASS})
    batches = ((X, [Y, B]) for _ in range(10))
    history = two_outputs().fit_generator(batches, steps_per_epoch=1, class_weight={"a": BY_CLASS}, workers=0, verbose=0)
    np.testing.assert_allclose(history.history["loss"][0], expected[0], rtol=1e-5)


def test_a_class_without_a_weight_is_refused():
    with pytest.raises(ValueError, match="`class_weight` must contain all classes in the data"):
        classifier().fit(X, Y, class_weight={0: 1.0}, verbose=0)


def test_weights_of_samples_win_over_those_of_classes():
    of_samples = np.linspace(1, 2, 10)
    with pytest.warns(UserWarning, match="`class_weight` argument will be ignored"):
        both = classifier().train_on_batch(X, Y, sample_weight=of_samples, class_weight=BY_CLASS)
    np.testing.assert_allclose(both, classifier().train_on_batch(X, Y, sample_weight=of_samples), rtol=1e-6)


@pytest.mark.skipif(active().name == "multibackend", reason="TensorFlow 1 reads a weight before or after its step, by chance")
def test_each_step_takes_the_value_that_a_tensor_of_data_has_then():
    x = Input(tensor=K.variable(X))
    model = Model(x, Dense(2, kernel_initializer="ones", use_bias=False)(x))
    model.add_loss(K.mean(model.output))
    model.compile(optimizers.SGD(lr=0.1), None)
    recorder = Recorder()
    model.fit(None, None, steps_per_epoch=3, verbose=0, callbacks=[recorder])
    losses = [logs["loss"] for logs in recorder.batches]
    assert losses[0] == pytest.approx(X.sum(axis=1).mean(), rel=1e-5)
    assert losses[0] > losses[1] > losses[2]
    assert model.evaluate(None, None, steps=1, verbose=0) < losses[2]


def test_a_prediction_calls_callbacks_in_the_thread_of_the_program():
    if active().name != "keras3":
        pytest.skip("Keras 2.2.4 knew no callbacks in predict")
    import threading

    class Notes(callbacks.Callback):
        def on_predict_batch_end(self, batch, logs=None):
            self.thread = threading.current_thread()

    notes = Notes()
    classifier().predict(X, callbacks=[notes])
    assert notes.thread is threading.current_thread()


def test_a_single_step_counts_nothing_of_the_steps_before():
    model = classifier("accuracy")
    model.fit(X, Y, verbose=0)
    expected = model.test_on_batch(X[:5], Y[:5])
    np.testing.assert_allclose(model.train_on_batch(X[:5], Y[:5]), expected, rtol=1e-5)


def test_the_only_loss_of_several_outputs_is_logged_by_its_output():
    x = Input((3,))
    a = Dense(2, kernel_initializer="ones", name="a", kernel_regularizer="l2")(x)
    model = Model(x, [a, Activation("tanh", name="b")(a)])
    model.compile("sgd", ["mse", None], metrics=["mae"])
    assert model.metrics_names == ["loss", "a_loss", "a_mean_absolute_error"]
    found = model.evaluate(X, [Y], verbose=0)
    np.testing.assert_allclose(found[0] - found[1], 0.06, rtol=1e-4)
    np.testing.assert_allclose(model.train_on_batch(X, [Y]), found, rtol=1e-4)
    assert sorted(model.fit(X, [Y], verbose=0).history) == ["a_loss", "a_mean_absolute_error", "loss"]
