"""Local variables of a function → one expression: a value used once is written where it is used.

``eps = K.random_normal(s); return m + eps * v`` becomes ``m + K.random_normal(s) * v``. A value used twice must not be
computed twice (it may be random), and becomes the argument of a function: ``(lambda d: d * d)(x - y)``.
"""
from __future__ import annotations

import dataclasses
from typing import Any, Callable, FrozenSet, List, Set, Tuple

import compat.lambdas.nodes as n

#: Assignments in order: the unique name and the value.
Lets = List[Tuple[str, n.Node]]


def is_atom(node: n.Node) -> bool:
    """Whether a value is so plain that writing it twice changes nothing: a name, a constant, a part of an atom."""
    if isinstance(node, n.Subscript):
        return is_atom(node.value) and isinstance(node.index, n.Constant)
    if isinstance(node, n.Sequence) and node.kind == "tuple":
        return all(is_atom(each) for each in node.items)
    return isinstance(node, (n.Name, n.Constant))


def resolve(node: n.Node, lets: Lets) -> n.Node:
    """``node`` with the names that ``lets`` assigned written out."""
    for name, value in reversed(lets):
        plain, nested = uses(node, name)
        if not plain and not nested:
            continue
        if plain == 1 and not nested:
            node = replace(node, name, value)
        else:
            node = n.Call(n.Lambda((n.Parameter(name),), node), (value,))
    return node


def uses(node: n.Child, name: str, inside: bool = False) -> Tuple[int, int]:
    """How often a name is read directly, and how often inside an inner function or loop."""
    if isinstance(node, n.Name):
        return (0, int(node.id == name)) if inside else (int(node.id == name), 0)
    plain = nested = 0
    inner = inside or isinstance(node, (n.Lambda, n.Comprehension))
    for child in n.children(node):
        more = uses(child, name, inner)
        plain, nested = plain + more[0], nested + more[1]
    return plain, nested


def replace(node: n.Node, name: str, value: n.Node) -> n.Node:
    """``node`` with ``value`` in the place of the name; only called where no inner function reads the name."""
    if isinstance(node, n.Name):
        return value if node.id == name else node
    if isinstance(node, (n.Lambda, n.Comprehension)):
        return node
    replaced: n.Node = map_children(node, lambda child: replace(child, name, value))
    return replaced


def map_children(node: Any, change: Callable[[n.Node], n.Node]) -> Any:
    """A copy of a node whose direct children went through ``change``; the node itself if none differs."""
    def changed(value: Any) -> Any:
        if isinstance(value, n.Parameter):
            return value if value.default is None else dataclasses.replace(value, default=change(value.default))
        if isinstance(value, n.Node):
            return change(value)
        if isinstance(value, tuple):
            return tuple(changed(each) for each in value)
        return value

    fields = {field.name: getattr(node, field.name) for field in dataclasses.fields(node)}
    new = {key: changed(value) for key, value in fields.items()}
    return node if all(new[key] is fields[key] for key in new) else type(node)(**new)


def unique(name: str, taken: Set[str]) -> str:
    """A name that nothing else has, ``name`` itself if it is free; it is then taken.

    Example:
        >>> taken = {"x"}
        >>> unique("x", taken), unique("x", taken), unique("y", taken)
        ('x_1', 'x_2', 'y')
    """
    candidate, count = name, 0
    while candidate in taken:
        count += 1
        candidate = "%s_%d" % (name, count)
    taken.add(candidate)
    return candidate


def free_names(node: n.Child, bound: FrozenSet[str] = frozenset()) -> Set[str]:
    """Names that a node reads and does not bind itself.

    Example:
        >>> sorted(free_names(n.Lambda((n.Parameter("x"),), n.Binary("+", n.Name("x"), n.Name("k")))))
        ['k']
    """
    if isinstance(node, n.Name):
        return set() if node.id in bound else {node.id}
    if isinstance(node, n.Lambda):
        bound = bound | {each.name for each in node.parameters}
    elif isinstance(node, n.Comprehension):
        bound = bound | set(node.targets)
    found: Set[str] = set()
    for child in n.children(node):
        found |= free_names(child, bound)
    return found
