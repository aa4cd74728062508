"""Layers of a detector of objects."""
from compat.keras import backend as K
from compat.keras.engine.topology import InputSpec, Layer
from compat.keras.layers.advanced_activations import LeakyReLU
from compat.keras.layers.convolutional import Conv2D
from compat.keras.layers.normalization import BatchNormalization
from compat.rewrite import runtime as compat_runtime


class ScaledNorm(Layer):
    """Scales each position of a feature map to one length that is learned."""

    def __init__(self, gamma=20., **kwargs):
        self.start = gamma
        self.axis = 3 if K.image_dim_ordering() == 'tf' else 1
        super(ScaledNorm, self).__init__(**kwargs)

    def build(self, input_shape):
        self.input_spec = [InputSpec(shape=input_shape)]
        self.gamma = K.variable(self.start, name='{}_gamma'.format(self.name))
        self.trainable_weights = [self.gamma]
        super(ScaledNorm, self).build(input_shape)

    def call(self, x, mask=None):
        return K.l2_normalize(x, self.axis) * self.gamma

    def get_output_shape_for(self, input_shape):
        return self.compute_output_shape(input_shape)

    def compute_output_shape(self, input_shape):
        return input_shape


def block(x, filters, kernel, statistics):
    channels = compat_runtime.keras_shape(x)[-1]
    assert K.int_shape(x)[-1] == channels
    x = Conv2D(filters, (3, 3), padding='same', use_bias=False,
               weights=[kernel])(x)
    x = (BatchNormalization(
        weights=statistics))(x)
    return LeakyReLU(alpha=0.1)(x)


def decoded(features, anchors, classes):
    """Features (batch, height, width, anchors * (5 + classes)) → corners and scores."""
    size = K.shape(features)[1:3]
    stride = K.cast(size * 32, K.dtype(features))
    features = K.reshape(features, [-1, size[0], size[1], len(anchors), classes + 5])
    corners = K.sigmoid(features[..., :2]) * stride[::-1]
    sizes = K.exp(features[..., 2:4]) * K.constant(anchors)
    seen = K.switch(features[..., 4:5] > 0, sizes, K.zeros_like(sizes))
    return K.concatenate([corners, seen]), K.sigmoid(features[..., 5:])
