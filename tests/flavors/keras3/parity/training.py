"""Training: batch normalization, optimizers, constraints, data and what the methods return."""
import numpy as np
from flavors.keras3.parity.common import case, fixed, unmasked_model


@case
def batch_normalization_in_training(keras):
    L = keras.layers
    rng = np.random.RandomState(0)
    x, y = rng.normal(2.0, 3.0, size=(8, 3)), rng.normal(size=(8, 2))
    found = []
    for trainable in [True, False]:
        model = keras.models.Sequential([L.BatchNormalization(input_shape=(3,), momentum=0.9), L.Dense(2)])
        fixed(model, low=0.1, high=0.9)
        model.layers[0].trainable = trainable
        model.compile(keras.optimizers.SGD(0.05), "mse")
        found.append([float(model.evaluate(x, y, verbose=0)), float(model.train_on_batch(x, y)),
                      float(model.train_on_batch(x, y)), model.layers[1].get_weights()[0].tolist(),
                      [w.tolist() for w in model.layers[0].get_weights()[:2]]])
    return found


@case
def batch_normalization_moving_statistics(keras):
    L = keras.layers
    rng = np.random.RandomState(0)
    x, y = rng.normal(2.0, 3.0, size=(8, 3)), rng.normal(size=(8, 2))
    model = keras.models.Sequential([L.BatchNormalization(input_shape=(3,), momentum=0.9), L.Dense(2)])
    fixed(model, low=0.1, high=0.9)
    model.compile(keras.optimizers.SGD(0.05), "mse")
    found = []
    for _ in range(3):
        model.train_on_batch(x, y)
        found.append([w.tolist() for w in model.layers[0].get_weights()[2:]])
    return found


def optimizer_losses(keras, optimizer):
    rng = np.random.RandomState(0)
    x, y = rng.normal(size=(8, 3)), rng.normal(size=(8, 2))
    model = unmasked_model(keras)
    model.compile(optimizer=optimizer, loss="mse")
    return [float(model.train_on_batch(x, y)) for _ in range(5)]


# Only optimizers whose step does not depend on the number of steps: real Keras 2.2.4 on TensorFlow 1 may read that
# number before or after it is advanced. The others are compared with NumPy (test_optimizers.py).
@case
def optimizers_step_by_step(keras):
    O = keras.optimizers  # noqa: E741
    return [optimizer_losses(keras, one) for one in [
        "sgd", "rmsprop", "adagrad", "adadelta", O.SGD(0.1, momentum=0.9, nesterov=True), O.SGD(0.5, clipnorm=0.1),
        O.SGD(0.5, clipvalue=0.05), O.RMSprop(lr=0.05, rho=0.8), O.Adagrad(lr=0.1), O.Adadelta(2.0)]]


@case
def constraints_hold_after_a_step(keras):
    L = keras.layers
    rng = np.random.RandomState(0)
    x, y = rng.normal(size=(8, 3)), rng.normal(size=(8, 2))
    model = keras.models.Sequential([L.Dense(2, input_shape=(3,), kernel_constraint=keras.constraints.max_norm(0.5),
                                             bias_constraint=keras.constraints.non_neg())])
    fixed(model)
    model.compile(keras.optimizers.SGD(0.5), "mse")
    model.train_on_batch(x, y)
    return [w.tolist() for w in model.get_weights()]


# Layers that people wrote


@case
def what_training_methods_return(keras):
    rng = np.random.RandomState(0)
    x, y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))
    model = unmasked_model(keras)
    model.compile("sgd", "mse")
    kinds = [type(v).__name__ in ("float", "float32", "float64") for v in [model.evaluate(x, y, verbose=0),
                                                                          model.train_on_batch(x, y)]]
    model.compile("sgd", "mse", metrics=["mae"])
    return kinds + [isinstance(model.evaluate(x, y, verbose=0), list), type(model.predict(x)).__name__,
                    list(model.predict(x).shape), list(model.predict_on_batch(x).shape)]


@case
def nested_lists_are_data(keras):
    model = unmasked_model(keras)
    return [model.predict(np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 0.0]])).tolist(),
            list(model.predict(np.array([[1.0, 2.0, 3.0]])).shape)]


@case
def generators_feed_training(keras):
    rng = np.random.RandomState(0)
    batches = [(rng.normal(size=(4, 3)), rng.normal(size=(4, 2))) for _ in range(3)]

    def forever():
        while True:
            for batch in batches:
                yield batch

    model = unmasked_model(keras)
    model.compile(keras.optimizers.SGD(0.05), "mse")
    history = model.fit_generator(forever(), steps_per_epoch=3, epochs=2, verbose=0, workers=0)
    evaluated = model.evaluate_generator(forever(), steps=3, workers=0)
    predicted = model.predict_generator(forever(), steps=2, workers=0)
    return [history.history["loss"], float(evaluated), list(predicted.shape)]
