"""Losses, metrics and updates that models and layers add themselves, in ``call``, in ``build`` and from outside."""
import numpy as np
from flavors.keras3.parity.common import case, fixed


def rows(width=3, seed=5):
    return np.random.RandomState(seed).normal(size=(6, width)).astype("float32")


def trained(model, x, y=None, **validation):
    history = model.fit(x, y, epochs=3, batch_size=2, shuffle=False, verbose=0, **validation)
    return {"history": {k: [float(v) for v in vs] for k, vs in history.history.items()},
            "weights": [w.tolist() for w in model.get_weights()]}


def coder(keras):
    K, L = keras.backend, keras.layers
    x = L.Input(shape=(3,))
    mean, log_var = L.Dense(2, name="mean")(x), L.Dense(2, name="log_var")(x)
    z = L.Lambda(lambda parts: parts[0] + K.exp(0.5 * parts[1]) * 0.3, output_shape=(2,))([mean, log_var])
    return x, mean, log_var, z


@case
def model_loss_of_symbolic_tensors(keras):
    K, L = keras.backend, keras.layers
    x, mean, log_var, z = coder(keras)
    decoded = L.Dense(3)(z)
    model = fixed(keras.models.Model(x, decoded))
    kl = -0.5 * K.sum(1 + log_var - K.square(mean) - K.exp(log_var), axis=-1)
    model.add_loss(K.mean(3 * keras.losses.mse(x, decoded) + kl))
    model.compile(optimizer="rmsprop")
    found = trained(model, rows(), validation_data=(rows(seed=6), None))
    found["evaluate"] = float(model.evaluate(rows(), None, batch_size=3, verbose=0))
    found["batch"] = [float(model.train_on_batch(rows(), None)), float(model.test_on_batch(rows(), None))]
    return found


@case
def model_loss_beside_a_compiled_one(keras):
    K, L = keras.backend, keras.layers
    x, mean, log_var, z = coder(keras)
    model = fixed(keras.models.Model(x, L.Dense(1)(z)))
    model.add_loss(0.1 * K.mean(K.square(mean)))
    model.add_loss([0.2 * K.sum(K.abs(log_var))])
    model.compile("sgd", "mse", metrics=["mae"])
    return trained(model, rows(), rows(width=1))


@case
def model_loss_through_nested_models(keras):
    K, L = keras.backend, keras.layers
    x = L.Input(shape=(3,))
    mean = L.Dense(2)(x)
    encoder = keras.models.Model(x, [mean, L.Activation("tanh")(mean)])
    latent = L.Input(shape=(2,))
    decoder = keras.models.Model(latent, L.Dense(3)(latent))
    out = decoder(encoder(x)[1])
    model = fixed(keras.models.Model(x, out))
    model.add_loss(K.mean(keras.losses.binary_crossentropy(K.sigmoid(x), K.sigmoid(out))) + K.mean(K.square(mean)))
    model.compile(optimizer="sgd", loss=None)
    return trained(model, rows())


@case
def variational_layer(keras):
    K, L = keras.backend, keras.layers

    class Variational(L.Layer):
        def __init__(self, **kwargs):
            self.is_placeholder = True
            super(Variational, self).__init__(**kwargs)

        def call(self, inputs):
            x, decoded, mean = inputs
            loss = K.mean(keras.metrics.mean_squared_error(x, decoded)) + K.mean(K.square(mean))
            self.add_loss(loss, inputs=inputs)
            return x

    x, mean, log_var, z = coder(keras)
    y = Variational()([x, L.Dense(3)(z), mean])
    model = fixed(keras.models.Model(x, y))
    model.compile(optimizer="rmsprop", loss=None)
    return trained(model, rows(), validation_data=(rows(seed=6), None))


@case
def loss_of_a_weight_added_in_build(keras):
    K, L = keras.backend, keras.layers

    class Decaying(L.Layer):
        def build(self, input_shape):
            self.kernel = self.add_weight(name="kernel", shape=(input_shape[-1], 2), initializer="ones")
            self.add_loss(0.3 * K.sum(K.square(self.kernel)))
            super(Decaying, self).build(input_shape)

        def call(self, x):
            return K.dot(x, self.kernel)

        def compute_output_shape(self, input_shape):
            return (input_shape[0], 2)

    model = fixed(keras.models.Sequential([Decaying(input_shape=(3,))]))
    model.compile("sgd", "mse")
    found = trained(model, rows(), rows(width=2))
    found["evaluate"] = float(model.evaluate(rows(), rows(width=2), verbose=0))
    return found


