# -*- coding: utf-8 -*-
"""Looking into tensors the TensorFlow 1 way: `tensor.eval()`, a session, a feed dictionary, `_keras_shape`, shapes.

What it shows: idioms that no change of import can bring back, since the tensors of newer backends have no such methods;
this program runs on the old Keras and with `compat run`, which rewrites these expressions in memory.
Where it is from: the debugging lines found in the notebooks of 2017 and 2018; written anew.
"""
from __future__ import print_function

import json

import numpy as np
import tensorflow as tf
import keras.backend as K
from keras.layers import Dense, Input, Masking
from keras.models import Model


class Expression(object):
    """Has an `eval` of its own, which must stay its own."""

    def __init__(self, a):
        self.a = a

    def eval(self, b=1):
        return self.a * b


numbers = {}

with tf.Session() as sess:
    rows = tf.constant([[1., 2.], [3., 4.], [0., 0.]])
    print('sum over rows', tf.reduce_sum(rows, 0).eval())
    numbers['sum_over_rows'] = tf.reduce_sum(rows, 0).eval().tolist()
    numbers['product'] = tf.matmul(rows, tf.transpose(rows)).eval(session=sess).tolist()
    numbers['any_nonzero'] = K.any(K.not_equal(rows, 0), axis=-1).eval().astype(int).tolist()

weights = K.variable(np.arange(6).reshape(2, 3))
doubled = weights * 2
session = K.get_session()
numbers['doubled'] = doubled.eval(session=session).tolist()
numbers['evaluated_by_backend'] = K.eval(doubled + 1).tolist()
print('doubled', numbers['doubled'])

inputs = Input(shape=(4, 2))
masked = Masking()(inputs)
dense = Dense(3)
outputs = dense(masked)
model = Model(inputs, outputs)
rng = np.random.RandomState(9)
dense.set_weights([rng.uniform(-1, 1, w.shape) for w in dense.get_weights()])
x = rng.normal(size=(2, 4, 2)).astype('float32')

numbers['static_shape'] = list(outputs._keras_shape[1:])
numbers['shape_of_tensor'] = outputs.get_shape().as_list()[1:] + [outputs.shape[-1].value, outputs.get_shape()[1].value]
numbers['shape_of_kernel'] = dense.kernel.get_shape().as_list() + rows.shape.as_list()
numbers['kernel'] = dense.kernel.eval(session=session).tolist()
numbers['fed_output'] = outputs.eval(session=session, feed_dict={inputs: x}).tolist()
numbers['run_output'] = session.run(model.output, feed_dict={model.input: x}).tolist()
numbers['predicted'] = model.predict(x).tolist()
numbers['own_eval'] = Expression(6).eval(b=7)
print('static shape', outputs._keras_shape)
print('fed and predicted differ by', np.abs(np.array(numbers['fed_output']) - model.predict(x)).max())

print(json.dumps(numbers, sort_keys=True))
