"""Programs that train in ways of their own, in the style of the guides and repositories of tf.keras."""
import numpy as np

from .common import fill, logs, plain, random, some


def metrics_by_name(tf):
    def rounded(y_true, y_pred):
        return tf.reduce_mean(tf.cast(tf.equal(tf.round(y_pred), y_true), tf.float32))

    model = fill(tf.keras.Sequential([tf.keras.layers.Dense(1, activation="sigmoid", input_shape=(3,))]))
    x, y = random().normal(size=(11, 3)), (random(1).uniform(size=(11, 1)) > 0.5).astype("float32")
    found = {}
    for loss in ("binary_crossentropy", "MeanSquaredError", "huber", "log_cosh", "cosine_similarity", "KLD"):
        model.compile("sgd", loss, metrics=[rounded, tf.keras.metrics.BinaryAccuracy(name="ba"), "AUC", "Recall", "acc"])
        found[loss] = [model.evaluate(x, y, verbose=0, batch_size=4), model.metrics_names]
    return found


def f1_of_other_metrics(tf):
    class F1(tf.keras.metrics.Metric):
        def __init__(self, name="f1", **kwargs):
            super().__init__(name=name, **kwargs)
            self.precision = tf.keras.metrics.Precision()
            self.recall = tf.keras.metrics.Recall()

        def update_state(self, y_true, y_pred, sample_weight=None):
            self.precision.update_state(y_true, y_pred, sample_weight)
            self.recall.update_state(y_true, y_pred, sample_weight)

        def result(self):
            p, r = self.precision.result(), self.recall.result()
            return 2 * ((p * r) / (p + r + tf.keras.backend.epsilon()))

        def reset_states(self):
            self.precision.reset_states()
            self.recall.reset_states()

    model = fill(tf.keras.Sequential([tf.keras.layers.Dense(1, activation="sigmoid", input_shape=(3,))]))
    model.compile("sgd", "binary_crossentropy", metrics=[F1(), "accuracy"])
    x, y = random().normal(size=(11, 3)), (random(1).uniform(size=(11, 1)) > 0.5).astype("float32")
    return logs(model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0, validation_split=0.3))


def weighted_metrics(tf):
    layers = tf.keras.layers
    inputs = tf.keras.Input((3,), name="a")
    x = layers.Dense(4, activation="tanh")(inputs)
    outputs = [layers.Dense(1, name="main")(x), layers.Dense(2, activation="sigmoid", name="aux")(x)]
    model = fill(tf.keras.Model(inputs, outputs))
    model.compile(tf.keras.optimizers.SGD(0.1), "mse", weighted_metrics=["mae"])
    source = random()
    x, y = source.normal(size=(10, 3)), [source.normal(size=(10, 1)), source.randint(0, 2, (10, 2)).astype("float32")]
    weights = {"main": np.arange(10.0), "aux": np.ones(10)}
    fitted = logs(model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0, sample_weight=weights))
    return {"fit": fitted, "names": model.metrics_names}


def masked_metrics(tf):
    model = fill(tf.keras.Sequential([
        tf.keras.layers.Masking(input_shape=(4, 2)), tf.keras.layers.LSTM(3, return_sequences=True),
        tf.keras.layers.Dense(1, activation="sigmoid")]))
    model.compile("sgd", "binary_crossentropy", metrics=["accuracy", "mae"], weighted_metrics=["mse"])
    x = random().normal(size=(7, 4, 2))
    x[0, 1:] = x[3, 2:] = x[6, 3:] = 0
    y = random(1).randint(0, 2, (7, 4, 1))
    return [model.evaluate(x, y, batch_size=size, verbose=0) for size in (7, 3)]


def batches_alone(tf):
    model = fill(tf.keras.Sequential([tf.keras.layers.Dense(2, activation="softmax", input_shape=(3,))]))
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy", tf.keras.metrics.Precision(name="p")])
    x, y = random().normal(size=(8, 3)), np.eye(2)[random(1).randint(0, 2, 8)]
    return plain([
        model.train_on_batch(x[:4], y[:4]), model.train_on_batch(x[4:], y[4:], reset_metrics=False),
        model.train_on_batch(x[4:], y[4:], sample_weight=np.arange(4.0)),
        model.train_on_batch(x, y, class_weight={0: 1.0, 1: 3.0}), model.test_on_batch(x[:4], y[:4]),
        model.test_on_batch(x[4:], y[4:], reset_metrics=False), model.train_on_batch(x, y, return_dict=True),
        some(model.predict_on_batch(x))])


def steps_of_arrays(tf):
    x, y = random().normal(size=(12, 3)).astype("float32"), random(1).randint(0, 2, 12)
    found = []
    for size, more in ((4, {}), (5, {"validation_split": 0.25}), (5, {"sample_weight": np.linspace(0, 1, 12)})):
        model = fill(tf.keras.Sequential([tf.keras.layers.Dense(2, activation="softmax", input_shape=(3,))]))
        model.compile(tf.keras.optimizers.SGD(0.1), "sparse_categorical_crossentropy", metrics=["accuracy"])
        found.append(logs(model.fit(x, y, epochs=3, batch_size=size, steps_per_epoch=2, shuffle=False, verbose=0, **more)))
    return found


def ignored_class(tf):
    logits, labels = random().normal(size=(2, 4, 3)).astype("float32"), np.array([[0, 2, 1, 1], [0, 0, 255, 1]])
    labels[labels == 1] = 255
    loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)
    metric = tf.keras.metrics.SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)
    metric.update_state(labels, logits)
    metric.update_state(labels[:1], logits[:1])
    whole = tf.keras.losses.sparse_categorical_crossentropy(labels, logits, from_logits=True, ignore_class=255)
    weighted = loss(labels, logits, sample_weight=[1.0, 3.0])
    return [float(loss(labels, logits)), float(weighted), float(metric.result()), some(whole)]


