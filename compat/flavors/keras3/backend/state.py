"""Values and updates of variables in ``K`` (Keras 2.2.4).

``K.update`` and its kin give a deferred :class:`compat.flavors.keras3.updates.Update`: nothing changes until
``Layer.add_update`` applies it in a training step, or ``K.eval`` or a session runs it. In code of tf.keras they assign at
once, as TensorFlow 2 does.
"""
from typing import Any, List, Sequence, Tuple

import numpy as np
from keras import ops

from compat.flavors.keras3.backend.tensors import Tensor, value_of
from compat.flavors.keras3.graph.reading import variable_behind
from compat.flavors.keras3.updates import Update, at_once


def eval(x: Any) -> Any:
    """The value of a tensor, variable or update (which it applies), as a NumPy array; a NumPy scalar for rank 0.

    Raises:
        UnsupportedError: ``x`` is a node of a functional model.

    Example:
        >>> import keras
        >>> eval(keras.Variable([1.0, 2.0]))
        array([1., 2.], dtype=float32)
    """
    return value_of(x.apply() if isinstance(x, Update) else x)


def get_value(x: Any) -> Any:
    """The value of a variable as a NumPy array (a NumPy scalar for rank 0); a copy. An update is applied, as a session did."""
    return eval(x)


def batch_get_value(ops: Sequence[Any]) -> List[Any]:
    """The values of several variables."""
    return [get_value(x) for x in ops]


def set_value(x: Any, value: Any) -> None:
    """Assign a value of the variable's shape: an array, a nested list or a number."""
    x.assign(np.asarray(value, dtype=x.dtype if x.dtype != "bfloat16" else "float32"))


def batch_set_value(tuples: Sequence[Tuple[Any, Any]]) -> None:
    """Assign several variables: ``[(variable, value), …]``."""
    for x, value in tuples:
        set_value(x, value)


def update(x: Any, new_x: Any) -> Any:
    """Deferred: ``x`` becomes ``new_x``.

    Example:
        >>> import keras
        >>> v = keras.Variable(1.0)
        >>> later = update(v, 5.0)
        >>> float(eval(v)), float(eval(later)), float(eval(v))
        (1.0, 5.0, 5.0)
    """
    return at_once(Update(variable_behind(x), lambda value: value, [new_x]))


def update_add(x: Any, increment: Tensor) -> Any:
    """Deferred: ``x`` grows by ``increment``."""
    x = variable_behind(x)
    return at_once(Update(x, lambda value: x + ops.cast(value, x.dtype), [increment]))


def update_sub(x: Any, decrement: Tensor) -> Any:
    """Deferred: ``x`` shrinks by ``decrement``."""
    x = variable_behind(x)
    return at_once(Update(x, lambda value: x - ops.cast(value, x.dtype), [decrement]))
