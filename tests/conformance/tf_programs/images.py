"""Programs over images, in the style of the tutorials of 2019 to 2023."""
import numpy as np

from .common import fill, logs, random, some


def quickstart(tf):
    x, y = random().uniform(0, 1, (20, 6, 6)).astype("float32"), random(1).randint(0, 4, 20)
    model = tf.keras.models.Sequential([
        tf.keras.layers.Flatten(input_shape=(6, 6)),
        tf.keras.layers.Dense(8, activation="relu"),
        tf.keras.layers.Dropout(0.0),
        tf.keras.layers.Dense(4),
    ])
    fill(model)
    predictions = model(x[:1])
    loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    first = float(loss_fn(y[:1], predictions))
    model.compile(optimizer="adam", loss=loss_fn, metrics=["accuracy"])
    history = model.fit(x, y, epochs=3, batch_size=8, shuffle=False, verbose=0)
    evaluated = model.evaluate(x, y, verbose=0)
    probability_model = tf.keras.Sequential([model, tf.keras.layers.Softmax()])
    return {"first": first, "fit": logs(history), "evaluate": evaluated,
            "softmax": some(probability_model.predict(x[:3], verbose=0))}


def convolutions(tf):
    from_keras = tf.keras
    layers, models = from_keras.layers, from_keras.models
    model = models.Sequential()
    model.add(layers.Conv2D(4, (3, 3), activation="relu", input_shape=(12, 12, 3)))
    model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Conv2D(6, (3, 3), activation="relu", padding="same"))
    model.add(layers.AveragePooling2D())
    model.add(layers.SeparableConv2D(3, 2, strides=1))
    model.add(layers.Flatten())
    model.add(layers.Dense(5))
    fill(model)
    x, y = random().normal(size=(10, 12, 12, 3)).astype("float32"), random(2).randint(0, 5, (10, 1))
    model.compile(optimizer=tf.keras.optimizers.RMSprop(learning_rate=0.01),
                  loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    history = model.fit(x, y, epochs=2, batch_size=4, validation_data=(x[:4], y[:4]), shuffle=False, verbose=0)
    return {"names": [layer.name.split("_")[0] for layer in model.layers], "params": model.count_params(), "fit": logs(history),
            "predict": some(model.predict(x, verbose=0))}


def transfer_learning(tf):
    base = tf.keras.Sequential([
        tf.keras.layers.Conv2D(4, 3, input_shape=(8, 8, 3)),
        tf.keras.layers.BatchNormalization(),
        tf.keras.layers.ReLU(max_value=6.0),
        tf.keras.layers.DepthwiseConv2D(3, depth_multiplier=2),
        tf.keras.layers.BatchNormalization(),
    ], name="base")
    fill(base)
    base.trainable = False
    inputs = tf.keras.Input(shape=(8, 8, 3))
    x = tf.keras.layers.Rescaling(1.0 / 127.5, offset=-1)(inputs)
    x = base(x, training=False)
    x = tf.keras.layers.GlobalAveragePooling2D()(x)
    x = tf.keras.layers.Dropout(0.0)(x)
    outputs = tf.keras.layers.Dense(1, kernel_initializer="ones")(x)
    model = tf.keras.Model(inputs, outputs)
    rate = 0.01
    model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=rate),
                  loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
    images, labels = random().uniform(0, 255, (12, 8, 8, 3)).astype("float32"), random(3).randint(0, 2, (12,))
    counts = [len(model.trainable_variables)]
    first = logs(model.fit(images, labels, epochs=2, batch_size=5, shuffle=False, verbose=0))
    base.trainable = True
    for layer in base.layers[:3]:
        layer.trainable = False
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True),
                  optimizer=tf.keras.optimizers.RMSprop(learning_rate=rate / 10), metrics=["accuracy"])
    counts.append(len(model.trainable_variables))
    second = logs(model.fit(images, labels, epochs=3, initial_epoch=2, batch_size=5, shuffle=False, verbose=0))
    return {"counts": counts, "first": first, "second": second, "evaluate": model.evaluate(images, labels, verbose=0)}


def u_net(tf):
    def downsample(filters, size, apply_batchnorm=True):
        result = tf.keras.Sequential()
        result.add(tf.keras.layers.Conv2D(filters, size, strides=2, padding="same", use_bias=False))
        if apply_batchnorm:
            result.add(tf.keras.layers.BatchNormalization())
        result.add(tf.keras.layers.LeakyReLU())
        return result

    def upsample(filters, size):
        result = tf.keras.Sequential()
        result.add(tf.keras.layers.Conv2DTranspose(filters, size, strides=2, padding="same", use_bias=False))
        result.add(tf.keras.layers.BatchNormalization())
        result.add(tf.keras.layers.ReLU())
        return result

    inputs = tf.keras.layers.Input(shape=[16, 16, 3])
    x, skips = inputs, []
    for down in (downsample(4, 4, apply_batchnorm=False), downsample(6, 4), downsample(8, 4)):
        x = down(x)
        skips.append(x)
    for up, skip in zip((upsample(6, 4), upsample(4, 4)), reversed(skips[:-1])):
        x = up(x)
        x = tf.keras.layers.Concatenate()([x, skip])
    last = tf.keras.layers.Conv2DTranspose(3, 4, strides=2, padding="same", activation="tanh")
    model = fill(tf.keras.Model(inputs=inputs, outputs=last(x)))
    images = random().uniform(-1, 1, (4, 16, 16, 3)).astype("float32")
    before = model.predict(images, verbose=0)
    model.compile(tf.keras.optimizers.SGD(0.05), loss="mae")
    return {"shape": list(model.output_shape), "before": some(before),
            "fit": logs(model.fit(images, images[:, ::-1], batch_size=2, epochs=2, shuffle=False, verbose=0)),
            "after": some(model.predict(images, verbose=0))}


