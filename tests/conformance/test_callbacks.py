"""Callbacks of Keras 2.2.4, which runs these tests too: when they act, what they print, write and remember."""
import csv
import struct

import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras import callbacks
from compat.keras.layers import Dense, Flatten
from compat.keras.models import Sequential
from compat.keras.optimizers import SGD

pytestmark = pytest.mark.skipif(active().name != "keras3" and not active().version.startswith("2.2."),
                                reason="the callbacks are those of Keras 2.2.4")
ROWS, LABELS = np.ones((4, 2)), np.zeros((4, 1))


class Weights:
    """Stands for a model whose weights are the number of its epoch."""

    def __init__(self):
        self.stop_training = False
        self.epoch = None

    def get_weights(self):
        return self.epoch

    def set_weights(self, weights):
        self.epoch = weights


def stopped_after(values, **arguments):
    """The number of epochs that an ``EarlyStopping`` allows, and the weights that remain."""
    stopper = callbacks.EarlyStopping(**arguments)
    stopper.model = Weights()
    stopper.on_train_begin()
    for epoch, value in enumerate(values):
        stopper.model.epoch = epoch
        stopper.on_epoch_end(epoch, {stopper.monitor: value})
        if stopper.model.stop_training:
            break
    stopper.on_train_end()
    return epoch + 1, stopper.model.epoch


@pytest.mark.parametrize(("values", "arguments", "expected"), [
    ([5, 4, 4, 4, 4], {"patience": 2}, (4, 3)),
    ([5, 4, 4, 4, 4], {"patience": 0}, (3, 2)),
    ([5, 4, 3.9, 3.8, 3.7], {"patience": 2, "min_delta": 0.5}, (4, 3)),
    ([5, 4, 6, 7], {"patience": 2, "restore_best_weights": True}, (4, 1)),
    ([0.1, 0.2, 0.1, 0.1], {"patience": 1, "monitor": "val_acc"}, (3, 2)),
    ([0.1, 0.2, 0.1, 0.1], {"patience": 1, "monitor": "val_acc", "mode": "min"}, (2, 1)),
    ([5, 4, 3, 2], {"patience": 2, "baseline": 1.0}, (2, 1)),
    ([5, 0.5, 0.4, 0.3], {"patience": 2, "baseline": 1.0}, (4, 3)),
])
def test_early_stopping(values, arguments, expected):
    assert stopped_after(values, **arguments) == expected


def test_early_stopping_says_when(capsys):
    stopped_after([5, 4, 6, 7], patience=2, restore_best_weights=True, verbose=1)
    assert capsys.readouterr().out.splitlines() == [
        "Restoring model weights from the end of the best epoch", "Epoch 00004: early stopping"]


@pytest.mark.parametrize(("callback", "text"), [
    (lambda: callbacks.EarlyStopping(mode="other"), "EarlyStopping mode other is unknown"),
    (lambda: callbacks.ModelCheckpoint("m.h5", mode="other"), "ModelCheckpoint mode other is unknown"),
    (lambda: callbacks.ReduceLROnPlateau(mode="other"), "Learning Rate Plateau Reducing mode other is unknown"),
    (lambda: callbacks.ReduceLROnPlateau(epsilon=1e-3), "`epsilon` argument is deprecated"),
])
def test_arguments_that_are_warned_of(callback, text):
    with pytest.warns(Warning, match=text):
        callback()


def test_a_callback_whose_number_is_not_logged_warns():
    for callback, text in ((callbacks.EarlyStopping("other"), "Early stopping conditioned on metric `other`"),
                           (callbacks.ReduceLROnPlateau("other"), "Reduce LR on plateau conditioned on metric `other`"),
                           (callbacks.ModelCheckpoint("m.h5", "other", save_best_only=True), "with other available")):
        with pytest.warns(RuntimeWarning, match=text):
            trained([callback])


