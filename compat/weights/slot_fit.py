"""Why the state of an optimizer in a file is not that of the model's: which slot, and what is wrong with it."""
from typing import Any, List, Mapping, Optional, Sequence

from compat.api.optimizers import slot_shape
from compat.hub.records import Origin
from compat.saved.records import Dataset
from compat.weights.pairing import Pair
from compat.weights.slots import Slots, Trainable, named_slots, trained_weights


def why_not(optimizer: Mapping[str, Any], datasets: Sequence[Any], pairs: Sequence[Pair], trainable: Sequence[Trainable],
            origin: Origin, state: Optional[Slots]) -> str:
    """Why a state does not fit, to follow "the state of the optimizer does not fit the weights of the model: ".

    Args:
        optimizer, datasets, pairs, trainable, origin: what :func:`compat.weights.slots.slots` was given.
        state: what it returned.
    """
    kind = str(optimizer["class_name"]).rsplit(">", 1)[-1]
    weights = trained_weights(pairs, trainable, origin)
    if state is not None:
        held = ", ".join(sorted(state.arrays)) or "no slots"
        return "the file holds {} of {}, and its {} has other slots".format(held, _count(len(weights), "trained weight"), kind)
    named = named_slots(optimizer, datasets, [weight.shape for weight in weights])
    if named is None:
        return "its {} {} of {} for {}".format(_count(len(datasets), "array"), "is no slot" if len(datasets) == 1 else
                                               "are no slots", kind, _count(len(weights), "trained weight"))
    return next(filter(None, (_misfit(kind, slot, arrays, weights) for slot, arrays in sorted(named.items()))),
                "its slots do not")


def _misfit(kind: str, slot: str, arrays: Sequence[Any], weights: List[Dataset]) -> Optional[str]:
    shapes = [slot_shape(kind, slot, weight.shape) for weight in weights]
    weights = [weight for weight, shape in zip(weights, shapes) if shape is not None]
    if len(arrays) != len(weights):
        return "slot {!r} has {} for {}".format(slot, _count(len(arrays), "array"), _count(len(weights), "trained weight"))
    for array, weight in zip(arrays, weights):
        if tuple(array.shape) != slot_shape(kind, slot, weight.shape):
            return "slot {!r} of {!r} has the shape {}, and the weight {}".format(
                slot, weight.place, tuple(array.shape), tuple(weight.shape))
    return None


def _count(number: int, noun: str) -> str:
    return "{} {}{}".format(number, noun, "" if number == 1 else "s")