@case
def concrete_dropout(keras):
    """A wrapper of 2017: a tensor made in build is used in call, and the loss is added to the wrapped layer."""
    K, L = keras.backend, keras.layers

    class ConcreteDropout(keras.layers.Wrapper):
        def build(self, input_shape=None):
            self.input_spec = keras.engine.InputSpec(shape=input_shape)
            if not self.layer.built:
                self.layer.build(input_shape)
                self.layer.built = True
            super(ConcreteDropout, self).build()
            self.p_logit = self.layer.add_weight(name="p_logit", shape=(1,), initializer="zeros", trainable=True)
            self.p = K.sigmoid(self.p_logit[0])
            weight = self.layer.kernel
            kernel_term = 0.1 * K.sum(K.square(weight)) / (1. - self.p)
            entropy = self.p * K.log(self.p) + (1. - self.p) * K.log(1. - self.p)
            self.layer.add_loss(K.sum(kernel_term + 0.2 * entropy))

        def compute_output_shape(self, input_shape):
            return self.layer.compute_output_shape(input_shape)

        def call(self, inputs, training=None):
            return self.layer.call(inputs * (1. - self.p))

    x = L.Input(shape=(3,))
    model = fixed(keras.models.Model(x, ConcreteDropout(L.Dense(2))(x)))
    model.compile("sgd", "mse")
    return trained(model, rows(), rows(width=2))


@case
def kernel_computed_in_build(keras):
    K, L = keras.backend, keras.layers

    class Masked(L.Dense):
        def build(self, input_shape):
            super(Masked, self).build(input_shape)
            self.scale = self.add_weight(name="scale", shape=(1,), initializer="ones")
            self.pattern = K.constant(np.eye(3, 2))
            self.effective = self.kernel * self.pattern * self.scale

        def call(self, x):
            return K.bias_add(K.dot(x, self.effective), self.bias)

    x = L.Input(shape=(3,))
    model = fixed(keras.models.Model(x, Masked(2)(x)))
    model.compile("sgd", "mse")
    return trained(model, rows(), rows(width=2))


@case
def update_added_in_build(keras):
    K, L = keras.backend, keras.layers

    class Averaging(L.Layer):
        def build(self, input_shape):
            self.kernel = self.add_weight(name="kernel", shape=(3, 2), initializer="ones")
            self.average = self.add_weight(name="average", shape=(3, 2), initializer="zeros", trainable=False)
            self.steps = self.add_weight(name="steps", shape=(), initializer="zeros", trainable=False)
            self.add_update([K.moving_average_update(self.average, self.kernel * 2.0, 0.5),
                             K.update_add(self.steps, 1.0)])
            super(Averaging, self).build(input_shape)

        def call(self, x):
            return K.dot(x, self.kernel)

        def compute_output_shape(self, input_shape):
            return (input_shape[0], 2)

    model = fixed(keras.models.Sequential([Averaging(input_shape=(3,))]))
    model.compile("sgd", "mse")
    found = trained(model, rows(), rows(width=2))
    model.evaluate(rows(), rows(width=2), verbose=0)
    found["steps"] = float(model.get_weights()[2])
    return found


@case
def loss_of_a_shared_layer(keras):
    K, L = keras.backend, keras.layers

    class Penalised(L.Layer):
        def build(self, input_shape):
            self.kernel = self.add_weight(name="kernel", shape=(3, 2), initializer="ones")
            self.add_loss(0.1 * K.sum(K.abs(self.kernel)))
            super(Penalised, self).build(input_shape)

        def call(self, x):
            y = K.dot(x, self.kernel)
            self.add_loss(0.5 * K.mean(K.square(y)), inputs=x)
            return y

        def compute_output_shape(self, input_shape):
            return (input_shape[0], 2)

    a, b, layer = L.Input(shape=(3,)), L.Input(shape=(3,)), Penalised()
    model = fixed(keras.models.Model([a, b], L.add([layer(a), layer(b)])))
    model.compile("sgd", "mse")
    return trained(model, [rows(), rows(seed=7)], rows(width=2))


@case
def metric_tensor_appended(keras):
    K, L = keras.backend, keras.layers
    x, mean, log_var, z = coder(keras)
    decoded = L.Dense(3)(z)
    model = fixed(keras.models.Model(x, decoded))
    kl = K.mean(K.square(mean))
    model.add_loss(kl + K.mean(K.square(x - decoded)))
    model.compile(optimizer="sgd")
    model.metrics_names.append("kl")
    model.metrics_tensors.append(kl)
    found = trained(model, rows())
    found["evaluate"] = [float(v) for v in model.evaluate(rows(), None, batch_size=4, verbose=0)]
    found["names"] = list(model.metrics_names)
    return found
