"""The state of a file's optimizer for a live model's: which weights are trained, and in which order they are counted."""
from typing import Any, List, Tuple

import keras

from .optimizers import restore
from .variables import in_hub_order


def resume(built: Any, state: Any) -> bool:
    """Let the optimizer of a compiled model continue from the state in a file.

    Args:
        built: a model with values, and its layers.
        state: iterations and slots, or None where there are none that fit.

    Returns:
        Whether it fitted; an optimizer that counts the weights in another order keeps its own state.
    """
    chosen = built.model.optimizer
    if chosen.built:
        own = [id(variable) for variable in getattr(chosen, "inner_optimizer", chosen)._trainable_variables]
        if own != [id(variable) for variable in _trained(built)]:
            return False
    return resumed(built, chosen, state)


def resumed(built: Any, chosen: Any, state: Any) -> bool:
    """Give a new optimizer of a model the state in a file; whether it fitted."""
    if isinstance(chosen, keras.optimizers.Adafactor):
        _build_with_plain_names(chosen, _trained(built))
    return state is not None and restore(chosen, _trained(built), state)


def _build_with_plain_names(chosen: Any, weights: List[Any]) -> None:
    """Make the state of an Adafactor, which calls its variables as those that they belong to: no name may hold a "/"."""
    from ..graph.variable import plain_names  # here, since few models need it

    with plain_names():
        chosen.build(weights)


def _trained(built: Any) -> List[Any]:
    """The trained variables in the order of the layers."""
    trained = {id(variable) for variable in built.model.trainable_variables}
    return [variable for _, layer in built.layers for variable in layer.trainable_variables if id(variable) in trained]


def trainable(built: Any) -> List[Tuple[Tuple[str, ...], List[bool]]]:
    """For each layer its path, and for each of its weights whether it is trained."""
    found, all_trained = [], {id(variable) for variable in built.model.trainable_variables}
    for path, layer in built.layers:
        trained = {id(variable) for variable in layer.trainable_variables} & all_trained
        found.append((path, [id(variable) in trained for variable in in_hub_order(layer)]))
    return found
