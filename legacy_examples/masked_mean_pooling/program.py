# -*- coding: utf-8 -*-
"""Average pooling over time with a mask, as a small text classifier.

What it shows: the keyword-only pooling layer with `K.epsilon()` in the count, after Masking, after Embedding(mask_zero=True)
and with no mask at all; a wholly masked row, which gives 0 here because of the epsilon; training through the pooling.
Where it is from: the layer people wrote because GlobalAveragePooling1D of Keras 2.2 could not take a mask. The form most
often published multiplies `(batch, time, features)` by a boolean `(batch, time)` mask and fails as soon as there is a mask;
here the mask is cast and gets its last axis, which is what makes it run.
"""
from __future__ import print_function

import json

import numpy as np
from keras import backend as K
from keras.engine.topology import Layer
from keras.layers import Dense, Embedding, Input, Masking
from keras.models import Model, Sequential
from keras.optimizers import SGD


class MaskedMeanPooling1D(Layer):
    def __init__(self, **kwargs):
        self.supports_masking = True
        super(MaskedMeanPooling1D, self).__init__(**kwargs)

    def call(self, inputs, mask=None):
        if mask is None:
            return K.mean(inputs, axis=1)
        mask = K.expand_dims(K.cast(mask, K.floatx()))
        return K.sum(inputs * mask, axis=1) / (K.sum(mask, axis=1) + K.epsilon())

    def compute_output_shape(self, input_shape):
        return (input_shape[0], input_shape[2])

    def compute_mask(self, inputs, mask=None):
        return None


def fixed_weights(model, seed):
    rng = np.random.RandomState(seed)
    model.set_weights([rng.uniform(-0.5, 0.5, w.shape) for w in model.get_weights()])


# 1. after Masking: rows of three, one and no valid steps
series = np.zeros((3, 4, 2), dtype='float32')
series[0, :3] = [[1, 2], [3, 4], [5, 12]]
series[1, :1] = [[7, -7]]
x = Input(shape=(4, 2))
with_mask = Model(x, MaskedMeanPooling1D()(Masking()(x)))
without_mask = Model(x, MaskedMeanPooling1D()(x))
masked = with_mask.predict(series)
unmasked = without_mask.predict(series)
print('after Masking\n', masked)
print('no mask\n', unmasked)

# 2. bag of words: ids padded with zeros
rng = np.random.RandomState(3)
words = rng.randint(1, 12, size=(16, 6))
for row, length in enumerate(rng.randint(1, 7, size=16)):
    words[row, length:] = 0
labels = (words.sum(axis=1) % 2).reshape(-1, 1).astype('float32')

model = Sequential()
model.add(Embedding(12, 5, mask_zero=True, input_length=6))
model.add(MaskedMeanPooling1D())
model.add(Dense(1, activation='sigmoid'))
fixed_weights(model, 11)
model.compile(loss='binary_crossentropy', optimizer=SGD(lr=0.5), metrics=['accuracy'])

before = model.evaluate(words, labels, verbose=0)
history = model.fit(words, labels, batch_size=4, epochs=3, shuffle=False, verbose=0)
after = model.evaluate(words, labels, verbose=0)
print('loss before training', before[0])
print('loss per epoch      ', history.history['loss'])
print('loss after training ', after[0])

print(json.dumps({
    'after_masking': masked.tolist(),
    'no_mask': unmasked.tolist(),
    'loss_before': float(before[0]),
    'accuracy_before': float(before[1]),
    'loss_per_epoch': [float(v) for v in history.history['loss']],
    'accuracy_per_epoch': [float(v) for v in history.history['acc']],
    'loss_after': float(after[0]),
    'predictions': model.predict(words).tolist(),
}, sort_keys=True))
