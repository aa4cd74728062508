#!/usr/bin/env python
# Research code with star imports, scripts that share a folder, Keras 1 arguments in Keras 2 times.
import os, sys
import numpy as np
from keras.layers import *
from keras.models import *
from keras.optimizers import *
from keras import ops
import functools
from keras.callbacks import ModelCheckpoint, TensorBoard
from nets.layers import Scale


def metric_of_keras_2(function):
    """A metric function as Keras 2 called it: labels are columns of the type of the predictions, and the mean over batches
    counts the samples of each."""

    @functools.wraps(function)
    def metric(y_true, y_pred):
        y_true = ops.cast(y_true, y_pred.dtype)
        y_true = ops.expand_dims(y_true, -1) if len(y_true.shape) == 1 else y_true
        value = ops.convert_to_tensor(function(y_true, y_pred))
        return value if len(value.shape) else ops.broadcast_to(value, ops.shape(y_pred)[:-1] or ops.shape(y_pred))

    return metric

os.environ["CUDA_VISIBLE_DEVICES"] = "0"


def dice(y_true, y_pred, smooth=1.):
    inter = ops.sum(ops.reshape(y_true, (-1,)) * ops.reshape(y_pred, (-1,)))
    return (2. * inter + smooth) / (ops.sum(y_true) + ops.sum(y_pred) + smooth)


def network(size=(32, 32, 1)):
    inputs = Input(size)
    x = Conv2D(8, 3, activation='relu', padding='same', kernel_initializer='he_normal')(inputs)
    x = Convolution2D(8, (3, 3), activation='relu', padding='same')(x)
    x = Scale()(MaxPooling2D(pool_size=(2, 2))(x))
    x = concatenate([UpSampling2D(size=(2, 2))(x), inputs], axis=3)
    model = Model(inputs=inputs, outputs=Conv2D(1, 1, activation='sigmoid')(x))
    model.compile(optimizer=Adam(learning_rate=1e-4), loss='binary_crossentropy', metrics=['accuracy', metric_of_keras_2(dice)])
    return model


if __name__ == '__main__':
    model = network()
    h = model.fit(iter([]), steps_per_epoch=10, epochs=2, verbose=1,
                            callbacks=[ModelCheckpoint('unet.h5', monitor='val_accuracy', verbose=1)])
    print(h.history['accuracy'], ops.convert_to_numpy(ops.mean(model.predict(np.zeros((1, 32, 32, 1), float)))))
