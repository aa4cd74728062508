"""Losses, metrics, weights of samples and classes, regularizers."""
import numpy as np
from flavors.keras3.parity.common import case, fixed, sequences, unmasked_model


def masked_model(keras):
    model = keras.models.Sequential()
    model.add(keras.layers.Masking(input_shape=(5, 3)))
    model.add(keras.layers.Dense(2))
    return fixed(model)


@case
def losses_by_name(keras):
    rng = np.random.RandomState(0)
    x, y = rng.normal(size=(6, 3)), rng.uniform(0.1, 1, size=(6, 2))
    found = {}
    for name in ["mse", "mae", "mape", "msle", "squared_hinge", "hinge", "categorical_hinge", "logcosh",
                 "categorical_crossentropy", "binary_crossentropy", "kullback_leibler_divergence", "poisson",
                 "cosine_proximity"]:
        model = unmasked_model(keras, "softmax")
        model.compile(optimizer="sgd", loss=name)
        found[name] = float(model.evaluate(x, y, verbose=0))
    model.compile("sgd", "sparse_categorical_crossentropy")
    found["sparse"] = float(model.evaluate(x, np.array([0, 1, 1, 0, 1, 1]), verbose=0))
    return found


@case
def masked_losses(keras):
    x, y = sequences(), np.random.RandomState(7).normal(size=(4, 5, 2))
    model = masked_model(keras)
    model.compile(loss="mae", optimizer=keras.optimizers.SGD(lr=0.1), metrics=["mse"])
    found = [model.evaluate(x, y, verbose=0, batch_size=4), model.evaluate(x, y, verbose=0, batch_size=2),
             model.train_on_batch(x, y), model.train_on_batch(x, y), model.test_on_batch(x, y)]
    return [[float(v) for v in one] for one in found]


@case
def masked_losses_with_sample_weights(keras):
    x, y = sequences(), np.random.RandomState(7).normal(size=(4, 5, 2))
    weights = np.array([1.0, 2.0, 0.0, 3.0])
    model = masked_model(keras)
    model.compile("sgd", "mse", metrics=["mae"], weighted_metrics=["mae"])
    found = [[float(v) for v in model.evaluate(x, y, sample_weight=weights, verbose=0)], model.metrics_names]
    model = masked_model(keras)
    model.compile("sgd", "mse", sample_weight_mode="temporal")
    temporal = np.random.RandomState(8).randint(0, 3, size=(4, 5)).astype("float32")
    return found + [float(model.evaluate(x, y, sample_weight=temporal, verbose=0))]


@case
def sample_and_class_weights(keras):
    rng = np.random.RandomState(0)
    x, y = rng.normal(size=(6, 3)), np.eye(2)[[0, 1, 1, 0, 1, 1]]
    model = unmasked_model(keras, "softmax")
    model.compile(keras.optimizers.SGD(0.1), "categorical_crossentropy", metrics=["accuracy"])
    weights = np.array([0.0, 1.0, 2.0, 3.0, 0.0, 1.0])
    found = [model.evaluate(x, y, sample_weight=weights, verbose=0)]
    history = model.fit(x, y, class_weight={0: 1.0, 1: 5.0}, batch_size=3, epochs=2, shuffle=False, verbose=0)
    found.append(history.history["loss"])
    history = model.fit(x, y, sample_weight=weights, validation_data=(x, y), epochs=1, shuffle=False, verbose=0)
    return found + [sorted(history.history), [history.history[k][0] for k in sorted(history.history)],
                    [float(v) for v in model.train_on_batch(x, y, class_weight={0: 2.0, 1: 1.0})]]


@case
def metrics_by_name(keras):
    rng = np.random.RandomState(0)
    x, y = rng.normal(size=(8, 3)), np.eye(4)[[0, 1, 3, 0, 2, 1, 3, 2]]

    def mean_pred(y_true, y_pred):
        return keras.backend.mean(y_pred)

    model = unmasked_model(keras, "softmax", 4)
    model.compile("sgd", "categorical_crossentropy",
                  metrics=["accuracy", "categorical_accuracy", "mae", "binary_accuracy", "top_k_categorical_accuracy",
                           mean_pred, "cosine_proximity", keras.metrics.mean_squared_error])
    return [model.metrics_names, [float(v) for v in model.evaluate(x, y, verbose=0, batch_size=3)]]


@case
def accuracy_is_chosen_by_shape(keras):
    rng = np.random.RandomState(0)
    x = rng.normal(size=(8, 3))
    found = []
    for units, loss, y in [(1, "binary_crossentropy", rng.randint(0, 2, (8, 1))), (3, "sparse_categorical_crossentropy",
                                                                                    rng.randint(0, 3, (8, 1))),
                           (2, "binary_crossentropy", rng.randint(0, 2, (8, 2))), (1, "mse", rng.randint(0, 2, 8))]:
        model = unmasked_model(keras, "sigmoid" if units < 3 else "softmax", units)
        model.compile("sgd", loss, metrics=["acc"])
        found.append([float(v) for v in model.evaluate(x, y, verbose=0)])
    return found


@case
def several_outputs(keras):
    L = keras.layers
    x = L.Input((3,), name="x")
    shared = L.Dense(4, activation="relu", name="shared")(x)
    a, b = L.Dense(2, name="a")(shared), L.Dense(1, activation="sigmoid", name="b")(shared)
    model = fixed(keras.models.Model(inputs=x, outputs=[a, b]))
    rng = np.random.RandomState(0)
    data, targets = rng.normal(size=(6, 3)), [rng.normal(size=(6, 2)), rng.randint(0, 2, size=(6, 1))]
    model.compile("sgd", loss={"a": "mse", "b": "binary_crossentropy"}, loss_weights={"a": 1.0, "b": 0.2},
                  metrics={"b": "accuracy", "a": ["mae"]})
    found = [model.metrics_names, [float(v) for v in model.evaluate(data, targets, verbose=0)]]
    history = model.fit({"x": data}, {"a": targets[0], "b": targets[1]}, epochs=2, batch_size=6, verbose=0)
    found.append(sorted(history.history))
    found.append([history.history[key][1] for key in ["loss", "b_loss", "a_mean_absolute_error"]])
    return found + [[float(v) for v in model.train_on_batch(data, targets)], [p.tolist() for p in model.predict(data)]]


@case
def regularizers_and_activity_regularizers(keras):
    L = keras.layers
    rng = np.random.RandomState(0)
    x, y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))
    model = keras.models.Sequential()
    model.add(L.Dense(2, input_shape=(3,), kernel_regularizer=keras.regularizers.l2(0.1),
                      bias_regularizer=keras.regularizers.l1(0.1),
                      activity_regularizer=keras.regularizers.l1_l2(0.01, 0.02)))
    model.add(L.ActivityRegularization(l1=0.05))
    fixed(model)
    model.compile("sgd", "mse")
    return [float(model.evaluate(x, y, verbose=0, batch_size=6)), float(model.train_on_batch(x, y)),
            float(model.train_on_batch(x, y))]
