"""Slots of some weights alone, or of more than are trained: names say which weights have some.

tf.keras 2.0 to 2.10 made none for weights that never had a gradient; every one keeps those of weights that were frozen since.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence

import numpy as np

from compat.api.optimizers import slot_shape
from compat.saved.records import Dataset

#: Optimizers whose accumulators begin with a number of their configuration.
_BEGIN = ("Adagrad", "Ftrl")


def with_idle(class_name: str, named: Mapping[str, Sequence[Any]], weights: Sequence[Dataset],
              config: Mapping[str, Any]) -> Dict[str, List[Any]]:
    """The slots, each with the values it begins with for weights that have none; as they are where names do not tell.

    Args:
        class_name: of the optimizer.
        named: slot name → arrays of the file.
        weights: the trained ones, in order.
        config: of the optimizer.
    """
    shapes = {slot: [slot_shape(class_name, slot, weight.shape) for weight in weights] for slot in named}
    placed = {slot: _placed(arrays, weights) for slot, arrays in named.items()}
    idle = {tuple(number for number in range(len(weights)) if each is not None and number not in each)
            for each in placed.values()}
    if None in placed.values() or len(idle) != 1:  # a weight without a gradient has none of the slots
        return {slot: list(arrays) for slot, arrays in named.items()}
    begin = {"accumulator": float(config.get("initial_accumulator_value", 0.1))} if class_name in _BEGIN else {}
    return {slot: [(found or {}).get(number) or _constant(weight, shape, begin.get(slot, 0.0))
                   for number, (weight, shape) in enumerate(zip(weights, shapes[slot])) if shape is not None]
            for slot, found in placed.items()}


def without_frozen(named: Mapping[str, Sequence[Any]], trained: Sequence[Dataset],
                   weights: Sequence[Dataset]) -> Dict[str, List[Any]]:
    """The slots of the trained weights; as they are where names do not tell which these are.

    Args:
        named: slot name → arrays of the file.
        trained: those that are trained, in order.
        weights: all that the file has.
    """
    placed = {slot: _placed(arrays, weights) for slot, arrays in named.items()}
    places = {weight.place: number for number, weight in enumerate(weights)}
    numbers = [places[weight.place] for weight in trained]
    if not all(each is not None and all(number in each for number in numbers) for each in placed.values()):
        return {slot: list(arrays) for slot, arrays in named.items()}
    return {slot: [(found or {})[number] for number in numbers] for slot, found in placed.items()}


def _placed(arrays: Sequence[Any], weights: Sequence[Dataset]) -> Optional[Dict[int, Any]]:
    """The arrays by the number of the weight whose name stands beside that of the slot; None where two may be meant."""
    parts = [weight.name.split(":")[0].split("/") for weight in weights]
    found: Dict[int, Any] = {}
    for array in arrays:
        scope = array.name.split(":")[0].split("/")
        fitting = [number for number, name in enumerate(parts) if name in (scope[-len(name):], scope[:-1][-len(name):])]
        longest = max((len(parts[number]) for number in fitting), default=0)
        meant = [number for number in fitting if len(parts[number]) == longest]
        if len(meant) != 1 or meant[0] in found:
            return None
        found[meant[0]] = array
    return found


def _constant(weight: Dataset, shape: Sequence[int], value: float) -> Dataset:
    size: List[int] = list(shape)
    dtype = weight.dtype if weight.dtype.kind == "f" else np.dtype("float32")
    return Dataset(weight.name, tuple(size), dtype, weight.place, lambda: np.full(size, value, dtype))
