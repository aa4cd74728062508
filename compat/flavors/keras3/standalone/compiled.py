"""The compiled state of one model for another that has the same weights, some of them in other layers."""
from typing import Any, List

import keras

from .foreign import foreign_names
from .records import Inexpressible, Weights


def compile_as(model: Any, other: Any, weights: Weights) -> None:
    """Compile ``other`` as ``model`` is, and let its optimizer continue from the same state.

    Args:
        model: compiled or not.
        other: made of the same weights.
        weights: which of them hold the values of which.

    Raises:
        Inexpressible: a loss, metric or optimizer is not Keras's own.
    """
    if not model.compiled:
        return
    config = model.get_compile_config()
    foreign = foreign_names(config)
    if foreign:
        raise Inexpressible("the model is compiled with {}, which Keras does not have".format(", ".join(foreign)))
    other.compile_from_config(config)
    if model.optimizer.built:
        _take_over(model, other, weights)


def _take_over(model: Any, other: Any, weights: Weights) -> None:
    """Give each slot of the new optimizer the values that the old one has for the same weight."""
    new, old = other.optimizer, model.optimizer
    new.build(other.trainable_variables)
    places = {id(weights.of(weight)): place for place, weight in enumerate(model.trainable_variables)}
    order = [places[id(weight)] for weight in other.trainable_variables]
    if len(new.variables) != len(old.variables):
        raise Inexpressible("the state of its optimizer does not fit one that is made for the same weights")
    for mine, theirs in zip(_in_order(new, list(range(len(order)))), _in_order(old, order)):
        mine.assign(keras.ops.reshape(theirs.value, mine.shape))


def _in_order(optimizer: Any, order: List[int]) -> List[Any]:
    """The variables of an optimizer, lists of one for each weight in another order."""
    slots = [each for each in vars(optimizer).values()
             if isinstance(each, list) and len(each) == len(order) and all(isinstance(one, keras.Variable) for one in each)]
    listed = {id(one) for each in slots for one in each}
    single = [each for each in optimizer.variables if id(each) not in listed]
    return single + [each[place] for each in slots for place in order]
