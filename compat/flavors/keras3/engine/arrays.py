"""Data as Keras 1 and 2 took it: nested Python lists, lists of one array, arrays without their last axis of one."""
from itertools import islice
from typing import Any, Iterator, List, Optional, Sequence

import keras
import numpy as np
from keras import tree
from keras.src.trainers.data_adapters import data_adapter_utils  # not public: how many batches it looks at

from compat.era import current

from ..texts import as_tensor, is_of_texts
from .dataset_creator import dataset_of

Ranks = Optional[Sequence[int]]
PEEKED: int = getattr(data_adapter_utils, "NUM_BATCHES_FOR_TENSOR_SPEC", 1)  # Keras 3.3 looks at one


def standardized(data: Any, ranks: Ranks, texts: bool = True) -> Any:
    """``data`` as arrays that Keras 3 takes for a model with inputs (or outputs) of these ranks.

    Args:
        data: an array, a nested list, a list of them with one for each input, a dict, or None. Generators and datasets
            pass unchanged; a ``DatasetCreator`` makes one.
        ranks: number of axes of each input, or None when the model does not know.
        texts: whether the model may take texts, which are tensors on TensorFlow.

    Example:
        >>> standardized([[1, 2], [3, 4]], [2]).shape
        (2, 2)
        >>> standardized([[[1, 2], [3, 4]]], [2]).shape
        (2, 2)
    """
    if isinstance(data, dict):
        return {name: _array(value, texts) for name, value in data.items()}
    if not isinstance(data, (list, tuple)):
        return dataset_of(_array(data, texts))
    if ranks is not None and len(ranks) == 1:
        return _of_one(data, ranks[0], texts)
    return [_array(value, texts) for value in data]


def _of_one(data: Any, rank: int, texts: bool) -> Any:
    if not _is_array(data[0]) and current().behaviour("predict_nested_list") == "reject":
        return data
    if len(data) > 1 and _is_array(data[0]) and len(data[0].shape) == rank:
        return data
    if len(data) == 1 and (_is_array(data[0]) or _rank(data) == rank + 1):
        return _array(data[0], texts)
    return _array(data, texts)


def _array(value: Any, texts: bool) -> Any:
    if isinstance(value, (list, tuple)):
        array = np.asarray(value)
        value = array.astype("float32") if array.dtype == np.float64 else array
    return as_tensor(value) if texts and is_of_texts(value) and keras.backend.backend() == "tensorflow" else value


def dense(value: Any) -> Any:
    """A data frame of pandas as an array; anything else unchanged."""
    return value.values if type(value).__name__ in ("DataFrame", "Series") else value


def as_numbers(value: Any, tensor: Any = None) -> Any:
    """An array of Python objects or of texts, as pandas and ``csv`` give them, as the numbers that Keras 1 and 2 read in it.

    Args:
        value: data of one input or target.
        tensor: the input, which may take texts.

    Raises:
        ValueError: something in it is no number.

    Example:
        >>> as_numbers(np.array([["1", 2.5]], dtype=object)).tolist()
        [[1.0, 2.5]]
    """
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "OUS" or getattr(tensor, "dtype", "") == "string":
        return value
    return value.astype(keras.config.floatx())


def _is_array(value: Any) -> bool:
    return hasattr(value, "shape") and len(value.shape) > 0


def _rank(data: Any) -> int:
    """Depth of a nested list, by its first elements."""
    depth = 0
    while isinstance(data, (list, tuple)):
        depth += 1
        data = data[0] if data else None
    return depth + (len(data.shape) if hasattr(data, "shape") else 0)


def is_endless(batches: Any) -> bool:
    """Whether data are a generator; what ``flow()`` gives is one too, but also a ``Sequence``, whose epochs end."""
    return hasattr(batches, "__next__") and not isinstance(batches, keras.utils.PyDataset)


def tupled(generator: Any) -> Any:
    """A generator whose batches are tuples, as Keras 3 needs; those with a length, such as ``flow()``, are left unchanged.

    Lists of arrays in them are tuples, too: TensorFlow takes no lists in its data sets.
    """
    if not is_endless(generator):
        return generator
    return (_with_tuples(batch) for batch in generator)


def _with_tuples(batch: Any) -> Any:
    if not isinstance(batch, (list, tuple)) or hasattr(batch, "_fields"):
        return batch
    is_of_numbers = isinstance(batch, list) and all(isinstance(each, (int, float)) for each in batch)
    return batch if is_of_numbers else tuple(map(_with_tuples, batch))


def limited(batches: Any, steps: Optional[int]) -> Any:
    """A generator of as many batches as are used, so that the next call goes on with the one after them.

    Keras 3 takes two to see their shapes, and TensorFlow reads ahead.
    """
    return (batch for batch in islice(batches, steps)) if steps and is_endless(batches) else batches


def peeked(batches: Any) -> Any:
    """A generator for validations: Keras 3 takes its first batches to see their shapes, and loses them."""
    return _with_first_again(batches) if is_endless(batches) else batches


def _with_first_again(batches: Iterator[Any]) -> Iterator[Any]:
    for number, batch in enumerate(batches):
        yield from [batch] * (1 + (PEEKED if number == 0 else 0))


def of_no_samples(outputs: Sequence[Any]) -> Any:
    """What the prediction of no samples gives, which Keras 3 cannot: an array without rows for each of these tensors."""
    found = [np.zeros((0, *(size or 0 for size in each.shape[1:])), str(each.dtype)) for each in outputs]
    return found[0] if len(found) == 1 else found


def inputs_alone(generator: Any) -> Any:
    """For a prediction, anything but a tuple is the input, or a list of inputs; TensorFlow takes no lists in its data sets."""
    if not is_endless(generator):
        return generator
    return (keras.tree.lists_to_tuples(batch if isinstance(batch, tuple) else (batch,)) for batch in generator)


def ranks_of(model: Any, which: str) -> Optional[List[int]]:
    """Numbers of axes of the ``"inputs"`` or ``"outputs"`` of a model; None for one that does not know them."""
    try:
        tensors = getattr(model, which)
    except AttributeError:
        return None
    return [len(tensor.shape) for tensor in tensors] if tensors else None


def listed_weights(weights: Any, targets: Any = None, names: Sequence[str] = ()) -> Any:
    """Sample weights, nested lists as arrays, in the structure of the targets.

    Args:
        weights: of each sample; of several outputs a list, or a dictionary by name.
        targets: what they belong to.
        names: of the outputs.
    """
    if isinstance(weights, dict) and not isinstance(targets, dict):
        if not isinstance(targets, (list, tuple)):
            return weights.get(names[0]) if len(names) == 1 else weights
        weights = [weights.get(name) if weights.get(name) is not None else np.ones(len(target))
                   for name, target in zip(names, targets)]
    return standardized(weights, None) if isinstance(weights, (list, tuple)) else weights


def by_sample(found: Any, given: Sequence[Any]) -> Any:
    """What a step gave; an output without axes, such as a loss, once for each sample: ``predict`` of Keras 2 filled rows so.

    Args:
        found: the outputs, in any nesting; on JAX also the state after the step.
        given: what the step was given: the data, on JAX after the state.
    """
    outputs = found[0] if len(given) > 1 else found
    if all(len(each.shape) for each in tree.flatten(outputs)):
        return found
    first = tree.flatten(keras.utils.unpack_x_y_sample_weight(given[-1])[0])[0]
    size = keras.ops.shape(first)[:1]
    outputs = tree.map_structure(lambda each: each if len(each.shape) else keras.ops.broadcast_to(each, size), outputs)
    return (outputs, found[1]) if len(given) > 1 else outputs
