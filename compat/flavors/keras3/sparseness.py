"""Which nodes of a model are sparse: up to Keras 3.15 the product of one and a plain number calls itself sparse.

``keras.ops.multiply`` takes a number for a sparse tensor, so that JAX describes what follows with a tensor that most functions
refuse.
"""
from typing import Any

import keras


def as_it_is(x: Any) -> Any:
    """A KerasTensor that calls itself sparse and is not, as a dense one of its shape and dtype; anything else is left unchanged.

    Example:
        >>> as_it_is(keras.Input((3,)) * 2.0).sparse, as_it_is(keras.Input((3,), sparse=True)).sparse
        (False, True)
    """
    if not getattr(x, "sparse", False) or not isinstance(x, keras.KerasTensor) or _is_sparse(x):
        return x
    return keras.KerasTensor(x.shape, dtype=x.dtype, name=x.name)


def _is_sparse(x: Any) -> bool:
    """Whether it is an input of the model, what a layer gave, or computed from a sparse tensor."""
    history = getattr(x, "_keras_history", None)
    if history is None or isinstance(history.operation, keras.layers.Layer):
        return True
    given = history.operation._inbound_nodes[history.node_index].input_tensors
    return any(getattr(each, "sparse", False) and _is_sparse(each) for each in given)
