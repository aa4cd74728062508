"""One small program for each row of the era table: what it prints tells one version of Keras from another.

A program is a function of a Keras package, a real one (see record.py) or ``compat.keras``, and is named after its row.
"""
import numpy as np

PROGRAMS = {}
STEPS, FEATURES = 4, 2


def program(function):
    PROGRAMS[function.__name__] = function
    return function


def padded(lengths, seed=0):
    """Random sequences, zero after their length."""
    x = np.random.RandomState(seed).uniform(0.5, 1.5, (len(lengths), STEPS, FEATURES)).astype("float32")
    return x * (np.arange(STEPS) < np.asarray(lengths)[:, None])[..., None]


def show_mask(keras):
    """A layer that puts out the mask that arrives as numbers, -1 where there is none."""
    cast = keras.ops.cast if hasattr(keras, "ops") else keras.backend.cast

    class ShowMask(keras.layers.Layer):
        def __init__(self, **kwargs):
            super(ShowMask, self).__init__(**kwargs)
            self.supports_masking = True

        def compute_mask(self, inputs, mask=None):
            return None

        def call(self, inputs, mask=None):
            return inputs[:, :, 0] * 0 - 1.0 if mask is None else cast(mask, "float32")

        def compute_output_shape(self, input_shape):
            return tuple(input_shape[:2])

    return ShowMask()


def sequences(keras):
    x = keras.layers.Input(shape=(STEPS, FEATURES))
    return x, keras.layers.Masking(0.0)(x)


def masked_model(keras):
    x, masked = sequences(keras)
    model = keras.models.Model(x, keras.layers.Activation("linear")(masked))
    model.compile(optimizer="sgd", loss="mae")
    return model


def predicted(keras, layer, x):
    inputs = keras.layers.Input(shape=x.shape[1:])
    return keras.models.Model(inputs, layer(inputs)).predict(x, verbose=0)


def sgd(keras, rate=0.1, **kwargs):
    return keras.optimizers.SGD(rate, **kwargs)


def regression(keras, layer, optimizer="sgd"):
    x = keras.layers.Input(shape=(2,))
    model = keras.models.Model(x, layer(x))
    model.compile(optimizer, "mse")
    return model


@program
def masked_loss(keras):
    x = padded([4, 1, 2, 3])
    y = np.random.RandomState(1).normal(size=x.shape).astype("float32")
    return float(masked_model(keras).evaluate(x, y, verbose=0))


@program
def wholly_masked_loss(keras):
    zeros = np.zeros((3, STEPS, FEATURES), "float32")
    return str(float(masked_model(keras).evaluate(zeros, zeros + 1, verbose=0)))


@program
def masked_loss_with_sample_weight(keras):
    # Fewer samples than steps: of as many, Keras 3 takes the weights for those of the steps; of others it takes none.
    x = padded([4, 1, 2])
    y = np.random.RandomState(1).normal(size=x.shape).astype("float32")
    return float(masked_model(keras).evaluate(x, y, sample_weight=np.array([2.0, 0.0, 0.5]), verbose=0))


@program
def supports_masking_set_before_init(keras):
    class Early(keras.layers.Layer):
        def __init__(self):
            self.supports_masking = True
            super(Early, self).__init__()

        def call(self, x):
            return x * 2.0

    return bool(Early().supports_masking)


@program
def mask_reaches_unsupporting_layer(keras):
    try:
        keras.layers.Flatten()(sequences(keras)[1])
    except TypeError:
        return "raise"
    return "drop"


@program
def merge_masks(keras):
    (a, masked_a), (b, masked_b) = sequences(keras), sequences(keras)
    shown = show_mask(keras)(keras.layers.Add()([masked_a, masked_b]))
    return keras.models.Model([a, b], shown).predict([padded([4, 1, 2]), padded([1, 3, 2])], verbose=0).tolist()


@program
def lambda_without_mask(keras):
    x, masked = sequences(keras)
    shown = show_mask(keras)(keras.layers.Lambda(lambda x: x)(masked))
    return keras.models.Model(x, shown).predict(padded([4, 1]), verbose=0).tolist()


@program
def bidirectional_output_on_masked_steps(keras):
    x = keras.layers.Input(shape=(3, 1))
    both = keras.layers.Bidirectional(keras.layers.SimpleRNN(1, activation="linear", return_sequences=True))
    model = keras.models.Model(x, both(keras.layers.Masking(0.0)(x)))
    model.set_weights([np.ones(w.shape) if i % 3 == 0 else np.zeros(w.shape) for i, w in enumerate(model.get_weights())])
    return model.predict(np.array([[[3.0], [0.0], [1.0]]], "float32"), verbose=0).tolist()


