"""An optimizer's arrays in a file → slots by name (momenta, mean squares …), with one array per trainable weight.

Multi-backend Keras wrote ``[iterations] + first slot of all weights + second slot …`` under generic names,
and left ``iterations`` out for some; tf.keras up to 2.10 wrote ``Adam/dense/kernel/m:0``, from 2.11 on
``Adam/m/dense/kernel:0``, one weight after the other. Pure NumPy; concerns Keras 1.0 to tf.keras 2.15.
"""
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple

import numpy as np

from compat.api.optimizers import AVERAGED_AXES, NEWER_SLOTS, SLOT_NEEDS, slot_shape
from compat.hub.records import Origin, Spec
from compat.saved.records import Dataset
from compat.weights.pairing import Pair
from compat.weights.specs import expected
from compat.weights.steps import run

Shape = Tuple[int, ...]
Path = Tuple[str, ...]
Flags = Sequence[bool]
Trainable = Tuple[Path, Flags]

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
    "velocity": "v", "average_gradient": "mg", "accumulated_grad": "accum_grad", "accumulated_delta_var": "accum_var",
    "u": "v", "velocity_hat": "vhat",
}
#: (optimizer, slot) → our name, where tf.keras 2.11 to 2.15 gave one name to slots of different kinds.
RENAMED: Mapping[Tuple[str, str], str] = {("RMSprop", "velocity"): "rms", ("SGD", "m"): "momentum"}
#: How the names of arrays begin in a file that numbers an optimizer's arrays, also where it is in one that scales losses.
NUMBERED = "optimizer/vars/"
#: The slot of the moving averages of the weights themselves.
AVERAGE = "average"
_NAMES = {name for names in ORDER.values() for name in names} | {"mg", "linear", AVERAGE} | set(ALIASES)
_SCHEDULE = ("m_schedule", "momentum_cache", "_u_product", "u_product")


class Slots(NamedTuple):
    """The state of an optimizer when the file was saved.

    Attributes:
        iterations: steps done, or None where the file does not say.
        arrays: slot name → one array for each trainable weight, in the order of the model's weights; without those for which
            the optimizer has no such slot.
        schedule: Nadam's product of momenta, stated or computed; None for other optimizers.
        listed: all arrays of an optimizer of the user's, as its ``weights`` listed them; nothing else is known of it.
    """

    iterations: Optional[int]
    arrays: Mapping[str, Sequence[np.ndarray]]
    schedule: Optional[float] = None
    listed: Sequence[np.ndarray] = ()

    @property
    def is_fresh(self) -> bool:
        """Whether the optimizer had not taken a step yet, so that a fresh start loses nothing."""
        return not self.iterations and not self.arrays and not self.listed


def slots(optimizer: Mapping[str, Any], datasets: Sequence[Any], pairs: Sequence[Pair], trainable: Sequence[Trainable],
          origin: Origin) -> Optional[Slots]:
    """Sort an optimizer's arrays, and bring each to the order and layout of its weight in the hub.

    Args:
        optimizer: the hub's ``optimizer_config``: ``{"class_name", "config"}``, perhaps with ``"iterations"``.
        datasets: in file order, each with ``name``, ``shape`` and ``read()``.
        pairs: the file's weights by layer, as :func:`compat.weights.pair` found them.
        trainable: for each layer of the model in order, its path and for each of its weights whether it is trained.
        origin: which Keras wrote the file.

    Returns:
        The slots, or None when the arrays do not fit the weights.
    """
    class_name = str(optimizer["class_name"]).rsplit(">", 1)[-1]
    trained, written = _trained_in_file(pairs, trainable), trained_weights(pairs, trainable, origin)
    shapes = [tuple(weight.shape) for weight in written]
    scalars = _scalars(class_name, datasets, shapes)
    named = named_slots(optimizer, datasets, shapes)
    if named is not None and any(len(found) < len(written) for found in named.values()):
        from compat.weights.idle import with_idle  # here, since few models have such weights

        named = with_idle(class_name, named, written, optimizer.get("config") or {})
    if named is not None and any(len(found) > len(written) for found in named.values()):
        from compat.weights.idle import without_frozen  # here, since few models were frozen after training

        named = without_frozen(named, written, [weight for pair in pairs for weight in pair.datasets])
    if named is None or not all(_fit(class_name, slot, arrays, written) for slot, arrays in named.items()):
        return None if class_name in ORDER else Slots(None, {}, listed=[each.read() for each in datasets])
    layers = {found.path: found.layer for found in pairs}
    arrays = {slot: [each.read() for each in found] if (class_name, slot) in AVERAGED_AXES
              else _in_hub_order(found, written, trained, layers, origin) for slot, found in named.items()}
    if class_name == "Ftrl" and "linear" in arrays and origin.keras_version.startswith("2.4."):
        arrays["linear"] = [_without_rate(each, optimizer.get("config") or {}) for each in arrays["linear"]]
    iterations, schedule = _iterations(scalars), _schedule(scalars)
    iterations = optimizer.get("iterations") if iterations is None else iterations
    if class_name == "Nadam" and schedule is None:
        schedule = _nadam_schedule(optimizer.get("config") or {}, iterations or 0, len(written))
    return Slots(iterations, arrays, schedule)


