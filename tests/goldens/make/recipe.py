"""What a recipe is: a function that builds one model, and the inputs and targets it is shown.

A recipe says what the model is for; the recorder decides what is written. Nothing here depends on a version of Keras.
"""
from __future__ import print_function

import collections

import numpy as np

BATCH = 6

Recipe = collections.namedtuple("Recipe", "name shows tags build")

RECIPES = collections.OrderedDict()


def recipe(name, shows, *tags):
    """Register the decorated function, which builds and returns a Golden, under ``name``."""

    def register(build):
        if name in RECIPES:
            raise ValueError("two recipes are called %r" % name)
        RECIPES[name] = Recipe(name, shows, sorted(tags), build)
        return build

    return register


class Golden(object):
    """A model that a recipe built, with what the recorder must know about it.

    model       a Keras model whose layers all have names of their own
    x, t        lists of functions of a RandomState: one array for each input and each output
    optimizer   an optimizer object, or None for a model that is not compiled
    loss        as ``compile`` takes it
    metrics     as ``compile`` takes it, or None
    loss_weights  as ``compile`` takes it, or None
    lambdas     {layer name: LambdaSource} for each Lambda layer
    custom      {name: class or function} that opening the file needs
    saved_as    'model' (one .h5), or 'json' / 'yaml' (an architecture, and an .h5 that holds weights only)
    stochastic  True when a training step draws random numbers, so that no other program can repeat it
    on_reload   '' or why this Keras does not give the same outputs after opening its own file
    tolerance   {'outputs': absolute, 'loss': relative} where 16-bit floats allow no more than that, else None
    written     None, or the layers that are written in place of the model's, which this machine can make but not run:
                (architecture as JSON, built layers); the model gets their weights by this Keras's own load_weights
    on_resume   '' or why this Keras does not continue training in the same way after opening its own file
    """

    def __init__(self, model, x, t=(), optimizer=None, loss=None, metrics=None, loss_weights=None, lambdas=None,
                 custom=None, saved_as="model", stochastic=False, on_reload="",
                 on_resume="", tolerance=None, written=None):
        self.model, self.x, self.t = model, list(x), list(t)
        self.optimizer, self.loss, self.metrics, self.loss_weights = optimizer, loss, metrics, loss_weights
        self.lambdas, self.custom = lambdas or {}, custom or {}
        self.saved_as, self.stochastic, self.on_reload = saved_as, stochastic, on_reload
        self.on_resume, self.tolerance, self.written = on_resume, tolerance, written


def source(function, mask=None, output_shape=None, arguments=None, closure=None):
    """The text of a Lambda's parts, for a reader who may not run its bytecode."""
    return {"function": function, "mask": mask, "output_shape": output_shape, "arguments": arguments or {},
            "closure": closure or {}}


def uniform(*shape):
    """Numbers between -1 and 1, ``(BATCH,) + shape``, float32."""
    return lambda random: random.uniform(-1, 1, (BATCH,) + shape).astype("float32")


def binary(*shape):
    """Zeros and ones, ``(BATCH,) + shape``, float32."""
    return lambda random: random.randint(0, 2, (BATCH,) + shape).astype("float32")


def one_hot(classes):
    """One class for each row, ``(BATCH, classes)``, float32."""
    return lambda random: np.eye(classes, dtype="float32")[random.randint(0, classes, BATCH)]


def lengths(random, time, shortest):
    """A number of valid steps for each row; the first row is full, the second as short as it may be."""
    drawn = random.randint(shortest, time + 1, BATCH)
    drawn[:2] = time, shortest
    return drawn


def padded(time, features, shortest=1):
    """Sequences whose last steps are all zero, ``(BATCH, time, features)``, float32; no row is wholly zero."""

    def draw(random):
        array = random.uniform(0.1, 1, (BATCH, time, features)) * random.choice([-1, 1], (BATCH, time, features))
        for row, length in zip(array, lengths(random, time, shortest)):
            row[length:] = 0
        return array.astype("float32")

    return draw


def ids(time, vocabulary, shortest=1):
    """Numbers from 1 below ``vocabulary``, padded with 0 at the end, ``(BATCH, time)``, int32."""

    def draw(random):
        array = random.randint(1, vocabulary, (BATCH, time))
        for row, length in zip(array, lengths(random, time, shortest)):
            row[length:] = 0
        return array.astype("int32")

    return draw
