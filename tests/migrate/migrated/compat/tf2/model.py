"""tf.keras 2.x, in the style of its guides."""
from compat import tf
from compat.tf import keras
from compat.tf.keras import layers, Model
from compat.tf.keras.layers.experimental import preprocessing
from compat.tf.keras.layers.experimental.preprocessing import Rescaling

augment = tf.keras.Sequential([preprocessing.RandomFlip("horizontal"), Rescaling(1. / 255)])


class Net(Model):
    def __init__(self):
        super().__init__()
        self.rnn = layers.GRU(4)
        self.out = layers.Dense(1)

    def call(self, x, training=False):
        return self.out(self.rnn(tf.nn.relu(x)))


def step(model):
    optimizer = tf.keras.optimizers.legacy.Adam(lr=1e-3, decay=1e-4)
    model.compile(optimizer=optimizer, loss=tf.keras.losses.MeanSquaredError())
    model.fit(tf.keras.utils.Sequence(), use_multiprocessing=True, workers=4)
    functional = keras.Sequential([layers.Dense(3, batch_input_shape=(2, 4))])
    functional.save("exported")
    return tf.keras.backend.mean(tf.zeros(3)), keras.backend.int_shape(functional.output)
