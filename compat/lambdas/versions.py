"""An expression from code for TensorFlow 2, with explicit names: ``tf.image.resize`` as ``tf.compat.v2.image.resize``.

To :mod:`compat.lambdas` a plain ``tf`` is TensorFlow 1, which Keras 1 and 2 were written against. A Lambda in a file of
tf.keras called TensorFlow 2, where functions of the same name compute other numbers; both have ``tf.compat.v2``.
"""
from __future__ import annotations

import dataclasses
from typing import Any, Container, FrozenSet, Tuple

import compat.lambdas.nodes as n
from compat.lambdas.check import dotted, module_path
from compat.lambdas.expression import Expression

_ROOTS = ("tf.", "tensorflow.")


def for_tensorflow_2(expression: Expression, names: Container[str]) -> Expression:
    """The same expression, with functions of TensorFlow called by their path in TensorFlow 2.

    Args:
        names: the functions that differ, or that TensorFlow 1 lacks, without the root: ``"image.resize"``.

    Example:
        >>> for_tensorflow_2(Expression.parse("lambda x: tf.image.resize(x, (2, 2))"), ["image.resize"]).source()
        'lambda x: tf.compat.v2.image.resize(x, (2, 2))'
    """
    scope = frozenset(each.name for each in expression.parameters)
    return dataclasses.replace(expression, body=_changed(expression.body, names, scope))


def _changed(value: Any, names: Container[str], scope: FrozenSet[str]) -> Any:
    if isinstance(value, n.Attribute) and module_path(value.value, scope) is not None:
        return _called_by_version(value, names)
    if isinstance(value, tuple):
        return tuple(_changed(each, names, scope) for each in value)
    if not isinstance(value, (n.Node, n.Parameter)):
        return value
    parts = {field.name: _changed(getattr(value, field.name), names, scope) for field in dataclasses.fields(value)}
    return dataclasses.replace(value, **parts)


def _called_by_version(node: n.Attribute, names: Container[str]) -> n.Node:
    root, symbol = _without_root(dotted(node))
    if symbol not in names:
        return node
    found: n.Node = n.Name(root)
    for part in ["compat", "v2"] + symbol.split("."):
        found = n.Attribute(found, part)
    return found


def _without_root(written: str) -> Tuple[str, str]:
    for root in _ROOTS:
        if written.startswith(root):
            return root[:-1], written[len(root):]
    return "", ""
