"""The variables of an optimizer of an early Keras 3 in the order of a later one.

Since 3.10 the product of momentums of ``Nadam`` stands after the moments of the weights, not before them, and averages of
the weights stand before all accumulated gradients, not each before its own. Measured with 3.1 to 3.15.
"""

from __future__ import annotations

from typing import List, Mapping, Optional, Tuple

from compat.config.keras3 import applies
from compat.hub.records import Config, Spec

_SINCE = "3.10"
#: Optimizer → how many slots each weight always has, and the arguments that each add one.
_SLOTS: Mapping[str, Tuple[int, Tuple[str, ...]]] = {
    "SGD": (0, ("momentum",)), "RMSprop": (1, ("momentum", "centered")), "Adam": (2, ("amsgrad",)), "AdamW": (2, ("amsgrad",)),
    "Adamax": (2, ()), "Nadam": (2, ()), "Adagrad": (1, ()), "Adadelta": (2, ()), "Ftrl": (2, ()), "Lion": (1, ())}


def orders_slots_otherwise(optimizer: Spec, written_by: str, opened_by: str) -> bool:
    """Whether the variables of an optimizer stand in another order in files of one version than in those of another."""
    name, config = optimizer.get("class_name"), optimizer.get("config")
    if not isinstance(config, dict) or not isinstance(name, str) or name not in _SLOTS:
        return False
    return applies(_SINCE, written_by, opened_by) and (name == "Nadam" or _between(config) == 2)


def slot_order(optimizer: Spec, count: int, written_by: str, opened_by: str) -> Optional[List[int]]:
    """The order in which a later Keras 3 expects the variables of an optimizer, as indices into those of the file.

    Args:
        optimizer: its specification.
        count: of the variables that the file holds.
        written_by, opened_by: versions of Keras 3.

    Returns:
        None where the order is the same.

    Example:
        >>> slot_order({"class_name": "Nadam", "config": {}}, 7, "3.0.5", "3.15.1")
        [0, 1, 3, 4, 5, 6, 2]
    """
    if not orders_slots_otherwise(optimizer, written_by, opened_by):
        return None
    config, is_nadam = optimizer["config"], optimizer["class_name"] == "Nadam"
    always, optional = _SLOTS[optimizer["class_name"]]
    between = _between(config)
    weights, rest = divmod(count - 2 - is_nadam, between + always + sum(bool(config.get(each)) for each in optional))
    if weights < 1 or rest:
        return None
    head, tail = list(range(2, 2 + between * weights)), list(range(2 + between * weights, count))
    if between == 2:
        head = head[::2] + head[1::2]
    return [0, 1] + head + (tail[1:] + tail[:1] if is_nadam else tail)


def _between(config: Config) -> int:
    """How many variables each weight has that stand before the slots: its average, its accumulated gradient."""
    return bool(config.get("use_ema")) + bool(config.get("gradient_accumulation_steps"))