def trained(given, epochs=1, **arguments):
    model = Sequential([Dense(1, input_dim=2, kernel_initializer="ones")])
    model.compile(SGD(lr=0.25), "mse")
    history = model.fit(ROWS, LABELS, epochs=epochs, verbose=0, callbacks=given, **arguments)
    return model, history.history


def test_the_rate_of_a_schedule_is_logged(capsys):
    for schedule in (lambda epoch: 0.5 / (epoch + 1), lambda epoch, rate: rate * 2 / (epoch + 1)):
        history = trained([callbacks.LearningRateScheduler(schedule, verbose=1)], epochs=2)[1]
        assert [float(rate) for rate in history["lr"]][0] == 0.5
        assert "Epoch 00001: LearningRateScheduler setting learning rate to 0.5." in capsys.readouterr().out
    with pytest.raises(ValueError, match="should be float"):
        trained([callbacks.LearningRateScheduler(lambda epoch: "fast")])


def test_the_rate_is_lowered_on_a_plateau_and_rests(capsys):
    lowering = callbacks.ReduceLROnPlateau("loss", factor=0.5, patience=1, min_delta=100.0, cooldown=2, verbose=1)
    history = trained([lowering], epochs=6)[1]
    np.testing.assert_allclose(history["lr"], [0.25, 0.25, 0.125, 0.125, 0.0625, 0.0625])
    assert "Epoch 00002: ReduceLROnPlateau reducing learning rate to 0.125." in capsys.readouterr().out
    with pytest.raises(ValueError, match="factor >= 1.0"):
        callbacks.ReduceLROnPlateau(factor=1.0)


def test_a_checkpoint_every_other_epoch(tmp_path, capsys):
    trained([callbacks.ModelCheckpoint(str(tmp_path / "m{epoch:02d}.h5"), period=2, verbose=1)], epochs=5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m02.h5", "m04.h5"]
    assert "Epoch 00004: saving model to " in capsys.readouterr().out


def test_a_checkpoint_of_the_best(tmp_path, capsys):
    kept = callbacks.ModelCheckpoint(str(tmp_path / "{epoch}.h5"), "number", save_best_only=True, save_weights_only=True,
                                     verbose=1)
    numbers = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(number=[3.0, 4.0, 2.0][epoch]))
    trained([numbers, kept], epochs=3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.h5", "3.h5"]
    said = capsys.readouterr().out
    assert "Epoch 00002: number did not improve from 3.00000" in said
    assert "Epoch 00003: number improved from 3.00000 to 2.00000, saving model to " in said


def test_a_table_of_the_epochs(tmp_path):
    path = str(tmp_path / "epochs.tsv")
    lists = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: logs.update(pair=np.array([1, 2])))
    for append in (False, True):
        trained([lists, callbacks.CSVLogger(path, separator="\t", append=append)], epochs=2)
    with open(path, newline="") as file:
        text = file.read()
    rows = list(csv.reader(text.splitlines(), delimiter="\t"))
    assert [row[0] for row in rows] == ["epoch", "0", "1", "0", "1"]
    assert rows[0] == ["epoch", "loss", "pair"] and rows[1][2] == '"[1, 2]"' and text.endswith("\r\n")


def test_a_loss_that_is_no_number_ends_the_training(capsys):
    model = Sequential([Dense(1, input_dim=2)])
    model.compile("sgd", "mse")
    history = model.fit(ROWS * np.nan, LABELS, epochs=3, verbose=0, callbacks=[callbacks.TerminateOnNaN()])
    assert len(history.epoch) == 1 and "Batch 0: Invalid loss, terminating training" in capsys.readouterr().out


def test_a_progress_bar_counts_samples_or_steps():
    assert callbacks.ProgbarLogger("steps").use_steps and not callbacks.ProgbarLogger().use_steps
    with pytest.raises(ValueError, match="Unknown `count_mode`: rows"):
        callbacks.ProgbarLogger("rows")


# TensorBoard

