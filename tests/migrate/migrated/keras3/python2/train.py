# -*- coding: latin-1 -*-
# Copyright André Lehr
import pickle as pickle
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation
from keras.layers import LSTM
from keras import utils as np_utils
from keras import ops
import keras


@keras.saving.register_keras_serializable("keras_2")
def hard_sigmoid_of_keras_2(x):
    """The hard_sigmoid of Keras 1 and 2; Keras 3 computes another function under that name."""
    return ops.clip(0.2 * x + 0.5, 0.0, 1.0)

def main(argv):
    model = Sequential()
    model.add(LSTM(units=128, activation='sigmoid', recurrent_activation=hard_sigmoid_of_keras_2, return_sequences=False, input_shape=(None, 64)))
    model.add(Dropout(rate=0.5))
    model.add(Dense(10, kernel_initializer='uniform'))
    model.add(Activation('softmax'))
    model.compile(loss='categorical_crossentropy', optimizer=keras.optimizers.Adadelta(learning_rate=1.0))
    try:
        for epoch in range(3):
            print('epoch', epoch)
            model.fit(X, np_utils.to_categorical(y, 10), epochs=1, batch_size=16)
    except KeyError as error:
        raise ValueError('no data: %s' % error)
    # compat: K205 Keras 3 has no predict_classes: use predict(x).argmax(axis=-1), or (predict(x) > 0.5).astype('int32') for one sigmoid output
    print(model.predict_classes(X), file=argv)
