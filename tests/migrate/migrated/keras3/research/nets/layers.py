from keras.layers import Layer
import keras.backend as K
import keras
from keras import ops


class Scale(Layer):
    def build(self, input_shape):
        self.gamma = self.add_weight(name='gamma', shape=(input_shape[-1],), initializer=keras.initializers.Ones())
        super(Scale, self).build(input_shape)

    def call(self, x, mask=None):
        return x * ops.reshape(self.gamma, (1, 1, 1, -1)) + K.epsilon()

    def compute_output_shape(self, input_shape):
        return input_shape
