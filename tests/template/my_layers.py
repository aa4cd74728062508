"""A layer of a project that still supports Keras 2: its only import of Keras is that of compat."""
from compat.keras import backend as K
from compat.keras.layers import Layer


class Scale(Layer):
    """Multiplies each feature by a weight: ``(batch, n)`` → the same."""

    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel", shape=(input_shape[-1],), initializer="ones")
        super(Scale, self).build(input_shape)

    def call(self, inputs):
        return inputs * K.expand_dims(self.kernel, 0)

    def compute_output_shape(self, input_shape):
        return input_shape