def _without_rate(linear: np.ndarray, config: Mapping[str, Any]) -> np.ndarray:
    """The linear terms of Ftrl, which tf.keras 2.4 kept times the learning rate where it shrinks weights, and no other."""
    rate = config.get("learning_rate")  # measured with 2.0, 2.4 and 2.10
    is_scaled = bool(config.get("l2_shrinkage_regularization_strength")) and isinstance(rate, float) and rate > 0
    return linear / np.float32(rate) if is_scaled else linear


def trained_weights(pairs: Sequence[Pair], trainable: Sequence[Trainable], origin: Origin) -> List[Dataset]:
    """The datasets of all trained weights, in the order in which a file has their slots."""
    written = [weight for _, weights in _trained_in_file(pairs, trainable) for weight in weights]
    if origin.major == 1:
        written.sort(key=lambda weight: weight.name)  # Keras 1 kept its trained weights sorted by name
    return written


def named_slots(optimizer: Mapping[str, Any], datasets: Sequence[Any], shapes: Sequence[Shape]) -> Optional[Dict[str,
List[Any]]]:
    """The arrays of an optimizer by slot, for trained weights of these shapes; None where they are no slots of it."""
    class_name = str(optimizer["class_name"]).rsplit(">", 1)[-1]
    scalars = _scalars(class_name, datasets, shapes)
    rest = [each for each in datasets if not any(each is one for one in scalars)]
    return (_by_name(class_name, rest) or _by_weight(class_name, optimizer.get("config") or {}, rest, shapes)
            or _by_order(class_name, rest, len(shapes)))


def _scalars(class_name: str, datasets: Sequence[Any], shapes: Sequence[Shape]) -> List[Any]:
    """A scalar counts steps, unless it is a slot, by its name or its number: the scale of an Attention is a scalar weight."""
    found = [each for each in datasets if tuple(each.shape) == () and _slot_name(class_name, each.name) is None]
    if () not in map(tuple, shapes) or not all(each.name.rsplit("/", 1)[-1].isdigit() for each in datasets[1:]):
        return found
    first = [each for number, each in enumerate(found) if number < len(datasets) and each is datasets[number]]
    fitting = (count for count in range(1, len(first) + 1) if (len(datasets) - count) % len(shapes) == 0)
    return first[:next(fitting, len(found))]


def _trained_in_file(pairs: Sequence[Pair], trainable: Sequence[Trainable]) -> List[Tuple[Path,
List[Dataset]]]:
    """The datasets of trained weights, layer by layer.

    A layer may have more of them in the file than in the hub: the gates of Keras 1, which are all trained.
    """
    flags = dict(trainable)
    found = []
    for each in pairs:
        own = list(flags.get(each.path, ()))
        if len(own) != len(each.datasets):
            own = [any(own)] * len(each.datasets)
        found.append((each.path, [dataset for dataset, yes in zip(each.datasets, own) if yes]))
    order = {path: number for number, (path, _) in enumerate(trainable)}
    return sorted(found, key=lambda each: order.get(each[0], -1))


def _in_hub_order(arrays: Sequence[Dataset], written: Sequence[Dataset], trained: Sequence[Tuple[Path, List[Dataset]]],
                  layers: Mapping[Path, Spec], origin: Origin) -> List[np.ndarray]:
    by_weight = {weight.place: array for weight, array in zip(written, arrays)}
    ordered: List[np.ndarray] = []
    for path, weights in trained:
        values = [by_weight[weight.place].read() for weight in weights]
        # A slot is laid out as its weight is; where some of a layer's weights have none, no step concerns the others.
        complete = weights and expected_number(layers[path]) in (None, len(weights)) or len(weights) > 4
        ordered.extend(run(layers[path], values, origin) if complete else values)
    return ordered


def expected_number(layer: Spec) -> Optional[int]:
    """How many weights the hub's layer has, or None for a class of the user's own."""
    weights = expected(layer)
    return None if weights is None else len(weights)


def _fit(class_name: str, slot: str, arrays: Sequence[Any], weights: Sequence[Dataset]) -> bool:
    shapes = [slot_shape(class_name, slot, weight.shape) for weight in weights]
    return [tuple(each.shape) for each in arrays] == [shape for shape in shapes if shape is not None]


