#!/usr/bin/env python
# Research code with star imports, scripts that share a folder, Keras 1 arguments in Keras 2 times.
import os, sys
import numpy as np
from keras.layers import *
from keras.models import *
from keras.optimizers import *
from keras import backend as K
from keras.callbacks import ModelCheckpoint, TensorBoard
from nets.layers import Scale

os.environ["CUDA_VISIBLE_DEVICES"] = "0"


def dice(y_true, y_pred, smooth=1.):
    inter = K.sum(K.flatten(y_true) * K.flatten(y_pred))
    return (2. * inter + smooth) / (K.sum(y_true) + K.sum(y_pred) + smooth)


def network(size=(32, 32, 1)):
    inputs = Input(size)
    x = Conv2D(8, 3, activation='relu', padding='same', kernel_initializer='he_normal')(inputs)
    x = Convolution2D(8, 3, 3, activation='relu', border_mode='same')(x)
    x = Scale()(MaxPooling2D(pool_size=(2, 2))(x))
    x = concatenate([UpSampling2D(size=(2, 2))(x), inputs], axis=3)
    model = Model(input=inputs, output=Conv2D(1, 1, activation='sigmoid')(x))
    model.compile(optimizer=Adam(lr=1e-4), loss='binary_crossentropy', metrics=['accuracy', dice])
    return model


if __name__ == '__main__':
    model = network()
    h = model.fit_generator(iter([]), steps_per_epoch=10, epochs=2, verbose=1, workers=2,
                            callbacks=[ModelCheckpoint('unet.h5', monitor='val_acc', verbose=1)])
    print(h.history['acc'], K.eval(K.mean(model.predict(np.zeros((1, 32, 32, 1), np.float)))))
