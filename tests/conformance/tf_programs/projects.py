"""Parts of whole projects of 2019 to 2023: fine-tuning, distillation, surgery on models, losses and logits of every kind."""
import numpy as np

from .common import fill, logs, random, some


def fine_tuned_application(tf):
    """An image model that is called with ``training=False`` trains with the statistics that it has."""
    base = tf.keras.applications.MobileNet(input_shape=(32, 32, 3), alpha=0.25, include_top=False, weights=None)
    source = random()
    base.set_weights([np.abs(value) + 0.5 if "gamma" in weight.name or "variance" in weight.name else value
                      for weight, value in ((each, source.normal(0, 0.5, each.shape)) for each in base.weights)])
    inputs = tf.keras.Input((32, 32, 3))
    x = base(inputs, training=False)
    outputs = tf.keras.layers.Dense(1)(tf.keras.layers.GlobalAveragePooling2D()(x))
    model = tf.keras.Model(inputs, outputs)
    model.layers[-1].set_weights([source.normal(0, 0.1, (256, 1)), np.zeros(1)])
    for layer in base.layers[:-6]:
        layer.trainable = False
    model.compile(tf.keras.optimizers.SGD(0.01), tf.keras.losses.BinaryCrossentropy(from_logits=True))
    images, labels = source.uniform(-1, 1, (4, 32, 32, 3)), np.array([0, 1, 1, 0])
    statistics = [some(base.layers[-2].moving_mean)]
    losses = logs(model.fit(images, labels, epochs=2, batch_size=4, verbose=0))
    return {"losses": losses, "statistics": statistics + [some(base.layers[-2].moving_mean)],
            "trainable": len(model.trainable_weights)}


def reductions_of_losses(tf):
    """Losses by class, function and name, under weights of each rank; targets of whole numbers; labels in arrays."""
    source, found, losses = random(), {}, tf.keras.losses
    for shape in ((4, 3), (4, 2, 3)):
        truth, output = source.randint(0, 2, shape), source.uniform(0.05, 0.95, shape).astype("float32")
        for name in ("BinaryFocalCrossentropy", "CategoricalFocalCrossentropy", "CosineSimilarity", "Huber"):
            for reduction in ("none", "sum", "auto"):
                for weights in (None, np.arange(4.0), np.arange(4.0)[:, None]):
                    given = [] if weights is None else [weights]
                    key = "{} {} {} {}".format(name, len(shape), reduction, np.shape(weights))
                    found[key] = some(getattr(losses, name)(reduction=reduction)(truth.astype("float32"), output, *given))
    functions = [losses.mse, losses.mae, losses.hinge, losses.kld, losses.log_cosh, losses.poisson,
                 losses.binary_crossentropy, losses.categorical_crossentropy]
    whole = [some(function(tf.constant(truth), tf.constant(output))) for function in functions]
    names = ("huber", "cosine_similarity", "kl_divergence", "log_cosh", "CategoricalCrossentropy", "binary_focal_crossentropy")
    column = source.uniform(0.05, 0.95, (4, 1)).astype("float32")
    broadcast = [float(losses.MeanSquaredError()(np.arange(4.0), column)),
                 float(losses.MeanSquaredError()(tf.constant([[0.0], [1.0]]), tf.constant(column[:2])))]
    model = tf.keras.Sequential([tf.keras.layers.Dense(2, input_dim=3)])
    model.compile("sgd", "mse", metrics=["KLDivergence", tf.keras.losses.cosine_similarity], weighted_metrics=["mse"])
    return {"found": found, "whole": whole, "called": [function.__name__ for function in functions], "broadcast": broadcast,
            "names": [getattr(losses.get(name), "__name__", type(losses.get(name)).__name__) for name in names],
            "keys": sorted(model.fit(np.ones((2, 3)), np.ones((2, 2)), verbose=0).history)}


