"""The attention layers of 2016 to 2020's tutorials: a weighted mean over time, by a score that is learned.

Three forms are in most files. They differ in the shapes of their weights, and in the mask: the first two leave masked
steps out and divide by the sum plus ``K.epsilon()``; the third is a softmax over all steps.
"""
from typing import Any, Optional, Sequence, Tuple

from compat.keras import backend as K
from compat.layers.portable import PortableLayer

Shape = Sequence[Optional[int]]


class _WeightedMean(PortableLayer):
    """``(batch, time, features)`` to ``(batch, features)``; the mask ends here."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True

    def compute_mask(self, inputs: Any, mask: Optional[Any] = None) -> None:
        return None

    def compute_output_shape(self, input_shape: Shape) -> Tuple[Optional[int], ...]:
        return (input_shape[0], input_shape[-1])


def _weighted_mean(x: Any, scores: Any, mask: Optional[Any]) -> Any:
    """The mean of ``x`` over time by the exponentials of ``scores`` (batch, time), masked steps left out."""
    shares = K.exp(scores)
    if mask is not None:
        shares = shares * K.cast(mask, K.dtype(shares))
    shares = shares / (K.sum(shares, axis=1, keepdims=True) + K.epsilon())
    return K.sum(x * K.expand_dims(shares), axis=1)


def _dot(x: Any, vector: Any) -> Any:
    """``(…, features)`` and ``(features,)`` to ``(…,)``."""
    return K.squeeze(K.dot(x, K.expand_dims(vector)), -1)


class AttentionWithContext(_WeightedMean):
    """Attention with a context vector: the score of a step is ``tanh(x · W + b) · u``.

    Yang et al., "Hierarchical Attention Networks for Document Classification", in the form that most files hold.

    Args:
        W_regularizer, u_regularizer, b_regularizer, W_constraint, u_constraint, b_constraint: of the weights.
        bias: whether there is ``b``.

    Weights: ``W`` (features, features), ``b`` (features,), ``u`` (features,).

    Example:
        >>> from compat.keras.layers import Input
        >>> from compat.keras.models import Model
        >>> x = Input(shape=(5, 3))
        >>> [w.shape for w in Model(x, AttentionWithContext()(x)).get_weights()]
        [(3, 3), (3,), (3,)]
    """

    def __init__(self, W_regularizer: Any = None, u_regularizer: Any = None, b_regularizer: Any = None,
                 W_constraint: Any = None, u_constraint: Any = None, b_constraint: Any = None, bias: bool = True,
                 **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(W_regularizer=W_regularizer, u_regularizer=u_regularizer, b_regularizer=b_regularizer,
                   W_constraint=W_constraint, u_constraint=u_constraint, b_constraint=b_constraint, bias=bias)
        self.W_initializer = self.u_initializer = "glorot_uniform"
        self.b_initializer = "zeros"

    def build(self, input_shape: Shape) -> None:
        size = input_shape[-1]
        self.W = self._weight("W", (size, size))
        self.b = self._weight("b", (size,)) if self.bias else None
        self.u = self._weight("u", (size,))
        super().build(input_shape)

    def call(self, x: Any, mask: Optional[Any] = None) -> Any:
        hidden = K.dot(x, self.W)
        if self.bias:
            hidden = hidden + self.b
        return _weighted_mean(x, _dot(K.tanh(hidden), self.u), mask)


class AttentionOverSteps(_WeightedMean):
    """The layer that files call ``Attention`` with a ``step_dim``: the score of step t is ``tanh(x · W + b[t])``.

    Raffel and Ellis, "Feed-Forward Networks with Attention Can Solve Some Long-Term Memory Problems". (tf.keras has
    another layer of the name ``Attention``; a file is told apart by its arguments and weights.)

    Args:
        step_dim: the number of steps; not needed, it is that of the input.
        W_regularizer, b_regularizer, W_constraint, b_constraint: of the weights.
        bias: whether there is ``b``.

    Weights: ``W`` (features,), ``b`` (time,).
    """

    def __init__(self, step_dim: Optional[int] = None, W_regularizer: Any = None, b_regularizer: Any = None,
                 W_constraint: Any = None, b_constraint: Any = None, bias: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(step_dim=step_dim, W_regularizer=W_regularizer, b_regularizer=b_regularizer,
                   W_constraint=W_constraint, b_constraint=b_constraint, bias=bias)
        self.W_initializer, self.b_initializer = "glorot_uniform", "zeros"

    def build(self, input_shape: Shape) -> None:
        # Glorot's limits need two sizes; the vector that was drawn so is the column of a matrix.
        self.W = self._weight("W", (input_shape[-1],))
        self.b = self._weight("b", (input_shape[1],)) if self.bias else None
        super().build(input_shape)

    def call(self, x: Any, mask: Optional[Any] = None) -> Any:
        scores = _dot(x, self.W)
        if self.bias:
            scores = scores + self.b
        return _weighted_mean(x, K.tanh(scores), mask)


class AttentionLayer(_WeightedMean):
    """The short form: a softmax over all steps of ``tanh(x · W + b[t])``; a mask is not looked at.

    Args:
        return_sequences: give every step times its share, ``(batch, time, features)``, instead of their sum.

    Weights: ``att_weight`` (features, 1), ``att_bias`` (time, 1).
    """

    def __init__(self, return_sequences: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._keep(return_sequences=return_sequences)
        self.W_initializer, self.b_initializer = "normal", "zeros"

    def build(self, input_shape: Shape) -> None:
        self.W = self._weight("att_weight", (input_shape[-1], 1), "W")
        self.b = self._weight("att_bias", (input_shape[1], 1), "b")
        super().build(input_shape)

    def call(self, x: Any, mask: Optional[Any] = None) -> Any:
        scores = K.tanh(K.dot(x, self.W) + self.b)
        shared = x * K.expand_dims(K.softmax(K.squeeze(scores, -1)))
        return shared if self.return_sequences else K.sum(shared, axis=1)

    def compute_output_shape(self, input_shape: Shape) -> Tuple[Optional[int], ...]:
        return tuple(input_shape) if self.return_sequences else super().compute_output_shape(input_shape)


class AttentionLayerSteps(AttentionLayer):
    """:class:`AttentionLayer` that returns sequences by itself, for files that do not say so."""

    def __init__(self, return_sequences: bool = True, **kwargs: Any) -> None:
        super().__init__(return_sequences, **kwargs)
