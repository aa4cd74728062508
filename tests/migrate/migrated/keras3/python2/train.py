# -*- coding: latin-1 -*-
# Copyright André Lehr
import pickle as pickle
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation
from keras.layers import LSTM
from keras import utils as np_utils
import keras
from keras import ops


@keras.saving.register_keras_serializable("keras_2")
def hard_sigmoid_of_keras_2(x):
    """The hard_sigmoid of Keras 1 and 2; Keras 3 computes another function under that name."""
    return ops.clip(0.2 * x + 0.5, 0.0, 1.0)


def predict_classes_of_keras_2(model, x, **arguments):
    """Sequential.predict_classes of Keras 2: the class of each sample; of one output, whether it is above 0.5."""
    found = model.predict(x, **arguments)
    return found.argmax(axis=-1) if found.shape[-1] > 1 else (found > 0.5).astype("int32")

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
    print(predict_classes_of_keras_2(model, X), file=argv)
