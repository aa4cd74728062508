# -*- coding: utf-8 -*-
"""Multi-valued id fields in a click model: the DeepFM use of a mean pooling with a mask.

What it shows: each user has some genres, padded with 0; Embedding(mask_zero=True) -> MyMeanPool gives one vector per user,
which is concatenated with dense features and an ordinary id's embedding, and trained end to end. `Flatten` after the
ordinary embedding, named inputs, `merge.concatenate` from its old module, SGD with `lr=`.
Where it is from: the way DeepFM-style models took variable-length fields in Keras 2.2; written anew.
"""
from __future__ import print_function

import json

import numpy as np
import tensorflow as tf
import keras.backend as K
from keras.engine.topology import Layer
from keras.layers.core import Dense, Flatten
from keras.layers.embeddings import Embedding
from keras.layers.merge import concatenate
from keras.layers import Input
from keras.models import Model
from keras.optimizers import SGD


class MyMeanPool(Layer):
    def __init__(self, axis, **kwargs):
        self.supports_masking = True
        self.axis = axis
        super(MyMeanPool, self).__init__(**kwargs)

    def compute_mask(self, input, input_mask=None):
        return None

    def call(self, x, mask=None):
        if mask is None:
            return K.mean(x, axis=self.axis)
        mask = K.repeat(mask, x.shape[-1])
        mask = tf.transpose(mask, [0, 2, 1])
        mask = tf.cast(mask, tf.float32)
        x = x * mask
        return tf.reduce_sum(x, axis=self.axis) / tf.reduce_sum(mask, axis=self.axis)

    def compute_output_shape(self, input_shape):
        return tuple(d for i, d in enumerate(input_shape) if i != self.axis)


users, genres, n_genres, longest = 24, 10, 10, 5
rng = np.random.RandomState(42)
genre_ids = np.zeros((users, longest), dtype='int32')
for user in range(users):
    count = rng.randint(1, longest + 1)
    genre_ids[user, :count] = rng.choice(np.arange(1, n_genres), size=count, replace=False)
city_ids = rng.randint(0, 4, size=(users, 1))
dense = rng.normal(size=(users, 3)).astype('float32')
clicked = ((genre_ids == 3).any(axis=1) | (dense[:, 0] > 1)).astype('float32').reshape(-1, 1)

genre_input = Input(shape=(longest,), name='genres')
city_input = Input(shape=(1,), name='city')
dense_input = Input(shape=(3,), name='dense')

genre_vector = MyMeanPool(axis=1)(Embedding(n_genres, 4, mask_zero=True, name='genre_embedding')(genre_input))
city_vector = Flatten()(Embedding(4, 2, name='city_embedding')(city_input))
joined = concatenate([genre_vector, city_vector, dense_input], axis=-1)
hidden = Dense(6, activation='relu')(joined)
output = Dense(1, activation='sigmoid', name='click')(hidden)
model = Model(inputs=[genre_input, city_input, dense_input], outputs=output)

weights = np.random.RandomState(7)
model.set_weights([weights.uniform(-0.4, 0.4, w.shape) for w in model.get_weights()])
model.compile(optimizer=SGD(lr=0.5, momentum=0.9), loss='binary_crossentropy', metrics=['accuracy'])

features = {'genres': genre_ids, 'city': city_ids, 'dense': dense}
pooled = Model(inputs=genre_input, outputs=genre_vector).predict(genre_ids)
table = model.get_layer('genre_embedding').get_weights()[0]
by_numpy = np.array([table[row[row > 0]].mean(axis=0) for row in genre_ids])
print('largest difference from the NumPy mean', np.abs(pooled - by_numpy).max())

before = model.evaluate(features, clicked, verbose=0)
history = model.fit(features, clicked, batch_size=8, epochs=4, shuffle=False, verbose=0)
for epoch, (loss, acc) in enumerate(zip(history.history['loss'], history.history['acc'])):
    print('epoch %d  loss %.6f  acc %.4f' % (epoch + 1, loss, acc))
after = model.evaluate(features, clicked, verbose=0)

print(json.dumps({
    'pooled': pooled.tolist(),
    'loss_before': float(before[0]),
    'loss_per_epoch': [float(v) for v in history.history['loss']],
    'accuracy_per_epoch': [float(v) for v in history.history['acc']],
    'loss_after': float(after[0]),
    'predictions_after': model.predict([genre_ids, city_ids, dense]).tolist(),
    'genre_table_after': model.get_layer('genre_embedding').get_weights()[0].tolist(),
}, sort_keys=True))
