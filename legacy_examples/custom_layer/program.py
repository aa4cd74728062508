# -*- coding: utf-8 -*-
"""MyLayer: a custom layer with a kernel of its own, the way every tutorial of the time began.

What it shows: `add_weight` by keyword and by the old positional order, `build` ending in `super().build(shape)` or in
`self.built = True`, `input_shape=` on a custom first layer, `K.dot` on 2-D and 3-D inputs, `trainable` weights counted,
and training.
Where it is from: written anew in the pattern of the "write your own layer" guides for Keras 2.
"""
from __future__ import print_function

import json

import numpy as np
import keras
from keras import backend as K
from keras.engine.topology import Layer
from keras.layers import Activation, Input
from keras.models import Model, Sequential


class MyLayer(Layer):

    def __init__(self, output_dim, **kwargs):
        self.output_dim = output_dim
        super(MyLayer, self).__init__(**kwargs)

    def build(self, input_shape):
        self.kernel = self.add_weight(name='kernel',
                                      shape=(input_shape[-1], self.output_dim),
                                      initializer='uniform',
                                      trainable=True)
        super(MyLayer, self).build(input_shape)

    def call(self, x):
        return K.dot(x, self.kernel)

    def compute_output_shape(self, input_shape):
        return input_shape[:-1] + (self.output_dim,)

    def get_config(self):
        config = super(MyLayer, self).get_config()
        config['output_dim'] = self.output_dim
        return config


class Scale(Layer):
    """Multiplies by one learned number per feature and adds a fixed offset."""

    def build(self, input_shape):
        self.gamma = self.add_weight('gamma', (input_shape[-1],), initializer='ones')
        self.offset = self.add_weight('offset', (1,), initializer='zeros', trainable=False)
        self.built = True

    def call(self, inputs, **kwargs):
        return inputs * self.gamma + self.offset


def fixed_weights(model, seed):
    rng = np.random.RandomState(seed)
    model.set_weights([rng.uniform(-0.5, 0.5, w.shape) for w in model.get_weights()])


rng = np.random.RandomState(0)
data = rng.normal(size=(12, 5)).astype('float32')
target = data[:, :2] * 2 - data[:, 2:4]

model = Sequential()
model.add(Scale(input_shape=(5,), name='scale'))
model.add(MyLayer(4, name='first'))
model.add(Activation('tanh'))
model.add(MyLayer(2, name='second'))
fixed_weights(model, 1)
model.compile(loss='mse', optimizer=keras.optimizers.SGD(lr=0.2, momentum=0.9))

print('output shapes   ', [layer.output_shape for layer in model.layers])
print('weights         ', [w.shape for w in model.get_weights()])
before = model.evaluate(data, target, verbose=0)
losses = [model.train_on_batch(data, target) for _ in range(5)]
print('loss before     ', before)
print('losses          ', losses)

steps = Input(shape=(3, 5))
sequence_model = Model(steps, MyLayer(2)(steps))
fixed_weights(sequence_model, 2)
sequence_out = sequence_model.predict(data.reshape(4, 3, 5))
print('3-D output      ', sequence_out.shape)

print(json.dumps({
    'prediction_after': model.predict(data).tolist(),
    'loss_before': float(before),
    'losses': [float(v) for v in losses],
    'offset_is_not_trained': model.get_layer('scale').get_weights()[1].tolist(),
    'kernel_after': model.get_layer('first').get_weights()[0].tolist(),
    'trainable_and_all_weights': [len(model.trainable_weights), len(model.weights)],
    'parameters': model.count_params(),
    'sequence_output': sequence_out.tolist(),
    'config_output_dim': MyLayer.from_config(model.get_layer('second').get_config()).output_dim,
}, sort_keys=True))
