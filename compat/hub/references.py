"""References to tensors among the calls of a functional model: ``[layer, call, output]``, perhaps with keyword arguments."""
from typing import Any, Callable, Collection, Iterator, List, Optional, Sequence

#: In the place of a layer's name: the third part is a constant, not the number of an output.
CONSTANT = "_CONSTANT_VALUE"
Reference = List[Any]


def is_reference(value: Any, names: Optional[Collection[str]] = None) -> bool:
    """True for ``[layer, call, output]`` or ``[layer, call, output, keywords]``.

    Args:
        value: anything.
        names: the layers there are; None accepts any name.
    """
    return (isinstance(value, (list, tuple)) and len(value) in (3, 4) and isinstance(value[0], str)
            and isinstance(value[1], int) and (isinstance(value[2], int) or value[0] == CONSTANT)
            and (len(value) == 3 or isinstance(value[3], (dict, type(None))))
            and (names is None or value[0] in names or value[0] == CONSTANT))


def references(structure: Any, names: Optional[Collection[str]] = None) -> Iterator[Sequence[Any]]:
    """Every reference to a tensor in a structure, also those among the keyword arguments of a reference."""
    waiting = [structure]
    while waiting:
        value = waiting.pop()
        if is_reference(value, names):
            if value[0] != CONSTANT:
                yield value
            waiting.extend(value[3:])
        elif isinstance(value, (list, tuple)):
            waiting.extend(value)
        elif isinstance(value, dict):
            waiting.extend(value.values())


def map_references(structure: Any, change: Callable[[Sequence[Any]], Any], names: Optional[Collection[str]] = None) -> Any:
    """A copy of a structure with every reference, constants among them, replaced by what ``change`` returns.

    Keyword arguments inside a reference are left to ``change``.
    """
    if is_reference(structure, names):
        return change(structure)
    if isinstance(structure, (list, tuple)):
        return [map_references(each, change, names) for each in structure]
    if isinstance(structure, dict):
        return {key: map_references(each, change, names) for key, each in structure.items()}
    return structure
