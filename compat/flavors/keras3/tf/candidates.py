"""Losses over a sample of the classes, ``tf.nn.sampled_softmax_loss`` and ``nce_loss``, and the samplers of classes."""
from typing import Any, Callable, NamedTuple, Optional, Tuple

import keras
import numpy as np
from keras import ops

import compat.flavors.keras3.tf.nn as nn
from compat.flavors.keras3.backend.random import generator_or
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, dtype_name
from compat.flavors.keras3.tf.nn_more import embedding_lookup
from compat.flavors.keras3.tf.random_more import poisson


class Candidates(NamedTuple):
    """Sampled classes, (num_sampled,) int64, and how often the true classes and they are to be expected in such a sample."""

    sampled_candidates: Any
    true_expected_count: Any
    sampled_expected_count: Any


def uniform_candidate_sampler(true_classes: Any, num_true: int, num_sampled: int, unique: bool, range_max: int,
                              seed: Optional[int] = None) -> Candidates:
    """Classes below ``range_max``, each as likely.

    Args:
        true_classes: (batch, num_true) class numbers.
        unique: no class twice.

    Raises:
        ValueError: more unique classes are asked for than there are.
    """
    share = 1.0 / int(range_max)
    if not unique:
        drawn = ops.floor(_uniform((int(num_sampled),), seed) * float(range_max))
        return _candidates(drawn, true_classes, lambda x: ops.full_like(cast(x, "float32"), share), num_sampled, range_max)
    return _unique(np.full(int(range_max), share), true_classes, num_sampled, seed)


def log_uniform_candidate_sampler(true_classes: Any, num_true: int, num_sampled: int, unique: bool, range_max: int,
                                  seed: Optional[int] = None) -> Candidates:
    """As :func:`uniform_candidate_sampler`, small numbers more often: ``(log(n + 2) - log(n + 1)) / log(range_max + 1)``."""
    whole = float(np.log(int(range_max) + 1.0))

    def share(classes: Any) -> Tensor:
        x = cast(classes, "float32")
        return ops.log1p(1.0 / (x + 1.0)) / whole

    if not unique:
        drawn = ops.floor(ops.exp(_uniform((int(num_sampled),), seed) * whole)) - 1.0
        return _candidates(drawn, true_classes, share, num_sampled, range_max)
    return _unique(np.log1p(1.0 / (np.arange(int(range_max)) + 1.0)) / whole, true_classes, num_sampled, seed)


def _uniform(shape: Tuple[int, ...], seed: Optional[int]) -> Tensor:
    return keras.random.uniform(shape, dtype="float32", seed=generator_or(seed))


def _candidates(drawn: Tensor, true_classes: Any, share: Callable[[Any], Tensor], num_sampled: int,
                range_max: int) -> Candidates:
    sampled = ops.clip(drawn, 0, int(range_max) - 1)
    return Candidates(cast(sampled, "int64"), share(true_classes) * float(num_sampled), share(sampled) * float(num_sampled))


def _unique(shares: np.ndarray, true_classes: Any, num_sampled: int, seed: Optional[int]) -> Candidates:
    """Draws without replacement: each class arrives after an exponential time, and the first ones are the sample.

    TensorFlow draws until it has enough different classes and counts its tries. Classes that arrive as Poisson processes are
    such tries, in time: those that have arrived go on arriving, so that the tries are as many as they are and what else
    arrived until the last of them did.
    """
    if int(num_sampled) > len(shares):
        raise ValueError("a sampler cannot draw {} unique classes of {}".format(num_sampled, len(shares)))
    rates = ops.convert_to_tensor(shares.astype("float32"))
    arrivals = -ops.log(1.0 - _uniform((len(shares),), seed)) / rates
    times, first = ops.top_k(-arrivals, int(num_sampled))
    since = ops.clip(-times[-1] + times, 0.0, float("inf"))  # times are negative: of the last, and of each
    tries = float(num_sampled) + poisson((), ops.sum(ops.take(rates, first, axis=0) * since), seed=seed)

    def expected(classes: Any) -> Tensor:
        return -ops.expm1(tries * ops.log1p(-ops.take(rates, cast(classes, "int32"), axis=0)))

    return Candidates(cast(first, "int64"), expected(true_classes), expected(first))


def sampled_softmax_loss(weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: int, num_classes: int,
                         num_true: int = 1, sampled_values: Any = None, remove_accidental_hits: bool = True,
                         partition_strategy: str = "div", seed: Optional[int] = None) -> Tensor:
    """The cross-entropy of the true classes among them and a sample of all, (batch,), for training alone.

    Args:
        weights: (num_classes, d), or several tables that share the rows.
        biases: (num_classes,).
        labels: (batch, num_true) class numbers.
        inputs: (batch, d).
        sampled_values: what a sampler gave; drawn by :func:`log_uniform_candidate_sampler` unless given.
    """
    logits, targets = _sampled(weights, biases, labels, inputs, num_sampled, num_classes, num_true, sampled_values,
                               remove_accidental_hits, partition_strategy, seed)
    return nn.softmax_cross_entropy_with_logits(labels=ops.stop_gradient(targets), logits=logits)


def nce_loss(weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: int, num_classes: int, num_true: int = 1,
             sampled_values: Any = None, remove_accidental_hits: bool = False, partition_strategy: str = "div") -> Tensor:
    """Noise-contrastive estimation: the true classes told from a sample, (batch,); see :func:`sampled_softmax_loss`."""
    logits, targets = _sampled(weights, biases, labels, inputs, num_sampled, num_classes, num_true, sampled_values,
                               remove_accidental_hits, partition_strategy, None)
    return ops.sum(nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits), axis=1)


def _sampled(weights: Any, biases: Any, labels: Any, inputs: Any, num_sampled: int, num_classes: int, num_true: int,
             sampled_values: Any, remove_hits: bool, strategy: str, seed: Optional[int]) -> Tuple[Tensor, Tensor]:
    """The logits of the true classes and then of the sample, corrected by how often each is drawn, and the labels."""
    x, classes, true = as_tensor(inputs), cast(labels, "int32"), int(num_true)
    if sampled_values is None:
        sampled_values = log_uniform_candidate_sampler(classes, true, num_sampled, True, num_classes, seed)
    drawn, true_count, drawn_count = [ops.stop_gradient(as_tensor(each)) for each in sampled_values]
    drawn, kind = cast(drawn, "int32"), dtype(x)

    def of(tables: Any, ids: Any) -> Tensor:
        return cast(embedding_lookup(tables, ids, strategy), kind)

    true_logits = ops.sum(x[:, None, :] * of(weights, classes), axis=-1) + of(biases, classes)
    drawn_logits = ops.matmul(x, ops.transpose(of(weights, drawn))) + of(biases, drawn)[None]
    if remove_hits:
        hits = ops.any(ops.equal(classes[:, :, None], drawn[None, None, :]), axis=1)
        lowest = float(np.finfo("float32" if kind == "bfloat16" else dtype_name(kind)).min)
        drawn_logits = drawn_logits + ops.where(hits, ops.cast(lowest, kind), ops.cast(0.0, kind))
    true_logits = true_logits - cast(ops.log(true_count), kind)
    drawn_logits = drawn_logits - cast(ops.log(drawn_count), kind)
    targets = [ops.ones_like(true_logits) / float(true), ops.zeros_like(drawn_logits)]
    return ops.concatenate([true_logits, drawn_logits], axis=1), ops.concatenate(targets, axis=1)
