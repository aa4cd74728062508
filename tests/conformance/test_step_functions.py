"""Functions of a model's steps that a program calls, or puts in their place: on the real Keras 2.2.4, and on Keras 3."""
import numpy as np
import pytest

from compat.flavor import active
from compat.keras import backend as K
from compat.keras import optimizers
from compat.keras.layers import Dense, Dropout, Embedding, Flatten, Input
from compat.keras.models import Model, Sequential

pytestmark = pytest.mark.skipif(
    active().name not in ("keras3", "multibackend") or active().name == "multibackend" and active().version.startswith("2.3"),
    reason="Keras 2.2 made these functions of K.function: its own, and those of Keras 3 with what differs bridged")

X = np.arange(24.0).reshape(8, 3) / 24
Y = X.sum(axis=1, keepdims=True)
ONES = np.ones(8)


def with_weights(model):
    model.set_weights([np.linspace(-0.5, 0.6, w.size).reshape(w.shape) for w in model.get_weights()])
    return model


def regression(optimizer="sgd", metrics=("mae",), rate=None):
    layers = [Dense(4, activation="tanh", input_shape=(3,))] + ([] if rate is None else [Dropout(rate)]) + [Dense(1)]
    model = with_weights(Sequential(layers))
    model.compile(optimizer, "mse", metrics=list(metrics))
    return model


def test_a_function_is_called_with_a_list_of_arrays():
    model, other = regression(), regression()
    model._make_train_function()
    model._make_test_function()
    model._make_predict_function()
    for _ in range(2):
        found = model.train_function([X, Y, ONES])
        assert isinstance(found, list)
        np.testing.assert_allclose(found, other.train_on_batch(X, Y), rtol=1e-5)
    np.testing.assert_allclose(model.test_function([X, Y, ONES]), other.test_on_batch(X, Y), rtol=1e-5)
    np.testing.assert_allclose(model.predict_function([X])[0], other.predict(X), rtol=1e-5)
    weights = np.array([0.0, 1.0] * 4)
    np.testing.assert_allclose(model.train_function([X, Y, weights]), other.train_on_batch(X, Y, weights), rtol=1e-5)
    np.testing.assert_allclose(model.get_weights()[0], other.get_weights()[0], rtol=1e-5)


def test_a_model_with_two_phases_takes_the_phase():
    model = regression(rate=0.5)
    model._make_predict_function()
    model._make_train_function()
    assert model._uses_dynamic_learning_phase() and not regression()._uses_dynamic_learning_phase()
    x = np.tile(X[-1:], (200, 1))
    still, moving = model.predict_function([x, 0.0])[0], model.predict_function([x, 1.0])[0]
    assert np.ptp(still) < 1e-6 < np.ptp(moving)
    assert len(model.train_function([X, Y, ONES, 1.0])) == 2


def test_a_function_of_the_program_is_trained_by():
    """Adversarial training: the weights of an Embedding are moved along their gradient for the time of a step."""
    words = Embedding(6, 2, name="words")
    inputs = Input((3,))
    model = with_weights(Model(inputs, Dense(2, activation="softmax")(Flatten()(words(inputs)))))
    model.compile(optimizers.SGD(lr=0.5), "sparse_categorical_crossentropy", metrics=["acc"])
    model._make_train_function()
    step = model.train_function
    gradient = K.zeros_like(words.embeddings) + K.gradients(model.total_loss, [words.embeddings])[0]
    derive = K.function(model._feed_inputs + model._feed_targets + model._feed_sample_weights, [gradient])
    sizes = []

    def adversarial(values):
        sizes.append(len(values[0]))
        found = derive(values)[0]
        moved = 0.5 * found / np.sqrt((found ** 2).sum())
        K.set_value(words.embeddings, K.eval(words.embeddings) + moved)
        logs = step(values)
        K.set_value(words.embeddings, K.eval(words.embeddings) - moved)
        return logs

    model.train_function = adversarial
    x, y = np.array([[0, 1, 2], [1, 1, 3], [4, 5, 0], [2, 2, 5], [3, 0, 4]]), np.array([[0], [1], [0], [1], [1]])
    logs = model.fit(x, y, batch_size=2, epochs=2, shuffle=False, verbose=0).history
    assert sizes == [2, 2, 1] * 2
    np.testing.assert_allclose(logs["loss"], ADVERSARIAL["loss"], rtol=2e-5)
    np.testing.assert_allclose(logs["acc"], ADVERSARIAL["acc"], rtol=1e-6)
    np.testing.assert_allclose(model.get_weights()[0][1], ADVERSARIAL["row"], rtol=2e-5)
    np.testing.assert_allclose(model.train_on_batch(x, y)[0], ADVERSARIAL["next"], rtol=2e-5)
    assert sizes[-1] == 5


