"""TensorFlow functions and operators called on Keras tensors, which tf.keras writes as layers."""
from __future__ import print_function

import stack
from recipe import Golden, recipe, uniform
from stack import IS_MULTIBACKEND, Input, K, Model, layers, optimizer, tf


def require_tf_keras():
    """Raise Unavailable on multi-backend Keras, whose tensors have no layers for operators."""
    if IS_MULTIBACKEND:
        raise stack.Unavailable("multi-backend Keras does not write operators as layers")


def trained(name, inputs, x, draws):
    """The functional model from ``inputs`` through two Dense outputs over ``x``, trained with Adam."""
    model = Model(inputs, layers.Dense(2, name="out")(x), name=name)
    return Golden(model, draws, [uniform(2)], optimizer("Adam", 0.01), "mse")


@recipe("operators", "operators on Keras tensors: + - * / ** // % @ abs, a constant on either side, comparisons",
        "operations", "functional")
def operators():
    require_tf_keras()
    left, right = Input(shape=(4,), name="left"), Input(shape=(4,), name="right")
    a, b = layers.Dense(3, name="a")(left), layers.Dense(3, name="b")(right)
    parts = [a + b, a + 2.0, 1.0 - a, a * b, 0.5 * a, a / 2.0, a / (abs(b) + 1.0), a ** 2, -a, a // 0.3, a % 0.7,
             tf.cast(a > b, tf.float32) * a, tf.cast(a <= 0.1, "float32"), tf.maximum(a, b), tf.minimum(a, 0.2)]
    product = tf.expand_dims(a, 1).__matmul__(tf.expand_dims(b, 2))  # a @ b; Python 2.7 has no such operator
    parts.append(tf.squeeze(product, axis=2))
    return trained("operators", [left, right], tf.concat(parts, axis=-1), [uniform(4), uniform(4)])


@recipe("slicing", "indexing of Keras tensors: slices, steps, negative steps, Ellipsis, newaxis, integers",
        "operations", "functional")
def slicing():
    require_tf_keras()
    image = Input(shape=(4, 5, 3), name="image")
    x = layers.Conv2D(3, 1, name="conv")(image)
    parts = [x[:, 1:3], x[..., 0], x[:, ::2, 1:, -1], x[..., ::-1], x[:, 0], x[:, tf.newaxis, 2, :, 1:]]
    flat = [layers.Flatten(name="flat_%d" % place)(part) for place, part in enumerate(parts)]
    return trained("slicing", image, layers.Concatenate(name="all")(flat), [uniform(4, 5, 3)])


@recipe("tensor_shapes", "tf.reshape with tf.shape, tf.transpose, stack, split, unstack, tile, pad, gather, broadcast",
        "operations", "functional")
def tensor_shapes():
    require_tf_keras()
    sequence = Input(shape=(4, 6), name="sequence")
    x = layers.Dense(6, activation="tanh", name="dense")(sequence)
    batch = tf.shape(x)[0]
    reshaped = tf.reshape(x, (batch, 3, 8))
    turned = tf.reshape(tf.transpose(x, [0, 2, 1]), [-1, 24])
    first, second = tf.split(x, 2, axis=-1)
    stacked = tf.reduce_sum(tf.stack([first, second], axis=1), axis=1)
    parts = [tf.reshape(reshaped, [-1, 24]), turned, tf.reshape(stacked, [-1, 12]), tf.unstack(x, axis=1)[2],
             tf.reshape(tf.tile(x[:, :1], [1, 2, 1]), [-1, 12]), tf.gather(x, [0, 3], axis=1)[:, 1],
             tf.pad(x[:, 0], [[0, 0], [1, 1]]), tf.reverse(x[:, 3], [1]),
             tf.reshape(tf.broadcast_to(x[:, 1, :1], (batch, 6)), [-1, 6])]
    return trained("tensor_shapes", sequence, tf.concat(parts, -1), [uniform(4, 6)])


