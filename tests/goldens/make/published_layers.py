"""Custom layers that files of 2017 to 2020 most often hold, by the names and weights that their authors gave them.

Each is written here from its definition, for Keras 2.2; the recurrences of the CRF are written out step by step.
"""
from __future__ import print_function

import numpy as np
from stack import K, Layer, keras

initializers, regularizers = keras.initializers, keras.regularizers


def over_time(x, scores, mask):
    """The mean of ``x`` over time by the exponentials of ``scores``."""
    weights = K.exp(scores)
    if mask is not None:
        weights *= K.cast(mask, K.floatx())
    weights /= K.cast(K.sum(weights, axis=1, keepdims=True) + K.epsilon(), K.floatx())
    return K.sum(x * K.expand_dims(weights), axis=1)


def times(x, vector):
    """The product of the last axis with a vector."""
    return K.squeeze(K.dot(x, K.expand_dims(vector)), axis=-1)


class Pooling(Layer):
    """(batch, time, features) to (batch, features), without a mask."""

    def __init__(self, **kwargs):
        self.supports_masking = True
        super(Pooling, self).__init__(**kwargs)

    def compute_mask(self, inputs, mask=None):
        return None

    def compute_output_shape(self, input_shape):
        return input_shape[0], input_shape[-1]


class AttentionWithContext(Pooling):
    """tanh(x W + b) u, with the arguments in its configuration."""

    def __init__(self, W_regularizer=None, u_regularizer=None, b_regularizer=None, bias=True, **kwargs):
        self.W_regularizer = regularizers.get(W_regularizer)
        self.u_regularizer = regularizers.get(u_regularizer)
        self.b_regularizer = regularizers.get(b_regularizer)
        self.bias = bias
        super(AttentionWithContext, self).__init__(**kwargs)

    def build(self, input_shape):
        size = input_shape[-1]
        self.W = self.add_weight((size, size), initializer="glorot_uniform", name="{}_W".format(self.name),
                                 regularizer=self.W_regularizer)
        if self.bias:
            self.b = self.add_weight((size,), initializer="zero", name="{}_b".format(self.name),
                                     regularizer=self.b_regularizer)
        self.u = self.add_weight((size,), initializer="uniform", name="{}_u".format(self.name),
                                 regularizer=self.u_regularizer)
        super(AttentionWithContext, self).build(input_shape)

    def call(self, x, mask=None):
        hidden = K.dot(x, self.W)
        if self.bias:
            hidden += self.b
        return over_time(x, times(K.tanh(hidden), self.u), mask)

    def get_config(self):
        config = {"W_regularizer": regularizers.serialize(self.W_regularizer),
                  "u_regularizer": regularizers.serialize(self.u_regularizer),
                  "b_regularizer": regularizers.serialize(self.b_regularizer), "bias": self.bias}
        return dict(list(super(AttentionWithContext, self).get_config().items()) + list(config.items()))


class Attention(Pooling):
    """tanh(x W + b[t]); its configuration says nothing of it but step_dim."""

    def __init__(self, step_dim=None, bias=True, **kwargs):
        self.step_dim, self.bias = step_dim, bias
        super(Attention, self).__init__(**kwargs)

    def build(self, input_shape):
        self.W = self.add_weight((input_shape[-1],), initializer="uniform", name="{}_W".format(self.name))
        if self.bias:
            self.b = self.add_weight((input_shape[1],), initializer="zero", name="{}_b".format(self.name))
        super(Attention, self).build(input_shape)

    def call(self, x, mask=None):
        scores = times(x, self.W)
        if self.bias:
            scores += self.b
        return over_time(x, K.tanh(scores), mask)

    def get_config(self):
        return dict(list(super(Attention, self).get_config().items()) + [("step_dim", self.step_dim)])


class AttentionLayer(Pooling):
    """A softmax over time; no configuration of its own."""

    def build(self, input_shape):
        self.W = self.add_weight(name="att_weight", shape=(input_shape[-1], 1), initializer="normal")
        self.b = self.add_weight(name="att_bias", shape=(input_shape[1], 1), initializer="zeros")
        super(AttentionLayer, self).build(input_shape)

    def call(self, x, mask=None):
        weights = K.softmax(K.squeeze(K.tanh(K.dot(x, self.W) + self.b), axis=-1))
        return K.sum(x * K.expand_dims(weights, axis=-1), axis=1)