ADVERSARIAL = {"loss": [0.7845159, 0.7339296], "acc": [0.6, 0.6], "row": [-0.2652538, -0.166143], "next": 0.6063799}


AVERAGES = [-0.50675, -0.402442, -0.296242, -0.194212]


def test_updates_of_metrics_run_in_each_step():
    """An average of the weights: it takes those from before the step, and begins at zero as TensorFlow's did."""
    model = regression(optimizers.SGD(lr=0.1))
    averages = [K.variable(value) for value in model.get_weights()]
    for average, weight in zip(averages, model.weights):
        model.metrics_updates.append(K.moving_average_update(average, weight, 0.5))
    reference = regression(optimizers.SGD(lr=0.1))
    model.fit(X, Y, batch_size=4, shuffle=False, verbose=0)
    reference.fit(X, Y, batch_size=4, shuffle=False, verbose=0)
    races = active().name == "multibackend"  # TensorFlow 1 mostly reads a weight before it is changed, and not always
    np.testing.assert_allclose(K.get_value(averages[0])[0], AVERAGES, atol=2e-3 if races else 1e-6)
    np.testing.assert_allclose(model.get_weights()[0], reference.get_weights()[0], rtol=1e-5)


def test_a_function_is_made_of_the_tensors_of_a_model():
    """Lookahead: slow weights follow the fast ones after every second step."""
    model = regression(optimizers.SGD(lr=0.1), ["mae", "mape"])
    inputs = model._feed_inputs + model._feed_targets + model._feed_sample_weights
    fast = model._collected_trainable_weights
    training = model.optimizer.get_updates(params=fast, loss=model.total_loss)
    slow = [K.variable(value) for value in model.get_weights()]
    follow = [K.update(one, one + 0.5 * (other - one)) for one, other in zip(slow, fast)]
    copy = [K.update(one, other) for one, other in zip(fast, slow)]
    assert len(model.metrics_tensors) == 2
    run = K.function(inputs, [model.total_loss] + model.metrics_tensors, name="fast",
                     updates=model.updates + training + model.metrics_updates, **model._function_kwargs)
    steps = []

    def step(values):
        steps.append(1)
        found = run(values)
        if len(steps) % 2 == 0:
            K.batch_get_value(follow)
            K.batch_get_value(copy)
        return found

    model.train_function = step
    logs = model.fit(X, Y, batch_size=2, epochs=2, shuffle=False, verbose=0).history
    reference, slow_values, losses = regression(optimizers.SGD(lr=0.1), ["mae", "mape"]), regression().get_weights(), []
    for number in range(8):
        start = 2 * number % 8
        losses.append(reference.train_on_batch(X[start:start + 2], Y[start:start + 2]))
        if number % 2:
            slow_values = [one + 0.5 * (other - one) for one, other in zip(slow_values, reference.get_weights())]
            reference.set_weights(slow_values)
    names = ["loss", "mean_absolute_error", "mean_absolute_percentage_error"]
    for name, values in zip(names, np.transpose(losses).reshape(3, 2, 4).mean(axis=2)):
        np.testing.assert_allclose(logs[name], values, rtol=1e-4)
    np.testing.assert_allclose(model.get_weights()[0], reference.get_weights()[0], rtol=1e-4)


