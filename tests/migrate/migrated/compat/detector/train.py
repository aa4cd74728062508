import numpy as np
import compat.keras.backend as K
from compat.keras.callbacks import ModelCheckpoint, ReduceLROnPlateau
from compat.keras.layers import Input, Lambda
from compat.keras.models import Model
from compat.keras.optimizers import Adam

from nets.layers import ScaledNorm, block, decoded

ANCHORS = [[10., 14.], [23., 27.]]


def loss_of(arguments):
    corners, scores = decoded(arguments[0], ANCHORS, 3)
    count = K.cast(K.shape(scores)[0], 'float32')
    loss = K.variable(0.)
    for each in (corners, scores):
        loss += K.sum(K.square(each)) / count
    return loss


def train(batches, kernel, statistics):
    K.clear_session()
    image = Input(shape=(None, None, 3))
    features = ScaledNorm()(block(image, 16, kernel, statistics))
    total = Lambda(loss_of, output_shape=(1,), name='loss')([features])
    model = Model(image, total)
    optimizer = Adam(lr=1e-3)
    model.compile(optimizer=optimizer, loss={'loss': lambda y_true, y_pred: y_pred})
    print('begins at', K.get_value(optimizer.lr))
    model.fit_generator(batches, steps_per_epoch=10, epochs=3, max_queue_size=1,
                        callbacks=[ModelCheckpoint('{epoch:02d}.h5', period=3), ReduceLROnPlateau(epsilon=1e-3)])
    K.set_value(optimizer.lr, 1e-4)
    model.fit_generator(batches, np.prod((2, 5)), 6, initial_epoch=3)
    model.save_weights('final.h5')
