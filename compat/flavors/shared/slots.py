"""An optimizer's arrays in a file → slots by name: momenta, mean squares … one array for each trainable weight.

Multi-backend Keras wrote ``[iterations] + first slot of all weights + second slot …`` under names that say nothing,
and left ``iterations`` out for some; tf.keras up to 2.10 wrote ``Adam/dense/kernel/m:0``, from 2.11 on
``Adam/m/dense/kernel:0``, one weight after the other. Pure NumPy; concerns Keras 1.0 to tf.keras 2.15.
"""
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

import numpy as np

Shape = Tuple[int, ...]

#: Optimizer → its slots in the order in which multi-backend Keras wrote them.
ORDER: Mapping[str, Tuple[str, ...]] = {
    "SGD": ("momentum",),
    "RMSprop": ("rms",),
    "Adagrad": ("accumulator",),
    "Adadelta": ("accum_grad", "accum_var"),
    "Adam": ("m", "v", "vhat"),
    "Adamax": ("m", "v"),
    "Nadam": ("m", "v"),
}
#: What a version called a slot → our name; ours are those of tf.keras 2.4.
ALIASES: Mapping[str, str] = {
    "velocity": "rms", "average_gradient": "mg", "accumulated_grad": "accum_grad", "accumulated_delta_var": "accum_var",
    "u": "v", "velocity_hat": "vhat",
}
_NAMES = {name for names in ORDER.values() for name in names} | {"mg", "linear"} | set(ALIASES)
_SCHEDULE = ("m_schedule", "momentum_cache", "_u_product", "u_product")


class Slots(NamedTuple):
    """What an optimizer remembered when the file was saved.

    Attributes:
        iterations: steps done, or None where the file does not say.
        arrays: slot name → one array for each trainable weight, in the order of the model's weights.
        schedule: Nadam's product of momenta, or None.
    """

    iterations: Optional[int]
    arrays: Mapping[str, Sequence[np.ndarray]]
    schedule: Optional[float] = None


def slots(class_name: str, datasets: Sequence[Any], shapes: Sequence[Shape]) -> Optional[Slots]:
    """Sort an optimizer's arrays.

    Args:
        class_name: ``"Adam"`` …
        datasets: in file order, each with ``name``, ``shape`` and ``read()``.
        shapes: of the model's trainable weights, in its order.

    Returns:
        The slots, or None when the arrays do not fit the weights.
    """
    scalars = [each for each in datasets if tuple(each.shape) == ()]
    rest = [each for each in datasets if tuple(each.shape) != ()]
    named = _by_name(class_name, rest)
    if named is None:
        named = _by_order(class_name, rest, len(shapes))
    if named is None or not all(_fit(arrays, shapes) for arrays in named.values()):
        return None
    return Slots(_iterations(scalars), {name: [each.read() for each in arrays] for name, arrays in named.items()},
                 _schedule(scalars))


def _fit(arrays: Sequence[Any], shapes: Sequence[Shape]) -> bool:
    return [tuple(each.shape) for each in arrays] == [tuple(shape) for shape in shapes]


def _by_name(class_name: str, datasets: Sequence[Any]) -> Optional[Dict[str, List[Any]]]:
    found: Dict[str, List[Any]] = {}
    for each in datasets:
        name = _slot_name(class_name, each.name)
        if name is None:
            return None
        found.setdefault(name, []).append(each)
    return found


def _slot_name(class_name: str, name: str) -> Optional[str]:
    parts = name.split(":")[0].split("/")
    for part in (parts[-1], parts[1] if len(parts) > 2 else ""):
        if part in _NAMES:
            if class_name != "RMSprop" and part == "velocity":
                return "v"
            return ALIASES.get(part, part)
    return None


def _by_order(class_name: str, datasets: Sequence[Any], number: int) -> Optional[Dict[str, List[Any]]]:
    names = ORDER.get(class_name, ())
    count = len(datasets) // number if number else 0
    if not number or len(datasets) % number or count > len(names):
        return None
    found = {name: list(datasets[i * number:(i + 1) * number]) for i, name in enumerate(names[:count])}
    vhat = found.get("vhat")
    if vhat is not None and all(tuple(each.shape) == (1,) for each in vhat):
        del found["vhat"]  # without amsgrad Keras 2 kept a placeholder of one zero for each weight
    return found


def _iterations(scalars: Sequence[Any]) -> Optional[int]:
    for each in scalars:
        if each.name.split(":")[0].split("/")[-1].startswith("iter"):
            return int(each.read())
    return None


def _schedule(scalars: Sequence[Any]) -> Optional[float]:
    for each in scalars:
        if each.name.split(":")[0].split("/")[-1] in _SCHEDULE:
            return float(each.read())
    return None
