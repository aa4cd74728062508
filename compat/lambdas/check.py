"""What an expression would use, and whether all of it is allowed: reads the tree and runs nothing."""
from __future__ import annotations

from typing import Container, FrozenSet, Iterator, List, NamedTuple, Optional, Tuple

import compat.lambdas.allowed as allowed
import compat.lambdas.nodes as n
from compat.lambdas.errors import lambda_error


class Touch(NamedTuple):
    """One name outside the expression: its dotted text, and what is wrong with it (None: it is allowed)."""

    text: str
    problem: Optional[str]


def touches(parameters: Tuple[n.Parameter, ...], body: n.Node) -> List[str]:
    """Sorted names that the function would use: attributes of modules and tensors, built-ins, free names.

    Example:
        >>> touches((n.Parameter("x"),), n.Call(n.Attribute(n.Name("K"), "abs"), (n.Name("x"),)))
        ['K.abs']
    """
    return sorted({each.text for each in _function(parameters, body, frozenset())})


def check(parameters: Tuple[n.Parameter, ...], body: n.Node, name: Optional[str] = None,
          given: Container[str] = ()) -> None:
    """Raise LambdaError for the first thing that is not allowed; ``given`` are names whose values the user passes."""
    for each in _function(parameters, body, frozenset()):
        if each.problem and each.text not in given:
            raise lambda_error(each.problem, name)


def _function(parameters: Tuple[n.Parameter, ...], body: n.Node, scope: FrozenSet[str]) -> Iterator[Touch]:
    for each in parameters:
        if each.default is not None:
            yield from _walk(each.default, scope)
    yield from _walk(body, scope | {each.name for each in parameters})


def _walk(node: n.Child, scope: FrozenSet[str]) -> Iterator[Touch]:
    if isinstance(node, n.Lambda):
        yield from _function(node.parameters, node.body, scope)
    elif isinstance(node, n.Comprehension):
        yield from _walk(node.iterable, scope)
        for each in (node.element,) + node.conditions:
            yield from _walk(each, scope | set(node.targets))
    elif isinstance(node, n.Name):
        yield from _name(node.id, scope)
    elif isinstance(node, n.Attribute):
        yield from _attribute(node, scope)
    else:
        if isinstance(node, n.Call) and not isinstance(node.function, (n.Name, n.Attribute, n.Lambda)):
            yield Touch("(call)", "it calls the result of an expression, which is not allowed")
        for child in n.children(node):
            yield from _walk(child, scope)


def _name(text: str, scope: FrozenSet[str]) -> Iterator[Touch]:
    if text in scope:
        return
    known = text in allowed.BUILTINS or text in allowed.ROOT_ALIASES
    yield Touch(text, None if known else "it uses %r, which is not allowed (it is neither a parameter nor one of the "
                                         "known modules and functions)" % text)


def _attribute(node: n.Attribute, scope: FrozenSet[str]) -> Iterator[Touch]:
    path = module_path(node.value, scope)
    if path is not None:
        if module_path(node, scope) is None:
            written = dotted(node)
            problem = None if allowed.is_allowed(path, node.name) else "it uses %r, which is not allowed" % written
            yield Touch(written, problem)
        return
    listed = node.name in allowed.VALUE_ATTRIBUTES
    yield Touch("." + node.name, None if listed else "it reads the attribute %r, which is not allowed" % node.name)
    yield from _walk(node.value, scope)


def module_path(node: n.Node, scope: Container[str] = ()) -> Optional[str]:
    """Path in the tables of the module that a name or attribute chain stands for, else None.

    Example:
        >>> module_path(n.Attribute(n.Name("tensorflow"), "nn"))
        'tf.nn'
    """
    if isinstance(node, n.Name):
        return None if node.id in scope else allowed.ROOT_ALIASES.get(node.id)
    if isinstance(node, n.Attribute):
        path = module_path(node.value, scope)
        return None if path is None else allowed.child_path(path, node.name)
    return None


def dotted(node: n.Node) -> str:
    """``K.tf.nn.relu`` for a chain of names, as written."""
    if isinstance(node, n.Attribute):
        return dotted(node.value) + "." + node.name
    return node.id if isinstance(node, n.Name) else "…"
