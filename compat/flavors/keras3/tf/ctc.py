"""``tf.nn.ctc_loss`` of TensorFlow 1 and 2 and its decoders, over the connectionist temporal classification of ``keras.ops``.

Logits are (time, batch, classes) unless ``time_major`` says otherwise.
"""
from typing import Any, List, Tuple

import numpy as np
from keras import ops

from compat.errors import UnsupportedError
from compat.flavors.keras3.backend.ctc import _without_repetitions
from compat.flavors.keras3.backend.tensors import Tensor, as_tensor, cast, static_shape
from compat.flavors.keras3.tf.sparse import _is as is_sparse
from compat.flavors.keras3.tf.sparse import to_dense
from compat.flavors.keras3.tf.sparse_tensor import SparseTensor, sparse
from compat.flavors.keras3.tf.traced import values_of


def ctc_loss(labels: Any, inputs: Any = None, sequence_length: Any = None, preprocess_collapse_repeated: bool = False,
             ctc_merge_repeated: bool = True, ignore_longer_outputs_than_inputs: bool = False, time_major: bool = True,
             logits: Any = None) -> Tensor:
    """The loss of each sequence, (batch,); the last class is the blank.

    Args:
        labels: a sparse tensor (batch, longest label) of class numbers.
        inputs: logits; ``logits`` is another name of it.
        sequence_length: (batch,), how many steps count.
        ignore_longer_outputs_than_inputs: the loss of more labels than steps is 0; otherwise it is infinite, on JAX very
            large, where TensorFlow 1 stopped with an error.

    Raises:
        UnsupportedError: repeated labels are to be collapsed, or not to be merged.
    """
    if preprocess_collapse_repeated or not ctc_merge_repeated:
        raise UnsupportedError("tf.nn.ctc_loss is served without preprocess_collapse_repeated and with ctc_merge_repeated")
    x = _batch_major(inputs if logits is None else logits, time_major)
    numbers, lengths = _labels(labels)
    steps = cast(sequence_length, "int32")
    losses = ops.ctc_loss(numbers, x, lengths, steps, mask_index=_classes(x) - 1)
    if not ignore_longer_outputs_than_inputs:
        return losses
    return ops.where(steps >= lengths, losses, ops.zeros_like(losses))


def ctc_loss_v2(labels: Any, logits: Any, label_length: Any, logit_length: Any, logits_time_major: bool = True,
                unique: Any = None, blank_index: Any = None) -> Tensor:
    """The loss of each sequence, (batch,).

    Args:
        labels: (batch, longest label) class numbers, or a sparse tensor.
        label_length: (batch,), how many labels count; not read for a sparse tensor.
        logit_length: (batch,), how many steps count.
        blank_index: the class of the blank, 0 unless given, counted from the end if negative.

    Raises:
        ValueError: the labels are sparse and no blank is named.
    """
    x = _batch_major(logits, logits_time_major)
    if is_sparse(labels):
        if blank_index is None:
            raise ValueError("tf.nn.ctc_loss: argument blank_index must be provided when labels is a SparseTensor")
        numbers, lengths = _labels(labels)
    else:
        numbers, lengths = cast(labels, "int32"), cast(label_length, "int32")
    blank = int(blank_index or 0)
    blank = blank + _classes(x) if blank < 0 else blank
    return ops.ctc_loss(numbers, x, lengths, cast(logit_length, "int32"), mask_index=blank)


def ctc_greedy_decoder(inputs: Any, sequence_length: Any, merge_repeated: bool = True,
                       blank_index: Any = None) -> Tuple[List[SparseTensor], Tensor]:
    """The best class of each step: a sparse tensor (batch, longest) in a list, and the negative sum of the logits, (batch, 1).

    The sizes follow from the values, so that no backend compiles it.
    """
    x, lengths = _batch_major(inputs, True), values_of(sequence_length, "nn.ctc_greedy_decoder")
    count = _classes(x)
    blank = count - 1 if blank_index is None else int(blank_index) % count
    best = values_of(ops.argmax(x, axis=-1), "nn.ctc_greedy_decoder")
    inside = np.arange(best.shape[1])[None, :] < lengths[:, None]
    kept = inside & (best != blank)
    if merge_repeated:
        kept[:, 1:] &= best[:, 1:] != best[:, :-1]
    summed = ops.sum(ops.max(x, axis=-1) * ops.cast(ops.convert_to_tensor(inside), x.dtype), axis=1, keepdims=True)
    return [_packed([row[chosen] for row, chosen in zip(best, kept)])], -summed


def ctc_beam_search_decoder(inputs: Any, sequence_length: Any, beam_width: int = 100, top_paths: int = 1,
                            merge_repeated: bool = True) -> Tuple[List[SparseTensor], Tensor]:
    """The most probable labels: a sparse tensor (batch, longest) for each path, and the log probabilities, (batch, top_paths).

    ``merge_repeated`` of TensorFlow 1 leaves out each class of a result that follows itself. The sizes follow from the values,
    so that no backend compiles it.
    """
    return _searched(inputs, sequence_length, beam_width, top_paths, merge_repeated)


def ctc_beam_search_decoder_v2(inputs: Any, sequence_length: Any, beam_width: int = 100,
                               top_paths: int = 1) -> Tuple[List[SparseTensor], Tensor]:
    """As :func:`ctc_beam_search_decoder`, of results as they are."""
    return _searched(inputs, sequence_length, beam_width, top_paths, False)


def _searched(inputs: Any, sequence_length: Any, beam_width: int, top_paths: int,
              merge_repeated: bool) -> Tuple[List[SparseTensor], Tensor]:
    paths, scores = ops.ctc_decode(_batch_major(inputs, True), cast(sequence_length, "int32"), strategy="beam_search",
                                   beam_width=beam_width, top_paths=top_paths, mask_index=None)
    found = []
    for number in range(top_paths):
        path = _without_repetitions(paths[number]) if merge_repeated else paths[number]
        found.append(_packed([row[row >= 0] for row in values_of(path, "nn.ctc_beam_search_decoder")]))
    return found, scores


def _batch_major(logits: Any, time_major: bool) -> Tensor:
    x = as_tensor(logits)
    return ops.transpose(x, (1, 0, 2)) if time_major else x


def _classes(x: Tensor) -> int:
    return int((static_shape(x) or (None,))[-1] or 0)


def _labels(labels: Any) -> Tuple[Tensor, Tensor]:
    """The labels of a sparse tensor, (batch, longest) filled up with 0, and how many each sequence has."""
    x = sparse(labels)
    rows = ops.cast(x.indices[:, 0], "int32")
    return cast(to_dense(x), "int32"), ops.segment_sum(ops.ones_like(rows), rows, x.dense_shape[0])


def _packed(rows: List[np.ndarray]) -> SparseTensor:
    """A sparse tensor of int64 with these rows."""
    longest = max([len(row) for row in rows] or [0])
    indices = [(number, place) for number, row in enumerate(rows) for place in range(len(row))]
    values = np.concatenate(rows) if rows else np.zeros(0)
    return SparseTensor(np.asarray(indices, "int64").reshape(-1, 2), ops.convert_to_tensor(values.astype("int64")),
                        (len(rows), longest))