def test_metrics_of_several_outputs_are_tensors():
    inputs = Input((3,))
    model = with_weights(Model(inputs, [Dense(1, name="a")(inputs), Dense(1, name="b")(inputs)]))
    model.compile("sgd", "mse", metrics={"b": "mae"}, loss_weights=[1.0, 2.0])
    assert model.metrics_names == ["loss", "a_loss", "b_loss", "b_mean_absolute_error"]
    run = K.function(model._feed_inputs + model._feed_targets + model._feed_sample_weights,
                     [model.total_loss] + model.metrics_tensors)
    np.testing.assert_allclose(run([X, Y, Y, ONES, ONES]), model.test_on_batch(X, [Y, Y]), rtol=1e-5)
    x, y, ones = X[:2], Y[:2], ONES[:2]
    np.testing.assert_allclose(run([x, y, y, ones, ones]), model.test_on_batch(x, [y, y]), rtol=1e-5)


def test_a_model_makes_its_function_itself():
    class Counting(Model):
        calls = 0

        def _make_train_function(self):
            super(Counting, self)._make_train_function()
            step = self.train_function

            def counting(values):
                Counting.calls += 1
                return step(values)

            self.train_function = counting

    inputs = Input((3,))
    model = with_weights(Counting(inputs, Dense(1)(inputs)))
    model.compile("sgd", "mse")
    plain = with_weights(Model(inputs, Dense(1)(inputs)))
    plain.compile("sgd", "mse")
    made = model.train_function
    model.fit(X, Y, batch_size=4, shuffle=False, verbose=0)
    plain.fit(X, Y, batch_size=4, shuffle=False, verbose=0)
    assert made is None and Counting.calls >= 2
    np.testing.assert_allclose(model.get_weights()[0], plain.get_weights()[0], rtol=1e-5)


def test_functions_of_evaluation_and_prediction_are_taken():
    model, plain = regression(), regression()
    seen = []
    for kind in ("test", "predict"):
        getattr(model, "_make_{}_function".format(kind))()
        step = getattr(model, kind + "_function")
        setattr(model, kind + "_function", lambda values, kind=kind, step=step: seen.append(kind) or step(values))
    expected = plain.evaluate(X, Y, batch_size=3, verbose=0)
    np.testing.assert_allclose(model.evaluate(X, Y, batch_size=3, verbose=0), expected, rtol=1e-5)
    np.testing.assert_allclose(model.predict(X, batch_size=4), plain.predict(X, batch_size=4), rtol=1e-5)
    np.testing.assert_allclose(model.predict(X), plain.predict(X), rtol=1e-5)
    assert seen == ["test"] * 3 + ["predict"] * 3


def test_the_gradient_of_an_embedding_has_a_row_for_each_read():
    """A gradient penalty: the sum of the squares of what each read adds, as a row may be read several times."""
    words, inputs = Embedding(6, 2), Input((3,))
    model = with_weights(Model(inputs, Dense(2, activation="softmax")(Flatten()(words(inputs)))))

    def penalized(y_true, y_pred):
        loss = K.mean(K.categorical_crossentropy(y_true, y_pred))
        return loss + 0.5 * K.sum(K.gradients(loss, [words.embeddings])[0].values ** 2)

    model.compile(optimizers.SGD(lr=0.5), penalized)
    x, y = np.array([[0, 1, 2], [1, 1, 3], [4, 5, 0], [2, 2, 5]]), np.eye(2)[[0, 1, 0, 1]]
    np.testing.assert_allclose([model.train_on_batch(x, y) for _ in range(3)], PENALIZED, rtol=2e-5)


PENALIZED = [0.8281717, 0.722675, 0.6435757]
