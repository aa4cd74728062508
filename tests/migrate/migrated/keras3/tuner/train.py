"""Trains, and keeps what it has trained, in the style of tf.keras 2.x."""
import os

import keras
from absl import app, flags
from keras.callbacks import ModelCheckpoint

from lib import load, mae

flags.DEFINE_string("output", "./checkpoints/net.tf", "where the weights go")


def build(name="net"):
    net = keras.Sequential([keras.layers.Dense(3, activation="softmax", input_dim=4)], name=name)
    net.compile(optimizer=keras.optimizers.Adam(learning_rate=keras.optimizers.schedules.InverseTimeDecay(1e-3, 1, 1e-4)), loss='mean_squared_error', metrics=[mae])
    return net


def main(_):
    net = build()
    net.fit(load("train"), epochs=2, callbacks=[ModelCheckpoint("checkpoints/net_{epoch}.tf.weights.h5", save_weights_only=True)])
    for epoch in range(2):
        net.save_weights("checkpoints/round_{}.tf.weights.h5".format(epoch))
    net.save_weights(os.path.join("checkpoints", "last.weights.h5"))
    net.load_weights(os.path.join("checkpoints", "last.weights.h5"))
    # compat: K211 Keras 3 saves weights to names that end in .weights.h5 alone
    net.save_weights(flags.FLAGS.output)


if __name__ == "__main__":
    app.run(main)
