"""Small legacy programs as functions of a Keras package: real Keras 2.2.4 (see record.py) or ``compat.keras``.

Each returns numbers, shapes or names that JSON can hold. Weights come from seeded NumPy, so nothing depends on an
initializer. The code is what people wrote for Keras 1.2 to 2.2.4.
"""
from __future__ import division

import numpy as np

CASES = {}


def case(function):
    CASES[function.__name__] = function
    return function


def fixed(model, seed=0, low=-0.6, high=0.6):
    rng = np.random.RandomState(seed)
    model.set_weights([rng.uniform(low, high, np.shape(w)) for w in model.get_weights()])
    return model


def sequences(rows=4, steps=5, features=3, seed=1):
    """Padded with zeros at the end; row 1 begins with a masked step, row 2 has one in its middle, row 3 has none
    valid."""
    x = np.random.RandomState(seed).normal(size=(rows, steps, features)).astype("float32")
    x[0, 3:] = 0.0
    x[1, 0] = 0.0
    x[2, 2] = 0.0
    x[3] = 0.0
    return x


def mask_reader(keras):
    """A layer whose output is the mask that reaches it, as numbers."""
    K = keras.backend

    class ReadMask(keras.layers.Layer):
        def __init__(self, **kwargs):
            super(ReadMask, self).__init__(**kwargs)
            self.supports_masking = True

        def call(self, x, mask=None):
            if mask is None:
                return K.zeros_like(x[:, :, :1]) - 1.0
            mask = K.cast(mask, K.floatx())
            return K.expand_dims(mask) if K.ndim(mask) == 2 else mask

        def compute_output_shape(self, input_shape):
            return input_shape[:2] + (1,)

    return ReadMask()


def outputs(keras, inputs, tensor, data, seed=0):
    model = fixed(keras.models.Model(inputs, tensor), seed)
    found = model.predict(data)
    return [one.tolist() for one in found] if isinstance(found, list) else found.tolist()


# Masks


def merged_mask(keras, merge, second_masked=True, steps=5):
    a, b = keras.layers.Input((5, 3)), keras.layers.Input((steps, 3))
    masked_a = keras.layers.Masking()(a)
    masked_b = keras.layers.Masking()(b) if second_masked else b
    other = sequences(steps=steps, seed=5)
    other[0, :2] = 0.0
    return outputs(keras, [a, b], mask_reader(keras)(merge([masked_a, masked_b])), [sequences(), other])


@case
def merge_layers_combine_masks_with_and(keras):
    L = keras.layers
    merges = [L.Add(), L.Subtract(), L.Multiply(), L.Average(), L.Maximum(), L.Minimum(), L.Concatenate()]
    return [merged_mask(keras, merge) for merge in merges]


@case
def an_unmasked_input_of_a_merge_leaves_the_mask_of_the_other(keras):
    L = keras.layers
    return [merged_mask(keras, merge, second_masked=False) for merge in [L.Add(), L.Maximum(), L.Concatenate()]]


@case
def concatenating_over_time_joins_the_masks(keras):
    return merged_mask(keras, keras.layers.Concatenate(axis=1), steps=4)


@case
def masks_pass_through_layers_that_support_them(keras):
    L = keras.layers
    found = []
    for layer in [L.Dense(2), L.Activation("relu"), L.Dropout(0.5), L.BatchNormalization(), L.LeakyReLU(),
                  L.GaussianNoise(0.1), L.TimeDistributed(L.Dense(2)), L.LSTM(2, return_sequences=True),
                  L.Bidirectional(L.GRU(2, return_sequences=True)), L.Softmax(), L.ELU(), L.SpatialDropout1D(0.1)]:
        x = L.Input((5, 3))
        found.append(outputs(keras, x, mask_reader(keras)(layer(L.Masking()(x))), sequences()))
    return found


