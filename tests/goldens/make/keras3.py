"""Write goldens of an early Keras 3, which later ones refuse or read otherwise: ``python keras3.py --out DIR``.

For each model: a folder ``containers/keras-X.Y.Z-pyNN/<name>`` with ``model.keras``, ``model.weights.h5``, ``model.json``,
``model.h5`` where this Keras can write it, and ``values.npz``.
"""
import argparse
import os
import shutil
import sys

os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1", TF_CPP_MIN_LOG_LEVEL="3")

import containers_file
import keras
import numpy as np
from keras import Input, Model, Sequential, layers

STACK = "keras-{}-py{}{}".format(keras.__version__, *sys.version_info[:2])


def nested_base():
    """A functional model in a Sequential, as a published image model is fine-tuned."""
    image = Input((6, 6, 1), name="image")
    found = layers.BatchNormalization(name="norm")(layers.Conv2D(2, 3, activation="relu", name="conv")(image))
    base = Model(image, found, name="base")
    base.trainable = False
    model = Sequential([Input((6, 6, 1)), layers.Rescaling(0.5, name="scale"), base,
                        layers.GlobalAveragePooling2D(name="pool"), layers.Dense(2, name="out")])
    model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mae"])
    return model


def turned():
    """Layers that change images in training."""
    return Sequential([Input((6, 6, 1)), layers.RandomRotation(0.1, name="turn"), layers.RandomCrop(4, 4, name="crop"),
                       layers.Flatten(name="flat"), layers.Dense(2, name="out")])


def nadam():
    """An optimizer whose variables later stand in another order, with averages of the weights before them."""
    model = Sequential([Input((3,)), layers.Dense(4, activation="tanh", name="hidden"), layers.Dense(2, name="out")])
    model.compile(keras.optimizers.Nadam(0.01, use_ema=True, ema_momentum=0.9), "mse")
    return model


def functions():
    """Lambdas, whose code no later Keras runs without being told to."""
    steps = Input((4, 3), name="steps")
    # Compiled by itself, so that its code names no file of the machine.
    function = eval(compile("lambda x: x[:, -1] * 2.0 + 1.0", "<golden>", "eval"))
    last = layers.Lambda(function, output_shape=(3,), name="last")(steps)
    return Model(steps, layers.Dense(2, name="out")(last))


def sequences():
    """Masks, both directions of a GRU, attention with a causal mask, cells in a list."""
    words = Input((5,), dtype="int32", name="words")
    found = layers.Embedding(9, 4, mask_zero=True, name="embed")(words)
    found = layers.Bidirectional(layers.GRU(2, return_sequences=True, name="gru"), name="both")(found)
    found = layers.MultiHeadAttention(2, 3, name="attend")(found, found, use_causal_mask=True)
    found = layers.RNN([layers.LSTMCell(2, name="first"), layers.GRUCell(3, name="second")], name="cells")(found)
    model = Model(words, layers.Dense(2, name="out")(layers.LayerNormalization(name="norm")(found)))
    model.compile(keras.optimizers.RMSprop(0.01), keras.losses.Huber(), metrics=[keras.metrics.MeanAbsoluteError(name="mae")])
    return model


def quantized():
    """Layers in int8, with and without a bias, and an embedding."""
    words = Input((5,), dtype="int32", name="words")
    found = layers.Embedding(9, 4, name="embed")(words)
    found = layers.EinsumDense("abc,cd->abd", output_shape=(None, 3), bias_axes="d", name="einsum")(found)
    found = layers.GlobalAveragePooling1D(name="pool")(found)
    found = layers.Dense(4, activation="relu", use_bias=False, name="bare")(found)
    model = Model(words, layers.Dense(2, name="out")(found))
    model.quantize("int8")
    return model


def accumulated():
    """Gradients that are accumulated over batches, with averages of the weights between."""
    model = Sequential([Input((3,)), layers.Dense(4, activation="tanh", name="hidden"), layers.Dense(2, name="out")])
    model.compile(keras.optimizers.Adam(0.01, gradient_accumulation_steps=2, use_ema=True, ema_momentum=0.9), "mse")
    return model


