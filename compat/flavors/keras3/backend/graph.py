"""Placeholders and functions of ``K`` (Keras 2.2.4) as inputs and models of Keras 3, and what asks about tensors.

``K.function`` over the tensors of a functional model is a model from the one to the other. What has no counterpart
without a graph (``K.gradients`` of variables) is not defined.
"""
import sys
from typing import Any, List, Optional, Sequence, Tuple

import keras
import numpy as np
from keras import ops

from compat.errors import CompatError
from compat.flavors.keras3 import context
from compat.flavors.keras3.backend.phase import LearningPhase
from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import (
    Tensor,
    as_tensor,
    dtype_name,
    is_symbolic,
    is_tensor,
    static_shape,
    value_of,
)
from compat.flavors.keras3.updates import Update, apply_all


class NotATensorError(CompatError, ValueError):
    """The argument is not a tensor."""


class FunctionInputError(CompatError, TypeError):
    """A ``K.function`` that was given something other than a list of values, one per input."""


def placeholder(shape: Any = None, ndim: Optional[int] = None, dtype: Any = None, sparse: bool = False,
                name: Optional[str] = None) -> Any:
    """An input of a functional model: a KerasTensor of that whole shape (batch axis included, None where unknown).

    Args:
        ndim: number of axes, all unknown, where no shape is given.
    """
    if shape is None:
        shape = (None,) * int(ndim or 0)
    return keras.Input(batch_shape=tuple(shape), dtype=dtype_name(dtype or keras.config.floatx()), sparse=sparse,
                       name=name)


def is_placeholder(x: Any) -> bool:
    """Whether ``x`` is an input of a functional model."""
    history = getattr(x, "_keras_history", None)
    return isinstance(getattr(history, "operation", None), keras.layers.InputLayer)


def is_keras_tensor(x: Any) -> bool:
    """Whether ``x`` came out of a layer or ``Input`` while a functional model is being built.

    Raises:
        NotATensorError: it is not a tensor.
    """
    if not is_tensor(x):
        raise NotATensorError("{!r} of type {} is no tensor".format(x, type(x).__name__))
    return is_symbolic(x)


def is_sparse(tensor: Any) -> bool:
    """Whether ``tensor`` is stored as its non-zero values."""
    return bool(getattr(tensor, "sparse", False)) or type(tensor).__name__ in ("SparseTensor", "BCOO")


def to_dense(tensor: Any) -> Tensor:
    """The same tensor with its zeros written out."""
    return ops.convert_to_tensor(tensor, sparse=False) if is_sparse(tensor) else tensor


def get_variable_shape(x: Any) -> Optional[Tuple[Optional[int], ...]]:
    """The shape of a variable."""
    return static_shape(x)


def size(x: Tensor, name: Optional[str] = None) -> Any:
    """Number of values: an int, or a scalar tensor where it is not known yet (Keras 2.3)."""
    return ops.size(as_tensor(x))


def print_tensor(x: Tensor, message: str = "") -> Tensor:
    """``x`` itself; each time it is computed, its value is printed after ``message``, in compiled code too."""
    return call_when_run(_printed, as_tensor(x), message)


def _printed(x: Tensor, message: str) -> Tensor:
    if keras.config.backend() == "tensorflow":
        import tensorflow  # only where it is the backend, and so already loaded

        tensorflow.print(message, x, output_stream=sys.stdout)
    elif keras.config.backend() == "jax":
        import jax

        jax.debug.callback(lambda value: print(message, value), x)
    else:
        print(message, value_of(x))
    return x


class Function:
    """What :func:`function` returns: called with a list of arrays, it gives a list of arrays."""

    def __init__(self, inputs: Sequence[Any], outputs: Any, updates: Any = None, name: Optional[str] = None,
                 **session_kwargs: Any) -> None:
        self.inputs = list(inputs)
        self.outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
        self.updates = list(updates or [])
        self.name = name
        self._fed = [x for x in self.inputs if is_symbolic(x)]
        wanted = [x for x in self.outputs if is_symbolic(x)]
        self._model = keras.Model(self._fed, wanted) if wanted else None

    def __call__(self, inputs: Sequence[Any]) -> List[Any]:
        """Values for the inputs, the learning phase included where it is one, → values of the outputs."""
        if not isinstance(inputs, (list, tuple)) or len(inputs) != len(self.inputs):
            raise FunctionInputError("a K.function of {} inputs takes a list of as many values".format(
                len(self.inputs)))
        phase = context.stated_phase()
        arrays = []
        for place, value in zip(self.inputs, inputs):
            if isinstance(place, LearningPhase):
                phase = int(value)
            elif is_symbolic(place):
                arrays.append(as_tensor(np.asarray(value), dtype=place.dtype))
        computed = iter(self._run(arrays, bool(phase)))
        values = [next(computed) if is_symbolic(x) else x for x in self.outputs]
        apply_all(self.updates)
        return [value_of(x.apply() if isinstance(x, Update) else x) for x in values]

    def _run(self, arrays: List[Any], training: bool) -> List[Any]:
        if self._model is None:
            return []
        return list(keras.tree.flatten(self._model(arrays, training=training)))


def function(inputs: Sequence[Any], outputs: Any, updates: Any = None, **kwargs: Any) -> Function:
    """A function from tensors of a functional model to others, e.g. ``K.function([model.input], [layer.output])``.

    Args:
        inputs: inputs or inner tensors of the model; ``K.learning_phase()`` among them takes 0 or 1.
        outputs: tensors that depend on them, variables, or updates.
        updates: applied after each call.
    """
    return Function(inputs, outputs, updates=updates, **kwargs)
