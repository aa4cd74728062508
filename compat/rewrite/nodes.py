"""The nodes of a tree by their kind, found in one walk: many rules ask for them."""
import ast
from typing import Any, Dict, List, Tuple

#: Kind of node → the fields of it that may hold other nodes.
_FIELDS: Dict[type, Tuple[str, ...]] = {}
_KEPT = "_nodes_by_kind"


def nodes_of(tree: ast.AST, *kinds: type) -> List[Any]:
    """The nodes of some kinds, those of the first first, each kind in the order of :func:`ast.walk`.

    Example:
        >>> [node.id for node in nodes_of(ast.parse("f(x)"), ast.Name)]
        ['f', 'x']
    """
    kept: Any = vars(tree).get(_KEPT)
    if kept is None:
        kept = _by_kind(tree)
        setattr(tree, _KEPT, kept)
    return [node for kind in kinds for node in kept.get(kind, ())]


def _by_kind(tree: ast.AST) -> Dict[type, List[ast.AST]]:
    found: Dict[type, List[ast.AST]] = {}
    nodes = [tree]
    for node in nodes:  # grows
        kind = type(node)
        found.setdefault(kind, []).append(node)
        fields = _FIELDS.get(kind)
        if fields is None:
            fields = _FIELDS.setdefault(kind, tuple(each for each in node._fields if each != "ctx"))
        for name in fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                nodes.extend([each for each in value if isinstance(each, ast.AST)])
            elif isinstance(value, ast.AST):
                nodes.append(value)
    return found
