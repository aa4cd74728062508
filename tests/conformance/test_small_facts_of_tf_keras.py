"""What programs for tf.keras print and compare of optimizers, losses and callbacks, with the numbers of real tf.keras."""
import numpy as np
import pytest

from compat import tf
from compat.era import Era
from compat.flavor import active
from compat.tf import keras

pytestmark = pytest.mark.skipif(active().folder == "multibackend", reason="the old Keras has no tf.keras")

layers = keras.layers


@pytest.fixture(autouse=True)
def era():
    with Era("2.15"):
        keras.backend.clear_session()
        yield


@pytest.mark.parametrize("name", ["Adam", "SGD", "RMSprop", "Adagrad", "Adadelta", "Adamax", "Nadam", "Ftrl"])
def test_an_optimizer_is_called_as_its_class(name):
    cls = getattr(keras.optimizers, name)
    assert [cls().name, keras.optimizers.get(name.lower()).get_config()["name"], cls(name="mine").name] == [name, name, "mine"]
    assert type("Own", (cls,), {})().get_config()["name"] == name


def test_a_number_may_be_added_to_the_loss():
    class Added(layers.Layer):
        def call(self, x):
            self.add_loss(0.25)
            return x

    model = keras.Sequential([Added(input_shape=(2,)), layers.Dense(1, kernel_initializer="ones")])
    model.compile("sgd", "mse")
    logs = model.fit(np.ones((4, 2)), np.ones((4, 1)), verbose=0)
    np.testing.assert_allclose(logs.history["loss"], [1.25])


class Trained:
    """What a callback sees of a model; its weights are the number of the epoch."""

    stop_training = False
    weights = -1

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = ("set", weights)


def _stopped(values, **options):
    options.setdefault("monitor", "loss")
    callback, model = keras.callbacks.EarlyStopping(**options), Trained()
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        model.weights = epoch
        callback.on_epoch_end(epoch, {options["monitor"]: value})
        if model.stop_training:
            break
    callback.on_train_end()
    return callback.stopped_epoch, callback.wait, callback.best, model.weights, getattr(callback, "best_epoch", None)


NAN = float("nan")
#: What real tf.keras of these versions gave: the epoch it stopped at, wait, best, weights, best epoch (2.4: None).
STOPPED = {
    "2.4": [(0, 1, 2.5, 0, None), (3, 1, 1.0, 3, None), (2, 1, 4.0, 2, None), (0, 1, np.inf, 0, None)],
    "2.5": [(0, 1, 3.0, ("set", 0), 0), (0, 0, 3.0, 0, 0), (2, 1, 4.0, 2, 1), (0, 1, np.inf, 0, 0)],
    "2.8": [(3, 1, 1.0, ("set", 2), 2), (1, 0, 2.0, 1, 1), (1, 1, 5.0, 1, 0), (1, 2, np.inf, 1, 0)],
    "2.15": [(3, 1, 1.0, ("set", 2), 2), (3, 1, 1.0, 3, 2), (1, 1, 5.0, 1, 0), (1, 2, np.inf, 1, 0)],
}
CASES = [([3, 2, 1, 1, 1], {"patience": 1, "baseline": 2.5, "restore_best_weights": True}), ([3, 2, 1, 1, 1], {}),
         ([5, 4, 6, 3], {"patience": 1, "monitor": "val_auc"}), ([NAN, NAN, NAN], {})]


@pytest.mark.parametrize("version", ["2.4", "2.5", "2.8", "2.15"])
def test_early_stopping_stops_as_in_its_era(version):
    if active().folder != "keras3" and version != "2.15":
        pytest.skip("the installed tf.keras has one rule")
    with Era(version):
        found = [_stopped(values, **options) for values, options in CASES]
    expected = STOPPED[version]
    if version == "2.4":  # which gave the model None for weights where none was the best
        expected = [expected[0][:3] + (found[0][3], None), *expected[1:]]
    assert found == expected


