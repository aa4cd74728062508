"""Layers of attention of tf.keras, where Keras 3's do not do the same (tf.keras 2.4 to 2.15)."""
import functools
from contextlib import contextmanager
from typing import Any, Iterator, List

import keras
from keras import ops

from ..engine.masks import get_mask, set_mask
from .base import legacy


@contextmanager
def _masks_kept(*tensors: Any) -> Iterator[List[Any]]:
    """Those of the tensors that have a mask, which have it again afterwards: Keras 3 takes it off, also for other layers."""
    masks = [(tensor, get_mask(tensor)) for tensor in tensors if tensor is not None]
    masks = [(tensor, mask) for tensor, mask in masks if mask is not None]
    yield [tensor for tensor, _ in masks]
    for tensor, mask in masks:
        set_mask(tensor, mask)


@legacy
class MultiHeadAttention(keras.layers.MultiHeadAttention):  # type: ignore[misc]
    """Attention that sees the mean of the values where a mask hides all of them (a padded timestep), as in tf.keras 2.

    Keras 3 gives zeros there wherever it computes the scores: with dropout, over several axes, or when they are requested.
    Elsewhere it calls a fused function with the outputs of tf.keras 2, but on torch its gradients are wrong there (Keras 3.15,
    torch 2.13), and on JAX it needs a ``value_dim`` equal to ``key_dim``. Here the scores are always computed.
    """

    def call(self, query: Any, value: Any, key: Any = None, query_mask: Any = None, value_mask: Any = None,
             key_mask: Any = None, attention_mask: Any = None, return_attention_scores: bool = False,
             training: Any = None, use_causal_mask: bool = False) -> Any:
        """``(batch, …, features)``, and the scores if they are asked for."""
        with _masks_kept(query, value, key):
            found = super().call(
                query, value, key=key, query_mask=query_mask, value_mask=value_mask, key_mask=key_mask,
                attention_mask=attention_mask, return_attention_scores=True, training=training,
                use_causal_mask=use_causal_mask)
        return found if return_attention_scores else found[0]

    def _compute_causal_mask(self, query: Any, value: Any = None) -> Any:
        """``(batch, queries, values)``: what each timestep sees, itself and those before it; their number may be open."""
        queries, values = _places(query), _places(query if value is None else value)
        return ops.greater_equal(ops.expand_dims(queries, -1), ops.expand_dims(values, 1))

    def _masked_softmax(self, attention_scores: Any, attention_mask: Any = None) -> Any:
        if attention_mask is not None:
            while len(attention_mask.shape) < len(attention_scores.shape):  # the heads, and batch axes
                attention_mask = ops.expand_dims(attention_mask, axis=-2 * len(self._attention_axes) - 1)
            dtype = attention_scores.dtype
            least = -6.5e4 if keras.backend.standardize_dtype(dtype) == "float16" else -1e9
            attention_scores += (1 - ops.cast(attention_mask, dtype)) * least
        return self._softmax(attention_scores)


def _places(sequence: Any) -> Any:
    """``(batch, time)``: the timesteps counted from 1."""
    first = sequence[(slice(None), slice(None)) + (0,) * (len(sequence.shape) - 2)]
    return ops.cumsum(ops.ones_like(first, dtype="int32"), axis=1)


@legacy
class UnmaskedMultiHeadAttention(MultiHeadAttention):
    """The same for files of tf.keras before 2.10, which left the masks of its inputs aside and gave none."""

    def call(self, query: Any, value: Any, key: Any = None, query_mask: Any = None, value_mask: Any = None,
             key_mask: Any = None, attention_mask: Any = None, return_attention_scores: bool = False,
             training: Any = None, use_causal_mask: bool = False) -> Any:
        """``(batch, …, features)``, and the scores if they are asked for; the masks are not looked at."""
        with _masks_kept(query, value, key) as masked:
            for tensor in masked:
                set_mask(tensor, None)
            return super().call(query, value, key=key, attention_mask=attention_mask, training=training,
                                return_attention_scores=return_attention_scores, use_causal_mask=use_causal_mask)

    def compute_mask(self, *args: Any, **kwargs: Any) -> None:
        """None."""


class _MaskForEachQuery:
    """Mix-in before a layer of attention of Keras 3.3, which takes the mask of the values for one of the queries."""

    def call(self, inputs: Any, mask: Any = None, training: bool = False, return_attention_scores: bool = False,
             use_causal_mask: bool = False) -> Any:
        """``(batch, queries, features)``, and the scores if they are asked for."""
        of_queries, of_values = mask[:2] if mask is not None else (None, None)
        if of_values is not None and not use_causal_mask:
            of_values = ops.expand_dims(of_values, -2)
        found = super().call(  # type: ignore[misc]
            inputs, mask=[of_queries, of_values], training=training, return_attention_scores=return_attention_scores,
            use_causal_mask=use_causal_mask)
        set_mask(found[0] if return_attention_scores else found, of_queries)  # Keras 3.3 loses it
        return found


@legacy
class MaskedAttention(_MaskForEachQuery, keras.layers.Attention):  # type: ignore[misc]
    """``Attention`` whose masked values no query sees."""


@legacy
class MaskedAdditiveAttention(_MaskForEachQuery, keras.layers.AdditiveAttention):  # type: ignore[misc]
    """``AdditiveAttention`` whose masked values no query sees."""


@functools.lru_cache(maxsize=None)
def takes_the_mask_of_values_for_queries() -> bool:
    """Whether this Keras 3 hides values from the wrong queries: 3.3 does, newer ones do not."""
    values, everything = ops.convert_to_tensor([[[0.0], [1.0]]] * 2), ops.ones((2, 2), dtype="bool")
    seen = keras.layers.Attention()([values, values], mask=[everything, ops.convert_to_tensor([[False, True], [True, True]])])
    return float(ops.convert_to_numpy(seen)[0, 1, 0]) != 1.0
