"""Core layers of Keras 1 that Keras 2 kept for a while in ``keras.legacy.layers``, with Keras 1's arguments.

``Highway``, ``MaxoutDense`` (gone with Keras 3), ``TimeDistributedDense`` (gone with Keras 2), and the dilated
convolutions under their old name.
"""
from typing import Any

import keras
from keras import ops

from .base import legacy
from .convolutional import Conv1D, Conv2D
from .core import Dense
from .described import DescribedLayer


class _Keras1Dense(DescribedLayer):
    """A layer over the features with Keras 1's names for initializer, regularizers and constraints of its weights."""

    def __init__(self, weights: Any = None, input_dim: Any = None, activity_regularizer: Any = None,
                 **kwargs: Any) -> None:
        if weights is not None:
            kwargs["weights"] = weights
        if input_dim:
            kwargs["input_shape"] = (input_dim,)
        super().__init__(activity_regularizer=activity_regularizer, **kwargs)

    def _keep_keras1(self, init: Any, W_regularizer: Any, b_regularizer: Any, W_constraint: Any, b_constraint: Any,
                     bias: bool, **others: Any) -> None:
        self._keep(init=init, W_regularizer=W_regularizer, b_regularizer=b_regularizer, W_constraint=W_constraint,
                   b_constraint=b_constraint, bias=bias, **others)

    def _make(self, name: str, shape: Any, kind: str, initializer: Any, ruled: bool = True) -> Any:
        """One weight; regularizer and constraint are those of ``kind``, ``"W"`` or ``"b"``."""
        rules = {rule: getattr(self, "{}_{}".format(kind, rule)) for rule in ("regularizer", "constraint") if ruled}
        return self.add_weight(name=name, shape=shape, initializer=initializer, **rules)


@legacy
class Highway(_Keras1Dense):
    """``t * activation(x · W + b) + (1 - t) * x`` with ``t = sigmoid(x · W_carry + b_carry)``.

    Args:
        init: initializer of both kernels.
        activation: of the new part.
        bias: whether there are ``b`` and ``b_carry``, which begins at one.

    Weights in the order ``W, W_carry, b, b_carry``.
    """

    def __init__(self, init: Any = "glorot_uniform", activation: Any = None, weights: Any = None,
                 W_regularizer: Any = None, b_regularizer: Any = None, activity_regularizer: Any = None,
                 W_constraint: Any = None, b_constraint: Any = None, bias: bool = True, input_dim: Any = None,
                 **kwargs: Any) -> None:
        kwargs.pop("transform_bias", None)
        super().__init__(weights, input_dim, activity_regularizer, **kwargs)
        self._keep_keras1(init, W_regularizer, b_regularizer, W_constraint, b_constraint, bias, activation=activation)

    def build(self, input_shape: Any) -> None:
        """Make the weights for ``(batch, features)``."""
        size = input_shape[-1]
        kernels = keras.initializers.get(self.init)
        self.W = self._make("W", (size, size), "W", kernels)
        self.W_carry = self._make("W_carry", (size, size), "W", kernels, ruled=False)
        if self.bias:
            self.b = self._make("b", (size,), "b", "zeros")
            self.b_carry = self._make("b_carry", (size,), "b", "ones", ruled=False)
        self.built = True

    def call(self, inputs: Any) -> Any:
        """``(batch, features)``, as large as the input."""
        transform, new = ops.matmul(inputs, self.W_carry), ops.matmul(inputs, self.W)
        if self.bias:
            transform, new = transform + self.b_carry, new + self.b
        transform = ops.sigmoid(transform)
        return self.activation(new) * transform + (1.0 - transform) * inputs

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the input."""
        return tuple(input_shape)


@legacy
class MaxoutDense(_Keras1Dense):
    """The largest of ``nb_feature`` linear layers, unit by unit.

    Args:
        output_dim: number of outputs.
        nb_feature: number of linear layers.

    Weights: ``W`` (nb_feature, features, output_dim) and ``b`` (nb_feature, output_dim).
    """

    def __init__(self, output_dim: int, nb_feature: int = 4, init: Any = "glorot_uniform", weights: Any = None,
                 W_regularizer: Any = None, b_regularizer: Any = None, activity_regularizer: Any = None,
                 W_constraint: Any = None, b_constraint: Any = None, bias: bool = True, input_dim: Any = None,
                 **kwargs: Any) -> None:
        super().__init__(weights, input_dim, activity_regularizer, **kwargs)
        self._keep_keras1(init, W_regularizer, b_regularizer, W_constraint, b_constraint, bias,
                          output_dim=int(output_dim), nb_feature=int(nb_feature))

    def build(self, input_shape: Any) -> None:
        """Make the weights for ``(batch, features)``."""
        self.W = self._make("W", (self.nb_feature, input_shape[-1], self.output_dim), "W",
                            keras.initializers.get(self.init))
        if self.bias:
            self.b = self._make("b", (self.nb_feature, self.output_dim), "b", "zeros")
        self.built = True

    def call(self, inputs: Any) -> Any:
        """``(batch, features)`` to ``(batch, output_dim)``."""
        outputs = ops.einsum("bi,fio->bfo", inputs, ops.cast(self.W, inputs.dtype))
        if self.bias:
            outputs = outputs + ops.cast(self.b, inputs.dtype)
        return ops.max(outputs, axis=1)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """``(batch, output_dim)``."""
        return (input_shape[0], self.output_dim)


@legacy
class TimeDistributedDense(Dense):
    """Keras 1's dense layer over every step, which :class:`Dense` itself has been since Keras 2.

    Takes Keras 1's arguments, ``TimeDistributedDense(output_dim, init=…, bias=…)``.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        named = dict(zip(("output_dim", "init", "activation"), args), **kwargs)
        if named.get("input_dim"):
            named["input_shape"] = (named.pop("input_length", None), named.pop("input_dim"))
        super().__init__(**named)
        self.supports_masking = True


def AtrousConvolution1D(*args: Any, **kwargs: Any) -> Conv1D:
    """Keras 1's name of a dilated :class:`Conv1D`; ``atrous_rate`` is its ``dilation_rate``."""
    return Conv1D(*args, **kwargs)


def AtrousConvolution2D(*args: Any, **kwargs: Any) -> Conv2D:
    """Keras 1's name of a dilated :class:`Conv2D`; ``atrous_rate`` is its ``dilation_rate``.

    Takes ``(filters, kernel_size)`` or, as Keras 1 did, ``(nb_filter, nb_row, nb_col)``.
    """
    return Conv2D(*args, **kwargs)


AtrousConv1D, AtrousConv2D = AtrousConvolution1D, AtrousConvolution2D