def test_early_stopping_restores_the_weights_of_the_best_epoch():
    model = keras.Sequential([layers.Dense(1, kernel_initializer="ones", use_bias=False, input_shape=(1,))])
    model.compile(keras.optimizers.SGD(2.0), "mse")
    callback = keras.callbacks.EarlyStopping("loss", patience=2, restore_best_weights=True)
    history = model.fit(np.ones((4, 1)), np.zeros((4, 1)), epochs=9, verbose=0, callbacks=[callback])
    assert [callback.best_epoch, callback.stopped_epoch, len(history.history["loss"])] == [0, 2, 3]
    np.testing.assert_allclose(model.get_weights()[0], [[-3.0]])


def _state(name, **options):
    model = keras.Sequential([layers.Dense(3, kernel_initializer="ones", input_shape=(4,)),
                              layers.Dense(2, kernel_initializer="ones")])
    optimizer = getattr(keras.optimizers.legacy, name)(**options)
    model.compile(optimizer, "mse")
    for _ in range(2):
        model.train_on_batch(np.full((2, 4), 0.5), np.ones((2, 2)))
    return optimizer


@pytest.mark.parametrize("name, options, shapes", [
    ("SGD", {"momentum": 0.9}, [(), (4, 3), (3,), (3, 2), (2,)]),
    ("Adam", {"amsgrad": True}, [()] + [(4, 3), (3,), (3, 2), (2,)] * 3),
    ("Adam", {}, [(), (4, 3), (3,), (3, 2), (2,), (4, 3), (3,), (3, 2), (2,)]),
    ("Ftrl", {}, [(), (4, 3), (4, 3), (3,), (3,), (3, 2), (3, 2), (2,), (2,)]),
])
def test_the_state_of_a_legacy_optimizer_is_listed_as_it_was(name, options, shapes):
    optimizer = _state(name, **options)
    arrays = optimizer.get_weights()
    assert [np.shape(each) for each in arrays] == shapes and arrays[0] == 2
    assert [tuple(each.shape) for each in optimizer.variables()] == shapes
    optimizer.set_weights([np.asarray(each) * 2 for each in arrays])
    np.testing.assert_allclose(np.asarray(optimizer.get_weights()[1]), np.asarray(arrays[1]) * 2)


def test_rmsprop_lists_its_velocities_before_its_mean_gradients():
    arrays = _state("RMSprop", momentum=0.9, centered=True).get_weights()
    sums = [float(np.sum(arrays[place])) for place in (1, 5, 9)]
    np.testing.assert_allclose(sums, [56.169167, 0.066384, 11.316334], rtol=1e-4)


def test_a_newer_optimizer_lists_its_state_without_the_rate():
    model = keras.Sequential([layers.Dense(1, input_shape=(2,))])
    for optimizer in (keras.optimizers.Adam(), keras.optimizers.Nadam()):
        model.compile(optimizer, "mse")
        model.train_on_batch(np.ones((2, 2)), np.ones((2, 1)))
        shapes = [(), (2, 1), (2, 1), (1,), (1,)]
        assert [tuple(each.shape) for each in optimizer.variables] == shapes
        assert [tuple(each.shape) for each in optimizer.variables()] == shapes


def test_a_cell_is_told_the_dtype_of_its_initial_state():
    class Adding(layers.Layer):
        state_size = output_size = 3

        def get_initial_state(self, inputs=None, batch_size=None, dtype=None):
            return [tf.ones((batch_size, 3), dtype)]

        def call(self, x, states):
            return states[0] + x, [states[0] + x]

    rows = np.arange(6, dtype="float32").reshape((1, 2, 3))
    x = keras.Input((None, 3))
    model = keras.Model(x, layers.RNN(Adding())(x))
    np.testing.assert_allclose(model.predict(rows), [[4.0, 6.0, 8.0]])


def batches(form):
    """Batches of two inputs and a target in lists and tuples, without end."""
    numbers = np.random.RandomState(0)
    while True:
        x, y = [numbers.rand(4, 2), numbers.rand(4, 3)], numbers.rand(4, 1)
        yield {"list of inputs": (x, y), "list": [x, y], "list of targets": (x, [y]), "tuples": (tuple(x), y)}[form]


