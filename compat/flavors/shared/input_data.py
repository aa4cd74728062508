"""Checks of input data (``keras.engine.training_utils`` of Keras 2), for custom training loops."""
from inspect import isgenerator
from typing import Any, Iterator, List, Optional, Sequence, Tuple, Union

import numpy as np

from compat.flavors import Names

K = Names("keras.backend")


def standardize_single_array(x: Any) -> Any:
    """``x``, with a last axis of one if it is an array ``(samples,)``; None stays None.

    Raises:
        ValueError: a symbolic tensor without a batch size.
    """
    if x is None:
        return None
    if K.is_tensor(x):
        shape = K.int_shape(x)
        if shape is None or shape[0] is None:
            raise ValueError("When feeding symbolic tensors to a model, we expect the tensors to have a static batch size. "
                             "Got tensor with shape: {}".format(shape))
        return x
    return np.expand_dims(x, 1) if x.ndim == 1 else x


def standardize_input_data(data: Any, names: Sequence[str], shapes: Optional[Sequence[Any]] = None,
                           check_batch_axis: bool = True, exception_prefix: str = "") -> List[Any]:
    """Data for a model as a list of arrays.

    Args:
        data: an array, a list of them, or a dictionary by name.
        names: of the model's inputs or outputs.
        shapes: of these, with batch axis; None where a shape is not known.
        check_batch_axis: compare the batch axis too.
        exception_prefix: what the data are, for the text of errors.

    Raises:
        ValueError: number, rank or size of the arrays are not those of the model.
        TypeError: no arrays at all.

    Example:
        >>> [array.shape for array in standardize_input_data(np.zeros(3), ["x"])]
        [(3, 1)]
    """
    if not names:
        if data is not None and hasattr(data, "__len__") and len(data):
            raise ValueError("Error when checking model {}: expected no data, but got:".format(exception_prefix), data)
        return []
    if data is None:
        return [None for _ in names]
    arrays = [_values(each) for each in _listed(data, names)]
    sizes = shapes if shapes and len(shapes) == len(arrays) else [None] * len(arrays)
    arrays = [each if _is_one_axis(each, shape) else standardize_single_array(each) for each, shape in zip(arrays, sizes)]
    if len(arrays) != len(names):
        arrays = _of_right_number(arrays, names, exception_prefix)
    for name, array, shape in zip(names, arrays, shapes or ()):
        if shape is not None and not K.is_tensor(array):
            _check_shape(name, tuple(array.shape), tuple(shape), check_batch_axis, exception_prefix)
    return arrays


def _listed(data: Any, names: Sequence[str]) -> List[Any]:
    if isinstance(data, dict):
        missing = [name for name in names if name not in data]
        if missing:
            raise ValueError('No data provided for "{}". Need data for each key in: {}'.format(missing[0], names))
        return [data[name] for name in names]
    if not isinstance(data, list):
        return [data]
    if isinstance(data[0], list):
        return [np.asarray(each) for each in data]
    return [np.asarray(data)] if len(names) == 1 and isinstance(data[0], (float, int)) else data


def _is_one_axis(array: Any, shape: Any) -> bool:
    """Whether samples are single numbers or texts, of an ``Input(())``, and the array is of such."""
    return shape is not None and len(shape) == 1 and getattr(array, "ndim", 0) == 1


def _values(data: Any) -> Any:
    return data.values if type(data).__name__ == "DataFrame" else data


def _of_right_number(arrays: List[Any], names: Sequence[str], prefix: str) -> List[Any]:
    """A list of numbers or rows as the one array it stands for; anything else is an error."""
    if arrays and hasattr(arrays[0], "shape"):
        raise ValueError(
            "Error when checking model {}: the list of Numpy arrays that you are passing to your model is not the size the "
            "model expected. Expected to see {} array(s), but instead got the following list of {} arrays: {}...".format(
                prefix, len(names), len(arrays), str(arrays)[:200]))
    if len(names) > 1:
        raise ValueError(
            "Error when checking model {}: you are passing a list as input to your model, but the model expects a list of "
            "{} Numpy arrays instead. The list you passed was: {}".format(prefix, len(names), str(arrays)[:200]))
    return [np.asarray(arrays)]


def _check_shape(name: str, found: Tuple[int, ...], expected: Tuple[Any, ...], with_batch: bool, prefix: str) -> None:
    if len(found) != len(expected):
        raise ValueError("Error when checking {}: expected {} to have {} dimensions, but got array with shape {}".format(
            prefix, name, len(expected), found))
    skipped = 0 if with_batch else 1
    if any(size and size != actual for actual, size in zip(found[skipped:], expected[skipped:])):
        raise ValueError("Error when checking {}: expected {} to have shape {} but got array with shape {}".format(
            prefix, name, expected[skipped:], found[skipped:]))