class Normalization(Layer):
    """What keras-contrib's two normalisations share."""

    def __init__(self, axis=None, epsilon=1e-3, center=True, scale=True, **kwargs):
        given = {name: kwargs.pop(name) for name in list(kwargs) if name.startswith(("beta_", "gamma_"))}
        super(Normalization, self).__init__(**kwargs)
        self.supports_masking = True
        self.axis, self.epsilon, self.center, self.scale = axis, epsilon, center, scale
        self.gamma_initializer = initializers.get(given.get("gamma_initializer", "ones"))
        self.beta_initializer = initializers.get(given.get("beta_initializer", "zeros"))

    def add_scale(self, shape):
        if self.scale:
            self.gamma = self.add_weight(shape=shape, name="gamma", initializer=self.gamma_initializer)
        if self.center:
            self.beta = self.add_weight(shape=shape, name="beta", initializer=self.beta_initializer)
        self.built = True

    def get_config(self):
        config = {"axis": self.axis, "epsilon": self.epsilon, "center": self.center, "scale": self.scale,
                  "beta_initializer": initializers.serialize(self.beta_initializer),
                  "gamma_initializer": initializers.serialize(self.gamma_initializer),
                  "beta_regularizer": None, "gamma_regularizer": None, "beta_constraint": None,
                  "gamma_constraint": None}
        return dict(list(super(Normalization, self).get_config().items()) + list(config.items()))


class InstanceNormalization(Normalization):
    """(x - mean) / (standard deviation + epsilon), for each sample."""

    def build(self, input_shape):
        self.add_scale((1,) if self.axis is None else (input_shape[self.axis],))

    def call(self, inputs, training=None):
        sizes = K.int_shape(inputs)
        channels = None if self.axis is None else self.axis % len(sizes)
        axes = [axis for axis in range(1, len(sizes)) if axis != channels]
        x = (inputs - K.mean(inputs, axes, keepdims=True)) / (K.std(inputs, axes, keepdims=True) + self.epsilon)
        shape = [sizes[axis] if axis == channels else 1 for axis in range(len(sizes))]
        if self.scale:
            x = x * K.reshape(self.gamma, shape)
        return x + K.reshape(self.beta, shape) if self.center else x


class GroupNormalization(Normalization):
    """Groups cut by a reshape to (batch, groups, ..., channels / groups)."""

    def __init__(self, groups=32, axis=-1, epsilon=1e-5, **kwargs):
        super(GroupNormalization, self).__init__(axis=axis, epsilon=epsilon, **kwargs)
        self.groups = groups

    def build(self, input_shape):
        self.add_scale((input_shape[self.axis],))

    def call(self, inputs, training=None):
        sizes = list(K.int_shape(inputs))
        axis = self.axis % len(sizes)
        sizes[axis] //= self.groups
        x = K.reshape(inputs, [-1, self.groups] + sizes[1:])
        axes = list(range(2, len(sizes) + 1))
        x = (x - K.mean(x, axes, keepdims=True)) / K.sqrt(K.var(x, axes, keepdims=True) + self.epsilon)
        shape = [1] * len(sizes)
        shape[axis] = sizes[axis]
        shape.insert(1, self.groups)
        x = x * K.reshape(self.gamma, shape) + K.reshape(self.beta, shape)
        return K.reshape(x, K.shape(inputs))

    def get_config(self):
        return dict(list(super(GroupNormalization, self).get_config().items()) + [("groups", self.groups)])


def squash(vectors):
    """Short vectors to zero, long ones to length one."""
    squared = K.sum(K.square(vectors), -1, keepdims=True)
    return squared / (1 + squared) / K.sqrt(squared + K.epsilon()) * vectors


class Length(Layer):
    """The length of vectors."""

    def call(self, inputs, **kwargs):
        return K.sqrt(K.sum(K.square(inputs), -1))

    def compute_output_shape(self, input_shape):
        return input_shape[:-1]


class Mask(Layer):
    """The capsule of the label, or the longest, all others zero."""

    def call(self, inputs, **kwargs):
        if isinstance(inputs, list):
            inputs, mask = inputs
        else:
            lengths = K.sqrt(K.sum(K.square(inputs), -1))
            mask = K.one_hot(K.argmax(lengths, 1), K.int_shape(lengths)[1])
        return K.batch_flatten(inputs * K.expand_dims(mask, -1))

    def compute_output_shape(self, input_shape):
        shape = input_shape[0] if isinstance(input_shape[0], tuple) else input_shape
        return (None, shape[1] * shape[2])