@case
def layers_that_end_a_mask_or_refuse_it(keras):
    L = keras.layers
    found = []
    for layer in [L.Flatten(), L.Reshape((15,)), L.Permute((2, 1)), L.Conv1D(2, 2), L.MaxPooling1D(), L.UpSampling1D(),
                  L.ZeroPadding1D(), L.Cropping1D(), L.GlobalMaxPooling1D(), L.GlobalAveragePooling1D(), L.LSTM(2),
                  L.Lambda(lambda x: x), L.TimeDistributed(L.Flatten()), L.Bidirectional(L.LSTM(2)), L.GRU(2)]:
        x = L.Input((5, 3))
        try:
            y = layer(L.Masking()(x))
        except TypeError:
            found.append([type(layer).__name__, "refused"])
        else:
            model = keras.models.Model(x, y)
            found.append([type(layer).__name__, "none" if model.output_mask is None else "mask"])
    return found


@case
def embedding_masks_zeros(keras):
    x = keras.layers.Input((4,))
    y = keras.layers.Embedding(6, 2, mask_zero=True)(x)
    ids = np.array([[1, 0, 3, 0], [0, 0, 0, 0]])
    return [outputs(keras, x, y, ids), outputs(keras, x, mask_reader(keras)(y), ids)]


@case
def lambda_masks(keras):
    L = keras.layers
    x = L.Input((5, 3))
    masked = L.Masking()(x)
    found = []
    for layer in [L.Lambda(lambda t: t), L.Lambda(lambda t: t[:, 1:], mask=lambda t, m: m[:, 1:]),
                  L.Lambda(lambda t: t * 2.0, output_shape=(5, 3), mask=lambda t, m: m),
                  L.Lambda(lambda t, n: t[:, n:], arguments={"n": 2}, output_shape=lambda s: (s[0], s[1] - 2, s[2]))]:
        y = layer(masked)
        found.append([list(keras.backend.int_shape(y))[1:], outputs(keras, x, mask_reader(keras)(y), sequences())])
    return found


@case
def masks_pass_into_and_out_of_a_nested_model(keras):
    L = keras.layers
    inner_in = L.Input((5, 3))
    inner = keras.models.Model(inner_in, L.Dense(2)(L.Masking()(inner_in)))
    x = L.Input((5, 3))
    return [outputs(keras, x, mask_reader(keras)(inner(x)), sequences()),
            outputs(keras, x, mask_reader(keras)(L.LSTM(2, return_sequences=True)(inner(x))), sequences())]


@case
def time_distributed_masks(keras):
    L = keras.layers
    x = L.Input((3, 4), dtype="int32")
    ids = np.random.RandomState(3).randint(0, 3, size=(2, 3, 4))
    sentences = L.TimeDistributed(L.Embedding(3, 2, mask_zero=True))(x)
    y = L.TimeDistributed(L.LSTM(2))(sentences)
    return outputs(keras, x, y, ids)


# Recurrent layers


@case
def recurrent_outputs_on_masked_steps(keras):
    L = keras.layers
    found = []
    for layer in [L.LSTM(2, return_sequences=True), L.GRU(2, return_sequences=True),
                  L.SimpleRNN(2, return_sequences=True), L.LSTM(2), L.GRU(2, go_backwards=True,
                  return_sequences=True), L.LSTM(2, unroll=True),
                  L.GRU(2, reset_after=True), L.LSTM(2, recurrent_activation="sigmoid", use_bias=False)]:
        x = L.Input((5, 3))
        found.append(outputs(keras, x, layer(L.Masking()(x)), sequences()))
    return found


@case
def recurrent_outputs_without_masks(keras):
    L = keras.layers
    found = []
    for layer in [L.LSTM(2), L.GRU(2, return_sequences=True), L.SimpleRNN(2, activation="hard_sigmoid"),
                  L.RNN(L.LSTMCell(2)), L.RNN([L.GRUCell(2), L.SimpleRNNCell(3)]), L.LSTM(2, go_backwards=True)]:
        x = L.Input((5, 3))
        found.append(outputs(keras, x, layer(x), sequences()))
    return found


@case
def bidirectional_outputs_on_masked_steps(keras):
    L = keras.layers
    found = []
    for mode in ["concat", "sum", "mul", "ave", None]:
        for sequences_too in [True, False]:
            x = L.Input((5, 3))
            layer = L.Bidirectional(L.LSTM(2, return_sequences=sequences_too), merge_mode=mode)
            found.append(outputs(keras, x, layer(L.Masking()(x)), sequences()))
    return found


