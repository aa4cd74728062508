"""Steps, optimizers, layers and models that programs for tf.keras 2 wrote themselves, with the numbers of real tf.keras."""
import numpy as np
import pytest

import compat
from compat import tf
from compat.flavor import active
from compat.tf import keras

K = keras.backend
if active().name == "multibackend":
    pytest.skip("there is no tf.keras of TensorFlow 2", allow_module_level=True)

LEGACY = getattr(keras.optimizers, "legacy", keras.optimizers)


@pytest.fixture(autouse=True)
def era():
    with compat.Era("2.15"):
        yield


def _line(**options):
    return keras.Sequential([keras.layers.Dense(1, use_bias=False, kernel_initializer="ones", input_shape=(1,), **options)])


@pytest.mark.parametrize("eagerly", [False, True])
def test_an_epoch_logs_the_loss_that_a_step_computes_itself(eagerly):
    class Residual(keras.Model):
        def __init__(self):
            super().__init__()
            self.inner = _line()

        def call(self, inputs):
            return self.inner(inputs)

        def train_step(self, data):
            x, _ = data
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(tf.square(self(x) + 1.0))
            gradients = tape.gradient(loss, self.trainable_variables)
            self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
            return {"loss": loss}

    model = Residual()
    model(np.ones((1, 1), "float32"))
    model.compile(keras.optimizers.SGD(0.125), run_eagerly=eagerly)
    logged = model.fit(np.ones((2, 1)), np.ones((2, 1)), epochs=2, verbose=0).history["loss"]
    np.testing.assert_allclose(logged, [4.0, 2.25], rtol=1e-6)


def test_a_step_is_given_what_the_batch_has():
    seen = []

    class Pairs(keras.Sequential):
        def train_step(self, data):
            x, y = data
            seen.append("train")
            return {"loss": tf.reduce_sum(x * y)}

        def test_step(self, data):
            x, y, weights = data
            seen.append("test")
            return {"loss": tf.reduce_sum(x * y * weights)}

    model = Pairs([keras.layers.Dense(1, input_shape=(1,))])
    model.compile("sgd")
    x, y, weights = np.ones((2, 1), "float32"), np.full((2, 1), 3.0, "float32"), np.full((2, 1), 2.0, "float32")
    assert np.ravel(model.train_on_batch(x, y))[0] == 6.0
    assert np.ravel(model.test_on_batch(x, y, weights))[0] == 12.0
    assert set(seen) == {"train", "test"}


def test_logs_keep_the_order_in_which_a_step_gives_them():
    class Two(keras.Sequential):
        def train_step(self, data):
            return {"second": 2.0 * tf.reduce_sum(data[0]), "first": tf.reduce_sum(data[0])}

    model = Two([keras.layers.Dense(1, input_shape=(1,))])
    model.compile("sgd")
    assert list(model.fit(np.ones((2, 1)), np.ones((2, 1)), verbose=0).history.items()) == [("second", [4.0]), ("first", [2.0])]


def test_what_a_model_gave_before_a_tape_is_a_constant_to_it():
    model = _line()
    x = tf.constant([[2.0]])
    before = model(x)
    optimizer = keras.optimizers.SGD(0.25)
    found = []
    for _ in range(2):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(model(x) * before)
        gradients = tape.gradient(loss, model.trainable_variables)
        found.append(float(K.get_value(gradients[0]).ravel()[0]))
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    assert found == [4.0, 4.0]


def test_an_input_states_the_size_of_its_batch():
    x = keras.Input((4, 6), batch_size=3, name="x")
    assert tuple(x.shape) == (3, 4, 6)
    assert keras.Model(x, keras.layers.Flatten()(x)).predict(np.ones((3, 4, 6)), verbose=0).shape == (3, 24)


def test_weights_of_a_model_itself_come_after_those_of_its_layers():
    class Scaled(keras.Model):
        def __init__(self):
            super().__init__()
            self.scale = self.add_weight(name="scale", shape=(1,), initializer="ones")
            self.count = self.add_weight(name="count", shape=(2,), initializer="zeros", trainable=False)
            self.inner = keras.layers.Dense(3)

        def call(self, inputs):
            return self.inner(inputs) * self.scale

    model = Scaled()
    model(np.ones((1, 2), "float32"))
    assert [w.shape for w in model.get_weights()] == [(2, 3), (3,), (1,), (2,)]
    assert [tuple(w.shape) for w in model.trainable_weights] == [(2, 3), (3,), (1,)]
    model.set_weights([np.full((2, 3), 2.0), np.zeros(3), np.full(1, 3.0), np.zeros(2)])
    np.testing.assert_array_equal(np.asarray(model(np.ones((1, 2), "float32"))), np.full((1, 3), 12.0))