@program
def hard_sigmoid(keras):
    x = np.linspace(-4, 4, 9, dtype="float32").reshape(1, -1)
    return predicted(keras, keras.layers.Activation("hard_sigmoid"), x).tolist()


def gated(keras, layer, shape):
    x = keras.layers.Input(shape=shape)
    model = keras.models.Model(x, layer(x))
    gates = np.array([0.5, -0.7, 0.9, 0.3])
    model.set_weights([gates.reshape(w.shape) if i == 0 else np.zeros(w.shape)
                       for i, w in enumerate(model.get_weights())])
    return model.predict(np.full((1,) + shape, 1.3, "float32"), verbose=0).ravel().tolist()


@program
def recurrent_activation(keras):
    return gated(keras, keras.layers.LSTM(1), (1, 1))


@program
def convolutional_recurrent_activation(keras):
    return gated(keras, keras.layers.ConvLSTM2D(1, (1, 1)), (1, 1, 1, 1))


@program
def gru_reset_after(keras):
    layer = keras.layers.GRU(2)
    layer(keras.layers.Input(shape=(3, 1)))
    return [list(w.shape) for w in layer.get_weights()]


@program
def updates_outside_training(keras):
    K = keras.backend

    class Counter(keras.layers.Layer):
        def build(self, input_shape):
            self.count = self.add_weight(name="count", shape=(), initializer="zeros", trainable=False)
            super(Counter, self).build(input_shape)

        def call(self, x):
            self.add_update(K.update_add(self.count, 1.0))
            return x * 1.0

    counter, x = Counter(), np.ones((6, 2), "float32")
    model = regression(keras, counter)
    model.predict(x, batch_size=3, verbose=0)
    model.evaluate(x, x, batch_size=2, verbose=0)
    return float(np.ravel(counter.get_weights()[0])[0])


@program
def predict_nested_list(keras):
    x = keras.layers.Input(shape=(3,))
    try:
        keras.models.Model(x, keras.layers.Activation("relu")(x)).predict([[1.0, -2.0, 3.0], [-4.0, 5.0, 6.0]], verbose=0)
    except (ValueError, AttributeError):
        return "reject"
    return "accept"


@program
def activity_regularizer(keras):
    layer = keras.layers.Dense(1, use_bias=False, activity_regularizer=keras.regularizers.l2(0.1))
    model = regression(keras, layer)
    model.set_weights([np.ones((2, 1))])
    x = np.array([[1, 2], [3, 4], [5, 6]], "float32")
    return float(model.evaluate(x, x.sum(axis=1, keepdims=True), verbose=0))


def batch():
    return np.random.RandomState(4).normal(2.0, 3.0, size=(8, 2)).astype("float32")


@program
def frozen_batch_normalization(keras):
    layer = keras.layers.BatchNormalization(trainable=False)
    x = keras.layers.Input(shape=(2,))
    model = keras.models.Model(x, keras.layers.Dense(1, kernel_initializer="ones")(layer(x)))
    model.compile(sgd(keras, 0.0), "mse")
    return float(model.train_on_batch(batch(), np.ones((8, 1))))


def moved(keras, momentum):
    layer = keras.layers.BatchNormalization(momentum=momentum)
    regression(keras, layer).train_on_batch(batch(), np.zeros((8, 2)))
    return [w.tolist() for w in layer.get_weights()[2:]]


@program
def moving_statistics_start(keras):
    return moved(keras, 0.9)[0]


@program
def unbiased_moving_variance(keras):
    return moved(keras, 0.0)[1]


@program
def bilinear_upsampling(keras):
    layer = keras.layers.UpSampling2D((1, 2), interpolation="bilinear")
    return predicted(keras, layer, np.array([0.0, 1.0], "float32").reshape(1, 1, 2, 1)).ravel().tolist()


def stepped(keras, optimizer):
    layer = keras.layers.Dense(1)
    model = regression(keras, layer, optimizer)
    layer.set_weights([np.array([[0.4], [0.2]]), np.array([0.1])])
    model.train_on_batch(np.array([[1.0, 2.0], [3.0, -1.0]], "float32"), np.array([[1.0], [0.0]], "float32"))
    return [w.ravel().tolist() for w in layer.get_weights()]


@program
def clipnorm(keras):
    return stepped(keras, sgd(keras, 1.0, clipnorm=0.5))
