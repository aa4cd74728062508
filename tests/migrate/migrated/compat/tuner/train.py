"""Trains, and keeps what it has trained, in the style of tf.keras 2.x."""
import os

from compat import tf
from absl import app, flags
from compat.tf.keras.callbacks import ModelCheckpoint

from lib import load, mae

flags.DEFINE_string("output", "./checkpoints/net.tf", "where the weights go")


def build(name="net"):
    net = tf.keras.Sequential([tf.keras.layers.Dense(3, activation="softmax", input_dim=4)], name=name)
    net.compile(optimizer=tf.keras.optimizers.Adam(lr=1e-3, decay=1e-4), loss="mse", metrics=[mae])
    return net


def main(_):
    net = build()
    net.fit(load("train"), epochs=2, callbacks=[ModelCheckpoint("checkpoints/net_{epoch}.tf", save_weights_only=True)])
    for epoch in range(2):
        net.save_weights("checkpoints/round_{}.tf".format(epoch))
    net.save_weights(os.path.join("checkpoints", "last.h5"), save_format="h5")
    net.load_weights(os.path.join("checkpoints", "last.h5"))
    net.save_weights(flags.FLAGS.output)


if __name__ == "__main__":
    app.run(main)
