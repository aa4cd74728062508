"""Models that are fed texts on JAX and torch: data, and what the model is called on, hold numbers in their place."""
from typing import Any, Iterator, List

import keras
import numpy as np

from ..layers.texts import LooksUp
from ..texts import dataset_without_texts, without_texts
from .arrays import is_endless
from .sequences import Epochs


class TakesTexts:
    """Mix-in of a model: where it holds layers that look texts up, it is given numbers in place of texts."""

    def _looks_texts_up(self: Any) -> bool:
        return any(isinstance(each, LooksUp) and each.takes_texts for each in self._flatten_layers())

    def _inputs_of(self: Any, x: Any) -> Any:
        texts = (_gives_batches(x) or _may_hold_texts(x)) and self._looks_texts_up()
        return super()._inputs_of(_without_texts(x) if texts else x)  # type: ignore[misc]

    def _validation(self: Any, data: Any, steps: Any) -> Any:
        alone = data is not None and not isinstance(data, (list, tuple))
        return super()._validation(  # type: ignore[misc]
            _without_texts(data) if alone and self._looks_texts_up() else data, steps)

    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:
        """The outputs for tensors, or for texts."""
        if keras.backend.backend() != "tensorflow" and args and _may_hold_texts(args[0]) and self._looks_texts_up():
            args = (_of_one_kind(without_texts(args[0])), *args[1:])
        return super().__call__(*args, **kwargs)  # type: ignore[misc]


class InputsOfTexts:
    """Mix-in of a model made of inputs and outputs, which is called on arrays beside tensors, too."""

    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:
        """The outputs for a tensor or array, or for a list or dict of them."""
        if args and isinstance(args[0], (list, tuple, dict)):
            args = (_of_one_kind(args[0]), *args[1:])
        return super().__call__(*args, **kwargs)  # type: ignore[misc]

    def _convert_inputs_to_tensors(self: Any, flat_inputs: List[Any]) -> Any:
        """Keras gives each input the type of its ``Input``, which no tensor has where that is text."""
        if keras.backend.backend() == "tensorflow" or not any(each.dtype == "string" for each in self._inputs):
            return super()._convert_inputs_to_tensors(flat_inputs)  # type: ignore[misc]
        return [given if given is None else keras.ops.convert_to_tensor(without_texts(given)) if known.dtype == "string"
                else keras.ops.convert_to_tensor(given, dtype=known.dtype, sparse=known.sparse)
                for given, known in zip(flat_inputs, self._inputs)]


def _of_one_kind(inputs: Any) -> Any:
    """Inputs of a call with tensors in place of arrays, where tensors are among them: Keras takes no mixture."""
    if not any(keras.ops.is_tensor(each) for each in keras.tree.flatten(inputs)):
        return inputs
    return keras.tree.map_structure(
        lambda each: keras.ops.convert_to_tensor(each) if isinstance(each, np.ndarray) else each, inputs)


def _may_hold_texts(data: Any) -> bool:
    """Whether this, or a part of it, is an array or tensor that may be of texts; asked of each batch, so it looks no deeper."""
    if isinstance(data, (list, tuple, dict)):
        return any(_may_be_texts(each) for each in (data.values() if isinstance(data, dict) else data))
    return _may_be_texts(data)


def _may_be_texts(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "OSU"
    return type(value).__module__.startswith("tensorflow")


def _gives_batches(data: Any) -> bool:
    return hasattr(data, "element_spec") or isinstance(data, keras.utils.PyDataset) or is_endless(data)


def _without_texts(data: Any) -> Any:
    if hasattr(data, "element_spec"):
        return dataset_without_texts(data)
    if isinstance(data, keras.utils.PyDataset):
        return _Numbered(data)
    return _numbered(data) if is_endless(data) else without_texts(data)


def _numbered(batches: Any) -> Iterator[Any]:
    for batch in batches:
        yield without_texts(batch)


class _Numbered(Epochs):
    """The batches of a ``Sequence`` with numbers in place of texts."""

    def __getitem__(self, number: int) -> Any:
        return without_texts(super().__getitem__(number))
