"""On torch, which compiles no step: optimizers step for many parameters at once, and layers are called without detours.

Both must give what the long way gives: the same bits of weights and slots, the same masks, losses and errors.
"""
import numpy as np
import pytest

from compat import keras
from compat.flavor import active

if active().name == "keras3":
    import keras as native

    from compat.flavors.keras3 import joint_steps, many_tensors
    from compat.flavors.keras3.engine import quick_calls
    from compat.tf import keras as tf_keras

pytestmark = pytest.mark.skipif(active().name != "keras3" or native.backend.backend() != "torch", reason="of torch alone")

RANDOM = np.random.RandomState(0)
X, Y = RANDOM.normal(size=(32, 8)).astype("float32"), RANDOM.normal(size=(32, 1)).astype("float32")
WORDS = RANDOM.randint(1, 12, size=(32, 3))
OPTIMIZERS = {
    "SGD": lambda: keras.optimizers.SGD(),
    "SGD with momentum": lambda: keras.optimizers.SGD(momentum=0.9, decay=0.1),
    "SGD of Nesterov": lambda: keras.optimizers.SGD(momentum=0.9, nesterov=True),
    "RMSprop": lambda: keras.optimizers.RMSprop(clipvalue=0.1),
    "Adagrad": lambda: keras.optimizers.Adagrad(),
    "Adadelta": lambda: keras.optimizers.Adadelta(),
    "Adam": lambda: keras.optimizers.Adam(clipnorm=0.5),
    "AMSGrad": lambda: keras.optimizers.Adam(amsgrad=True),
    "Adamax": lambda: keras.optimizers.Adamax(),
    "Nadam": lambda: keras.optimizers.Nadam(),
    "Adam of tf.keras": lambda: tf_keras.optimizers.legacy.Adam(),
    "RMSprop of tf.keras": lambda: tf_keras.optimizers.legacy.RMSprop(momentum=0.9),
    "centered RMSprop of tf.keras": lambda: tf_keras.optimizers.legacy.RMSprop(centered=True),
    "Adagrad of tf.keras": lambda: tf_keras.optimizers.legacy.Adagrad(),
}


def trained(optimizer):
    """Losses, weights and state of the optimizer after four steps of a model with an Embedding and a penalty."""
    native.utils.set_random_seed(3)
    numbers, words = keras.layers.Input((8,)), keras.layers.Input((3,))
    embedded = keras.layers.Flatten()(keras.layers.Embedding(12, 4)(words))
    hidden = keras.layers.Dense(7, kernel_constraint="nonneg", kernel_regularizer="l2")(numbers)
    model = keras.models.Model([numbers, words], keras.layers.Dense(1)(keras.layers.concatenate([hidden, embedded])))
    model.compile(optimizer, "mse")
    losses = [model.train_on_batch([X, WORDS], Y) for _ in range(4)]
    return [np.asarray(losses), *model.get_weights(), *model.optimizer.get_weights()]


@pytest.mark.parametrize("name", list(OPTIMIZERS))
@pytest.mark.parametrize("most", [many_tensors.MOST_NUMBERS if active().name == "keras3" else 0, 20])
def test_parameters_step_together_as_each_does_alone(name, most, monkeypatch):
    monkeypatch.setattr(many_tensors, "MOST_NUMBERS", most)
    together = trained(OPTIMIZERS[name]())
    monkeypatch.setattr(joint_steps.JointSteps, "_may_step_jointly", lambda self: False)
    alone = trained(OPTIMIZERS[name]())
    assert [array.tobytes() for array in together] == [array.tobytes() for array in alone]


def test_an_optimizer_whose_parameters_change_makes_a_new_plan():
    optimizer = keras.optimizers.Adam()
    first, second = native.Variable(np.ones(3, "float32")), native.Variable(np.ones(2, "float32"))
    optimizer.build([first, second])
    gradients = [native.ops.ones(3), native.ops.ones(2)]
    optimizer.apply(gradients, [first, second])
    optimizer.apply(gradients[1:], [second])
    np.testing.assert_allclose(native.ops.convert_to_numpy(first), np.full(3, 1 - 0.001), atol=1e-6)
    np.testing.assert_allclose(native.ops.convert_to_numpy(second), np.full(2, 1 - 0.002), atol=1e-6)


def test_a_step_of_a_subclass_is_its_own():
    class Half(keras.optimizers.SGD):
        def step(self, value, gradient, rate, slots):
            assert not isinstance(value, many_tensors.Tensors)
            return value - 0.5 * gradient, slots

    weight = native.Variable(np.ones(2, "float32"))
    optimizer = Half()
    optimizer.apply([native.ops.ones(2)], [weight])
    np.testing.assert_allclose(native.ops.convert_to_numpy(weight), [0.5, 0.5])


# Calls

