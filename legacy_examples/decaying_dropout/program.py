# -*- coding: utf-8 -*-
"""DecayingDropout: a dropout whose keep rate falls with each training batch.

What it shows: a non-trainable `iterations` weight advanced through `add_update`, in training batches and never in
`predict` or `evaluate`; `K.in_train_phase`, `K.dropout` with a rate that is a tensor; that the layer is the identity
outside training. Only what does not depend on random numbers is printed.
Where it is from: the decaying dropout that reading-comprehension models of 2018 used (keep rate times 0.977 every 10,000
steps); written anew.
"""
from __future__ import print_function

import json

import numpy as np
from keras import backend as K
from keras.engine.topology import Layer
from keras.layers import Dense, Input
from keras.models import Model
from keras.optimizers import SGD


class DecayingDropout(Layer):
    def __init__(self, initial_keep_rate=1., decay_interval=10000, decay_rate=0.977,
                 noise_shape=None, seed=None, **kwargs):
        super(DecayingDropout, self).__init__(**kwargs)
        self.initial_keep_rate = initial_keep_rate
        self.decay_interval = decay_interval
        self.decay_rate = decay_rate
        self.noise_shape = noise_shape
        self.seed = seed
        self.supports_masking = True

    def build(self, input_shape):
        self.iterations = self.add_weight(name='iterations', shape=(1,), dtype=K.floatx(),
                                          initializer='zeros', trainable=False)
        super(DecayingDropout, self).build(input_shape)

    def keep_rate(self):
        return self.initial_keep_rate * K.pow(K.constant(self.decay_rate), self.iterations[0] / self.decay_interval)

    def call(self, inputs, training=None):
        rate = 1. - self.keep_rate()
        self.add_update([K.update_add(self.iterations, [1.])], inputs)

        def dropped_inputs():
            return K.dropout(inputs, rate, self.noise_shape, seed=self.seed)

        return K.in_train_phase(dropped_inputs, inputs, training=training)

    def get_config(self):
        config = {'initial_keep_rate': self.initial_keep_rate,
                  'decay_interval': self.decay_interval,
                  'decay_rate': self.decay_rate,
                  'noise_shape': self.noise_shape,
                  'seed': self.seed}
        base_config = super(DecayingDropout, self).get_config()
        return dict(list(base_config.items()) + list(config.items()))


def build(dropout):
    inputs = Input(shape=(6,))
    model = Model(inputs, Dense(2, name='out')(dropout(inputs)))
    rng = np.random.RandomState(4)
    model.get_layer('out').set_weights([rng.uniform(-1, 1, (6, 2)), rng.uniform(-1, 1, (2,))])
    model.compile(loss='mse', optimizer=SGD(lr=0.05))
    return model


rng = np.random.RandomState(8)
x = rng.normal(size=(20, 6)).astype('float32')
y = rng.normal(size=(20, 2)).astype('float32')

# 1. the rate: 5 batches in fit, then one more, with predict and evaluate between
dropout = DecayingDropout(initial_keep_rate=0.9, decay_interval=10, decay_rate=0.5, seed=1)
model = build(dropout)
numbers = {'iterations': [], 'keep_rate': []}


def note(when):
    numbers['iterations'].append(float(dropout.get_weights()[0][0]))
    numbers['keep_rate'].append(float(K.eval(dropout.keep_rate())))
    print('%-18s iterations %3d  keep rate %.7f' % (when, numbers['iterations'][-1], numbers['keep_rate'][-1]))


note('at the start')
before = model.predict(x)
note('after predict')
numbers['identity_in_predict'] = before.tolist()
numbers['loss_before'] = float(model.evaluate(x, y, verbose=0))
note('after evaluate')
model.fit(x, y, batch_size=4, epochs=1, shuffle=False, verbose=0)
note('after 5 batches')
model.predict(x)
model.evaluate(x, y, verbose=0)
model.test_on_batch(x, y)
note('after evaluate')
model.train_on_batch(x, y)
note('after one more')
numbers['trainable_weights'] = len(model.trainable_weights)
numbers['non_trainable_weights'] = len(model.non_trainable_weights)

# 2. with a keep rate that stays 1 nothing is random, and the training can be compared
steady = DecayingDropout(initial_keep_rate=1., decay_interval=10, decay_rate=1.)
model = build(steady)
history = model.fit(x, y, batch_size=5, epochs=3, shuffle=False, verbose=0)
numbers['loss_at_keep_rate_1'] = [float(v) for v in history.history['loss']]
numbers['iterations_at_keep_rate_1'] = float(steady.get_weights()[0][0])
numbers['restored_interval'] = DecayingDropout.from_config(dropout.get_config()).decay_interval
print('loss at keep rate 1', numbers['loss_at_keep_rate_1'])

print(json.dumps(numbers, sort_keys=True))