@case
def return_state_gives_a_list(keras):
    L = keras.layers
    x = L.Input((5, 3))
    states = L.LSTM(2, return_state=True, return_sequences=True)(L.Masking()(x))
    again = L.LSTM(2)(x, initial_state=states[1:])
    listed = L.GRU(2)([x, states[1]])
    return [isinstance(states, list), outputs(keras, x, states + [again, listed], sequences())]


@case
def bidirectional_return_state(keras):
    L = keras.layers
    x = L.Input((5, 3))
    found = L.Bidirectional(L.GRU(2, return_state=True))(x)
    return [isinstance(found, list), len(found), outputs(keras, x, found, sequences())]


@case
def stateful_layers_keep_their_states(keras):
    L = keras.layers
    model = keras.models.Sequential([L.LSTM(2, stateful=True, batch_input_shape=(4, 5, 3)), L.Dense(1)])
    fixed(model)
    x = sequences()
    first, second = model.predict(x, batch_size=4), model.predict(x, batch_size=4)
    model.reset_states()
    return [first.tolist(), second.tolist(), model.predict(x, batch_size=4).tolist()]


@case
def conv_lstm(keras):
    L = keras.layers
    x = L.Input((3, 4, 4, 2))
    data = np.random.RandomState(2).normal(size=(2, 3, 4, 4, 2))
    return outputs(keras, x, L.ConvLSTM2D(2, 3, padding="same", return_sequences=True)(x), data)


# Other layers


@case
def convolutions(keras):
    L = keras.layers
    line = np.random.RandomState(4).normal(size=(2, 7, 3))
    found = []
    for layer in [L.Conv1D(2, 3, padding="causal", activation="tanh"), L.Conv1D(2, 2, strides=2),
                  L.SeparableConv1D(2, 3), L.Conv1D(2, 3, dilation_rate=2, padding="same"), L.AveragePooling1D(3, 2,
                  padding="same"),
                  L.MaxPooling1D(2), L.UpSampling1D(2), L.ZeroPadding1D(1), L.Cropping1D(1), L.GlobalMaxPooling1D()]:
        x = L.Input((7, 3))
        found.append(outputs(keras, x, layer(x), line))
    return found


@case
def convolutions_over_images(keras):
    L = keras.layers
    image = np.random.RandomState(4).normal(size=(1, 5, 5, 2))
    found = []
    for layer in [L.Conv2D(2, 3, padding="same"), L.Conv2D(2, (2, 3), strides=2, activation="hard_sigmoid"),
                  L.SeparableConv2D(2, 3, depth_multiplier=2), L.DepthwiseConv2D(3), L.Conv2DTranspose(2, 3, strides=2),
                  L.Conv2D(2, 2, dilation_rate=(2, 2)), L.AveragePooling2D(2, 2, "same"), L.MaxPooling2D((2, 2)),
                  L.UpSampling2D((2, 2)), L.UpSampling2D(2, interpolation="bilinear"),
                  L.ZeroPadding2D(((1, 0), (0, 2))), L.Cropping2D(1), L.GlobalAveragePooling2D(), L.Flatten(),
                  L.Permute((3, 1, 2)), L.Reshape((25, -1))]:
        x = L.Input((5, 5, 2))
        found.append(outputs(keras, x, layer(x), image))
    return found


@case
def convolutions_over_volumes(keras):
    L = keras.layers
    volume = np.random.RandomState(4).normal(size=(1, 4, 4, 4, 1))
    found = []
    for layer in [L.Conv3D(2, 2), L.Conv3DTranspose(1, 2), L.MaxPooling3D(), L.AveragePooling3D(), L.UpSampling3D(),
                  L.ZeroPadding3D(), L.Cropping3D(), L.GlobalAveragePooling3D()]:
        x = L.Input((4, 4, 4, 1))
        found.append(outputs(keras, x, layer(x), volume))
    return found


@case
def activations_and_pointwise_layers(keras):
    L = keras.layers
    line = np.linspace(-4, 4, 24).reshape(2, 3, 4)
    found = []
    names = ["hard_sigmoid", "sigmoid", "softplus", "softsign", "selu", "elu", "relu", "exponential", "softmax",
             "linear",
             "tanh"]
    for layer in [L.Activation(name) for name in names] + [
            L.LeakyReLU(), L.LeakyReLU(0.1), L.ELU(0.5), L.ReLU(2.0, 0.1, 0.5), L.PReLU(), L.Softmax(axis=1),
            L.PReLU(shared_axes=[1])]:
        x = L.Input((3, 4))
        found.append(outputs(keras, x, layer(x), line))
    return found