def logits_of_operations(tf):
    """Cross entropies of outputs that are certain and wrong, behind activations and operations, as a graph and eagerly."""
    layers, K = tf.keras.layers, tf.keras.backend

    class Applied(layers.Layer):
        def __init__(self, function):
            super().__init__()
            self.function = function

        def call(self, x):
            return self.function(x)

    def functional(function):
        inputs = tf.keras.Input((2,))
        return tf.keras.Model(inputs, function(layers.Dense(3, use_bias=False)(inputs)))

    def stack(*more):
        return tf.keras.Sequential([layers.Dense(3, use_bias=False, input_shape=(2,)), *more])

    models = {
        "activation": lambda: stack(layers.Activation("softmax")), "layer": lambda: stack(layers.Softmax()),
        "operation": lambda: stack(layers.Activation(tf.nn.softmax)), "own": lambda: stack(Applied(tf.nn.softmax)),
        "functional": lambda: functional(tf.nn.softmax), "functional_k": lambda: functional(K.softmax),
        "after": lambda: stack(layers.Activation("softmax"), layers.Dropout(0.5)),
        "sigmoid": lambda: stack(Applied(tf.sigmoid)), "functional_sigmoid": lambda: functional(tf.nn.sigmoid)}
    losses = {
        "classes": "categorical_crossentropy", "binary": "binary_crossentropy",
        "k": lambda y, p: K.categorical_crossentropy(y, p),
        "binary_k": lambda y, p: K.mean(K.binary_crossentropy(y, p), axis=-1), "focal": "binary_focal_crossentropy"}
    x, y = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.2]]), np.eye(3)[[1, 0, 2]]
    found = {}
    for name, make in models.items():
        for eager in (False, True):
            for kind, loss in losses.items():
                model = make()
                model.set_weights([np.array([[30.0, -25.0, 2.0], [-3.0, 40.0, 1.0]])])
                model.compile("sgd", loss, run_eagerly=eager)
                found["{} {} {}".format(name, kind, eager)] = int(model.evaluate(x, y, verbose=0))  # graphs round log(1 - p)
    return found


def distillation(tf):
    """A step that computes its own loss: the list of metrics names none."""
    class Distiller(tf.keras.Model):
        def __init__(self, student, teacher):
            super().__init__()
            self.student, self.teacher = student, teacher

        def compile(self, optimizer, metrics, student_loss, distillation_loss):
            super().compile(optimizer=optimizer, metrics=metrics)
            self.student_loss, self.distillation_loss = student_loss, distillation_loss

        def test_step(self, data):
            x, y = data
            outputs = self.student(x, training=False)
            loss = self.student_loss(y, outputs) + self.distillation_loss(
                tf.nn.softmax(self.teacher(x, training=False) / 10.0, axis=1), tf.nn.softmax(outputs / 10.0, axis=1))
            self.compiled_metrics.update_state(y, outputs)
            results = {metric.name: metric.result() for metric in self.metrics}
            results.update({"student_loss": loss})
            return results

    models = [fill(tf.keras.Sequential([tf.keras.layers.Dense(3, input_shape=(5,))]), seed) for seed in (1, 2)]
    model = Distiller(*models)
    model.compile("adam", [tf.keras.metrics.SparseCategoricalAccuracy()],
                  tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), tf.keras.losses.KLDivergence())
    before = [metric.name for metric in model.metrics]
    return {"before": before, "results": model.evaluate(random().normal(size=(8, 5)), np.arange(8) % 3, verbose=0)}


def surgery(tf):
    """Names that change, the output of a layer that is called twice, functions of one tensor, a metric that is there twice."""
    layers, K = tf.keras.layers, tf.keras.backend
    inputs = tf.keras.Input((3,))
    layer = layers.Dense(2)
    first = layer(inputs)
    model = fill(tf.keras.Model(inputs, first))
    layer(tf.keras.Input((3,)))
    layer._name, model._name = "renamed", "backbone"
    x = np.arange(6.0).reshape(2, 3)
    of_one = K.function([inputs], layer.output)
    of_two = K.function(model.inputs, [layer.input, layer.output])
    weighted = fill(tf.keras.Sequential([layers.Dense(3, activation="softmax", input_dim=3)]))
    weighted.compile("sgd", "sparse_categorical_crossentropy", metrics=["acc"], weighted_metrics=["acc"])
    history = weighted.fit(x, np.array([0, 2]), sample_weight=np.array([1.0, 3.0]), verbose=0)
    rates = weighted.fit(x, np.array([0, 2]), epochs=3, verbose=0, callbacks=[tf.keras.callbacks.LearningRateScheduler(
        lambda epoch, rate: rate * tf.math.exp(-0.1))]).history["lr"]
    return {"names": [each.name for each in model.layers] + [model.name, model.get_layer("renamed").name],
            "function": [some(of_one(x)), some(of_one([x])), [some(each) for each in of_two(x)]],
            "history": logs(history), "keys": weighted.metrics_names, "rates": [float(rate) for rate in rates],
            "again": weighted.test_on_batch(x, np.array([0, 2]))}


