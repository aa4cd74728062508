"""Attention over masked steps, in the style of gists of 2017."""
from keras import backend as K
from keras.layers import Layer
from keras import initializers, regularizers, constraints
from keras import ops


def batch_dot_of_keras_2(x, y, axes=None):
    """K.batch_dot of Keras 2.2.4 on TensorFlow: a matrix product of the last two axes, all before them matched."""
    axes = [axes, axes] if isinstance(axes, int) else axes
    if len(x.shape) == 2 and len(y.shape) == 2:
        if axes is None or axes[0] == axes[1]:
            return ops.sum(x * y, axis=1, keepdims=True)
        return ops.sum(ops.transpose(x) * y, axis=1, keepdims=True)
    lower = abs(len(x.shape) - len(y.shape))
    lost = len(x.shape) + len(y.shape) - 3 if len(x.shape) > len(y.shape) else len(x.shape) - 1
    if len(x.shape) < len(y.shape):
        x = ops.reshape(x, tuple(ops.shape(x)) + (1,) * lower)
    elif len(y.shape) < len(x.shape):
        y = ops.reshape(y, tuple(ops.shape(y)) + (1,) * lower)
    last = len(x.shape) - 1
    if axes is not None and axes[0] != last:
        x = ops.swapaxes(x, -1, -2)
    if axes is not None and axes[1] == last:
        y = ops.swapaxes(y, -1, -2)
    product = ops.matmul(x, y)
    return ops.squeeze(product, axis=tuple(range(lost, lost + lower))) if lower else product


def dot_product(x, kernel):
    if K.backend() == 'tensorflow':
        return ops.squeeze(ops.dot(x, ops.expand_dims(kernel, axis=-1)), axis=-1)
    else:
        return ops.dot(x, kernel)


class AttentionWithContext(Layer):
    def __init__(self, W_regularizer=None, u_regularizer=None, b_regularizer=None, W_constraint=None, bias=True, **kwargs):
        self.supports_masking = True
        self.init = initializers.get('glorot_uniform')
        self.W_regularizer = regularizers.get(W_regularizer)
        self.u_regularizer = regularizers.get(u_regularizer)
        self.b_regularizer = regularizers.get(b_regularizer)
        self.W_constraint = constraints.get(W_constraint)
        self.bias = bias
        super(AttentionWithContext, self).__init__(**kwargs)

    def build(self, input_shape):
        assert len(input_shape) == 3
        self.W = self.add_weight((input_shape[-1], input_shape[-1],), initializer=self.init, name='{}_W'.format(self.name),
                                 regularizer=self.W_regularizer, constraint=self.W_constraint)
        if self.bias:
            self.b = self.add_weight((input_shape[-1],), initializer='zero', name='{}_b'.format(self.name),
                                     regularizer=self.b_regularizer)
        self.u = self.add_weight((input_shape[-1],), initializer=self.init, name='{}_u'.format(self.name),
                                 regularizer=self.u_regularizer)
        super(AttentionWithContext, self).build(input_shape)

    def compute_mask(self, input, input_mask=None):
        return None

    def call(self, x, mask=None):
        uit = dot_product(x, self.W) if False else ops.dot(x, self.W)
        if self.bias:
            uit = uit + self.b
        uit = ops.tanh(uit)
        ait = dot_product(uit, self.u)
        a = ops.exp(ait)
        if mask is not None:
            a = a * ops.cast(mask, K.floatx())
        a = a / ops.cast(ops.sum(a, axis=1, keepdims=True) + K.epsilon(), K.floatx())
        a = ops.expand_dims(a, axis=-1)
        weighted_input = x * a
        return ops.sum(weighted_input, axis=1)

    def compute_output_shape(self, input_shape):
        return input_shape[0], input_shape[-1]


class DotAttention(Layer):
    def call(self, inputs, mask=None):
        q, v = inputs
        e = batch_dot_of_keras_2(q, v, axes=[2, 2])
        m = mask[1]
        if m is not None:
            e = e - (1 - ops.cast(ops.expand_dims(m, 1), 'float32')) * 1e9
        return batch_dot_of_keras_2(ops.softmax(e), v)

    def compute_mask(self, inputs, mask=None):
        return mask[0]

    def compute_output_shape(self, s):
        return s[0]
