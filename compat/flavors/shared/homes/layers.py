"""Helpers and base classes of ``keras.layers`` of Keras 2 that code of that time imports in spite of their underscore."""
import functools
from typing import Any, List, Optional, Tuple

from compat.flavors import Names
from compat.flavors.shared.merging import Merge, merge
from compat.flavors.shared.refused import refused

__all__ = ["Merge", "generate_dropout_mask", "merge", "standardize_args", "time_distributed_dense"]
__getattr__ = functools.partial(refused, "layers")


def generate_dropout_mask(ones: Any, rate: float, training: Any = None, count: int = 1) -> Any:
    """A dropout mask of the shape of ``ones``, or a list of ``count``; ones themselves outside training."""
    K = Names("keras.backend")
    masks = [K.in_train_phase(lambda: K.dropout(ones, rate), ones, training=training) for _ in range(count)]
    return masks if count > 1 else masks[0]


def standardize_args(inputs: Any, initial_state: Any, constants: Any,
                     num_constants: Optional[int]) -> Tuple[Any, Optional[List[Any]], Optional[List[Any]]]:
    """The input of a recurrent layer, its initial states and its constants, where they may come in one list.

    Args:
        inputs: tensor, or a list of it, the states and the constants.
        initial_state: tensor, list or None.
        constants: tensor, list or None.
        num_constants: how many constants are at the end of ``inputs``.

    Example:
        >>> standardize_args(["x", "state", "constant"], None, None, 1)
        ('x', ['state'], ['constant'])
    """
    if isinstance(inputs, list):
        assert initial_state is None and constants is None
        if num_constants is not None:
            inputs, constants = inputs[:-num_constants], inputs[-num_constants:]
        inputs, initial_state = inputs[0], inputs[1:] or None
    return inputs, _listed(initial_state), _listed(constants)


def _listed(value: Any) -> Optional[List[Any]]:
    if value is None or isinstance(value, (list, tuple)):
        return None if value is None else list(value)
    return [value]


def time_distributed_dense(x: Any, w: Any, b: Any = None, dropout: Optional[float] = None,
                           input_dim: Optional[int] = None, output_dim: Optional[int] = None,
                           timesteps: Optional[int] = None, training: Any = None) -> Any:
    """``x·w + b`` for each timestep.

    Args:
        x: ``(samples, steps, features)``.
        w: ``(features, units)``.
        b: ``(units,)`` or None.
        dropout: rate; the same features are dropped in all steps.
        input_dim: features, if ``x`` does not say.
        output_dim: units, if ``w`` does not say.
        timesteps: steps, if ``x`` does not say.
        training: whether to drop; the learning phase if None.

    Returns:
        ``(samples, steps, units)``.
    """
    K = Names("keras.backend")
    steps, features = timesteps or K.int_shape(x)[1], input_dim or K.int_shape(x)[2]
    if dropout is not None and 0.0 < dropout < 1.0:
        mask = K.dropout(K.ones_like(K.reshape(x[:, 0, :], (-1, features))), dropout)
        x = K.in_train_phase(x * K.expand_dims(mask, 1), x, training=training)
    found = K.dot(K.reshape(x, (-1, features)), w)
    if b is not None:
        found = K.bias_add(found, b)
    return K.reshape(found, (-1, -1 if steps is None else steps, output_dim or K.int_shape(w)[-1]))