def adversarial(tf):
    layers = tf.keras.layers
    generator = fill(tf.keras.Sequential([
        layers.Dense(2 * 2 * 4, use_bias=False, input_shape=(5,)), layers.BatchNormalization(), layers.LeakyReLU(),
        layers.Reshape((2, 2, 4)), layers.Conv2DTranspose(3, (5, 5), strides=(2, 2), padding="same", use_bias=False),
        layers.BatchNormalization(), layers.LeakyReLU(),
        layers.Conv2DTranspose(1, (5, 5), strides=(2, 2), padding="same", use_bias=False, activation="tanh")]))
    discriminator = fill(tf.keras.Sequential([
        layers.Conv2D(4, (5, 5), strides=(2, 2), padding="same", input_shape=[8, 8, 1]), layers.LeakyReLU(),
        layers.Dropout(0.0), layers.Flatten(), layers.Dense(1, activation="sigmoid")]), seed=2)
    discriminator.compile(loss="binary_crossentropy", optimizer=tf.keras.optimizers.SGD(0.1), metrics=["accuracy"])
    discriminator.trainable = False
    noise = tf.keras.Input(shape=(5,))
    combined = tf.keras.Model(noise, discriminator(generator(noise)))
    combined.compile(loss="binary_crossentropy", optimizer=tf.keras.optimizers.SGD(0.1))
    real, source = random().uniform(-1, 1, (4, 8, 8, 1)).astype("float32"), random(5)
    steps = []
    for _ in range(3):
        z = source.normal(size=(4, 5)).astype("float32")
        fake = generator.predict(z, verbose=0)
        steps.append(list(map(float, discriminator.train_on_batch(real, np.ones((4, 1))))))
        steps.append(list(map(float, discriminator.train_on_batch(fake, np.zeros((4, 1))))))
        steps.append(float(combined.train_on_batch(z, np.ones((4, 1)))))
    return {"steps": steps, "images": some(generator.predict(np.ones((1, 5)), verbose=0))}


def siamese(tf):
    K, layers = tf.keras.backend, tf.keras.layers

    def euclidean_distance(vects):
        x, y = vects
        sum_square = tf.math.reduce_sum(tf.math.square(x - y), axis=1, keepdims=True)
        return tf.math.sqrt(tf.math.maximum(sum_square, tf.keras.backend.epsilon()))

    def contrastive_loss(y_true, y_pred):
        margin = 1
        return K.mean(y_true * K.square(y_pred) + (1 - y_true) * K.square(K.maximum(margin - y_pred, 0)))

    entry = layers.Input((8, 8, 1))
    x = layers.BatchNormalization()(entry)
    x = layers.Conv2D(4, (5, 5), activation="tanh")(x)
    x = layers.AveragePooling2D(pool_size=(2, 2))(x)
    x = layers.Flatten()(x)
    network = fill(tf.keras.Model(entry, layers.Dense(3, activation="tanh")(x)))
    one, two = layers.Input((8, 8, 1)), layers.Input((8, 8, 1))
    merged = layers.Lambda(euclidean_distance)([network(one), network(two)])
    output = layers.Dense(1, activation="sigmoid", kernel_initializer="ones")(layers.BatchNormalization()(merged))
    model = tf.keras.Model(inputs=[one, two], outputs=output)
    model.compile(loss=contrastive_loss, optimizer="RMSprop", metrics=["accuracy"])
    a, b = random().uniform(0, 1, (8, 8, 8, 1)), random(1).uniform(0, 1, (8, 8, 8, 1))
    y = np.array([0.0, 1.0] * 4)
    return {"fit": logs(model.fit([a, b], y, batch_size=4, epochs=2, shuffle=False, verbose=0)),
            "evaluate": model.evaluate([a, b], y, verbose=0)}


def augmentation(tf):
    augment = tf.keras.Sequential([tf.keras.layers.RandomFlip("horizontal"), tf.keras.layers.RandomRotation(0.2),
                                   tf.keras.layers.RandomZoom(0.1)])
    model = tf.keras.Sequential([
        tf.keras.layers.Resizing(6, 6, input_shape=(8, 8, 3)), tf.keras.layers.Rescaling(1.0 / 255), augment,
        tf.keras.layers.Conv2D(2, 3, padding="same", activation="relu", kernel_initializer="ones"),
        tf.keras.layers.GlobalMaxPooling2D(), tf.keras.layers.Dense(2, kernel_initializer="ones")])
    images = random().uniform(0, 255, (3, 8, 8, 3)).astype("float32")
    return {"predict": some(model.predict(images, verbose=0)), "call": some(model(images, training=False))}


PROGRAMS = (quickstart, convolutions, transfer_learning, u_net, adversarial, siamese, augmentation)
