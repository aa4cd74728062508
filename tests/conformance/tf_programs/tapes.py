"""Gradients by ``tf.GradientTape``: what is watched, several at once, tapes in tapes, steps that programs write."""
import numpy as np

from .common import fill, logs, plain, random, some


def listed(value):
    """Gradients as lists of numbers, None as it is."""
    if isinstance(value, dict):
        return {key: listed(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [listed(each) for each in value]
    value = value.detach() if hasattr(value, "detach") else value
    return value if value is None else plain(np.asarray(value))


def what_is_watched(tf):
    x, v = tf.constant([1.0, 2.0, -3.0]), tf.Variable([0.5, -1.0, 2.0])
    frozen = tf.Variable([1.0, 1.0, 1.0], trainable=False)
    found = []
    with tf.GradientTape() as tape:
        y = x * v + frozen
    found.append(tape.gradient(y, {"constant": x, "variable": v, "frozen": frozen}))
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch([x, frozen])
        y = x * v * frozen
    found.append(tape.gradient(y, (x, v, frozen)))
    with tf.GradientTape() as tape:
        before = x * x
        tape.watch(x)
        y = before + 3.0 * x
    found.append(tape.gradient(y, x))
    with tf.GradientTape() as tape:
        tape.watch(x)
        middle = x * v
        y = tf.reduce_sum(middle ** 2)
    found.append(tape.gradient(y, [middle, x, v]))
    with tf.GradientTape() as tape:
        y = tf.stop_gradient(v) * v
    found.append(tape.gradient(y, v))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * 2.0
    found.append(tape.gradient(y, [x, v], unconnected_gradients=tf.UnconnectedGradients.ZERO))
    return listed(found)


def several_targets(tf):
    x, found = tf.constant([1.0, 2.0, -3.0]), []
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        y, z = x * x, tf.nn.relu(x)
        with tape.stop_recording():
            aside = x * 10.0
        whole = tf.reduce_sum(y * aside)
    found.append(tape.gradient([y, z], x))
    found.append(tape.gradient(y, x, output_gradients=tf.constant([1.0, 10.0, 100.0])))
    found.append(tape.gradient({"a": y, "b": whole}, [x, y]))
    found.append(tape.jacobian(y, x))
    found.append(tape.jacobian(y, [x, aside]))
    del tape
    rows = tf.constant([[1.0, 2.0], [3.0, 4.0], [-1.0, 0.5]])
    with tf.GradientTape() as tape:
        tape.watch(rows)
        y = tf.concat([rows * rows, tf.reduce_prod(rows, axis=1, keepdims=True)], axis=1)
    found.append(tape.batch_jacobian(y, rows))
    return listed(found)


def record_begun_anew(tf):
    x = tf.constant([1.0, 2.0, -3.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = x * x
        tape.reset()
        tape.watch(x)
        z = x + y
    return listed(tape.gradient(z, x))


def derivatives_of_derivatives(tf):
    x, v, found = tf.constant([0.3, -0.7]), tf.Variable([2.0, 3.0]), []
    with tf.GradientTape() as third:
        third.watch(x)
        with tf.GradientTape() as second:
            second.watch(x)
            with tf.GradientTape() as first:
                first.watch(x)
                y = tf.sin(x) * x ** 3
            one = first.gradient(y, x)
        two = second.gradient(one, x)
    found += [one, two, third.gradient(two, x)]
    with tf.GradientTape(persistent=True) as tape:
        y = tf.nn.softmax(v) * v ** 2
        found += [tape.gradient(y, v), tape.gradient(tape.gradient(y, v), v)]
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            y = x * v
        grown = inner.gradient(y, v)
    found += [grown, outer.gradient(grown, x), outer is not inner]
    return listed(found[:-1])


def variables_change_meanwhile(tf):
    v, found = tf.Variable([1.0, 2.0]), []
    with tf.GradientTape(persistent=True) as tape:
        y = v * v
        v.assign_add([1.0, 1.0])
        z = v * v * v
    found += [tape.gradient(y, v), tape.gradient(z, v), tape.gradient([y, z], v)]
    v.assign([7.0, 7.0])
    found += [tape.gradient(z, v), v]
    w = tf.Variable([1.0, 2.0])
    with tf.GradientTape() as tape:
        w.assign(v * 2.0)
        y = w * v
    found += tape.gradient(y, [v, w])
    a, b = tf.Variable(2.0), tf.Variable(3.0)
    with tf.GradientTape(persistent=True) as tape:
        loss = a * a * b
    tf.keras.optimizers.SGD(0.5).apply_gradients([(tape.gradient(loss, a), a)])
    tf.keras.optimizers.SGD(0.5).apply_gradients([(tape.gradient(loss, b), b)])
    return listed(found + [a, b])


def gradient_penalty(tf):
    layers, found = tf.keras.layers, []
    critic = fill(tf.keras.Sequential([layers.Dense(5, input_shape=(4,)), layers.LeakyReLU(alpha=0.2), layers.Dense(3, "tanh"),
                                       layers.Dense(1)]))
    generator = fill(tf.keras.Sequential([layers.Dense(6, "relu", input_shape=(2,)), layers.Dense(4)]), 2)
    optimizers = [tf.keras.optimizers.Adam(0.01, beta_1=0.5), tf.keras.optimizers.Adam(0.01)]
    real, noise = (tf.constant(random(3).normal(size=shape).astype("float32")) for shape in ((6, 4), (6, 2)))
    for _ in range(3):
        with tf.GradientTape() as tape:
            fake = generator(noise, training=True)
            mixed = 0.3 * fake + 0.7 * real
            with tf.GradientTape() as inner:
                inner.watch(mixed)
                score = critic(mixed, training=True)
            slopes = inner.gradient(score, [mixed])[0]
            penalty = tf.reduce_mean((tf.sqrt(tf.reduce_sum(tf.square(slopes), axis=[1])) - 1.0) ** 2)
            loss = tf.reduce_mean(critic(fake)) - tf.reduce_mean(critic(real)) + 10.0 * penalty
        optimizers[0].apply_gradients(zip(tape.gradient(loss, critic.trainable_variables), critic.trainable_variables))
        with tf.GradientTape() as tape:
            cost = -tf.reduce_mean(critic(generator(noise, training=True)))
        optimizers[1].apply_gradients(zip(tape.gradient(cost, generator.trainable_variables), generator.trainable_variables))
        found.append([float(loss), float(cost)])
    return found + [some(critic.get_weights()[0]), some(generator.get_weights()[0])]


def two_tapes_of_one_step(tf):
    layers, found = tf.keras.layers, []
    generator = fill(tf.keras.Sequential([
        layers.Dense(12, use_bias=False, input_shape=(5,)), layers.BatchNormalization(), layers.LeakyReLU(alpha=0.3),
        layers.Reshape((2, 2, 3)), layers.Conv2DTranspose(2, 3, strides=2, padding="same", activation="tanh")]))
    discriminator = fill(tf.keras.Sequential([
        layers.Conv2D(3, 3, strides=2, padding="same", input_shape=(4, 4, 2)), layers.LeakyReLU(alpha=0.3), layers.Flatten(),
        layers.Dense(1)]), 2)
    entropy = tf.keras.losses.BinaryCrossentropy(from_logits=True)
    optimizers = [tf.keras.optimizers.Adam(1e-2), tf.keras.optimizers.Adam(1e-2)]
    images, noise = (random(3).normal(size=shape).astype("float32") for shape in ((6, 4, 4, 2), (6, 5)))

    @tf.function
    def step():
        with tf.GradientTape() as first, tf.GradientTape() as second:
            made = generator(noise, training=True)
            real, fake = discriminator(images, training=True), discriminator(made, training=True)
            cost = entropy(tf.ones_like(fake), fake)
            loss = entropy(tf.ones_like(real), real) + entropy(tf.zeros_like(fake), fake)
        weights = [model.trainable_variables for model in (generator, discriminator)]
        gradients = [first.gradient(cost, weights[0]), second.gradient(loss, weights[1])]
        for optimizer, each, variables in zip(optimizers, gradients, weights):
            optimizer.apply_gradients(zip(each, variables))
        return cost, loss

    for _ in range(2):
        found.append([float(each) for each in step()])
    return found + [some(each) for model in (generator, discriminator) for each in model.get_weights()]


def gradients_through_layers(tf):
    layers, found = tf.keras.layers, []
    tokens = random(4).randint(1, 7, (3, 5))
    tokens[:, 3:] = 0
    words = tf.keras.Input((5,), dtype="int32")
    x = layers.Embedding(7, 4, mask_zero=True)(words)
    x = layers.Bidirectional(layers.LSTM(3, return_sequences=True))(x)
    x = layers.GRU(3)(layers.LayerNormalization()(x))
    model = fill(tf.keras.Model(words, layers.Dense(2, "softmax", kernel_regularizer="l2")(x)))
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.keras.losses.sparse_categorical_crossentropy(tf.constant([0, 1, 1]), model(tokens)))
        loss += sum(model.losses)
    found += [some(tf.convert_to_tensor(each)) for each in tape.gradient(loss, model.trainable_weights)]
    image = tf.keras.Input((6, 6, 2))
    deep = layers.Conv2D(3, 3, activation="elu")(layers.ZeroPadding2D(1)(image))
    scores = layers.Dense(2)(layers.GlobalAveragePooling2D()(layers.MaxPooling2D()(deep)))
    both = fill(tf.keras.Model(image, [deep, scores]))
    pictures = tf.constant(random(5).normal(size=(2, 6, 6, 2)).astype("float32"))
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(pictures)
        inside, out = both(pictures)
        top = out[:, 1]
    return found + [some(tape.gradient(top, each)) for each in (inside, pictures, both.trainable_weights[0])]


def optimizers_that_minimize(tf):
    found = []
    for optimizer in (tf.keras.optimizers.SGD(0.1, momentum=0.9), tf.keras.optimizers.legacy.Adam(0.1)):
        v = tf.Variable([1.0, -2.0])
        for _ in range(3):
            optimizer.minimize(lambda v=v: tf.reduce_sum(v ** 4), [v])
        found.append(v)
    v, optimizer = tf.Variable([1.0, -2.0]), tf.keras.optimizers.RMSprop(0.1)
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(v ** 4)
    optimizer.minimize(loss, [v], tape=tape)
    return listed(found + [v])


def step_around_the_step_of_keras(tf):
    class Counted(tf.keras.Model):
        seen = 0

        def train_step(self, data):
            x, y = data
            Counted.seen = tuple(x.shape)[1]
            return dict(super(Counted, self).train_step((x * 2.0, y)), twice=tf.constant(2.0))

        def test_step(self, data):
            return super(Counted, self).test_step((data[0] * 2.0, data[1]))

        def predict_step(self, data):
            return super(Counted, self).predict_step(data) + 1.0

    inputs = tf.keras.Input(shape=(3,))
    model = fill(Counted(inputs, tf.keras.layers.Dense(1)(inputs)))
    model.compile(tf.keras.optimizers.Adam(0.1), "mse", metrics=["mae"])
    x, y = random().normal(size=(8, 3)).astype("float32"), random(1).normal(size=(8, 1)).astype("float32")
    fitted = logs(model.fit(x, y, epochs=2, batch_size=4, shuffle=False, verbose=0))
    return {"fit": fitted, "evaluate": model.evaluate(x, y, verbose=0), "predict": some(model.predict(x, verbose=0)),
            "seen": Counted.seen}


def autoencoder_with_a_loss_of_its_own(tf):
    class Sampling(tf.keras.layers.Layer):
        def call(self, inputs):
            mean, log_variance = inputs
            return mean + tf.exp(0.5 * log_variance) * 0.1

    class VAE(tf.keras.Model):
        def __init__(self, encoder, decoder, **kwargs):
            super(VAE, self).__init__(**kwargs)
            self.encoder, self.decoder = encoder, decoder
            self.total = tf.keras.metrics.Mean(name="total_loss")
            self.count = tf.Variable(0.0, trainable=False)

        @property
        def metrics(self):
            return [self.total]

        def train_step(self, data):
            if isinstance(data, tuple):
                data = data[0]
            with tf.GradientTape() as tape:
                mean, log_variance, z = self.encoder(data)
                difference = tf.reduce_sum(tf.square(data - self.decoder(z)), axis=1)
                divergence = -0.5 * tf.reduce_sum(1 + log_variance - tf.square(mean) - tf.exp(log_variance), axis=1)
                loss = tf.reduce_mean(difference) + tf.reduce_mean(divergence)
            weights = self.trainable_weights
            self.optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
            self.total.update_state(loss)
            self.count.assign_add(1.0)
            return {"loss": self.total.result()}

    layers = tf.keras.layers
    inputs = tf.keras.Input((4,))
    inside = layers.Dense(3, "tanh")(inputs)
    mean, log_variance = layers.Dense(2)(inside), layers.Dense(2)(inside)
    encoder = fill(tf.keras.Model(inputs, [mean, log_variance, Sampling()([mean, log_variance])]))
    latent = tf.keras.Input((2,))
    decoder = fill(tf.keras.Model(latent, layers.Dense(4)(latent)), 2)
    vae = VAE(encoder, decoder)
    vae.compile(optimizer=tf.keras.optimizers.Adam(0.05))
    x = random().normal(size=(10, 4)).astype("float32")
    fitted = logs(vae.fit(x, epochs=3, batch_size=5, shuffle=False, verbose=0))
    return {"fit": fitted, "count": float(vae.count), "decoder": some(decoder.get_weights()[0])}


#: Programs by the backends that they run on.
ON = {"tensorflow jax": (record_begun_anew,),
      "tensorflow jax torch": (what_is_watched, several_targets, derivatives_of_derivatives, variables_change_meanwhile,
                               gradient_penalty, two_tapes_of_one_step, gradients_through_layers, optimizers_that_minimize,
                               step_around_the_step_of_keras, autoencoder_with_a_loss_of_its_own)}
PROGRAMS = tuple(program for programs in ON.values() for program in programs)