class CapsuleLayer(Layer):
    """Dynamic routing between capsules."""

    def __init__(self, num_capsule, dim_capsule, routings=3, kernel_initializer="glorot_uniform", **kwargs):
        super(CapsuleLayer, self).__init__(**kwargs)
        self.num_capsule, self.dim_capsule, self.routings = num_capsule, dim_capsule, routings
        self.kernel_initializer = initializers.get(kernel_initializer)

    def build(self, input_shape):
        self.below = input_shape[1]
        self.W = self.add_weight(shape=[self.num_capsule, input_shape[1], self.dim_capsule, input_shape[2]],
                                 initializer=self.kernel_initializer, name="W")
        self.built = True

    def call(self, inputs, training=None):
        tiled = K.tile(K.expand_dims(inputs, 1), [1, self.num_capsule, 1, 1])
        predictions = K.map_fn(lambda x: K.batch_dot(x, self.W, [2, 3]), elems=tiled)
        logits = K.zeros_like(predictions[:, :, :, 0])
        for i in range(self.routings):
            shares = K.exp(logits) / K.sum(K.exp(logits), axis=1, keepdims=True)
            outputs = squash(K.batch_dot(shares, predictions, [2, 2]))
            if i < self.routings - 1:
                logits += K.batch_dot(outputs, predictions, [2, 3])
        return outputs

    def compute_output_shape(self, input_shape):
        return (None, self.num_capsule, self.dim_capsule)

    def get_config(self):
        config = {"num_capsule": self.num_capsule, "dim_capsule": self.dim_capsule, "routings": self.routings}
        return dict(list(super(CapsuleLayer, self).get_config().items()) + list(config.items()))


class L2Normalization(Layer):
    """Unit vectors over the channels of images, scaled."""

    def __init__(self, gamma_init=20, **kwargs):
        self.axis, self.gamma_init = 3, gamma_init
        super(L2Normalization, self).__init__(**kwargs)

    def build(self, input_shape):
        gamma = self.gamma_init * np.ones((input_shape[self.axis],))
        self.gamma = K.variable(gamma, name="{}_gamma".format(self.name))
        self.trainable_weights = [self.gamma]
        super(L2Normalization, self).build(input_shape)

    def call(self, x, mask=None):
        return K.l2_normalize(x, self.axis) * self.gamma

    def get_config(self):
        return dict(list(super(L2Normalization, self).get_config().items()) + [("gamma_init", self.gamma_init)])


