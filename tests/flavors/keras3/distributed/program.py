"""Trains one old model on one device, then on several, and prints the losses of both as JSON.

    python program.py jax|tensorflow

On JAX several are eight simulated ones under ``keras.distribution.DataParallel``, on TensorFlow two virtual CPUs under
``tf.distribute.MirroredStrategy``.
"""
import contextlib
import json
import os
import sys

import numpy as np


def devices_of_jax():
    os.environ["XLA_FLAGS"] = os.environ.get("XLA_FLAGS", "") + " --xla_force_host_platform_device_count=8"
    import jax
    import keras

    assert len(jax.devices()) == 8
    return contextlib.nullcontext, lambda: keras.distribution.DataParallel().scope()


def devices_of_tensorflow():
    import tensorflow as tf

    (cpu,) = tf.config.list_physical_devices("CPU")
    tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
    return contextlib.nullcontext, lambda: tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"]).scope()


def model():
    """With masks, layers of compat, a sum over the batch and penalties of weights."""
    from compat.keras import layers, models, optimizers
    from compat.layers import Lambda, MyMeanPool

    steps = layers.Input((6, 4))
    hidden = layers.GRU(5, return_sequences=True)(layers.Masking()(steps))
    pooled = MyMeanPool(axis=1)(Lambda(lambda inputs: inputs * 2.0, mask=lambda inputs, mask: mask)(hidden))
    made = models.Model(steps, layers.Dense(2, activity_regularizer="l2", kernel_regularizer="l2")(pooled))
    random = np.random.RandomState(0)
    made.set_weights([random.uniform(0.1, 0.5, weight.shape) for weight in made.get_weights()])
    made.compile(optimizers.SGD(lr=0.1, momentum=0.9, decay=0.1), "mse", metrics=["mae"])
    return made


def trained(scope):
    random = np.random.RandomState(1)
    x, y = random.normal(size=(32, 6, 4)).astype("float32"), random.normal(size=(32, 2)).astype("float32")
    x[:, 4:] = 0.0
    x[::2, 3:] = 0.0
    with scope():
        made = model()
        history = made.fit(x, y, batch_size=16, epochs=3, verbose=0, shuffle=False, validation_data=(x, y)).history
        evaluated = made.evaluate(x, y, batch_size=16, verbose=0)
        predicted = made.predict(x, batch_size=16).sum(axis=0).tolist()
    return {"history": {key: list(map(float, values)) for key, values in history.items()}, "evaluated": evaluated,
            "predicted": predicted}


if __name__ == "__main__":
    print(json.dumps([trained(scope) for scope in globals()["devices_of_" + sys.argv[1]]()]))
