"""Which call of one model stands in the place of which call of another: by name, then by order, class and shape."""
from difflib import SequenceMatcher
from typing import Any, Dict, List, Sequence, Tuple

from compat.api.classes import plain_name
from compat.flavors.protocol import LayerCall

Pair = Tuple[LayerCall, LayerCall]
#: What the layers of compat that stand for Keras's own are called besides.
_PREFIXES = ("Legacy", "Keras1")


def matched(first: Sequence[LayerCall], second: Sequence[LayerCall]) -> Tuple[List[Pair], List[LayerCall], List[LayerCall]]:
    """The calls that belong together, in the order of the first model, and those that are left over.

    Calls of layers of one name belong together. Of the others, those of the same class and shapes do, in the same order; and
    where as many are left over on either side, with the same shapes in the same order, these.
    """
    by_name = {(call.name, call.call_index): call for call in second}
    partners = {id(call): by_name[call.name, call.call_index] for call in first if (call.name, call.call_index) in by_name}
    mine, theirs = _left(first, second, partners)
    matcher = SequenceMatcher(None, list(map(_class_and_shapes, mine)), list(map(_class_and_shapes, theirs)), autojunk=False)
    for start, other_start, length in matcher.get_matching_blocks():
        partners.update((id(mine[start + place]), theirs[other_start + place]) for place in range(length))
    mine, theirs = _left(first, second, partners)
    if list(map(shapes_of, mine)) == list(map(shapes_of, theirs)):
        partners.update((id(call), other) for call, other in zip(mine, theirs))
        mine, theirs = [], []
    return [(call, partners[id(call)]) for call in first if id(call) in partners], mine, theirs


def _left(first: Sequence[LayerCall], second: Sequence[LayerCall],
          partners: Dict[int, LayerCall]) -> Tuple[List[LayerCall], List[LayerCall]]:
    taken = {id(other) for other in partners.values()}
    return [call for call in first if id(call) not in partners], [call for call in second if id(call) not in taken]


def class_of(layer: Any) -> str:
    """The class of a layer as the hub calls it: without a package, and without what compat puts before a name."""
    name = plain_name(type(layer).__name__)
    return next((name[len(prefix):] for prefix in _PREFIXES if name.startswith(prefix)), name)


def shapes_of(call: LayerCall) -> Tuple[Any, ...]:
    """The shapes of what a call puts out, the batch left out."""
    return tuple(_shape(tensor) for tensor in call.outputs)


def _class_and_shapes(call: LayerCall) -> Tuple[Any, ...]:
    return (class_of(call.layer), *shapes_of(call))


def _shape(tensor: Any) -> Tuple[Any, ...]:
    try:
        return tuple(getattr(size, "value", size) for size in tuple(tensor.shape)[1:])
    except ValueError:  # of a tensor of TensorFlow whose rank is not known
        return ("?",)
