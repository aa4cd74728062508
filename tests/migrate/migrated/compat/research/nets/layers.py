from compat.keras.engine.topology import Layer
import compat.keras.backend as K
import compat.keras.initializers
from compat import keras


class Scale(Layer):
    def build(self, input_shape):
        self.gamma = self.add_weight('gamma', (input_shape[-1],), initializer=keras.initializers.Ones())
        super(Scale, self).build(input_shape)

    def call(self, x, mask=None):
        return x * K.reshape(self.gamma, (1, 1, 1, -1)) + K.epsilon()

    def get_output_shape_for(self, input_shape):
        return input_shape
