# -*- coding: utf-8 -*-
"""MyMeanPool, the mean over time that counts only unmasked steps, on four rows holding one to four steps.

What it shows: a custom layer that receives a mask, uses it and drops it; `K.repeat` and `tf.transpose` on a mask;
`predict` on a NumPy array and on a nested Python list.
Where it is from: the layer in this form went round forums and blogs from 2017 on; this program is written anew.
"""
from __future__ import print_function

import json

import numpy as np
import tensorflow as tf
import keras.backend as K
from keras.engine.topology import Layer
from keras.layers import Input, Masking
from keras.models import Model


class MyMeanPool(Layer):
    def __init__(self, axis, **kwargs):
        self.supports_masking = True
        self.axis = axis
        super(MyMeanPool, self).__init__(**kwargs)

    def compute_mask(self, input, input_mask=None):
        # the time axis is gone, so the next layers get no mask
        return None

    def call(self, x, mask=None):
        if mask is None:
            return K.mean(x, axis=self.axis)
        # (batch, time) -> (batch, features, time) -> (batch, time, features)
        mask = K.repeat(mask, K.int_shape(x)[-1])
        mask = tf.transpose(mask, [0, 2, 1])
        mask = K.cast(mask, K.floatx())
        x = x * mask
        return K.sum(x, axis=self.axis) / K.sum(mask, axis=self.axis)

    def compute_output_shape(self, input_shape):
        output_shape = []
        for i in range(len(input_shape)):
            if i != self.axis:
                output_shape.append(input_shape[i])
        return tuple(output_shape)

    def get_config(self):
        config = {'axis': self.axis}
        base_config = super(MyMeanPool, self).get_config()
        return dict(list(base_config.items()) + list(config.items()))


data = [[[10, 10], [0, 0], [0, 0], [0, 0]],
        [[10, 10], [20, 20], [0, 0], [0, 0]],
        [[10, 10], [20, 20], [30, 30], [0, 0]],
        [[10, 10], [20, 20], [30, 30], [40, 40]]]

inputs = Input(shape=(4, 2))
masked = Masking(mask_value=0)(inputs)
pooled = MyMeanPool(axis=1)(masked)
model = Model(inputs=inputs, outputs=pooled)

plain = Model(inputs=inputs, outputs=MyMeanPool(axis=1)(inputs))

print('output shape', model.output_shape)
print('with the mask')
print(model.predict(np.array(data)))
# one input given as a nested list: a list of inputs, so the data itself is wrapped once more
print('the same from a nested list')
print(model.predict([data]))
print('without the mask')
print(plain.predict(np.array(data)))

again = MyMeanPool.from_config(pooled._keras_history[0].get_config())

print(json.dumps({
    'masked_mean': model.predict(np.array(data)).tolist(),
    'masked_mean_of_nested_list': model.predict([data]).tolist(),
    'plain_mean': plain.predict(np.array(data)).tolist(),
    'output_features': model.output_shape[-1],
    'axis_after_config': again.axis,
}, sort_keys=True))
