"""Custom layers that files of 2017 to 2020 most often hold, by the names and weights that their authors gave them.

Each is written here from its definition, for Keras 2.2; the CRF has a module of its own.
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