def fields(message):
    """The fields of a protocol buffer: number, value (a number, eight or four bytes, or a string of bytes)."""
    place = 0

    def varint():
        nonlocal place
        found = shift = 0
        while True:
            byte = message[place]
            place += 1
            found |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return found

    while place < len(message):
        key = varint()
        kind, size = key & 7, 0
        if kind == 0:
            yield key >> 3, varint()
            continue
        size = {1: 8, 5: 4}.get(kind) or varint()
        yield key >> 3, message[place:place + size]
        place += size


def events(folder):
    """Step and summary values, by tag, of the only event file in a folder."""
    [path] = folder.glob("events.out.tfevents.*")
    data, place, found = path.read_bytes(), 0, []
    while place < len(data):
        [length] = struct.unpack("<Q", data[place:place + 8])
        event = dict(fields(data[place + 12:place + 12 + length]))
        place += 16 + length
        if 5 in event:
            values = [dict(fields(value)) for _, value in fields(event[5])]
            found.append((event.get(2, 0), {value[1].decode(): value for value in values}))
    return found


def board(folder, **arguments):
    """The events of two epochs of a small model."""
    K.clear_session()  # Keras 2 merged all summaries of the graph
    model = Sequential([Flatten(input_shape=(2, 1), name="flat"), Dense(3, name="dense", kernel_initializer="ones")])
    model.compile("sgd", "mse")
    x, y = np.ones((4, 2, 1)), np.zeros((4, 3))
    model.fit(x, y, batch_size=2, epochs=2, verbose=0, validation_data=(x, y),
              callbacks=[callbacks.TensorBoard(str(folder), batch_size=2, **arguments)])
    return events(folder)


@pytest.mark.skipif(active().name in ("tf.keras", "tf_keras") or active().version.startswith("2.3."),
                    reason="the writers of TensorFlow 2 have no add_summary")
def test_a_subclass_of_tensorboard_adds_summaries_of_its_own(tmp_path):
    summary = b"\x0a\x0b\x0a\x04mine\x15" + struct.pack("<f", 2.5)  # tf.Summary(value=[Value(tag="mine", simple_value=2.5)])

    class Board(callbacks.TensorBoard):
        def on_epoch_end(self, epoch, logs=None):
            self.writer.add_summary(summary, epoch + 7)
            super().on_epoch_end(epoch, logs)

    K.clear_session()
    model = Sequential([Dense(1, input_dim=2)])
    model.compile("sgd", "mse")
    model.fit(np.ones((2, 2)), np.ones((2, 1)), verbose=0, callbacks=[Board(str(tmp_path))])
    assert (7, ["mine"]) in [(step, list(values)) for step, values in events(tmp_path)]


def test_the_numbers_of_epochs_are_written(tmp_path):
    found = board(tmp_path)
    assert {tag for _, values in found for tag in values} == {"loss", "val_loss"}
    assert sorted(step for step, values in found if "loss" in values) == [0, 1]
    [first] = [values["loss"][2] for step, values in found if step == 0 and "loss" in values]
    assert struct.unpack("<f", first)[0] > 0


