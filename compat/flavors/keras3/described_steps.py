"""The step of a built-in optimizer as the list of updates that its ``get_updates`` gave in Keras 1 and 2.

An optimizer of a program that adds to them (``super().get_updates(loss, params) + […]``), takes some of them, or changes the
gradients in a ``get_gradients`` of its own needs the list; one update for the whole step would hide its parts.
"""
from typing import Any, Dict, List, Sequence

from keras import ops

from .backend.symbolic import call_when_run
from .graph.reading import as_described, read
from .optimizer_numbers import given_numbers, symbolic_numbers
from .updates import Update


def described_step(optimizer: Any, parameters: Sequence[Any], gradients: Sequence[Any]) -> List[Update]:
    """The count of steps, then the slots of each parameter and its new value.

    Args:
        optimizer: has its slots.
        parameters: weights.
        gradients: a tensor for each, or a variable, which is read when the step runs.
    """
    count = optimizer.iterations
    updates = [Update(count, lambda: ops.add(count, 1))]
    for parameter, gradient in zip(parameters, gradients):
        updates += _described(optimizer, parameter, as_described(gradient))
    return updates


def _described(optimizer: Any, parameter: Any, gradient: Any) -> List[Update]:
    index = optimizer._get_variable_index(parameter)
    slots = {name: optimizer._slots[name][index] for name in optimizer.slot_names}

    def run(value: Any, gradient: Any, numbers: Dict[str, Any], *before: Any) -> List[Any]:
        with given_numbers(optimizer, numbers):
            rate = ops.cast(optimizer._get_current_learning_rate(), value.dtype)
            new, after = optimizer._stepped(parameter, ops.cast(gradient, value.dtype), rate, list(before))
        return [new if parameter.constraint is None else parameter.constraint(new), *after]

    new, *after = call_when_run(
        run, read(parameter), gradient, symbolic_numbers(optimizer), *map(read, slots.values()))
    values = {name: value for name, value in zip(slots, after) if name in optimizer.slots_in_use}
    return [*(Update(slots[name], _itself, [value]) for name, value in values.items()), Update(parameter, _itself, [new])]


def _itself(value: Any) -> Any:
    return value
