import numpy as np
import keras.backend as K
from keras.callbacks import ModelCheckpoint, ReduceLROnPlateau
from keras.layers import Input, Lambda
from keras.models import Model
from keras.optimizers import Adam

from nets.layers import ScaledNorm, block, decoded
from keras import ops
import keras

ANCHORS = [[10., 14.], [23., 27.]]


def loss_of(arguments):
    corners, scores = decoded(arguments[0], ANCHORS, 3)
    count = ops.cast(ops.shape(scores)[0], 'float32')
    loss = 0.0
    for each in (corners, scores):
        loss = loss + ops.sum(ops.square(each)) / count
    return loss


def train(batches, kernel, statistics):
    keras.utils.clear_session()
    image = Input(shape=(None, None, 3))
    features = ScaledNorm()(block(image, 16, kernel, statistics))
    total = Lambda(loss_of, output_shape=(1,), name='loss')([features])
    model = Model(image, total)
    optimizer = Adam(learning_rate=1e-3)
    model.compile(optimizer=optimizer, loss={'loss': lambda y_true, y_pred: y_pred})
    print('begins at', ops.convert_to_numpy(optimizer.learning_rate))
    # compat: K204 Keras 3 has no period= of ModelCheckpoint: save_freq counts batches, or 'epoch'
    model.fit(batches, steps_per_epoch=10, epochs=3,
                        callbacks=[ModelCheckpoint('{epoch:02d}.h5', period=3), ReduceLROnPlateau(min_delta=1e-3)])
    optimizer.learning_rate.assign(1e-4)
    model.fit(batches, steps_per_epoch=np.prod((2, 5)), epochs=6, initial_epoch=3)
    model.save_weights('final.weights.h5')
