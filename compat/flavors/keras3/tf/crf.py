"""``tf.contrib.crf`` of TensorFlow 1.15: linear chains of tags, scored and decoded, over ``keras.ops``.

``inputs`` and ``potentials`` are (batch, time, tags) scores, ``tag_indices`` (batch, time) numbers, ``sequence_lengths``
(batch,) numbers of steps that count, and ``transition_params`` (tags, tags) scores from one tag to the next.
"""
from typing import Any, Callable, List, Optional, Tuple

import numpy as np
from keras import ops

from compat.flavors.keras3.backend import control
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, static_shape


def crf_unary_score(tag_indices: Any, sequence_lengths: Any, inputs: Any) -> Tensor:
    """The sum of the scores of the tags themselves, (batch,)."""
    x = as_tensor(inputs)
    scores = ops.take_along_axis(x, cast(tag_indices, "int32")[..., None], axis=2)[..., 0]
    return ops.sum(scores * _mask(sequence_lengths, x), axis=1)


def crf_binary_score(tag_indices: Any, sequence_lengths: Any, transition_params: Any) -> Tensor:
    """The sum of the scores of the transitions from each tag to the next, (batch,)."""
    tags, transitions = cast(tag_indices, "int32"), as_tensor(transition_params)
    count = int((static_shape(transitions) or (None,))[-1] or 0)
    scores = ops.take(ops.reshape(transitions, (-1,)), tags[:, :-1] * count + tags[:, 1:], axis=0)
    kept = _steps(tags)[None, 1:] < cast(sequence_lengths, "int32")[:, None]
    return ops.sum(scores * ops.cast(kept, scores.dtype), axis=1)


def crf_sequence_score(inputs: Any, tag_indices: Any, sequence_lengths: Any, transition_params: Any) -> Tensor:
    """The score of the tags that are named, (batch,)."""
    return crf_unary_score(tag_indices, sequence_lengths, inputs) + crf_binary_score(
        tag_indices, sequence_lengths, transition_params)


def crf_multitag_sequence_score(inputs: Any, tag_bitmap: Any, sequence_lengths: Any, transition_params: Any) -> Tensor:
    """The logarithm of the summed exponentials of the scores of all tags that ``tag_bitmap`` (batch, time, tags) allows."""
    x = as_tensor(inputs)
    allowed = ops.where(cast(tag_bitmap, "bool"), x, ops.full_like(x, float("-inf")))
    return crf_log_norm(allowed, sequence_lengths, transition_params)


def crf_log_norm(inputs: Any, sequence_lengths: Any, transition_params: Any) -> Tensor:
    """The logarithm of the summed exponentials of the scores of all sequences of tags, (batch,)."""
    x, transitions = as_tensor(inputs), cast(transition_params, dtype(inputs))[None]

    def step(before: Tensor, scores: Tensor) -> Tensor:
        return ops.logsumexp(before[:, :, None] + transitions, axis=1) + scores

    last = _forward(step, x, sequence_lengths)[0]
    norm = ops.logsumexp(last, axis=1)
    return ops.where(cast(sequence_lengths, "int32") <= 0, ops.zeros_like(norm), norm)


def crf_decode(potentials: Any, transition_params: Any, sequence_length: Any) -> Tuple[Tensor, Tensor]:
    """The tags with the highest score, (batch, time) int32, 0 behind the end of each sequence, and that score, (batch,)."""
    x, transitions = as_tensor(potentials), cast(transition_params, dtype(potentials))[None]
    lengths = cast(sequence_length, "int32")

    def step(before: Tensor, scores: Tensor) -> Tensor:
        return ops.max(before[:, :, None] + transitions, axis=1) + scores

    last, every = _forward(step, x, lengths)
    tag = ops.cast(ops.argmax(last, axis=1), "int32")
    if every is None:
        return tag[:, None], ops.max(last, axis=1)
    came_from = ops.cast(ops.argmax(every[..., None] + transitions[None], axis=2), "int32")  # (time - 1, batch, tags)

    def back(after: Tensor, slices: Any) -> Any:
        number, sources = slices
        source = ops.take_along_axis(sources, after[:, None], axis=1)[:, 0]
        chosen = ops.where(number < lengths, source, after)
        return chosen, chosen

    numbers = _steps(x)[1:]
    _, earlier = control.scan(back, tag, (numbers, came_from), True)
    tags = ops.transpose(ops.concatenate([earlier, tag[None]], axis=0))
    kept = _steps(x)[None] < ops.maximum(lengths, 1)[:, None]
    return ops.where(kept, tags, ops.zeros_like(tags)), ops.max(last, axis=1)


def viterbi_decode(score: Any, transition_params: Any) -> Tuple[List[int], float]:
    """The tags with the highest score for one sequence of NumPy arrays, (time, tags) and (tags, tags), and that score."""
    score, transitions = np.asarray(score), np.asarray(transition_params)
    best, sources = score[0], []
    for row in score[1:]:
        through = best[:, None] + transitions
        sources.append(np.argmax(through, axis=0))
        best = row + np.max(through, axis=0)
    path = [int(np.argmax(best))]
    for each in reversed(sources):
        path.append(int(each[path[-1]]))
    return path[::-1], np.max(best)


def _forward(step: Callable[[Tensor, Tensor], Tensor], x: Tensor, sequence_lengths: Any) -> Tuple[Tensor, Optional[Tensor]]:
    """The scores of each tag at the end of the sequences, and those before each step but the first; None for one step."""
    first, lengths = x[:, 0], cast(sequence_lengths, "int32")
    if (static_shape(x) or (None, None))[1] == 1:
        return first, None

    def carried(before: Tensor, slices: Any) -> Any:
        number, scores = slices
        return ops.where((number < lengths)[:, None], step(before, scores), before), before

    last, every = control.scan(carried, first, (_steps(x)[1:], ops.transpose(x, (1, 0, 2))[1:]), False)
    return last, every


def _steps(x: Tensor) -> Tensor:
    """The numbers of the steps, (time,) int32."""
    return ops.arange(ops.shape(x)[1], dtype="int32")


def _mask(sequence_lengths: Any, x: Tensor) -> Tensor:
    return ops.cast(_steps(x)[None] < cast(sequence_lengths, "int32")[:, None], x.dtype)
