"""Placeholders, functions and gradients of ``K`` (Keras 2.2.4), and what asks about tensors."""
import sys
from typing import Any, List, Optional, Sequence, Tuple

import keras
from keras import ops

from compat.era import current
from compat.errors import CompatError
from compat.flavors.keras3.backend.symbolic import FunctionNode, call_when_run
from compat.flavors.keras3.backend.tensors import (
    Tensor,
    as_tensor,
    dtype_name,
    is_symbolic,
    is_tensor,
    static_shape,
    value_of,
)
from compat.flavors.keras3.graph import gradients as graph_gradients
from compat.flavors.keras3.graph.function import Function


class NotATensorError(CompatError, ValueError):
    """The argument is not a tensor."""


def placeholder(shape: Any = None, ndim: Optional[int] = None, dtype: Any = None, sparse: bool = False,
                name: Optional[str] = None) -> Any:
    """An input of a functional model: a KerasTensor of that whole shape (batch axis included, None where unknown).

    Args:
        ndim: number of axes, all unknown, where no shape is given.
    """
    if shape is None:
        shape = (None,) * int(ndim or 0)
    made = keras.Input(batch_shape=tuple(shape), dtype=dtype_name(dtype or keras.config.floatx()), sparse=sparse,
                       name=name)
    made._keras_shape, made._uses_learning_phase, made._of_layer = tuple(made.shape), False, False
    return made


def is_placeholder(x: Any) -> bool:
    """Whether ``x`` is an input of a functional model."""
    history = getattr(x, "_keras_history", None)
    return isinstance(getattr(history, "operation", None), keras.layers.InputLayer)


def is_keras_tensor(x: Any) -> bool:
    """Whether ``x`` came out of a layer or ``Input``: not a variable, a placeholder, or what functions of ``K`` make of these.

    For the Kerases inside TensorFlow 2, from 2.4 on, everything symbolic did.

    Raises:
        NotATensorError: it is not a tensor.
    """
    if not is_tensor(x):
        raise NotATensorError("{!r} of type {} is not a tensor".format(x, type(x).__name__))
    if current().behaviour("plain_code") != "describes":
        return is_symbolic(x)
    made_by = getattr(getattr(x, "_keras_history", None), "operation", None)
    return isinstance(made_by, keras.layers.Layer) and not isinstance(made_by, FunctionNode) and getattr(x, "_of_layer", True)


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




def function(inputs: Sequence[Any], outputs: Any, updates: Any = None, **kwargs: Any) -> Function:
    """A function from tensors of a functional model to others, e.g. ``K.function([model.input], [layer.output])``.

    Args:
        inputs: inputs or inner tensors of the model; ``K.learning_phase()`` among them takes 0 or 1.
        outputs: tensors that depend on them, variables, or updates.
        updates: applied after each call.
        **kwargs: ``fetches``, tensors or updates that each call computes too and does not return; ``feed_dict``, from
            placeholders to their values, read anew at each call; others that ``session.run`` of TensorFlow 1 took
            are accepted.
    """
    return Function(inputs, outputs, updates=updates, **kwargs)


def gradients(loss: Any, variables: Any) -> List[Any]:
    """The gradients of ``loss`` (of the sum of its numbers) by each of ``variables``, None where it does not depend on it.

    Args:
        loss: a symbolic tensor or a list of them.
        variables: weights, inputs of a model, or tensors between these and the loss; one, or a list.

    Returns:
        A list of symbolic tensors, for ``K.function``, ``K.eval``, a loss or further gradients.

    Example:
        >>> x = placeholder(shape=(2,))
        >>> function([x], gradients(x * x, [x]))([[1.0, 3.0]])
        [array([2., 6.], dtype=float32)]
    """
    losses = list(loss) if isinstance(loss, (list, tuple)) else [loss]
    wanted = list(variables) if isinstance(variables, (list, tuple)) else [variables]
    return graph_gradients.gradients(losses, wanted)