def of_one_name():
    """Layers and operations whose classes have the same name."""
    steps = Input((4, 3), name="steps")
    found = layers.Add(name="layer_add")([steps, keras.ops.multiply(steps, 2.0)])
    found = layers.Concatenate(axis=1, name="layer_concatenate")([found, keras.ops.add(found, steps)])
    found = layers.Reshape((24,), name="layer_reshape")(layers.Softmax(name="layer_softmax")(found))
    return Model(steps, layers.Dense(2, name="out")(keras.ops.maximum(found, 0.1)))


def masked_nested():
    """A mask that passes through layers, and models in a model: what Keras 2 has words for."""
    features = Input((4,), name="features")
    base = Model(features, layers.Dense(3, activation="tanh", name="inner")(features), name="base")
    words = Input((5,), dtype="int32", name="words")
    found = layers.LSTM(3, return_sequences=True, name="lstm")(layers.Embedding(9, 4, mask_zero=True, name="embed")(words))
    found = base(layers.Bidirectional(layers.LSTM(2, name="last"), name="both")(found))
    return Model(words, Sequential([Input((3,)), layers.Dense(2, name="out")], name="head")(found))


MODELS = (nested_base, turned, nadam, functions, sequences, quantized, accumulated, of_one_name, masked_nested)
#: The first version that has what a model needs.
SINCE = {"quantized": "3.1", "accumulated": "3.1"}
#: Versions that write these models alone, which they lay out as no other does.
ALONE = {"3.1": ("quantized", "accumulated"), "3.2": ("quantized",)}


def draw(model, random):
    """Six rows of inputs."""
    tensor = model.inputs[0]
    shape = (6,) + tuple(tensor.shape[1:])
    if "int" in keras.backend.standardize_dtype(tensor.dtype):
        return random.randint(0, 9, shape).astype("int32")
    return random.standard_normal(shape).astype("float32")


def save(model, folder):
    """Write what this Keras can write; the containers that were written."""
    written = ["keras3", "weights3", "json3"]
    with open(os.path.join(folder, "model.json"), "w") as file:
        file.write(model.to_json())
    model.save(os.path.join(folder, "model.keras"))
    model.save_weights(os.path.join(folder, "model.weights.h5"))
    path = os.path.join(folder, "model.h5")
    try:
        model.save(path)
        written.append("h5_3")
    except (ValueError, TypeError) as error:  # up to 3.2 two weights of one name in a layer, and layers with seeds
        print("no HDF5 of {}: {}".format(os.path.basename(folder), error))
        os.remove(path)
    return written


def observe(model, x, t):
    """Losses before and after one more step, which continues from what was saved."""
    found = {"evaluated": np.asarray(model.evaluate(x, t, verbose=0, batch_size=len(x)))}
    model.reset_metrics()
    model.train_on_batch(x, t)
    found["evaluated_after"] = np.asarray(model.evaluate(x, t, verbose=0, batch_size=len(x)))
    return found


def record(make, out):
    """Build, train, save and write down one model."""
    name = make.__name__
    keras.backend.clear_session()
    keras.utils.set_random_seed(7)
    model, random = make(), np.random.RandomState(sum(map(ord, name)))
    x = draw(model, random)
    values = {"x0": x}
    if model.compiled:
        values["t0"] = random.uniform(0, 1, (6, 2)).astype("float32")
        for _ in range(3):
            model.train_on_batch(x, values["t0"])
    folder = os.path.join(out, "containers", STACK, name)
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    values["y0"] = model.predict(x, verbose=0)
    written = save(model, folder)
    if model.compiled:
        values.update(observe(model, x, values["t0"]))
    np.savez_compressed(os.path.join(folder, "values.npz"), **values)
    containers_file.update(out, {
        "name": name, "stack": STACK, "containers": written, "shows": make.__doc__, "tags": ["keras3"], "custom_objects": [],
        "compiled": bool(model.compiled), "lambdas": {}, "optimizer": None, "stochastic_training": False, "has_config": True,
        "tensorflow": __import__("tensorflow").__version__})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("names", nargs="*", help="of models to write; all when none is named")
    options = parser.parse_args()
    version = keras.__version__.rpartition(".")[0]
    own = ALONE.get(version, [each.__name__ for each in MODELS if SINCE.get(each.__name__, "3.0") <= version])
    for each in [each for each in MODELS if each.__name__ in (options.names or own)]:
        record(each, os.path.abspath(options.out))
        print("{}: wrote {}".format(STACK, each.__name__))
