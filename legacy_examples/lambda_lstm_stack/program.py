# -*- coding: utf-8 -*-
"""A stack of LSTMs whose first steps are cut off by a Lambda, trained on padded sequences with 'mae'.

What it shows: Masking -> LSTM -> LSTM -> Lambda(x[:, N:, :]) -> TimeDistributed(Dense). A Lambda drops the mask unless it
is given one; with `mask=` the loss is the mean over the valid steps, without it over all steps. Fixed weights, so that
both can be compared with a mean taken by NumPy.
Where it is from: the question why the loss of a padded sequence model changes with a Lambda in it; written anew.
"""
from __future__ import print_function

import json

import numpy as np
from keras.layers import Dense, Input, Lambda, LSTM, Masking, TimeDistributed
from keras.models import Model
from keras.optimizers import SGD

N = 5
rows, steps, features = 12, 14, 3
rng = np.random.RandomState(2018)
x = rng.normal(size=(rows, steps, features)).astype('float32')
y = rng.normal(size=(rows, steps - N, 1)).astype('float32')
lengths = rng.randint(N + 1, steps + 1, size=rows)
for row, length in enumerate(lengths):
    x[row, length:] = 0.
    y[row, max(length - N, 0):] = 0.
valid = np.arange(N, steps)[None, :] < lengths[:, None]


def build(pass_mask):
    inputs = Input(shape=(steps, features))
    h = Masking(mask_value=0.)(inputs)
    h = LSTM(6, return_sequences=True)(h)
    h = LSTM(5, return_sequences=True)(h)
    if pass_mask:
        h = Lambda(lambda x: x[:, N:, :], mask=lambda x, mask: mask[:, N:])(h)
    else:
        h = Lambda(lambda x: x[:, N:, :])(h)
    outputs = TimeDistributed(Dense(1))(h)
    model = Model(inputs, outputs)
    weights = np.random.RandomState(1)
    model.set_weights([weights.uniform(-0.6, 0.6, w.shape) for w in model.get_weights()])
    model.compile(loss='mae', optimizer=SGD(lr=0.1, momentum=0.5))
    return model


numbers = {}
for name, pass_mask in [('masked', True), ('unmasked', False)]:
    model = build(pass_mask)
    prediction = model.predict(x)
    error = np.abs(prediction - y)[:, :, 0]
    numbers[name] = {
        'prediction': prediction[:2].tolist(),
        'numpy_mean': float(error[valid].mean() if pass_mask else error.mean()),
        'evaluate': float(model.evaluate(x, y, batch_size=rows, verbose=0)),
        # a mean of each batch, weighted by the size of the batch: not the mean over all valid steps
        'evaluate_in_batches': float(model.evaluate(x, y, batch_size=5, verbose=0)),
        'losses': [float(model.train_on_batch(x, y)) for _ in range(4)],
        'fit': [float(v) for v in model.fit(x, y, batch_size=5, epochs=2, shuffle=False, verbose=0).history['loss']],
    }
    numbers[name]['after'] = float(model.evaluate(x, y, batch_size=rows, verbose=0))
    print(name)
    for key in ['numpy_mean', 'evaluate', 'evaluate_in_batches', 'losses', 'fit', 'after']:
        print('   %-20s' % key, numbers[name][key])

print(json.dumps(dict((name + '_' + key, value) for name in numbers for key, value in numbers[name].items()),
                 sort_keys=True))
