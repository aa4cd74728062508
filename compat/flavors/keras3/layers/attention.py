"""``MultiHeadAttention`` of tf.keras, where Keras 3's does not do the same (tf.keras 2.4 to 2.15)."""
from typing import Any

import keras

from ..engine.masks import set_mask
from .base import legacy


@legacy
class MultiHeadAttention(keras.layers.MultiHeadAttention):  # type: ignore[misc]
    """Attention with a ``value_dim`` other than ``key_dim``, which Keras 3 cannot compute on JAX.

    Keras 3 takes a fused function that wants both alike, unless the scores are asked for; so they always are.
    """

    def call(self, query: Any, value: Any, key: Any = None, query_mask: Any = None, value_mask: Any = None,
             key_mask: Any = None, attention_mask: Any = None, return_attention_scores: bool = False,
             training: Any = None, use_causal_mask: bool = False) -> Any:
        """``(batch, …, features)``, and the scores if they are asked for."""
        found = super().call(
            query, value, key=key, query_mask=query_mask, value_mask=value_mask, key_mask=key_mask,
            attention_mask=attention_mask, return_attention_scores=True, training=training,
            use_causal_mask=use_causal_mask)
        return found if return_attention_scores else found[0]


@legacy
class UnmaskedMultiHeadAttention(MultiHeadAttention):
    """The same for files of tf.keras before 2.10, which left the masks of its inputs aside and gave none."""

    def call(self, query: Any, value: Any, key: Any = None, query_mask: Any = None, value_mask: Any = None,
             key_mask: Any = None, attention_mask: Any = None, return_attention_scores: bool = False,
             training: Any = None, use_causal_mask: bool = False) -> Any:
        """``(batch, …, features)``, and the scores if they are asked for; the masks are not looked at."""
        for tensor in (query, value, key):
            if tensor is not None:
                set_mask(tensor, None)
        return super().call(query, value, key=key, attention_mask=attention_mask, training=training,
                            return_attention_scores=return_attention_scores, use_causal_mask=use_causal_mask)

    def compute_mask(self, *args: Any, **kwargs: Any) -> None:
        """None."""
