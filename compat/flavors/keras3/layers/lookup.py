"""``IntegerLookup`` of tf.keras 2.4 to 2.15 where Keras 3 computes without TensorFlow: numbers need none."""
from typing import Any, Optional, Sequence

import keras
import numpy as np
from keras import ops

from compat.errors import ConfigError

from .base import legacy
from .restored import RestoredLayer

_SMALLEST, _LARGEST = -(1 << 31), (1 << 31) - 1


@legacy
class NumericIntegerLookup(RestoredLayer):
    """Places of whole numbers in a vocabulary; or how often, or whether, each number of it occurs.

    Args:
        vocabulary: the numbers, without those of ``mask_token`` and ``oov_token``.
        max_tokens, num_oov_indices, mask_token, oov_token, invert, output_mode, pad_to_max_tokens: as in
            ``tf.keras.layers.IntegerLookup`` of 2.15.
        others: taken where they change nothing.

    Places count ``mask_token``, if there is one, then those of numbers out of the vocabulary, then the vocabulary. Output:
    of the shape of the input and whole numbers for ``output_mode="int"``; else floats, the last axis as long as the
    vocabulary, in place of the input's last one.

    Raises:
        ConfigError: it has no vocabulary, an ``output_mode`` of another kind, or numbers beyond 32 bits.
    """

    def __init__(self, vocabulary: Optional[Sequence[int]] = None, max_tokens: Optional[int] = None, num_oov_indices: int = 1,
                 mask_token: Optional[int] = None, oov_token: int = -1, invert: bool = False, output_mode: str = "int",
                 pad_to_max_tokens: bool = False, sparse: bool = False, vocabulary_dtype: Any = None, idf_weights: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        listed = [int(number) for number in vocabulary if number not in (mask_token, oov_token)] if vocabulary else []
        if not listed or output_mode not in ("int", "one_hot", "multi_hot", "count"):
            raise ConfigError("layer {!r} (IntegerLookup) {}; this backend has none that does, use TensorFlow's".format(
                self.name, "has output_mode {!r}".format(output_mode) if listed else "has no vocabulary"))
        if not all(_SMALLEST <= number <= _LARGEST for number in listed):
            raise ConfigError("layer {!r} (IntegerLookup) looks up numbers beyond 32 bits; use TensorFlow".format(self.name))
        self._keep(vocabulary=listed, max_tokens=max_tokens, num_oov_indices=num_oov_indices, mask_token=mask_token,
                   oov_token=oov_token, invert=invert, output_mode=output_mode, pad_to_max_tokens=pad_to_max_tokens,
                   sparse=False)
        masks = mask_token is not None and output_mode == "int"
        first = int(masks) + num_oov_indices
        numbers = listed + [int(mask_token or 0)] * masks
        places = list(range(first, first + len(listed))) + [0] * masks
        order = np.argsort(numbers, kind="stable")
        self.__dict__["_numbers"] = np.asarray(numbers, "int32")[order]
        self.__dict__["_places"] = np.asarray(places, "int32")[order]
        self.__dict__["_first"] = first
        self.__dict__["_by_place"] = np.asarray([mask_token] * masks + [oov_token] * num_oov_indices + listed, "int32")
        self.built = True

    @property
    def depth(self) -> int:
        """Length of the last axis of what is no list of places."""
        return int(self.max_tokens) if self.pad_to_max_tokens and self.max_tokens else len(self._by_place)

    def call(self, inputs: Any) -> Any:
        """The places of the numbers, or how often each occurs."""
        inputs = ops.cast(inputs, "int32")
        if self.invert:
            known = ops.logical_and(inputs >= 0, inputs < len(self._by_place))
            found = ops.take(self._by_place, ops.where(known, inputs, 0), axis=0)
            return ops.where(known, found, self.oov_token)
        places = self._looked_up(inputs)
        if self.output_mode == "int":
            return places
        if self.output_mode == "one_hot" and (len(inputs.shape) == 0 or inputs.shape[-1] != 1):
            return ops.one_hot(places, self.depth, dtype=self.compute_dtype)
        each = ops.one_hot(places, self.depth, dtype=self.compute_dtype)
        return ops.sum(each, axis=-2) if self.output_mode == "count" else ops.max(each, axis=-2)

    def _looked_up(self, inputs: Any) -> Any:
        numbers = ops.convert_to_tensor(self._numbers)
        flat = ops.reshape(inputs, (-1,))
        near = ops.minimum(ops.cast(ops.searchsorted(numbers, flat), "int32"), len(self._numbers) - 1)
        is_known = ops.equal(ops.take(numbers, near, axis=0), flat)
        outside = self._first - self.num_oov_indices + ops.mod(flat, max(1, self.num_oov_indices))
        outside = outside if self.num_oov_indices else ops.full_like(flat, -1)
        return ops.reshape(ops.where(is_known, ops.take(self._places, near, axis=0), outside), ops.shape(inputs))

    def compute_output_spec(self, inputs: Any) -> Any:
        """Whole numbers of the shape of the input, or floats with another last axis."""
        shape = tuple(inputs.shape)
        if self.output_mode == "int" or self.invert:
            return keras.KerasTensor(shape, dtype="int32")
        is_more = self.output_mode == "one_hot" and shape[-1] != 1
        return keras.KerasTensor((shape if is_more else shape[:-1]) + (self.depth,), dtype=self.compute_dtype)