class Batches(keras.utils.Sequence):
    def __init__(self, form):
        super().__init__()
        endless = batches(form)
        self.given = [next(endless) for _ in range(3)]

    def __len__(self):
        return 3

    def __getitem__(self, place):
        return self.given[place]


@pytest.mark.parametrize("form", ["list of inputs", "list", "list of targets", "tuples"])
def test_a_generator_gives_lists_or_tuples(form):
    inputs = [keras.Input((2,)), keras.Input((3,))]
    model = keras.Model(inputs, layers.Dense(1)(layers.concatenate(inputs)))
    model.compile("sgd", "mse")

    def begun():
        model.set_weights([np.full(w.shape, 0.1) for w in model.get_weights()])
        return model

    logs = begun().fit(batches(form), steps_per_epoch=2, epochs=2, validation_data=batches(form), validation_steps=1, verbose=0)
    np.testing.assert_allclose(logs.history["loss"], [0.1088301, 0.1210049], rtol=1e-5)
    np.testing.assert_allclose(begun().evaluate(batches(form), steps=2, verbose=0), 0.109838, rtol=1e-5)
    np.testing.assert_allclose(begun().predict(batches(form), steps=2, verbose=0).sum(), 2.952262, rtol=1e-5)
    np.testing.assert_allclose(begun().fit(Batches(form), epochs=2, shuffle=False, verbose=0).history["loss"],
                               [0.135272, 0.120989], rtol=1e-5)


class Three(keras.utils.Sequence):
    def __len__(self):
        return 3

    def __getitem__(self, place):
        return np.ones((2, 2)), np.full((2, 1), place)


def endless(count):
    return ((np.ones((2, 2)), np.full((2, 1), place)) for place in range(count))


@pytest.mark.parametrize("data, steps, losses", [
    (Three, 5, [1.6014199]),
    (lambda: endless(8), 3, [1.60142, 4.844805, 17.583418]),
    (lambda: np.ones((6, 2)), 3, [0.888116, 0.612685, 0.422673])], ids=["Sequence", "generator", "arrays"])
def test_training_ends_with_the_first_epoch_that_is_short_of_batches(data, steps, losses):
    model = keras.Sequential([layers.Dense(1, input_shape=(2,), kernel_initializer="ones")])
    model.compile("sgd", "mse")
    data = data()
    targets = {"y": np.ones((6, 1)), "batch_size": 2} if isinstance(data, np.ndarray) else {}
    logs = model.fit(data, steps_per_epoch=steps, epochs=3 if targets else 5, shuffle=False, verbose=0, **targets)
    np.testing.assert_allclose(logs.history["loss"], losses, rtol=1e-5)


def test_a_model_of_the_program_leaves_a_name_by_position_aside():
    class Actor(keras.Model):
        def __init__(self, actions):
            super().__init__("mlp_policy")
            self.logits = layers.Dense(actions, kernel_initializer="ones")

        def call(self, x):
            return self.logits(x)

    model = Actor(2)
    np.testing.assert_allclose(np.array(model(tf.ones((1, 2)))), [[2, 2]])
    assert (model.name.startswith("actor"), model.trainable) == (True, True)


def test_a_function_that_a_call_adds_as_a_loss_counts_alike_in_each_epoch():
    class Penalized(layers.Layer):
        def build(self, input_shape):
            self.kernel = self.add_weight("kernel", shape=(2, 1), initializer="ones")

        def call(self, x):
            self.add_loss(lambda: 0.5 * tf.reduce_sum(self.kernel ** 2))
            return tf.matmul(x, self.kernel)

    model = keras.Sequential([Penalized()])
    model.compile(keras.optimizers.SGD(0.0), "mse")
    losses = model.fit(np.ones((4, 2)), np.zeros((4, 1)), batch_size=2, epochs=3, verbose=0).history["loss"]
    np.testing.assert_allclose(losses, losses[:1] * 3)


