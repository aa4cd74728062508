"""tf.keras 2.x, in the style of its guides."""
import tensorflow as tf
import keras
from keras import layers, Model
from keras import layers as preprocessing
from keras.layers import Rescaling
from keras import ops

augment = keras.Sequential([preprocessing.RandomFlip("horizontal"), Rescaling(1. / 255)])


class Net(Model):
    def __init__(self):
        super().__init__()
        self.rnn = layers.GRU(4)
        self.out = layers.Dense(1)

    def call(self, x, training=False):
        return self.out(self.rnn(tf.nn.relu(x)))


def step(model):
    optimizer = keras.optimizers.Adam(learning_rate=keras.optimizers.schedules.InverseTimeDecay(1e-3, 1, 1e-4))
    model.compile(optimizer=optimizer, loss=keras.losses.MeanSquaredError())
    model.fit(keras.utils.PyDataset())
    functional = keras.Sequential([keras.Input(batch_shape=(2, 4)), layers.Dense(3)])
    functional.save("exported.keras")
    return ops.mean(tf.zeros(3)), tuple(functional.outputs[0].shape)