class CRF(Layer):
    """The layer of keras-contrib for sequences of known length, its recurrences written out step by step."""

    NAMES = ("kernel", "chain", "bias", "boundary")

    def __init__(self, units, learn_mode="join", test_mode=None, sparse_target=False, use_boundary=True, use_bias=True,
                 unroll=False, input_dim=None, activation="linear", **kwargs):
        for name in list(kwargs):
            if name.endswith(("_initializer", "_regularizer", "_constraint")):
                kwargs.pop(name)
        super(CRF, self).__init__(**kwargs)
        self.supports_masking = True
        self.units, self.learn_mode, self.sparse_target = units, learn_mode, sparse_target
        self.test_mode = test_mode or ("viterbi" if learn_mode == "join" else "marginal")
        self.use_boundary, self.use_bias, self.unroll = use_boundary, use_bias, unroll

    def build(self, input_shape):
        self.input_dim = input_shape[-1]
        self.kernel = self.add_weight((self.input_dim, self.units), name="kernel", initializer="glorot_uniform")
        self.chain_kernel = self.add_weight((self.units, self.units), name="chain_kernel", initializer="orthogonal")
        self.bias = self.add_weight((self.units,), name="bias", initializer="zeros") if self.use_bias else 0
        if self.use_boundary:
            self.left_boundary = self.add_weight((self.units,), name="left_boundary", initializer="zeros")
            self.right_boundary = self.add_weight((self.units,), name="right_boundary", initializer="zeros")
        self.built = True

    def energies(self, X, mask):
        """A list of (batch, units), one for each step, and of (batch, 1), whether it is linked to the next."""
        time = K.int_shape(X)[1]
        steps = [K.dot(X[:, t], self.kernel) + self.bias for t in range(time)]
        valid = None if mask is None else K.cast(mask, K.floatx())
        if mask is None:
            if self.use_boundary:
                steps[0] += self.left_boundary
                steps[-1] += self.right_boundary
            return steps, [K.ones_like(step[:, :1]) for step in steps]
        links = []
        for t in range(time):
            now = valid[:, t:t + 1]
            before = valid[:, t - 1:t] if t else K.zeros_like(now)
            after = valid[:, t + 1:t + 2] if t < time - 1 else K.zeros_like(now)
            if self.use_boundary:
                steps[t] += K.cast(K.greater(now, before), K.floatx()) * self.left_boundary
                steps[t] += K.cast(K.greater(after, now), K.floatx()) * self.right_boundary
            steps[t] = steps[t] * now
            links.append(now * after)
        return steps, links

    def sums(self, steps, links):
        """The logarithm of the summed weights of paths, for each step."""
        value, values = K.zeros_like(steps[0]), []
        for step, link in zip(steps, links):
            energy = K.expand_dims(self.chain_kernel, 0) * K.expand_dims(link) + K.expand_dims(step - value, 2)
            value = K.logsumexp(-energy, 1)
            values.append(value)
        return values

    def viterbi_decoding(self, X, mask):
        steps, links = self.energies(X, mask)
        value, tables = K.zeros_like(steps[0]), []
        for step, link in zip(steps, links):
            energy = K.expand_dims(self.chain_kernel, 0) * K.expand_dims(link) + K.expand_dims(step + value, 2)
            value = K.min(energy, 1)
            tables.append(K.cast(K.argmin(energy, 1), K.floatx()))
        chosen, path = K.one_hot(K.cast(tables[-1][:, 0], "int32"), self.units), []
        for table in reversed(tables):
            chosen = K.one_hot(K.cast(K.sum(table * chosen, -1), "int32"), self.units)
            path.insert(0, chosen)
        return K.stack(path, axis=1)

    def get_marginal_prob(self, X, mask):
        steps, links = self.energies(X, mask)
        alpha = self.sums(steps, links)
        if mask is not None:
            valid = K.cast(mask, K.floatx())
            time = len(steps)
            links = [valid[:, t:t + 1] * (valid[:, t - 1:t] if t else 0.0 * valid[:, :1]) for t in range(time)]
        beta = self.sums(steps[::-1], links[::-1])[::-1]
        zero = K.zeros_like(steps[0])
        margin = [-(a + step + b) for a, step, b in zip([zero] + alpha[:-1], steps, beta[1:] + [zero])]
        return K.softmax(K.stack(margin, axis=1))

    def negative_log_likelihood(self, y_true, X, mask):
        steps, links = self.energies(X, mask)
        energy = sum(K.sum(step * y_true[:, t], -1) for t, step in enumerate(steps))
        for t in range(len(steps) - 1):
            between = K.sum(K.dot(y_true[:, t], self.chain_kernel) * y_true[:, t + 1], -1)
            energy += between if mask is None else between * links[t][:, 0]
        total = self.sums(steps, links)[-1][:, 0] + energy
        return total / (len(steps) if mask is None else K.sum(K.cast(mask, K.floatx()), 1))

    def call(self, X, mask=None):
        self.uses_learning_phase = True
        tested = self.viterbi_decoding if self.test_mode == "viterbi" else self.get_marginal_prob
        if self.learn_mode == "join":
            return K.in_train_phase(K.zeros_like(K.dot(X, self.kernel)), tested(X, mask))
        return tested(X, mask)

    def compute_mask(self, inputs, mask=None):
        return K.any(mask, axis=1) if mask is not None and self.learn_mode == "join" else mask

    def compute_output_shape(self, input_shape):
        return input_shape[:2] + (self.units,)

    def get_config(self):
        config = {"units": self.units, "learn_mode": self.learn_mode, "test_mode": self.test_mode,
                  "use_boundary": self.use_boundary, "use_bias": self.use_bias, "sparse_target": self.sparse_target,
                  "activation": "linear", "input_dim": self.input_dim, "unroll": self.unroll,
                  "kernel_initializer": initializers.serialize(initializers.get("glorot_uniform")),
                  "chain_initializer": initializers.serialize(initializers.get("orthogonal")),
                  "bias_initializer": initializers.serialize(initializers.get("zeros")),
                  "boundary_initializer": initializers.serialize(initializers.get("zeros"))}
        config.update({"%s_%s" % (name, rule): None for name in self.NAMES for rule in ("regularizer", "constraint")})
        return dict(list(super(CRF, self).get_config().items()) + list(config.items()))


def inputs_of(y_pred):
    """The CRF that made ``y_pred``, its input and its mask."""
    crf, node = y_pred._keras_history[:2]
    return crf, crf._inbound_nodes[node].input_tensors[0], crf._inbound_nodes[node].input_masks[0]


def labels_of(crf, y_true):
    """One-hot labels."""
    return K.one_hot(K.cast(y_true[:, :, 0], "int32"), crf.units) if crf.sparse_target else y_true


def crf_loss(y_true, y_pred):
    crf, X, mask = inputs_of(y_pred)
    if crf.learn_mode == "join":
        return crf.negative_log_likelihood(labels_of(crf, y_true), X, mask)
    return K.categorical_crossentropy(y_true, y_pred)


def crf_viterbi_accuracy(y_true, y_pred):
    crf, X, mask = inputs_of(y_pred)
    found = K.argmax(crf.viterbi_decoding(X, mask), -1)
    right = K.cast(K.equal(found, K.argmax(labels_of(crf, y_true), -1)), K.floatx())
    if mask is None:
        return K.mean(right)
    mask = K.cast(mask, K.floatx())
    return K.sum(right * mask) / K.sum(mask)