@case
def global_average_pooling_with_a_mask(keras):
    L = keras.layers
    x = L.Input((5, 3))
    found = outputs(keras, x, L.GlobalAveragePooling1D()(L.Masking()(x)), sequences())
    return [found[:3], [bool(np.isnan(v)) for v in found[3]]]


@case
def dot_products(keras):
    L = keras.layers
    a, b = L.Input((3, 4)), L.Input((3, 4))
    rng = np.random.RandomState(0)
    data = [rng.normal(size=(2, 3, 4)), rng.normal(size=(2, 3, 4))]
    products = [L.Dot(2)([a, b]), L.Dot((1, 1), normalize=True)([a, b]), L.dot([a, b], axes=1)]
    return outputs(keras, [a, b], products, data)


# Training


def masked_model(keras):
    model = keras.models.Sequential()
    model.add(keras.layers.Masking(input_shape=(5, 3)))
    model.add(keras.layers.Dense(2))
    return fixed(model)


def unmasked_model(keras, activation=None, units=2):
    model = keras.models.Sequential([keras.layers.Dense(units, activation=activation, input_shape=(3,))])
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
def a_keras_1_layer_with_its_own_variables(keras):
    K = keras.backend

    class Old(keras.layers.Layer):
        def __init__(self, output_dim, **kwargs):
            self.output_dim = output_dim
            super(Old, self).__init__(**kwargs)

        def build(self, input_shape):
            self.W = K.variable(np.full((input_shape[1], self.output_dim), 0.5), name="W")
            self.b = K.variable(np.zeros((self.output_dim,)))
            self.seen = K.variable(0.0)
            self.trainable_weights = [self.W, self.b]

        def call(self, x, mask=None):
            return K.dot(x, self.W) + self.b

        def compute_output_shape(self, input_shape):
            return (input_shape[0], self.output_dim)

    model = keras.models.Sequential([Old(2, input_shape=(3,), name="old"), keras.layers.Dense(1, name="out")])
    fixed(model)
    model.compile(keras.optimizers.SGD(0.1), "mse")
    rng = np.random.RandomState(0)
    losses = [float(model.train_on_batch(rng.normal(size=(4, 3)), rng.normal(size=(4, 1)))) for _ in range(3)]
    return [[list(np.shape(w)) for w in model.get_weights()], losses, len(model.trainable_weights),
            [w.tolist() for w in model.get_weights()]]


@case
def updates_and_losses_of_a_layer(keras):
    K = keras.backend

    class Counting(keras.layers.Layer):
        def build(self, input_shape):
            self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="scale")
            self.steps = self.add_weight(shape=(1,), initializer="zeros", trainable=False, name="steps")
            self.mean = self.add_weight("mean", (input_shape[-1],), initializer="zeros", trainable=False)
            self.add_update(K.update_add(self.steps, [1.0]))
            super(Counting, self).build(input_shape)

        def call(self, inputs, training=None):
            self.add_update([K.update(self.mean, K.mean(inputs, axis=0))], inputs)
            self.add_loss(0.1 * K.sum(K.square(inputs * self.scale)), inputs)
            return K.in_train_phase(inputs * self.scale, inputs * self.scale * 2.0, training=training)

    layer = Counting(input_shape=(3,))
    model = keras.models.Sequential([layer, keras.layers.Dense(1)])
    rng = np.random.RandomState(0)
    weights = [rng.uniform(-1, 1, size=np.shape(w)) for w in model.get_weights()]
    model.set_weights(weights[:1] + [np.zeros(1), np.zeros(3)] + weights[3:])
    model.compile(keras.optimizers.SGD(0.01), "mse")
    x, y = rng.normal(size=(4, 3)), rng.normal(size=(4, 1))
    found = [model.predict(x).tolist(), float(model.evaluate(x, y, verbose=0)), layer.get_weights()[1].tolist(),
             float(model.train_on_batch(x, y)), float(model.train_on_batch(x, y))]
    layer_weights = [w.tolist() for w in layer.get_weights()]
    model.predict(x)
    return found + [layer_weights, layer.get_weights()[1].tolist()]


