"""The names of files: the text in which a path ends, where a program joins or formats it."""
import ast
from typing import Any, Dict, List, NamedTuple, Optional

from compat.rewrite.migrate.context import Context
from compat.rewrite.nodes import nodes_of

ENDINGS = (".h5", ".hdf5")


class Tail(NamedTuple):
    """The text in which a path ends, and the expression that holds it."""

    node: Any
    text: str


def tail_of(path: Optional[ast.expr], names: Dict[str, List[Any]], depth: int = 0) -> Optional[Tail]:
    """Where the last part of a path is written out; None where it is known at run time only.

    Args:
        names: what each name of the file is bound to.
    """
    inner: Optional[ast.expr] = None
    if isinstance(path, ast.Constant):
        return Tail(path, path.value) if isinstance(path.value, str) else None
    if isinstance(path, ast.JoinedStr):
        last = path.values[-1] if path.values else None
        return Tail(path, last.value) if isinstance(last, ast.Constant) and isinstance(last.value, str) else None
    if isinstance(path, ast.Name):
        values = names.get(path.id, ())
        inner = values[0] if len(values) == 1 else None
    elif isinstance(path, ast.BinOp):
        inner = path.left if isinstance(path.op, ast.Mod) else path.right if isinstance(path.op, (ast.Add, ast.Div)) else None
    elif isinstance(path, ast.Call):
        name = path.func.attr if isinstance(path.func, ast.Attribute) else getattr(path.func, "id", "")
        if name == "format":
            inner = path.func.value if isinstance(path.func, ast.Attribute) else None
        elif name in ("join", "Path", "str") and path.args:
            inner = path.args[-1]
    return tail_of(inner, names, depth + 1) if isinstance(inner, ast.expr) and depth < 6 else None


def known_by(path: ast.expr, tail: Tail) -> str:
    """What a file is known by in its program: the end of its name, or all of the path where an end says nothing."""
    return ast.dump(path) if tail.text in ENDINGS else tail.text.lstrip("/")


def in_place_of(tail: Tail, name: str) -> str:
    """A name of a file with the slash that begins the text in which a path ends."""
    return tail.text[:len(tail.text) - len(tail.text.lstrip("/"))] + name.lstrip("/")


def bound(tree: ast.Module) -> Dict[str, List[Any]]:
    """What each name of a file is bound to, where that is once; else None."""
    found: Dict[str, List[Any]] = {}
    for node in nodes_of(tree, ast.Name):
        if isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, []).append(None)
    for node in nodes_of(tree, ast.Assign):
        if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) and len(found[node.targets[0].id]) == 1:
            found[node.targets[0].id] = [node.value]
    return found


def written_tail(context: Context, path: ast.expr) -> Optional[Tail]:
    """As :func:`tail_of`, by the names of the file."""
    names = context.facts.setdefault("bound", None) or bound(context.facts["tree"])
    context.facts["bound"] = names
    return tail_of(path, names)
