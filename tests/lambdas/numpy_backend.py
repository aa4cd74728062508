"""``K``, ``tf`` and ``keras`` in NumPy: enough of each for the corpus, so that its values need no Keras."""
import math
import types

import numpy as np


def _axis(axis):
    return tuple(axis) if isinstance(axis, list) else axis


def _reduce(function):
    return lambda x, axis=None, keepdims=False: function(x, axis=_axis(axis), keepdims=keepdims)


def _softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


nn = types.SimpleNamespace(relu=lambda x: np.maximum(x, 0))
tf = types.SimpleNamespace(
    image=types.SimpleNamespace(resize_images=lambda x, size: np.resize(x, (x.shape[0],) + tuple(size) + x.shape[3:])),
    split=lambda value, parts, axis=0: np.split(value, parts, axis),
    reduce_mean=_reduce(np.mean), reduce_sum=_reduce(np.sum), nn=nn, math=types.SimpleNamespace(log1p=np.log1p),
    abs=np.abs, reshape=lambda x, shape: np.reshape(x, shape), cast=lambda x, dtype: x.astype(dtype), float32="float32",
)
K = types.SimpleNamespace(
    tf=tf, tanh=np.tanh, sigmoid=lambda x: 1 / (1 + np.exp(-x)), mean=_reduce(np.mean), sum=_reduce(np.sum),
    max=_reduce(np.max), l2_normalize=lambda x, axis=None: x / np.sqrt((x ** 2).sum(axis=axis, keepdims=True)),
    expand_dims=lambda x, axis=-1: np.expand_dims(x, axis), squeeze=np.squeeze, sqrt=np.sqrt, square=np.square,
    exp=np.exp, abs=np.abs, batch_dot=lambda x, y, axes: np.einsum("ij,ij->i", x, y)[:, None],
    permute_dimensions=np.transpose, repeat_elements=lambda x, rep, axis: np.repeat(x, rep, axis), reshape=np.reshape,
    shape=np.shape, int_shape=np.shape, concatenate=np.concatenate, stack=np.stack,
    cast=lambda x, dtype: np.asarray(x, dtype), not_equal=np.not_equal, floatx=lambda: "float32", dot=np.dot,
    transpose=np.transpose, clip=np.clip, epsilon=lambda: 1e-7, stop_gradient=lambda x: x, softmax=_softmax,
    map_fn=lambda fn, x: np.stack([fn(row) for row in x]), in_train_phase=lambda x, alt: alt, greater=np.greater,
    switch=lambda c, then, other: np.where(c, then, other()), maximum=np.maximum,
    random_normal=lambda shape, mean=0.: np.arange(np.prod(shape), dtype=float).reshape(shape) + mean,
)
#: What an evaluator and a true function find.
NAMESPACE = {"K": K, "tf": tf, "np": np, "math": math, "keras": types.SimpleNamespace(backend=K)}


def inputs(shapes):
    """Arrays of the given shapes, the same each time; a list of shapes is one input that is a list of arrays."""
    state = np.random.RandomState(7)

    def array(shape):
        if isinstance(shape, list):
            return [array(each) for each in shape]
        return (state.standard_normal(shape) + 1.5)
    return [array(each) for each in shapes]