def test_a_function_that_a_call_adds_as_a_loss_may_read_a_layer_that_is_built_later():
    class Penalized(layers.Layer):
        def __init__(self):
            super().__init__()
            self.inner = layers.Dense(1, kernel_initializer="ones")

        def call(self, x):
            self.add_loss(lambda: 0.5 * tf.reduce_sum(self.inner.kernel))
            return self.inner(x)

    layer = Penalized()
    layer(np.ones((1, 2), "float32"))
    np.testing.assert_allclose([float(each) for each in layer.losses], [1.0])
    model = keras.Sequential([Penalized()])
    model.compile(keras.optimizers.SGD(0.0), "mse")
    losses = model.fit(np.ones((4, 2)), np.zeros((4, 1)), batch_size=2, epochs=2, verbose=0).history["loss"]
    np.testing.assert_allclose(losses, losses[:1] * 2)


@pytest.mark.parametrize(("options", "rows"), [
    ({}, [["1.0", "1.0", "NA", "NA"], ["0.883", "0.940", "NA", "NA"]]),
    ({"validation_freq": 2}, [["1.0", "1.0", "NA", "NA"], ["0.883", "0.940", "0.780", "0.883"]])])
def test_a_csv_has_columns_for_a_validation_of_a_later_epoch(tmp_path, options, rows):
    path = str(tmp_path / "log.csv")
    x, y = np.ones((4, 2)), np.ones((4, 1))
    model = keras.Sequential([layers.Dense(1, kernel_initializer="ones", input_shape=(2,))])
    model.compile("sgd", "mse", ["mae"])
    validated = {"validation_data": (x, y), **options} if options else {}
    model.fit(x, y, epochs=2, verbose=0, callbacks=[keras.callbacks.CSVLogger(path)], **validated)
    with open(path) as file:
        lines = [line.split(",") for line in file.read().splitlines()]
    assert lines[0] == ["epoch", "loss", "mae", "val_loss", "val_mae"]
    assert [[cell[:5] for cell in line[1:]] for line in lines[1:]] == rows


def test_a_subclassed_model_may_hand_itself_to_the_constructor():
    class Own(keras.Model):
        def __init__(self):
            super().__init__(self)
            self.inner = layers.Dense(2, kernel_initializer="ones")

        def call(self, x):
            return self.inner(x)

    np.testing.assert_allclose(keras.backend.get_value(Own()(np.ones((1, 3), "float32"))), [[3.0, 3.0]])


def test_one_array_of_targets_is_that_of_all_outputs():
    inputs = keras.Input((2,))
    model = keras.Model(inputs, [layers.Dense(1, kernel_initializer="ones", name=name)(inputs) for name in ("low", "high")])
    model.compile(keras.optimizers.SGD(0.0), loss=["mse", "mae"], loss_weights=[0.5, 2.0])
    x, y = np.ones((4, 2)), np.array([[0.0], [0.0], [0.0], [2.0]])
    history = model.fit(x, y, epochs=1, verbose=0).history
    np.testing.assert_allclose([history[name][0] for name in ("loss", "low_loss", "high_loss")], [4.5, 3.0, 1.5])
    np.testing.assert_allclose(np.array(model.evaluate(x, y, verbose=0)), [4.5, 3.0, 1.5])
    np.testing.assert_allclose(np.array(model.train_on_batch(x, y)), [4.5, 3.0, 1.5])
    np.testing.assert_allclose(
        np.array(model.evaluate(x, y, sample_weight=np.array([0.0, 0.0, 0.0, 1.0]), verbose=0))[0], 0.0)


def test_symbolic_tensors_are_compared_by_value():
    x = layers.Input((3,))
    where_zero = tf.where(x == 0, tf.ones_like(x), -x)
    other = tf.cast(x != [0.0, 1.0, 3.0], "float32")
    found = keras.Model(x, [where_zero, other]).predict(np.array([[0.0, 1.0, 2.0]]), verbose=0)
    assert [each.tolist() for each in found] == [[[1.0, -1.0, -2.0]], [[0.0, 0.0, 1.0]]]
    assert (x == None) is False and (x != None) is True  # noqa: E711