class Momentum(LEGACY.Optimizer):
    """Gradient descent with a velocity, as TensorFlow Addons wrote optimizers."""

    def __init__(self, learning_rate=0.5, friction=0.5, name="Momentum", **kwargs):
        super().__init__(name, **kwargs)
        self._set_hyper("learning_rate", kwargs.get("lr", learning_rate))
        self._set_hyper("decay", self._initial_decay)
        self._set_hyper("friction", friction)

    def _create_slots(self, var_list):
        for var in var_list:
            self.add_slot(var, "velocity")

    def _resource_apply_dense(self, grad, var, apply_state=None):
        dtype = var.dtype.base_dtype
        rate = (apply_state or {}).get((var.device, dtype), self._fallback_apply_state(var.device, dtype))["lr_t"]
        velocity = self.get_slot(var, "velocity")
        changed = velocity.assign(self._get_hyper("friction", dtype) * velocity - rate * grad, use_locking=self._use_locking)
        return tf.group(var.assign_add(changed, use_locking=self._use_locking), changed)

    def get_config(self):
        return {**super().get_config(), "learning_rate": self._serialize_hyperparameter("learning_rate"),
                "friction": self._serialize_hyperparameter("friction")}


class Averaged(LEGACY.Optimizer):
    """Another optimizer, and the moving average of what it makes of the weights."""

    def __init__(self, optimizer, name="Averaged", **kwargs):
        super().__init__(name, **kwargs)
        self._optimizer = optimizer

    def _create_hypers(self):
        self._optimizer._create_hypers()

    def _create_slots(self, var_list):
        self._optimizer._create_slots(var_list=var_list)
        for var in var_list:
            self.add_slot(var, "average", var.read_value())

    def _prepare(self, var_list):
        return self._optimizer._prepare(var_list=var_list)

    def apply_gradients(self, grads_and_vars, name=None, **kwargs):
        self._optimizer._iterations = self.iterations
        return super().apply_gradients(grads_and_vars, name, **kwargs)

    def _resource_apply_dense(self, grad, var):
        done = self._optimizer._resource_apply_dense(grad, var)
        average = self.get_slot(var, "average")
        with tf.control_dependencies([done]):
            return tf.group(done, average.assign(average + 0.5 * (var - average)))


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("options", [{}, {"decay": 1.0}])
def test_an_optimizer_of_the_program_keeps_slots(options, compiled):
    model = _line()
    optimizer = Momentum(0.5, **options)
    model.compile(optimizer, "mse", run_eagerly=not compiled)
    losses = model.fit(np.ones((1, 1)), np.zeros((1, 1)), epochs=3, verbose=0).history["loss"]
    want, weight, velocity = [], 1.0, 0.0
    for step in range(3):
        want.append(weight ** 2)
        rate = 0.5 / (1 + step) if options else 0.5
        velocity = 0.5 * velocity - rate * 2 * weight
        weight += velocity
    np.testing.assert_allclose(losses, want, rtol=1e-6)
    assert optimizer.get_config() == {"name": "Momentum", "learning_rate": 0.5, "friction": 0.5}
    assert float(optimizer.friction) == 0.5 and int(optimizer.iterations) == 3


def test_an_optimizer_of_the_program_holds_another():
    model = _line()
    optimizer = Averaged(LEGACY.Adam(0.5))
    model.compile(optimizer, "mse")
    model.fit(np.ones((1, 1)), np.zeros((1, 1)), epochs=2, verbose=0)
    weight = model.get_weights()[0].item()
    (variable,) = model.trainable_variables
    plain = _line()
    plain.compile(LEGACY.Adam(0.5), "mse")
    first = plain.fit(np.ones((1, 1)), np.zeros((1, 1)), verbose=0) and plain.get_weights()[0].item()
    plain.fit(np.ones((1, 1)), np.zeros((1, 1)), verbose=0)
    np.testing.assert_allclose(weight, plain.get_weights()[0].item(), rtol=1e-6)
    average = K.get_value(optimizer.get_slot(variable, "average")).item()
    np.testing.assert_allclose(average, 0.25 + 0.25 * first + 0.5 * weight, rtol=1e-5)


def test_a_model_is_called_whose_sizes_depend_on_its_data():
    class Counting(keras.Model):
        def __init__(self):
            super().__init__()
            self.inner = keras.layers.Dense(1, use_bias=False, kernel_initializer="ones")

        def call(self, inputs):
            values, places = inputs
            return self.inner(values)[:, 0], tf.math.bincount(tf.cast(places[:, 0], "int32"))

    values, counts = Counting()([tf.constant([[1.0], [2.0]]), tf.constant([[3], [1]])])
    assert K.get_value(values).tolist() == [1.0, 2.0] and K.get_value(counts).tolist() == [0, 1, 0, 1]


