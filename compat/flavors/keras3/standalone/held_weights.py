"""Weights of a layer that Keras does not have: each becomes the kernel of a ``Dense`` of one input, which is always one."""
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List

import keras
from keras import ops, tree

from ..loading.of_weights import as_given
from .records import Inexpressible, Weights


@contextmanager
def as_tensors(layer: Any, inputs: Any, weights: Weights, name: str) -> Iterator[None]:
    """Context manager: the attributes of a layer that are weights are symbolic tensors with their values.

    Args:
        layer: of this package.
        inputs: what it is called on; a graph begins with tensors.
        weights: told which kernel holds the values of which weight.
        name: of the layer, for messages.

    Raises:
        Inexpressible: a weight is constrained, or is in no attribute.
    """
    own = [each for each in layer.weights if id(each) in {id(one) for one in layer._trainable_variables}
           or id(each) in {id(one) for one in layer._non_trainable_variables}]
    before: Dict[str, Any] = {}
    try:
        if own:
            tensors = {id(each): _tensor(each, layer, _one(inputs), weights, name) for each in own}
            before = _replace(layer, tensors, name)
        yield
    finally:
        vars(layer).update(before)


def _replace(layer: Any, tensors: Dict[int, Any], name: str) -> Dict[str, Any]:
    """Put tensors in the place of weights; the attributes as they were."""
    before, found = {}, set()
    for key, value in list(vars(layer).items()):
        if key.startswith("_") and key.endswith("_variables"):
            continue  # the lists by which Keras finds all weights
        parts = value if isinstance(value, (list, tuple)) else [value]
        mine = [id(each) for each in parts if id(each) in tensors]
        if mine:
            found.update(mine)
            before[key] = value
            anew: List[Any] = [tensors.get(id(each), each) for each in parts]
            vars(layer)[key] = anew if isinstance(value, (list, tuple)) else anew[0]
    if len(found) < len(tensors):
        vars(layer).update(before)
        raise Inexpressible("{}: it has weights of its own, which are in no attribute".format(name))
    return before


def _tensor(weight: Any, layer: Any, one: Any, weights: Weights, name: str) -> Any:
    if weight.constraint is not None and type(as_given(weight.constraint)).__name__ != "NonNeg":  # others depend on the axis
        raise Inexpressible("{}: its weight {!r} has a constraint".format(name, weight.name))
    size = 1
    for length in weight.shape:
        size *= length
    if id(weight) not in weights.layers:
        last = weight.name.split("/")[-1].split(":")[0]
        held = keras.layers.Dense(size, use_bias=False, name="{}_{}".format(layer.name, last),
                                  dtype=layer.dtype_policy, kernel_regularizer=_of_keras(weight.regularizer),
                                  kernel_constraint="non_neg" if weight.constraint is not None else None)
        held(one)
        held.trainable = bool(layer.trainable and weight.trainable)
        weights.replace(weight, held.kernel)
        weights.layers[id(weight)] = held
    return ops.reshape(weights.layers[id(weight)](one), weight.shape)


def _one(inputs: Any) -> Any:
    """One, of shape (1, 1), whatever the inputs are."""
    first = next(each for each in tree.flatten(inputs) if isinstance(each, keras.KerasTensor))
    zero = ops.sum(ops.zeros_like(first))
    return ops.reshape(ops.add(ops.cast(zero, keras.config.floatx()), 1.0), (1, 1))


def _of_keras(regularizer: Any) -> Any:
    """A penalty of the weights of Keras 2 as Keras's own, which adds the same."""
    penalty = as_given(regularizer)
    if type(penalty).__name__ == "L1L2":
        return keras.regularizers.L1L2(l1=float(penalty.l1), l2=float(penalty.l2))
    return penalty