def test_histograms_of_weights_gradients_and_outputs(tmp_path):
    found = [values for step, values in board(tmp_path, histogram_freq=2, write_grads=True) if "dense_out" in values]
    assert len(found) == 2  # batches of the validation after the first epoch
    assert set(found[0]) == {"dense/kernel_0", "dense/kernel_0_grad", "dense/bias_0", "dense/bias_0_grad",
                             "flat_out", "dense_out"}
    histogram = dict(fields(found[0]["dense_out"][5]))
    smallest, largest, count, total = [struct.unpack("<d", histogram[place])[0] for place in (1, 2, 3, 4)]
    assert count == 6 and smallest == largest and abs(total - 6 * smallest) < 1e-3
    limits = struct.unpack("<{}d".format(len(histogram[6]) // 8), histogram[6])
    counts = struct.unpack("<{}d".format(len(histogram[7]) // 8), histogram[7])
    [place] = [place for place, each in enumerate(counts) if each]
    assert limits[place - 1] <= smallest < limits[place] and limits[place] / limits[place - 1] < 1.11


def test_weights_are_shown_as_images(tmp_path):
    found = [values for _, values in board(tmp_path, histogram_freq=2, write_images=True) if "dense_out" in values][0]
    image = dict(fields(found["dense/kernel_0_1/image/0"][4]))
    assert (image[1], image[2], image[3]) == (2, 3, 1)
    png = image[4]
    assert png.startswith(b"\x89PNG") and struct.unpack(">II", png[16:24]) == (3, 2)


def test_histograms_need_the_validation_data(tmp_path):
    model = Sequential([Dense(1, input_dim=2)])
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match="validation_data must be provided"):
        model.fit(ROWS, LABELS, verbose=0, callbacks=[callbacks.TensorBoard(str(tmp_path), histogram_freq=1)])


@pytest.mark.skipif(active().name != "keras3", reason="Keras 2 wrote embeddings as a checkpoint of TensorFlow")
def test_embeddings_are_written_for_the_projector(tmp_path):
    model = Sequential([Dense(2, input_dim=2, name="seen", kernel_initializer="ones"), Dense(1)])
    model.compile("sgd", "mse")
    model.fit(ROWS, LABELS, verbose=0, callbacks=[callbacks.TensorBoard(
        str(tmp_path), embeddings_freq=1, embeddings_layer_names=["seen"], embeddings_data=ROWS, batch_size=3)])
    table = np.loadtxt(str(tmp_path / "seen_embedding-0.tsv"), delimiter="\t")
    expected = K.function(model.inputs, [model.get_layer("seen").output])([ROWS])[0]
    np.testing.assert_allclose(table, expected, rtol=1e-4)
    assert 'tensor_path: "seen_embedding-0.tsv"' in (tmp_path / "projector_config.pbtxt").read_text()


def compiled():
    model = Sequential([Dense(1, input_shape=(2,))])
    model.compile("sgd", "mse", metrics=["mae"])
    return model


def batches():
    while True:
        yield ROWS, LABELS


def test_a_history_begins_anew_with_each_fit_and_is_there_from_the_first_epoch_on():
    model, history, seen = compiled(), callbacks.History(), []
    reads = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(len(model.history.epoch)))
    for _ in range(2):
        model.fit(ROWS, LABELS, epochs=2, verbose=0, callbacks=[history, reads])
    assert (len(history.history["loss"]), history.epoch, seen) == (2, [0, 1], [0, 1, 0, 1])


def test_a_history_of_a_loop_of_ones_own_needs_no_model():
    history = callbacks.History()
    history.on_train_begin()
    history.on_epoch_end(0, {"a": 1})
    history.on_epoch_end(3, {"a": 2, "b": 3})
    assert (history.history, history.epoch) == ({"a": [1, 2], "b": [3]}, [0, 3])


def test_callbacks_find_arrays_of_the_validation_and_none_of_generated_batches():
    model, seen = compiled(), []

    class Reads(callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            seen.append(self.validation_data if self.validation_data is None else len(self.validation_data))

    model.fit(ROWS, LABELS, verbose=0, callbacks=[Reads()])
    model.fit(ROWS, LABELS, verbose=0, validation_split=0.5, callbacks=[Reads()])
    model.fit_generator(batches(), 1, verbose=0, callbacks=[Reads()])
    model.fit_generator(batches(), 1, verbose=0, validation_data=batches(), validation_steps=1, callbacks=[Reads()])
    model.fit_generator(batches(), 1, verbose=0, validation_data=(ROWS, LABELS), callbacks=[Reads()])
    assert seen == [0, 3, None, None, 3]


def test_numbers_of_a_batch_show_the_digits_of_32_bits():
    model = compiled()
    model.set_weights([np.zeros((2, 1)), np.zeros(1)])
    loss, error = model.test_on_batch(ROWS[:1], np.full((1, 1), 0.1))
    assert (str(loss), str(error)) == ("0.010000001", "0.1")
    model.compile("sgd", "mse")
    assert isinstance(model.test_on_batch(ROWS, LABELS), np.float32)
