"""Layers of a detector of objects."""
from keras import backend as K
from keras.layers import InputSpec, Layer
from keras.layers import LeakyReLU
from keras.layers import Conv2D
from keras.layers import BatchNormalization
import keras
from keras import ops
import functools


def l2_normalize_of_keras_2(x, axis=None):
    """K.l2_normalize of Keras 2: over all axes by default; zeros stay zeros with gradients, of which Keras 3 makes nan."""
    axis = tuple(range(len(x.shape))) if axis is None else axis
    return x * ops.rsqrt(ops.maximum(ops.sum(ops.square(x), axis=axis, keepdims=True), 1e-12))


def with_weights_of_keras_2(layer, weights):
    """A layer with the argument weights= of Keras 2: it gets them when it is built."""
    build = layer.build

    @functools.wraps(build)
    def build_and_set(*args, **kwargs):
        build(*args, **kwargs)
        if weights is not None:
            layer.set_weights(weights)

    layer.build = build_and_set
    return layer


@keras.saving.register_keras_serializable("keras_2")
class BatchNormalizationOfKeras2(keras.layers.BatchNormalization):
    """BatchNormalization of Keras 1 to 2.2: its first step of training replaces the moving statistics, frozen or masked
    it still computes with those of the whole batch, and the variance that it keeps is the unbiased one."""

    def build(self, input_shape):
        super().build(input_shape)
        self.steps = keras.random.SeedGenerator(0)  # its state counts, and is no weight that a file would hold

    def call(self, inputs, training=None, mask=None):
        if not training:
            return super().call(inputs, training=False)
        axis = self.axis % len(inputs.shape)
        mean, variance = ops.moments(inputs, [each for each in range(len(inputs.shape)) if each != axis])
        if self.trainable:
            self._keep(mean, variance * self._unbiased(inputs, axis))
        return ops.batch_normalization(
            inputs, mean, variance, axis, offset=self.beta if self.center else None,
            scale=self.gamma if self.scale else None, epsilon=self.epsilon)

    def _unbiased(self, inputs, axis):
        count = ops.cast(ops.size(inputs), inputs.dtype) / inputs.shape[axis]
        once = count / (count - (1.0 + self.epsilon))
        return once * count / ops.maximum(count - 1.0, 1.0) if len(inputs.shape) == 4 and axis == 3 else once

    def _keep(self, mean, variance):
        seen = 1.0 - ops.power(self.momentum, ops.cast(self.steps.state[1], mean.dtype))
        self.steps.next()
        share = 1.0 - self.momentum * (1.0 - seen)
        for average, value in ((self.moving_mean, mean), (self.moving_variance, variance)):
            average.assign(average * (self.momentum * seen / share) + value * ((1.0 - self.momentum) / share))


def switch_of_keras_2(condition, then_expression, else_expression):
    """K.switch of Keras 2: one of two expressions, or element by element where the condition has axes."""
    condition = ops.cast(condition, "bool")
    if len(condition.shape) == 0:
        return ops.cond(condition, *(each if callable(each) else lambda each=each: each
                                     for each in (then_expression, else_expression)))
    chosen = [each() if callable(each) else each for each in (then_expression, else_expression)]
    missing = len(chosen[0].shape) - len(condition.shape)
    return ops.where(ops.reshape(condition, tuple(ops.shape(condition)) + (1,) * missing), *chosen)


class ScaledNorm(Layer):
    """Scales each position of a feature map to one length that is learned."""

    def __init__(self, gamma=20., **kwargs):
        self.start = gamma
        self.axis = 3 if {'channels_first': 'th', 'channels_last': 'tf'}[keras.config.image_data_format()] == 'tf' else 1
        super(ScaledNorm, self).__init__(**kwargs)

    def build(self, input_shape):
        self.input_spec = [InputSpec(shape=input_shape)]
        self.gamma = keras.Variable(self.start, dtype=keras.config.floatx(), name='{}_gamma'.format(self.name))
        pass
        super(ScaledNorm, self).build(input_shape)

    def call(self, x, mask=None):
        return l2_normalize_of_keras_2(x, self.axis) * self.gamma

    def get_output_shape_for(self, input_shape):
        return self.compute_output_shape(input_shape)

    def compute_output_shape(self, input_shape):
        return input_shape


def block(x, filters, kernel, statistics):
    channels = x.shape[-1]
    assert tuple(x.shape)[-1] == channels
    x = with_weights_of_keras_2(Conv2D(filters, (3, 3), padding='same', use_bias=False), [kernel])(x)
    x = (with_weights_of_keras_2(BatchNormalizationOfKeras2(
        ), statistics))(x)
    return LeakyReLU(negative_slope=0.1)(x)


def decoded(features, anchors, classes):
    """Features (batch, height, width, anchors * (5 + classes)) → corners and scores."""
    size = ops.shape(features)[1:3]
    stride = ops.cast(ops.convert_to_tensor(size, dtype='int32') * 32, keras.backend.standardize_dtype(features.dtype))
    features = ops.reshape(features, [-1, size[0], size[1], len(anchors), classes + 5])
    corners = ops.sigmoid(features[..., :2]) * stride[::-1]
    sizes = ops.exp(features[..., 2:4]) * ops.convert_to_tensor(anchors, dtype=keras.config.floatx())
    seen = switch_of_keras_2(features[..., 4:5] > 0, sizes, ops.zeros_like(sizes))
    return ops.concatenate([corners, seen], axis=-1), ops.sigmoid(features[..., 5:])
