"""Trains a classifier of texts with the layers."""
import numpy as np
from keras.layers import Input, Embedding, GRU, Bidirectional, Dense, TimeDistributed, Concatenate
from keras.models import Model, load_model
from keras.regularizers import l2
from layers import AttentionWithContext, DotAttention
import keras
from keras import ops


@keras.saving.register_keras_serializable("keras_2")
def hard_sigmoid_of_keras_2(x):
    """The hard_sigmoid of Keras 1 and 2; Keras 3 computes another function under that name."""
    return ops.clip(0.2 * x + 0.5, 0.0, 1.0)


@keras.saving.register_keras_serializable("keras_2")
class AdagradOfKeras2(keras.optimizers.Optimizer):
    """Adagrad of Keras 1 and 2: it adds epsilon to the root, and not to what the root is taken of."""

    def __init__(self, learning_rate=0.01, epsilon=None, name="adagrad", **arguments):
        super().__init__(learning_rate=learning_rate, name=name, **arguments)
        self.epsilon = keras.config.epsilon() if epsilon is None else epsilon

    def build(self, variables):
        if not self.built:
            super().build(variables)
            self.squares = [self.add_variable_from_reference(each, "squares") for each in variables]

    def update_step(self, gradient, variable, learning_rate):
        gradient, rate = ops.cast(gradient, variable.dtype), ops.cast(learning_rate, variable.dtype)
        squares = self.squares[self._get_variable_index(variable)]
        self.assign(squares, squares + ops.square(gradient))
        self.assign_sub(variable, rate * gradient / (ops.sqrt(squares) + self.epsilon))

    def get_config(self):
        return {**super().get_config(), "epsilon": self.epsilon}

words = Input(shape=(None,), dtype='int32')
e = Embedding(10, 4, mask_zero=True)(words)
h = Bidirectional(GRU(3, return_sequences=True, recurrent_activation=hard_sigmoid_of_keras_2, reset_after=False))(e)
h = TimeDistributed(Dense(4, activation='relu'))(h)
d = DotAttention()([h, h])
a = AttentionWithContext(W_regularizer=l2(1e-3))(h)
b = AttentionWithContext(bias=False)(d)
# compat: K301 Concatenate of masked inputs keeps a step where any input has it, not where all have it (merge_masks)
out = Dense(2, activation='softmax')(Concatenate()([a, b]))
m = Model(words, out)
# compat: K314 metrics of masked outputs count the steps of all batches; Keras 2 weighted the mean of each batch by its samples
m.compile(AdagradOfKeras2(), 'categorical_crossentropy', metrics=['acc'])
for k, l in enumerate(m.layers):
    l.set_weights([np.random.RandomState(9 * k + j).uniform(-.6, .6, w.shape) for j, w in enumerate(l.get_weights())])
r = np.random.RandomState(0)
x = r.randint(1, 10, (6, 5))
x[:3, 3:] = 0
y = np.eye(2)[r.randint(0, 2, 6)]
h = m.fit(x, y, epochs=3, batch_size=3, shuffle=False, verbose=0)
print('RESULT loss', h.history['loss'], h.history['acc'])
print('RESULT predict', m.predict(x)[:, 0].tolist())
m.save_weights('w.weights.h5')
m.load_weights('w.weights.h5')
print('RESULT eval', [float(v) for v in m.evaluate(x, y, verbose=0)])