class Scaled(keras.layers.Layer):
    """A layer of a program, with a weight, an update, a loss, and another output in training."""

    def build(self, input_shape):
        self.scale = self.add_weight(name="scale", shape=(input_shape[-1],), initializer="ones")
        self.mean = self.add_weight(name="mean", shape=(input_shape[-1],), initializer="zeros", trainable=False)
        super(Scaled, self).build(input_shape)

    def call(self, inputs):
        K = keras.backend
        self.add_update([K.update(self.mean, 0.9 * self.mean + 0.1 * K.mean(inputs, axis=0))], inputs)
        self.add_loss(0.01 * K.sum(K.square(self.scale)))
        return K.in_train_phase(2.0 * inputs * self.scale, inputs * self.scale)


def of_dense_layers():
    layers = [keras.layers.Dense(6, activation="relu", input_shape=(8,), activity_regularizer="l2"), Scaled(),
              keras.layers.BatchNormalization(), keras.layers.Dropout(0.3), keras.layers.Dense(1)]
    return keras.models.Sequential(layers), X


def of_sequences():
    layers = [keras.layers.Embedding(12, 4, mask_zero=True, input_length=3), keras.layers.LSTM(5, return_sequences=True),
              keras.layers.TimeDistributed(keras.layers.Dense(4)), keras.layers.Bidirectional(keras.layers.GRU(3)),
              keras.layers.Dense(1)]
    words = WORDS.copy()
    words[:, 2] = 0
    return keras.models.Sequential(layers), words


def of_branches():
    given = keras.layers.Input((8,))
    left, right = keras.layers.Dense(4)(given), keras.layers.Dense(4)(given)
    summed = keras.layers.add([left, right])
    shared = keras.layers.Dense(4, kernel_regularizer="l2")
    return keras.models.Model(given, keras.layers.Dense(1)(keras.layers.multiply([shared(summed), shared(left)]))), X


def steps_of(make):
    native.utils.set_random_seed(5)
    model, x = make()
    model.compile(keras.optimizers.SGD(0.05), "mse", metrics=["mae"])
    losses = [model.train_on_batch(x, Y) for _ in range(3)]
    model.fit(x, Y, batch_size=8, epochs=2, verbose=0, shuffle=False)
    return [np.asarray(losses), np.asarray(model.evaluate(x, Y, verbose=0)), model.predict(x), *model.get_weights()]


@pytest.mark.parametrize("make", [of_dense_layers, of_sequences, of_branches])
def test_quick_calls_give_what_the_calls_of_keras_give(make, monkeypatch):
    quick = steps_of(make)
    monkeypatch.setattr(quick_calls.QuickCalls, "_called_quickly", lambda self, args, kwargs: NotImplemented)
    for found, expected in zip(quick, steps_of(make)):
        assert found.tobytes() == expected.tobytes()


def calls_of_keras(model, x, monkeypatch):
    """The names of the layers that a training step calls the long way."""
    seen = []
    called = native.layers.Layer.__call__
    monkeypatch.setattr(native.layers.Layer, "__call__",
                        lambda self, *args, **kwargs: (seen.append(self.name), called(self, *args, **kwargs))[1])
    model.train_on_batch(x, Y)
    return seen


def test_a_step_calls_layers_quickly_from_the_second_on(monkeypatch):
    model, x = of_branches()
    model.compile("sgd", "mse")
    model.train_on_batch(x, Y)
    assert calls_of_keras(model, x, monkeypatch) == [model.name]


@pytest.mark.parametrize("changed", ["hook", "dtype"])
def test_a_layer_with_a_hook_or_mixed_dtypes_is_called_by_keras(changed, monkeypatch):
    given = native.dtype_policies.DTypePolicy("mixed_bfloat16") if changed == "dtype" else None
    layer = keras.layers.Dense(4, input_shape=(8,), dtype=given)
    model = keras.models.Sequential([layer, keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.train_on_batch(X, Y)
    seen = []
    if changed == "hook":
        layer.register_forward_hook(lambda module, args, output: seen.append(output.shape))
    assert layer.name in calls_of_keras(model, X, monkeypatch)
    assert seen == ([(32, 4)] if changed == "hook" else [])


def test_dtypes_that_change_are_seen(monkeypatch):
    layer = keras.layers.Dense(4, input_shape=(8,))
    model = keras.models.Sequential([layer, keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    model.train_on_batch(X, Y)
    layer.dtype_policy = "mixed_bfloat16"
    assert layer.name in calls_of_keras(model, X, monkeypatch)


def test_data_of_another_shape_are_refused_as_ever():
    model, x = of_branches()
    model.compile("sgd", "mse")
    model.train_on_batch(x, Y)
    with pytest.raises(ValueError, match="expected axis -1|shape"):
        model.train_on_batch(X[:, :5], Y)