@case
def a_layer_of_two_inputs_and_two_outputs(keras):
    K = keras.backend

    class Swap(keras.layers.Layer):
        def call(self, inputs):
            a, b = inputs
            return [b * 2.0, K.concatenate([a, b])]

        def compute_output_shape(self, input_shape):
            a, b = input_shape
            return [b, (a[0], a[1] + b[1])]

        def compute_mask(self, inputs, mask=None):
            return [None, None]

    x, z = keras.layers.Input((2,)), keras.layers.Input((3,))
    layer = Swap()
    one, two = layer([x, z])
    shapes = [list(s)[1:] for s in layer.output_shape], [list(s)[1:] for s in layer.input_shape]
    data = [np.arange(4.0).reshape(2, 2), np.arange(6.0).reshape(2, 3)]
    return [shapes[0], shapes[1], outputs(keras, [x, z], [one, two], data), layer.output_mask == [None, None]]


@case
def nodes_of_a_shared_layer(keras):
    layer = keras.layers.Dense(2)
    a, b = keras.layers.Input((3,)), keras.layers.Input((3,))
    y, z = layer(a), layer(b)
    return [list(layer.output_shape)[1:], list(layer.get_input_shape_at(1))[1:], layer.get_input_at(0) is a,
            layer.get_output_at(1) is z, layer.get_output_at(0) is y, layer.get_input_mask_at(0) is None,
            len(layer._inbound_nodes), list(y._keras_shape)[1:], y._keras_history[0] is layer]


@case
def configurations_have_the_old_keys(keras):
    L = keras.layers
    found = {}
    for layer in [L.Dense(3, input_shape=(4,), name="d"), L.LSTM(2, name="l"), L.Dropout(0.5, name="o"),
                  L.Embedding(5, 2, name="e", input_length=4), L.Masking(name="m")]:
        config = layer.get_config()
        found[config["name"]] = [k for k in sorted(config) if k in (
            "name", "trainable", "units", "activation", "rate", "input_dim", "mask_value", "mask_zero", "use_bias",
            "return_sequences", "output_dim")]
    return found


@case
def a_layer_that_is_a_subclass_of_dense(keras):
    K = keras.backend

    class Positive(keras.layers.Dense):
        def call(self, inputs):
            return K.abs(super(Positive, self).call(inputs))

    x = keras.layers.Input((5, 3))
    y = Positive(2, activation="tanh")(keras.layers.Masking()(x))
    return [outputs(keras, x, y, sequences()), outputs(keras, x, mask_reader(keras)(y), sequences())]


@case
def a_cell_that_people_wrote(keras):
    K = keras.backend

    class MinimalCell(keras.layers.Layer):
        def __init__(self, units, **kwargs):
            self.units = units
            self.state_size = units
            super(MinimalCell, self).__init__(**kwargs)

        def build(self, input_shape):
            self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer="uniform", name="kernel")
            self.recurrent = self.add_weight(shape=(self.units, self.units), initializer="uniform", name="recurrent")
            self.built = True

        def call(self, inputs, states):
            output = K.tanh(K.dot(inputs, self.kernel) + K.dot(states[0], self.recurrent))
            return output, [output]

    x = keras.layers.Input((5, 3))
    return [outputs(keras, x, keras.layers.RNN(MinimalCell(2))(x), sequences()),
            outputs(keras, x, keras.layers.RNN(MinimalCell(2), return_sequences=True)(keras.layers.Masking()(x)),
                    sequences())]


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


@case
def order_of_layers_and_weights_in_a_branched_model(keras):
    L = keras.layers
    a, b = L.Input((3,), name="a"), L.Input((4,), name="b")
    left = L.Dense(2, name="left")(a)
    right = L.Dense(2, name="right2")(L.Dense(5, name="right1")(b))
    both = L.concatenate([left, right], name="both")
    model = keras.models.Model([a, b], [L.Dense(1, name="out")(both), L.Activation("relu", name="act")(left)])
    return [[layer.name for layer in model.layers], [list(np.shape(w)) for w in model.get_weights()],
            model.output_names, model.input_names]
