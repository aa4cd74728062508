"""What a symbolic tensor depends on: nodes in the order in which they run, placeholders, variables."""
from typing import Any, Iterable, List, Sequence, Set

from keras import tree

from ..variables import is_variable

_RANDOM_STATE = "seed_generator_state"  # the name that keras.random.SeedGenerator gives its variable


def node_of(tensor: Any) -> Any:
    """The node that computes a KerasTensor; None for one that nothing computes.

    A tensor may be computed and be the entry of a model too: ``Input(tensor=…)``.
    """
    history = getattr(tensor, "_computed_by", None) or getattr(tensor, "_keras_history", None)
    if history is None or history.operation is None:
        return None
    return history.operation._inbound_nodes[history.node_index]


def is_placeholder(tensor: Any) -> bool:
    """Whether a KerasTensor is computed by nothing: its value must be given."""
    node = node_of(tensor)
    return node is None or node.is_input


def nodes_before(tensors: Iterable[Any], given: Iterable[Any] = ()) -> List[Any]:
    """The nodes that compute these KerasTensors from the given ones, each after those that it needs.

    Args:
        tensors: KerasTensors.
        given: KerasTensors whose values are known: what computes them is left out.
    """
    known = {id(tensor) for tensor in given}
    found: List[Any] = []
    seen: Set[int] = set()
    stack = [(node_of(tensor), False) for tensor in reversed(list(tensors)) if id(tensor) not in known]
    while stack:
        node, complete = stack.pop()
        if node is None or node.is_input:
            continue
        if complete:
            found.append(node)
            continue
        if id(node) in seen:
            continue
        seen.add(id(node))
        stack.append((node, True))
        stack.extend((node_of(tensor), False) for tensor in reversed(node.input_tensors) if id(tensor) not in known)
    return found


def placeholders_of(tensors: Iterable[Any], given: Iterable[Any] = ()) -> List[Any]:
    """The placeholders that these KerasTensors depend on, other than the given tensors, each once."""
    tensors, given = list(tensors), list(given)
    known = {id(tensor) for tensor in given}
    found: List[Any] = []
    candidates = [*tensors, *(tensor for node in nodes_before(tensors, given) for tensor in node.input_tensors)]
    for tensor in candidates:
        if id(tensor) not in known and is_placeholder(tensor):
            known.add(id(tensor))
            found.append(tensor)
    return found


def each_once(tensors: Iterable[Any]) -> List[Any]:
    """These tensors or variables in their order, none twice."""
    return list({id(each): each for each in tensors}.values())


def random_states(variables: Iterable[Any]) -> List[Any]:
    """Those of the variables that hold the state of a random generator: a draw advances them."""
    return [variable for variable in variables if variable.name == _RANDOM_STATE]


def changed_by(nodes: Sequence[Any]) -> List[Any]:
    """The variables that a run of these nodes changes: random states, and those of streaming metrics of TensorFlow 1."""
    counting = [variable for node in nodes if getattr(node.operation, "changes_variables", False)
                for variable in node.operation.variables]
    return [*random_states(variables_of(nodes)), *counting]


def variables_of(nodes: Sequence[Any]) -> List[Any]:
    """The variables that these nodes read: weights and states of their layers, and variables among their arguments."""
    found: List[Any] = []
    seen: Set[int] = set()
    for node in nodes:
        arguments = tree.flatten([node.arguments.args, node.arguments.kwargs])
        for variable in [*getattr(node.operation, "variables", ()), *filter(is_variable, arguments)]:
            if id(variable) not in seen:
                seen.add(id(variable))
                found.append(variable)
    return found
