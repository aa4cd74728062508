"""What computes symbolic tensors: its operations, and a signature of them that can be compared."""
from typing import Any, Dict, Iterable, List, Tuple

import keras
from keras import tree


def operations_between(outputs: Any, inputs: Any) -> List[Any]:
    """The operations between two lists of tensors."""
    found: Dict[int, Any] = {}
    known = {id(each) for each in tree.flatten(inputs)}
    todo = [each for each in tree.flatten(outputs) if isinstance(each, keras.KerasTensor)]
    while todo:
        tensor = todo.pop()
        if id(tensor) in known:
            continue
        known.add(id(tensor))
        operation, node, _ = tensor._keras_history
        found[id(operation)] = operation
        todo.extend(operation._inbound_nodes[node].input_tensors)
    return list(found.values())


def signature(outputs: Any, inputs: Any) -> Any:
    """What computes the outputs, without names, to be compared."""
    memo: Dict[int, Any] = {id(each): ("input", number) for number, each in enumerate(tree.flatten(inputs))}

    def of(tensor: Any) -> Any:
        if not isinstance(tensor, keras.KerasTensor):
            return repr(tensor)
        if id(tensor) not in memo:
            operation, node, index = tensor._keras_history
            arguments = operation._inbound_nodes[node].arguments
            memo[id(tensor)] = (
                type(operation).__name__, index, _stated(operation),
                tuple(of(each) for each in tree.flatten((arguments.args, sorted(
                    (key, value) for key, value in arguments.kwargs.items() if key != "training")))))
        return memo[id(tensor)]

    return tuple(of(each) for each in tree.flatten(outputs))


def _stated(operation: Any) -> Tuple[Any, ...]:
    if isinstance(operation, keras.layers.Layer):
        return (operation.name if type(operation).__module__.startswith("keras.") else type(operation).__name__,)
    return tuple(sorted((key, repr(value)) for key, value in operation.get_config().items() if key != "name"))


def name_apart(operations: Iterable[Any], named: Iterable[Any]) -> None:
    """Give operations names that no two of them have; those that had theirs before keep them.

    Args:
        operations: all of a model.
        named: those that keep their names.
    """
    kept = {id(each) for each in named}
    taken = {each.name for each in operations if id(each) in kept}
    for each in operations:
        if id(each) not in kept:
            name, number = each.name, 1
            while name in taken:
                name, number = "{}_{}".format(each.name, number), number + 1
            each.name = name
            taken.add(name)


def leave_sizes_open(operations: Iterable[Any]) -> None:
    """Let each ``Reshape`` to a size that is not known, which stands as None, find that size out.

    Args:
        operations: those that a layer of this package left, on symbolic tensors.
    """
    for each in operations:
        shape = getattr(each, "newshape", None)
        if type(each).__name__ == "Reshape" and isinstance(shape, (list, tuple)) and _has_one_open(shape):
            each.newshape = tuple(-1 if size is None else size for size in shape)
            each._auto_config.config["newshape"] = each.newshape  # what it is written as


def _has_one_open(shape: Any) -> bool:
    return sum(size is None for size in shape) == 1 and -1 not in shape
