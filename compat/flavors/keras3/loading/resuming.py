"""The state of a file's optimizer for a live model's: which weights are trained, and in which order they are counted."""
from typing import Any, List, Tuple

import keras

from compat.api.optimizers import slot_shape
from compat.flavors.shared.live import counts_by_keys, weights_by_keys

from .optimizers import restore
from .variables import in_hub_order


def resume(built: Any, state: Any) -> bool:
    """Let the optimizer of a compiled model continue from the state in a file.

    Args:
        built: a model with values, and its layers.
        state: iterations and slots, or None where there are none that fit.

    Returns:
        Whether it fitted; an optimizer of other weights keeps its own state.
    """
    chosen, counted = built.model.optimizer, _trained(built)
    # JAX hands an optimizer the weights in the order of the model, whatever it was built with.
    own = getattr(chosen, "inner_optimizer", chosen)._trainable_variables if chosen.built else built.model.trainable_variables
    if state is None or len(own) != len(counted) or {id(each) for each in own} != {id(each) for each in counted}:
        return False
    return _restored(chosen, own, _as_counted(type(getattr(chosen, "inner_optimizer", chosen)).__name__, state, counted, own))


def _as_counted(kind: str, state: Any, counted: List[Any], own: List[Any]) -> Any:
    """The state, its slots in the order in which an optimizer counts the weights."""
    arrays = {}
    for slot, listed in state.arrays.items():
        shapes = [slot_shape(kind, slot, tuple(variable.shape)) for variable in counted]
        held = [id(variable) for variable, shape in zip(counted, shapes) if shape is not None]
        if len(held) != len(listed):
            arrays[slot] = listed
            continue
        by_variable = dict(zip(held, listed))
        arrays[slot] = [by_variable[id(variable)] for variable in own if id(variable) in by_variable]
    return state._replace(arrays=arrays)


def resumed(built: Any, chosen: Any, state: Any) -> bool:
    """Give a new optimizer of a model the state in a file; whether it fitted."""
    if state is None:
        return False
    counted, own = _trained(built), list(built.model.trainable_variables)
    if state.listed or sorted(map(id, own)) != sorted(map(id, counted)):
        return _restored(chosen, counted, state)
    # JAX hands an optimizer the weights in the order of the model.
    return _restored(chosen, own, _as_counted(type(getattr(chosen, "inner_optimizer", chosen)).__name__, state, counted, own))


def _restored(chosen: Any, weights: List[Any], state: Any) -> bool:
    if isinstance(chosen, keras.optimizers.Adafactor):
        _build_with_plain_names(chosen, weights)
    return restore(chosen, weights, state)


def _build_with_plain_names(chosen: Any, weights: List[Any]) -> None:
    """Make the state of an Adafactor, which calls its variables as those that they belong to: no name may hold a "/"."""
    from ..graph.variable import plain_names  # here, since few models need it

    with plain_names():
        chosen.build(weights)


def _trained(built: Any) -> List[Any]:
    """The trained variables in the order of the layers."""
    trained = {id(variable) for variable in built.model.trainable_variables}
    return [variable for _, layer in built.layers for variable in _counted(layer) if id(variable) in trained]


def _counted(layer: Any) -> List[Any]:
    """The weights of a layer, those that are trained in the order in which tf.keras counts them."""
    return weights_by_keys(layer) if counts_by_keys(layer) else list(layer.trainable_variables)


def trainable(built: Any) -> List[Tuple[Tuple[str, ...], List[bool]]]:
    """For each layer its path, and for each of its weights whether it is trained."""
    found, all_trained = [], {id(variable) for variable in built.model.trainable_variables}
    for path, layer in built.layers:
        trained = {id(variable) for variable in layer.trainable_variables} & all_trained
        listed = weights_by_keys(layer) if counts_by_keys(layer) else in_hub_order(layer)
        found.append((path, [id(variable) in trained for variable in listed]))
    return found