@recipe("tensor_math", "tf.math, tf.nn and reductions called on Keras tensors", "operations", "functional")
def tensor_math():
    require_tf_keras()
    sequence = Input(shape=(4, 6), name="sequence")
    x = layers.Dense(6, name="dense")(sequence)
    parts = [tf.reduce_mean(x, axis=1), tf.reduce_sum(x, 1), tf.math.reduce_max(x, axis=1), tf.reduce_min(x, [1]),
             tf.math.reduce_std(x, axis=1), tf.reduce_prod(x, axis=1), tf.nn.relu(x)[:, 0],
             tf.nn.softmax(x, axis=1)[:, 1], tf.nn.l2_normalize(x, -1)[:, 0], tf.nn.leaky_relu(x, alpha=0.1)[:, 1],
             tf.exp(x)[:, 0], tf.sigmoid(x)[:, 2], tf.sqrt(tf.abs(x) + 1.0)[:, 0],
             tf.clip_by_value(x, -0.2, 0.3)[:, 0], tf.where(x > 0.0, x, 0.5 * x)[:, 3],
             tf.math.log(tf.square(x) + 1.0)[:, 1], tf.cumsum(x, axis=1)[:, 3], tf.nn.swish(x)[:, 1],
             tf.reduce_mean(tf.matmul(x, x, transpose_b=True), axis=2), tf.norm(x, axis=-1), tf.tanh(x)[:, 1],
             tf.add_n([x, x, x])[:, 0], tf.stop_gradient(x)[:, 0], tf.nn.softplus(x)[:, 2],
             tf.one_hot(tf.argmax(x, axis=-1), 6)[:, 0]]
    return trained("tensor_math", sequence, tf.concat(parts, axis=1), [uniform(4, 6)])


@recipe("backend_functions", "K functions called on Keras tensors outside a layer", "operations", "functional")
def backend_functions():
    require_tf_keras()
    left, right = Input(shape=(4, 3), name="left"), Input(shape=(4, 3), name="right")
    a, b = layers.Dense(3, name="a")(left), layers.Dense(3, name="b")(right)
    parts = [K.mean(a, axis=1), K.sum(K.abs(a - b), axis=-1), K.sqrt(K.sum(K.square(a - b), axis=2) + K.epsilon()),
             K.max(K.concatenate([a, b], axis=-1), axis=1), K.l2_normalize(a, axis=-1)[:, 0], K.exp(-a)[:, 1],
             K.batch_dot(a, b, axes=[2, 2])[:, 1], K.permute_dimensions(a, (0, 2, 1))[:, 0],
             K.squeeze(K.expand_dims(a[:, 0], 1), 1), K.clip(b, 0.0, 0.5)[:, 0], K.stack([a, b], axis=1)[:, 1, 0]]
    return trained("backend_functions", [left, right], K.concatenate(parts, axis=-1), [uniform(4, 3), uniform(4, 3)])


@recipe("image_functions", "tf.image.resize bilinear, nearest and bicubic, depth_to_space, pooling, preprocess_input",
        "operations", "convolution", "functional")
def image_functions():
    require_tf_keras()
    image = Input(shape=(4, 6, 3), name="image")
    x = keras_preprocessed(image)
    x = layers.Conv2D(4, 3, padding="same", name="conv")(x)
    parts = [tf.image.resize(x, (8, 9)), tf.image.resize(x, (3, 4)), tf.image.resize(x, [7, 5], method="nearest"),
             tf.image.resize(x, [6, 9], method="bicubic"),
             tf.nn.depth_to_space(x, 2), tf.nn.avg_pool2d(x, 2, 2, "SAME"), tf.nn.max_pool2d(x, 2, 1, "VALID"),
             tf.pad(x, [[0, 0], [1, 1], [2, 0], [0, 0]], "REFLECT")]
    if stack.release(stack.VERSION) >= (2, 4):
        parts.append(K.resize_images(x, 2, 3, "channels_last"))
    if stack.release(stack.VERSION) >= (2, 5):
        parts.append(tf.compat.v1.image.resize_bilinear(x, (7, 7), align_corners=True))
    rows = [layers.Flatten(name="flat_%d" % place)(part) for place, part in enumerate(parts)]
    return trained("image_functions", image, 0.02 * tf.concat(rows, axis=-1), [uniform(4, 6, 3)])


def keras_preprocessed(image):
    """``preprocess_input`` of ResNet50 and MobileNetV2 on a Keras tensor."""
    applications = stack.keras.applications
    first = applications.resnet50.preprocess_input(image * 255.0)
    return applications.mobilenet_v2.preprocess_input(first)
