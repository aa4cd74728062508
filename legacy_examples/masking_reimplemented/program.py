# -*- coding: utf-8 -*-
"""The Masking layer re-implemented from `K.not_equal` and `K.any`, with its pieces evaluated one by one.

What it shows: a layer that makes a mask (`compute_mask`) and zeroes what it masks; small tensors evaluated in a
`tf.Session` and with `K.eval`; that an LSTM after the home-made layer computes what it computes after Masking.
Where it is from: the usual way people explained Masking to each other; written anew.
"""
from __future__ import print_function

import json

import numpy as np
import tensorflow as tf
import keras.backend as K
from keras.engine import Layer
from keras.layers import Input, Masking
from keras.layers.recurrent import LSTM
from keras.models import Model


class MyMasking(Layer):
    def __init__(self, mask_value=0., **kwargs):
        super(MyMasking, self).__init__(**kwargs)
        self.supports_masking = True
        self.mask_value = mask_value

    def compute_mask(self, x, mask=None):
        differs = K.not_equal(x, self.mask_value)
        return K.any(differs, axis=-1)

    def call(self, x):
        keep = K.any(K.not_equal(x, self.mask_value), axis=-1, keepdims=True)
        return x * K.cast(keep, K.floatx())

    def get_config(self):
        config = super(MyMasking, self).get_config()
        config.update({'mask_value': self.mask_value})
        return config


steps = np.array([[[1., 2.], [0., 3.], [0., 0.]],
                  [[4., 0.], [0., 0.], [5., 6.]]], dtype='float32')

# the pieces, in a session
differs = K.not_equal(tf.constant(steps), 0.)
mask = K.any(differs, axis=-1)
zeroed = tf.constant(steps + 9) * K.cast(K.any(differs, axis=-1, keepdims=True), 'float32')
with tf.Session() as sess:
    differs_value, mask_value = sess.run([differs, mask])
    zeroed_value = sess.run(zeroed)
print('not equal to 0\n', differs_value)
print('any over the features\n', mask_value)
print('zeroed\n', zeroed_value)

# and with the backend's own eval
variable = K.variable(steps)
length = K.eval(K.sum(K.cast(K.any(K.not_equal(variable, 0), axis=-1), 'int32'), axis=1))
has_nine = K.eval(K.any(K.equal(K.ones_like(variable) * 9, 9.)))
transposed = K.eval(tf.transpose(variable, [0, 2, 1]))
print('steps per row', length)

# in a model
inputs = Input(shape=(3, 2))
own = MyMasking(mask_value=0.)(inputs)
reference = Masking(mask_value=0.)(inputs)
lstm = LSTM(3)
own_model = Model(inputs, lstm(own))
reference_model = Model(inputs, lstm(reference))
unmasked_model = Model(inputs, lstm(inputs))
rng = np.random.RandomState(5)
lstm.set_weights([rng.uniform(-0.3, 0.3, w.shape) for w in lstm.get_weights()])
print('LSTM after MyMasking\n', own_model.predict(steps))
print('LSTM after Masking\n', reference_model.predict(steps))

print(json.dumps({
    'differs': differs_value.astype(int).tolist(),
    'mask': mask_value.astype(int).tolist(),
    'zeroed': zeroed_value.tolist(),
    'steps_per_row': length.tolist(),
    'any_nine': int(has_nine),
    'transposed': transposed.tolist(),
    'own_output': Model(inputs, own).predict(steps).tolist(),
    'lstm_after_own': own_model.predict(steps).tolist(),
    'lstm_after_masking': reference_model.predict(steps).tolist(),
    'lstm_without_mask': unmasked_model.predict(steps).tolist(),
}, sort_keys=True))