def metrics_of_outputs(tf):
    """A step that logs each metric by its own name, of a model with two outputs."""
    class Model(tf.keras.Model):
        def test_step(self, data):
            x, y = data
            outputs = self(x, training=False)
            self.compiled_loss(y, outputs)
            self.compiled_metrics.update_state(y, outputs)
            return {metric.name: metric.result() for metric in self.metrics}

    inputs = tf.keras.Input((3,))
    outputs = [tf.keras.layers.Dense(2, name="late")(inputs), tf.keras.layers.Dense(1, name="early")(inputs)]
    model = fill(Model(inputs, outputs))
    counted = ["mae", tf.keras.metrics.MeanSquaredError(name="q")]
    model.compile("sgd", "mse", metrics=counted, weighted_metrics=[["mae"], ["mse"]])
    x, y = random().rand(4, 3), [random(1).rand(4, 2), random(2).rand(4, 1)]
    found = model.evaluate(x, y, verbose=0, return_dict=True)
    return {"found": {name: float(value) for name, value in found.items()}, "names": [each.name for each in model.metrics],
            "kinds": [isinstance(each, tf.keras.metrics.Metric) for each in model.metrics]}


def rates_of_schedules(tf):
    """The learning rate that a program reads while a schedule changes it, and one that a function of tensors gives."""
    model = fill(tf.keras.Sequential([tf.keras.layers.Dense(1, input_dim=2)]))
    schedule = tf.keras.optimizers.schedules.ExponentialDecay(0.1, decay_steps=1, decay_rate=0.5)
    model.compile(tf.keras.optimizers.Adam(schedule), "mse")
    K = tf.keras.backend
    seen = [float(K.get_value(model.optimizer.learning_rate))]
    log = tf.keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: seen.append(float(K.get_value(model.optimizer.lr))))
    losses = model.fit(np.ones((4, 2)), np.ones((4, 1)), batch_size=2, epochs=3, callbacks=[log], verbose=0)
    return {"seen": seen, "losses": logs(losses)}


def texts_of_data_sets(tf):
    """A function of the program's own cleans texts in the ``map`` of a data set, and in a model of texts."""
    def clean(texts):
        return tf.strings.regex_replace(tf.strings.lower(texts), "[!,.]", "")

    texts = ["The movie was great, really great!", "Boring. And slow", "great fun", "slow, boring, slow"]
    data = tf.data.Dataset.from_tensor_slices((texts, [1, 0, 1, 0])).batch(2)
    vectorize = tf.keras.layers.TextVectorization(standardize=clean, max_tokens=9, output_sequence_length=4)
    vectorize.adapt(data.map(lambda text, label: text))
    numbers = data.map(lambda text, label: (vectorize(tf.expand_dims(text, -1)), label))
    model = tf.keras.Sequential([
        tf.keras.layers.Embedding(9, 3, mask_zero=True, embeddings_initializer="ones"),
        tf.keras.layers.LSTM(2, kernel_initializer="ones", recurrent_initializer="ones"),
        tf.keras.layers.Dense(1, kernel_initializer="constant", bias_initializer="ones")])
    model.compile("sgd", "mse")
    return {"words": list(vectorize.get_vocabulary()), "losses": logs(model.fit(numbers, epochs=2, verbose=0))}


def seeds_of_attention(tf):
    """Initial weights of layers of attention after ``set_random_seed``."""
    layers = tf.keras.layers
    tf.keras.utils.set_random_seed(3)
    sequence = tf.keras.Input((4, 6))
    heads, additive = layers.MultiHeadAttention(2, 3), layers.AdditiveAttention()
    found = layers.Dense(2)(additive([heads(sequence, sequence), sequence]))
    model = tf.keras.Model(sequence, found)
    return {"weights": [some(value) for value in model.get_weights()],
            "outputs": some(model.predict(random().normal(size=(2, 4, 6)), verbose=0))}


PROGRAMS = (fine_tuned_application, reductions_of_losses, logits_of_operations, distillation, surgery,
            metrics_of_outputs, rates_of_schedules, texts_of_data_sets, seeds_of_attention)
ON = {"tensorflow": (texts_of_data_sets,)}  # elsewhere ``tf.data`` needs TensorFlow beside the backend
