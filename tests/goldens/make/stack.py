"""The Keras that runs these scripts, under names that hold for every one of them.

Serves multi-backend Keras 1.2.2, 2.1.6, 2.2.4 and 2.3.1, and tf.keras 2.x. Nothing is translated here except where a
name lives and what an argument is called: the recipes must show each Keras in its own words.
"""
from __future__ import print_function

import atexit
import inspect
import logging
import os
import shutil
import sys
import tempfile

# A keras.json in the user's home must not decide what a golden holds; Keras before 2.2 finds it through HOME only.
os.environ["HOME"] = tempfile.mkdtemp(prefix="goldens-home-")
atexit.register(shutil.rmtree, os.environ["HOME"], ignore_errors=True)
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402


logging.getLogger("tensorflow").setLevel(logging.ERROR)


def release(version):
    """(major, minor) of a version's text."""
    return tuple(int(part) for part in version.split(".")[:2])


def import_keras():
    """The multi-backend Keras when there is one, else the Keras inside TensorFlow, and whether it is the former."""
    try:
        if "GOLDENS_TF_KERAS" in os.environ:  # the Keras inside TensorFlow, though another one is installed
            raise ImportError
        import keras
    except ImportError:
        keras = None
    if keras is not None and release(keras.__version__) < (2, 4):
        return keras, True
    import tensorflow.keras as tf_keras

    return tf_keras, False


keras, IS_MULTIBACKEND = import_keras()
VERSION = getattr(keras, "__version__", None) or tf.__version__
if IS_MULTIBACKEND:
    from keras import layers, models, optimizers
    from keras.engine.topology import Layer
    from keras.layers import Input
else:
    layers, models, optimizers = keras.layers, keras.models, keras.optimizers
    Layer, Input = layers.Layer, keras.Input

K = keras.backend if not IS_MULTIBACKEND else __import__("keras.backend", fromlist=["backend"])
Model, Sequential = models.Model, models.Sequential
IS_KERAS_1 = release(VERSION) < (2, 0)
PYTHON = "%d.%d.%d" % sys.version_info[:3]
NAME = "keras-%s" % VERSION if IS_MULTIBACKEND else "tf.keras-%d.%d" % release(VERSION)
NAME += "-py%d%d" % sys.version_info[:2]

if IS_KERAS_1:
    K.set_image_dim_ordering("tf")


class Unavailable(Exception):
    """A recipe asks for what this Keras does not have; the message says what."""


def constructor_arguments(layer_class):
    """The argument names of ``layer_class``, behind the decorator that takes Keras 1 names."""
    if hasattr(inspect, "signature"):
        return list(inspect.signature(layer_class.__init__).parameters)
    return inspect.getargspec(getattr(layer_class.__init__, "_original_function", layer_class.__init__)).args


def require(owner, argument=None):
    """Raise Unavailable unless ``layers`` has ``owner`` (a name) and its constructor takes ``argument``."""
    found = getattr(layers, owner, None)
    if found is None:
        raise Unavailable("no layer %s" % owner)
    if argument is not None and argument not in constructor_arguments(found):
        raise Unavailable("%s takes no %s" % (owner, argument))


def optimizer(name, lr, module=None, **settings):
    """An optimizer by class name, its learning rate under the name that this Keras gives it."""
    home = optimizers if module is None else getattr(optimizers, module, None)
    if home is None:
        raise Unavailable("no optimizers.%s" % module)
    if "decay" in settings and not IS_MULTIBACKEND and module is None:
        raise Unavailable("the optimizers of this tf.keras take no decay")
    key = "lr" if release(VERSION) < (2, 3) else "learning_rate"
    return getattr(home, name)(**dict(settings, **{key: lr}))


def write_weights(group, layers):
    """Write the weights of built layers as ``save_weights`` does those of a model (Keras 2.2 and 2.3)."""
    from keras.engine import saving

    saving.save_weights_to_hdf5_group(group, layers)


def restart(seed):
    """Forget every model and draw the same random numbers again."""
    K.clear_session()
    np.random.seed(seed)
    set_seed = getattr(tf, "set_random_seed", None) or tf.random.set_seed
    set_seed(seed)