def check_array_length_consistency(inputs: Any, targets: Any, weights: Any = None) -> None:
    """Refuse arrays of different numbers of samples.

    Raises:
        ValueError: they differ.
    """
    x, y, w = _lengths(inputs), _lengths(targets), _lengths(weights)
    for name, lengths, arrays in (("input arrays (x)", x, inputs), ("target arrays (y)", y, targets),
                                  ("sample_weight arrays", w, weights)):
        if len(lengths) > 1:
            raise ValueError("All {} should have the same number of samples. Got array shapes: {}".format(
                name, [None if array is None else array.shape for array in arrays]))
    if x and y and x != y:
        raise ValueError("Input arrays should have the same number of samples as target arrays. Found {} input samples and "
                         "{} target samples.".format(min(x), min(y)))
    if y and w and y != w:
        raise ValueError("Sample_weight arrays should have the same number of samples as target arrays. Got {} input "
                         "samples and {} target samples.".format(min(y), min(w)))


def _lengths(arrays: Any) -> Any:
    return {0} if arrays is None else {0 if array is None else int(array.shape[0]) for array in arrays}


def check_num_samples(ins: Any, batch_size: Optional[int] = None, steps: Optional[int] = None,
                      steps_name: str = "steps") -> Optional[int]:
    """Number of samples, or None where ``steps`` counts batches.

    Raises:
        ValueError: batch size and steps are both given, or symbolic tensors without steps.
    """
    if steps is not None and batch_size is not None:
        raise ValueError("If {} is set, the `batch_size` must be None.".format(steps_name))
    if not ins or any(K.is_tensor(x) and not _holds_texts(x) for x in ins):
        if steps is None:
            raise ValueError(
                "If your data is in the form of symbolic tensors, you should specify the `{}` argument (instead of the "
                "`batch_size` argument, because symbolic tensors are expected to produce batches of input data).".format(
                    steps_name))
        return None
    return int(ins[0].shape[0]) if hasattr(ins[0], "shape") else None


def _holds_texts(tensor: Any) -> bool:
    """Whether a tensor is one of TensorFlow 2 that holds texts: arrays of them are made such tensors."""
    return "string" in str(tensor.dtype) and hasattr(tensor, "numpy") and not hasattr(tensor, "_keras_history")


def make_batches(size: int, batch_size: int) -> List[Tuple[int, int]]:
    """First row and row after the last of each batch.

    Example:
        >>> make_batches(5, 2)
        [(0, 2), (2, 4), (4, 5)]
    """
    return [(start, min(size, start + batch_size)) for start in range(0, size, batch_size)]


def batch_shuffle(index_array: Any, batch_size: int) -> Any:
    """Shuffle whole batches of indices; those left over stay at the end."""
    whole = len(index_array) // batch_size * batch_size
    batches = index_array[:whole].reshape((-1, batch_size))
    np.random.shuffle(batches)
    return np.append(batches.flatten(), index_array[whole:])


def iter_sequence_infinite(seq: Any) -> Iterator[Any]:
    """The batches of a ``Sequence``, again and again."""
    while True:
        yield from seq


def is_sequence(seq: Any) -> bool:
    """Whether it is a ``Sequence``, or looks like one."""
    return isinstance(seq, Names("keras.utils").Sequence) or {"use_sequence_api", "on_epoch_end"} <= set(dir(seq))


def is_generator_or_sequence(x: Any) -> bool:
    """Whether batches come out of it one after the other."""
    return isgenerator(x) or is_sequence(x)


def check_generator_arguments(y: Any = None, sample_weight: Any = None, validation_split: Any = None) -> None:
    """Refuse what a generator yields itself.

    Raises:
        ValueError: one of them is given.
    """
    for name, value in (("y", y), ("sample_weight", sample_weight)):
        if value is not None:
            raise ValueError("`{}` argument is not supported when data is a generator or Sequence instance. Instead pass "
                             "it as an element of what the generator yields.".format(name))
    if validation_split:
        raise ValueError("If your data is in the form of a Python generator, you cannot use `validation_split`.")


def should_run_validation(validation_freq: Union[int, Sequence[int]], epoch: int) -> bool:
    """Whether to validate after this epoch, counted from 0.

    Raises:
        ValueError: a frequency below one.

    Example:
        >>> [epoch for epoch in range(6) if should_run_validation(2, epoch)]
        [1, 3, 5]
    """
    if isinstance(validation_freq, int):
        if validation_freq < 1:
            raise ValueError("`validation_freq` can not be less than 1.")
        return (epoch + 1) % validation_freq == 0
    return epoch + 1 in validation_freq
