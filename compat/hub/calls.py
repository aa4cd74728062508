"""The calls of a functional model, in an order in which each comes after those whose outputs it takes."""
from collections import deque
from typing import Any, Deque, Dict, Iterator, List, Mapping, NamedTuple, Tuple

from compat.errors import ConfigError
from compat.hub.records import Spec
from compat.hub.references import is_reference, references


class Call(NamedTuple):
    """One call of a layer.

    Attributes:
        layer: its name.
        call_index: from 0.
        args: the structure of references that it is called on.
        kwargs: its keyword arguments, which may hold references.
        needs: the calls, as (layer, call index), that come first.
    """

    layer: str
    call_index: int
    args: Any
    kwargs: Dict[str, Any]
    needs: Tuple[Tuple[str, int], ...]


def in_order(model: str, specs: Mapping[str, Spec]) -> Iterator[Call]:
    """The calls, each after those it needs; otherwise in the order of the file.

    Args:
        model: its name, for errors.
        specs: the layers by name.

    Raises:
        ConfigError: a layer is called on what does not exist, or layers wait for each other.
    """
    inputs = {(name, 0) for name, spec in specs.items() if spec["class_name"] == "InputLayer"}
    calls = [call for name, spec in specs.items() for call in _calls(name, spec)]
    known = {(call.layer, call.call_index) for call in calls} | inputs
    waiting: Dict[Tuple[str, int], List[Call]] = {}
    missing: Dict[Tuple[str, int], int] = {}
    ready: Deque[Call] = deque()
    for call in calls:
        absent = [need for need in call.needs if need not in known]
        if absent:
            raise ConfigError("model {!r}: layer {!r} is called on call {} of {!r}, which is missing".format(
                model, call.layer, absent[0][1], absent[0][0]))
        needs = [need for need in call.needs if need not in inputs]
        missing[(call.layer, call.call_index)] = len(needs)
        for need in needs:
            waiting.setdefault(need, []).append(call)
        if not needs:
            ready.append(call)
    done = 0
    while ready:
        call = ready.popleft()
        done += 1
        yield call
        for after in waiting.get((call.layer, call.call_index), ()):
            missing[(after.layer, after.call_index)] -= 1
            if not missing[(after.layer, after.call_index)]:
                ready.append(after)
    if done < len(calls):
        stuck = sorted(name for (name, _), count in missing.items() if count)
        raise ConfigError("model {!r} has layers that wait for each other: {}".format(model, ", ".join(stuck[:5])))


def _calls(name: str, spec: Spec) -> Iterator[Call]:
    for index, node in enumerate(spec.get("inbound_nodes") or ()):
        args, kwargs = _split(node)
        needs = [(reference[0], reference[1]) for reference in references([args, kwargs])]
        if index:
            needs.append((name, index - 1))  # the calls of a shared layer keep their order
        yield Call(name, index, args, kwargs, tuple(dict.fromkeys(needs)))


def _split(node: Any) -> Tuple[Any, Dict[str, Any]]:
    """A node as (positional argument, keyword arguments); a list of one tensor is that tensor."""
    if is_reference(node):
        return list(node[:3]), dict(node[3]) if len(node) == 4 else {}
    if isinstance(node, dict):
        return node, {}
    kwargs: Dict[str, Any] = {}
    for each in node:
        if is_reference(each) and len(each) == 4:
            kwargs.update(each[3])
    args = [list(each[:3]) if is_reference(each) else each for each in node]
    return (args[0] if len(args) == 1 else args), kwargs
