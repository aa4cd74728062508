# -*- coding: latin-1 -*-
# Copyright André Lehr
import pickle as pickle
from compat.keras.models import Sequential
from compat.keras.layers.core import Dense, Dropout, Activation
from compat.keras.layers.recurrent import LSTM
from compat.keras.utils import np_utils

def main(argv):
    model = Sequential()
    model.add(LSTM(output_dim=128, input_dim=64, activation='sigmoid', inner_activation='hard_sigmoid', return_sequences=False))
    model.add(Dropout(p=0.5))
    model.add(Dense(10, init='uniform'))
    model.add(Activation('softmax'))
    model.compile(loss='categorical_crossentropy', optimizer='adadelta')
    try:
        for epoch in range(3):
            print('epoch', epoch)
            model.fit(X, np_utils.to_categorical(y, 10), nb_epoch=1, batch_size=16)
    except KeyError as error:
        raise ValueError('no data: %s' % error)
    print(model.predict_classes(X), file=argv)