def losses_of_arrays(tf):
    losses, source = tf.keras.losses, random()
    y, p = source.uniform(0, 1, (4, 3)).astype("float32"), source.uniform(0, 1, (4, 3)).astype("float32")
    names = ("mse", "mae", "huber", "log_cosh", "kl_divergence", "poisson", "cosine_similarity", "hinge", "categorical_hinge",
             "binary_crossentropy", "categorical_crossentropy")
    found = {name: some(getattr(losses, name)(y, p)) for name in names}
    found["lists"] = some(losses.binary_crossentropy([[0, 1], [1, 1]], [[0.2, 0.7], [0.1, 0.9]]))
    found["axis"] = float(losses.BinaryCrossentropy(axis=0)(y, p))
    found["sparse"] = some(losses.sparse_categorical_crossentropy(np.array([0, 2, 1, 1]), p / p.sum(-1, keepdims=True)))
    for name in ("binary_accuracy", "categorical_accuracy"):
        found[name] = some(getattr(tf.keras.metrics, name)(np.round(y), p))
    return found


def names_of_weights(tf):
    layers = tf.keras.layers

    class Block(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            self.dense = layers.Dense(2)

        def build(self, input_shape):
            self.scale = self.add_weight("scale", shape=(2,))

        def call(self, inputs):
            return self.dense(inputs) * self.scale

    class Net(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.first = Block(name="first")
            self.head = tf.keras.Sequential([layers.Dense(3), layers.BatchNormalization()])
            self.both = layers.Bidirectional(layers.LSTM(2, return_sequences=True))
            self.each = layers.TimeDistributed(layers.Dense(2))

        def call(self, inputs):
            x = self.head(self.first(inputs))
            return self.each(self.both(tf.stack([x, x], 1)))

    net = Net()
    net(np.ones((2, 4), "float32"))
    inputs = tf.keras.Input((3, 4))
    x = layers.GRU(2, name="g")(layers.Conv1D(2, 2, name="c")(inputs))
    functional = tf.keras.Model(inputs, tf.keras.Sequential([layers.Dense(2, name="d")])(x))
    chosen = [weight.name for weight in functional.trainable_variables if "bias" not in weight.name and "g/" in weight.name]
    return {"net": [weight.name for weight in net.weights], "functional": [weight.name for weight in functional.weights],
            "chosen": chosen, "layers": len(net.submodules) > 5}


def variables_updated_at_once(tf):
    K = tf.keras.backend
    variable = K.variable([1.0, 2.0])
    K.update_add(variable, tf.constant([1.0, 1.0]))
    first = K.get_value(variable).tolist()
    K.update_sub(variable, tf.constant([0.5, 0.5]))
    K.moving_average_update(variable, tf.constant([0.0, 0.0]), 0.5)
    second = K.get_value(variable).tolist()
    K.update(variable, tf.constant([7.0, 8.0]))

    class Counter(tf.keras.layers.Layer):
        def build(self, input_shape):
            self.count = self.add_weight("count", shape=(), initializer="zeros", trainable=False)

        def call(self, inputs):
            self.add_update(K.update_add(self.count, 1.0))
            return inputs

    model = tf.keras.Sequential([Counter(input_shape=(2,))])
    before = float(K.get_value(model.layers[0].count))
    model.predict(np.ones((5, 2)), batch_size=2, verbose=0)
    return [first, second, K.get_value(variable).tolist(), float(K.get_value(model.layers[0].count)) - before]


def regularizers_by_keyword(tf):
    regularizers = tf.keras.regularizers
    x = tf.constant(random().normal(size=(4, 3)).astype("float32"))
    model = tf.keras.Sequential([
        tf.keras.layers.Dense(4, kernel_regularizer=regularizers.l1(l1=0.1), bias_regularizer=regularizers.l2(l2=0.2),
                              activity_regularizer=regularizers.l1_l2(0.01, 0.02), input_shape=(3,)),
        tf.keras.layers.Dense(1, kernel_regularizer=regularizers.OrthogonalRegularizer(0.01))])
    fill(model)
    model.compile("sgd", "mse")
    return [float(regularizers.l1(0.1)(x)), float(regularizers.l2(l2=0.1)(x)),
            logs(model.fit(random().normal(size=(10, 3)), np.ones(10), batch_size=4, epochs=2, shuffle=False, verbose=0))]


def cloned_by_a_function(tf):
    model = fill(tf.keras.Sequential([tf.keras.layers.Dense(4, input_shape=(3,)), tf.keras.layers.Dropout(0.5)]))

    def without_dropout(layer):
        if isinstance(layer, tf.keras.layers.Dropout):
            return tf.keras.layers.Dropout(0.0, name=layer.name)
        return type(layer).from_config(layer.get_config())

    copied = tf.keras.models.clone_model(model, clone_function=without_dropout)
    copied.set_weights(model.get_weights())

    class Twice(tf.keras.layers.Layer):
        def call(self, inputs):
            return inputs * 2.0

    config = tf.keras.Sequential([Twice(input_shape=(3,))]).get_config()
    with tf.keras.utils.custom_object_scope({"Twice": Twice}):
        again = tf.keras.Sequential.from_config(config)
    x = random().normal(size=(2, 3)).astype("float32")
    return [some(copied(x, training=True)), [layer.name for layer in copied.layers], some(again(x))]


PROGRAMS = (metrics_by_name, f1_of_other_metrics, weighted_metrics, masked_metrics, batches_alone, steps_of_arrays,
            ignored_class, losses_of_arrays, names_of_weights, variables_updated_at_once, regularizers_by_keyword,
            cloned_by_a_function)