def test_a_shape_that_a_layer_cannot_tell_is_that_of_its_call():
    class Twice(keras.layers.Layer):
        def call(self, inputs):
            return tf.concat([inputs, inputs], axis=-1)

        def compute_output_shape(self, input_shape):
            return input_shape.no_such_method()

    x = keras.Input((3,))
    assert tuple(Twice()(x).shape) == (None, 6)


def test_classes_may_be_as_many_as_there_are_samples():
    @tf.function
    def contrast(rows):
        scores = tf.matmul(rows, rows, transpose_b=True)
        return keras.losses.sparse_categorical_crossentropy(tf.range(tf.shape(rows)[0]), scores, from_logits=True)

    for samples in (2, 3):
        found = contrast(tf.constant(np.eye(samples, dtype="float32")))
        np.testing.assert_allclose(K.get_value(found), np.log(np.e + samples - 1) - 1, rtol=1e-5)


def test_a_call_decides_by_a_value_and_counts_axes():
    class Bounded(keras.layers.Layer):
        def call(self, inputs):
            total = inputs
            if tf.reduce_max(inputs) > 1.0:
                total = inputs / tf.reduce_max(inputs)
            return total * float(len(tf.shape(inputs)))

    x = keras.Input((2,))
    model = keras.Model(x, Bounded()(x))
    model.compile("sgd", "mse")
    assert model.predict(np.array([[1.0, 0.5]]), verbose=0).tolist() == [[2.0, 1.0]]
    assert model.predict(np.array([[4.0, 2.0]]), verbose=0).tolist() == [[2.0, 1.0]]


def test_a_checkpoint_keeps_models_optimizers_and_counts(tmp_path):
    models = [keras.Sequential([keras.layers.Dense(2, input_shape=(3,))]) for _ in range(2)]
    optimizer = keras.optimizers.Adam(0.1)
    step = tf.Variable(0, dtype=tf.int32)
    checkpoint = tf.train.Checkpoint(generator=models[0], discriminator=models[1], optimizer=optimizer, step=step)
    manager = tf.train.CheckpointManager(checkpoint, str(tmp_path / "run"), max_to_keep=2)
    assert manager.latest_checkpoint is None
    kept = []
    for _ in range(3):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum(tf.square(models[0](np.ones((1, 3), "float32"))))
        gradients = tape.gradient(loss, models[0].trainable_variables)
        optimizer.apply_gradients(zip(gradients, models[0].trainable_variables))
        step.assign_add(1)
        manager.save()
        kept.append(models[0].get_weights()[0])
    assert [path.rsplit("-", 1)[1] for path in manager.checkpoints] == ["2", "3"]
    second = models[1].get_weights()
    for model in models:
        model.set_weights([np.zeros_like(each) for each in model.get_weights()])
    checkpoint.restore(manager.checkpoints[0])
    np.testing.assert_array_equal(models[0].get_weights()[0], kept[1])
    assert int(step) == 2 and int(optimizer.iterations) == 2
    checkpoint.restore(tf.train.latest_checkpoint(str(tmp_path / "run"))).assert_existing_objects_matched()
    np.testing.assert_array_equal(models[0].get_weights()[0], kept[2])
    np.testing.assert_array_equal(models[1].get_weights()[0], second[0])
    assert int(step) == 3 and int(optimizer.iterations) == 3


def test_a_step_whose_data_are_not_what_the_model_is_called_on():
    class Places(keras.Model):
        def __init__(self):
            super().__init__()
            self.inner = keras.layers.Dense(1, use_bias=False, kernel_initializer="ones")

        def call(self, inputs):
            first, second = inputs
            return self.inner(first + second)

        def train_step(self, data):
            places, y = data
            with tf.GradientTape() as tape:
                found = tf.gather(self([ROWS, ROWS]), places)
                loss = self.compiled_loss(y, found)
            gradients = tape.gradient(loss, self.trainable_weights)
            self.optimizer.apply_gradients(zip(gradients, self.trainable_weights))
            self.compiled_metrics.update_state(y, found)
            return {metric.name: metric.result() for metric in self.metrics}

    ROWS = tf.constant([[1.0], [0.0], [0.5]])
    model = Places()
    model([ROWS, ROWS])
    model.compile(keras.optimizers.SGD(0.25), "mse", metrics=["mae"])
    history = model.fit(np.array([0, 2]), np.zeros((2, 1)), batch_size=1, shuffle=False, epochs=2, verbose=0).history
    np.testing.assert_allclose(history["loss"], [2.5, 0.625], rtol=1e-6)
    np.testing.assert_allclose(history["mae"], [1.5, 0.75], rtol=1e-6)
