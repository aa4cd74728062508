"""Trains a classifier of texts with the layers."""
import numpy as np
from keras.layers import Input, Embedding, GRU, Bidirectional, Dense, TimeDistributed, Concatenate
from keras.models import Model, load_model
from keras.regularizers import l2
from layers import AttentionWithContext, DotAttention

words = Input(shape=(None,), dtype='int32')
e = Embedding(10, 4, mask_zero=True)(words)
h = Bidirectional(GRU(3, return_sequences=True))(e)
h = TimeDistributed(Dense(4, activation='relu'))(h)
d = DotAttention()([h, h])
a = AttentionWithContext(W_regularizer=l2(1e-3))(h)
b = AttentionWithContext(bias=False)(d)
out = Dense(2, activation='softmax')(Concatenate()([a, b]))
m = Model(words, out)
m.compile('adagrad', 'categorical_crossentropy', metrics=['acc'])
for k, l in enumerate(m.layers):
    l.set_weights([np.random.RandomState(9 * k + j).uniform(-.6, .6, w.shape) for j, w in enumerate(l.get_weights())])
r = np.random.RandomState(0)
x = r.randint(1, 10, (6, 5))
x[:3, 3:] = 0
y = np.eye(2)[r.randint(0, 2, 6)]
h = m.fit(x, y, epochs=3, batch_size=3, shuffle=False, verbose=0)
print('RESULT loss', h.history['loss'], h.history['acc'])
print('RESULT predict', m.predict(x)[:, 0].tolist())
m.save_weights('w.h5')
m.load_weights('w.h5')
print('RESULT eval', [float(v) for v in m.evaluate(x, y, verbose=0)])
