"""Connectionist temporal classification in ``K`` (Keras 2.2.4); the last class is the blank."""
from typing import Any, List, Tuple

import keras
import numpy as np
from keras import ops

from compat.era import current
from compat.flavors.keras3.backend.sparse import sparse_tensor
from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, dtype, static_shape, value_of
from compat.flavors.keras3.context import current_layer


def ctc_batch_cost(y_true: Tensor, y_pred: Tensor, input_length: Tensor, label_length: Tensor) -> Tensor:
    """The loss of each sequence, (samples, 1).

    Args:
        y_true: (samples, longest label) class numbers.
        y_pred: (samples, time, classes) probabilities.
        input_length: (samples, 1), how much of ``y_pred`` counts.
        label_length: (samples, 1), how much of ``y_true`` counts.
    """
    return call_when_run(_batch_cost, y_true, y_pred, input_length, label_length)


def _batch_cost(y_true: Tensor, y_pred: Tensor, input_length: Tensor, label_length: Tensor) -> Tensor:
    logits = _logits(y_pred)
    losses = ops.ctc_loss(cast(y_true, "int32"), logits, _lengths(label_length), _lengths(input_length),
                          mask_index=_blank(logits))
    return ops.expand_dims(losses, 1)


def ctc_label_dense_to_sparse(labels: Tensor, label_lengths: Tensor) -> Tensor:
    """The labels that count, as a sparse tensor.

    Args:
        labels: (samples, longest label) class numbers, with values.
        label_lengths: (samples,), how many of each sample count.

    Example:
        >>> from compat.flavors.keras3.backend.sparse import to_dense
        >>> [[int(label) for label in row] for row in to_dense(ctc_label_dense_to_sparse([[1, 2], [3, 4]], [2, 1]))]
        [[1, 2], [3, 0]]
    """
    numbers, lengths = np.asarray(value_of(labels)), np.asarray(value_of(label_lengths))
    counted = np.arange(numbers.shape[1]) < lengths.reshape(-1, 1)
    return sparse_tensor(np.argwhere(counted), numbers[counted], numbers.shape)


def ctc_decode(y_pred: Tensor, input_length: Tensor, greedy: bool = True, beam_width: int = 100,
               top_paths: int = 1, merge_repeated: bool = False) -> Tuple[List[Tensor], Tensor]:
    """The most probable labels of each sequence.

    Args:
        y_pred: (samples, time, classes) probabilities.
        input_length: (samples,), how much of it counts.
        greedy: the best class at each step; else a beam search of ``beam_width`` for ``top_paths`` results.
        merge_repeated: of Keras 2.3: leave out, in what a beam search found, each class that follows itself; tf.keras always
            did.

    Returns:
        (decoded, scores): a list of (samples, longest result) class numbers filled up with -1, one per path, in code of
        tf.keras (samples, time); and for the greedy search the negative sum of the log probabilities, (samples, 1), else
        those of the paths, (samples, top_paths). In what JAX compiles, no value is known, and results are filled up to the
        number of steps;
        K.function does not compile what holds a ctc_decode there.
    """
    of_tf_keras = current(current_layer()).of_tf_keras
    decoded, scores = call_when_run(_decode, as_tensor(y_pred), as_tensor(input_length), greedy, beam_width, top_paths,
                                    (merge_repeated or of_tf_keras) and not greedy, of_tf_keras)
    return list(decoded), scores


def _decode(y_pred: Tensor, input_length: Tensor, greedy: bool, beam_width: int, top_paths: int,
            merge_repeated: bool, fills_all_steps: bool) -> Any:
    logits = _logits(y_pred)
    strategy = "greedy" if greedy else "beam_search"
    paths, scores = ops.ctc_decode(logits, cast(input_length, "int32"), strategy=strategy, beam_width=beam_width,
                                   top_paths=top_paths, mask_index=None)
    found = [paths[i] for i in range(1 if greedy else top_paths)]
    found = [_without_repetitions(path) if merge_repeated else path for path in found]
    return found if fills_all_steps else [_trimmed(path) for path in found], scores


def _decoded_spec(y_pred: Tensor, input_length: Tensor, greedy: bool, beam_width: int, top_paths: int,
                  merge_repeated: bool, fills_all_steps: bool) -> Any:
    """What :func:`_decode` gives, of a length that depends on the values."""
    count = 1 if greedy else top_paths
    batch = (static_shape(y_pred) or (None,))[0]
    return ([keras.KerasTensor((batch, None), dtype="int32") for _ in range(count)],
            keras.KerasTensor((batch, count), dtype=dtype(y_pred)))


_decode.spec_of_sizes_by_values = _decoded_spec  # type: ignore[attr-defined]


def _without_repetitions(path: Tensor) -> Tensor:
    """(samples, longest result) class numbers, each run of equal ones once, filled up with -1 as before."""
    before = ops.concatenate([ops.full_like(path[:, :1], -1), path[:, :-1]], axis=1)
    kept = ops.not_equal(path, before)
    length = ops.shape(path)[1]
    places = ops.arange(length) + ops.where(kept, 0, length)
    return ops.take_along_axis(ops.where(kept, path, -1), ops.argsort(places, axis=1), axis=1)


def _logits(y_pred: Tensor) -> Tensor:
    return ops.log(as_tensor(y_pred) + keras.config.epsilon())


def _lengths(lengths: Tensor) -> Tensor:
    return ops.squeeze(cast(lengths, "int32"), -1)


def _blank(logits: Tensor) -> int:
    """The last class; TensorFlow, which may not know how many there are, counts from the end."""
    return int((static_shape(logits) or (None,))[-1] or 0) - 1


def _trimmed(path: Tensor) -> Tensor:
    """Drops the columns in which every sequence has ended, if the values are known or the backend can wait for them."""
    if keras.backend.backend() == "tensorflow":
        return path[:, :ops.max(ops.sum(cast(path >= 0, "int32"), axis=1))]
    try:
        longest = int((value_of(path) >= 0).sum(axis=1).max())
    except Exception:  # traced or symbolic: every backend has its own error for a tensor without a value
        return path
    return path[:, :longest]