def _by_name(class_name: str, datasets: Sequence[Any]) -> Optional[Dict[str, List[Any]]]:
    """By the names that tf.keras gave; None where there are none."""
    named = [_candidates(class_name, each.name) for each in datasets]
    # All names state the slot in the same place: a weight of a custom layer may be called "u" or "v".
    place = next((place for place in range(3) if all(names[place] for names in named)), None)
    found: Dict[str, List[Any]] = {}
    for each, names in zip(datasets, named):
        name = next(filter(None, names), None) if place is None else names[place]
        if name is None:
            return None
        found.setdefault(name, []).append(each)
    return found


def _slot_name(class_name: str, name: str) -> Optional[str]:
    return next(filter(None, _candidates(class_name, name)), None)


def _candidates(class_name: str, name: str) -> List[Optional[str]]:
    """The slot that a name states last, after the name of the optimizer, or first; None where that is no slot.

    Example:
        >>> _candidates("Adam", "cond_1/Adam/m/attention/v:0"), _candidates("Adam", "m/dense/bias:0")
        (['v', 'm', None], [None, None, 'm'])
    """
    parts = name.split(":")[0].split("/")
    after = parts.index(class_name) + 1 if class_name in parts else 1
    places = [parts[-1], parts[after] if after < len(parts) - 1 else "", parts[0]]
    names = _names_of(class_name)
    return [RENAMED.get((class_name, part)) or ALIASES.get(part, part) if part in names else None for part in places]


def _names_of(class_name: str) -> Set[str]:
    """What versions called the slots of an optimizer; those of all for one of the user's."""
    if class_name not in NEWER_SLOTS:
        return _NAMES
    ours = {slot for group in NEWER_SLOTS[class_name] for slot in group} | set(ORDER.get(class_name, ())) | {AVERAGE}
    theirs = {name for group in NEWER_SLOTS[class_name] for name in group.values()}
    return ours | theirs | {name for name, slot in ALIASES.items() if slot in ours}


def _by_weight(class_name: str, config: Mapping[str, Any], datasets: Sequence[Any], shapes: Sequence[Shape]) -> Optional[Dict[
str, List[Any]]]:
    """By the order in which tf.keras 2.11 to 2.15 list them, where the file numbers them; None for other files."""
    if class_name not in NEWER_SLOTS or not all(each.name.startswith(NUMBERED) for each in datasets):
        return None
    groups = [[slot for slot in group if config.get(SLOT_NEEDS.get((class_name, slot), "name"), True)]
              for group in NEWER_SLOTS[class_name]]
    if config.get("use_ema"):
        groups.insert(0, [AVERAGE])
    listed = [slot for group in groups for shape in shapes for slot in group if slot_shape(class_name, slot, shape) is not None]
    if len(datasets) != len(listed):
        return None
    found: Dict[str, List[Any]] = {slot: [] for slot in listed}
    for slot, dataset in zip(listed, datasets):
        found[slot].append(dataset)
    return found


def _by_order(class_name: str, datasets: Sequence[Any], number: int) -> Optional[Dict[str, List[Any]]]:
    if not datasets and not number:
        return {}
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
    names = [each.name.split(":")[0].split("/")[-1] for each in scalars]
    for each, name in zip(scalars, names):
        if name.startswith("iter"):
            return int(each.read())
    # Keras 1 gave it no name; it comes first.
    return int(scalars[0].read()) if scalars and names[0].startswith("Variable") else None


def _nadam_schedule(config: Mapping[str, Any], iterations: int, weights: int) -> float:
    """Nadam's product of momenta after so many steps: Keras before 2.3 does not save it, but it follows from them.

    Nor do tf.keras 2.11 to 2.15 save it. There it went on with each of the weights, but for one whose number, counted on from a
    first trace of the step, was that of the step.
    """
    stated = config.get("schedule_decay", config.get("decay", 1.0 if config else 0.004))  # that of Keras 3 states none
    product, rate = 1.0, float(stated or 0.0)
    for step in range(1, iterations + 1):
        factor = float(config.get("beta_1", 0.9)) * (1.0 - 0.5 * 0.96 ** (step * rate))
        times = weights - (weights <= step < 2 * weights) if rate == 1.0 else 1
        product *= factor ** times
        if product < 1e-12:
            return 0.0  # as a float32 it changes nothing any more
    return product


def _schedule(scalars: Sequence[Any]) -> Optional[float]:
    for each in scalars:
        if each.name.split(":")[0].split("/")[-1] in _SCHEDULE:
            return float(each.read())
    return None
