"""``save``, ``save_weights`` and ``load_weights``: Keras 3 writes weights to names that end in ``.weights.h5`` only."""
import ast
from typing import Any, Dict, List, NamedTuple, Optional, Set

from compat.rewrite.migrate.arguments import dropped
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_files import checkpoints, rename_file, rewrite_saved
from compat.rewrite.migrate.keras3_made import is_model, made_by
from compat.rewrite.nodes import nodes_of

_ENDINGS = (".h5", ".hdf5")
_OF_WEIGHTS = ".weights.h5"


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


def saved_weights(tree: ast.Module) -> Set[str]:
    """The files of weights that a program writes: the ends of their names, or all of the path where an end says nothing."""
    names = _bound(tree)
    found = set()
    for node in nodes_of(tree, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "save_weights":
            path = _path(node)
            tail = tail_of(path, names)
            if tail is not None and path is not None:
                found.add(_known_by(path, tail))
    return found


def _known_by(path: ast.expr, tail: Tail) -> str:
    return ast.dump(path) if tail.text in _ENDINGS else tail.text


def _bound(tree: ast.Module) -> Dict[str, List[Any]]:
    found: Dict[str, List[Any]] = {}
    for node in nodes_of(tree, ast.Name):
        if isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, []).append(None)
    for node in nodes_of(tree, ast.Assign):
        if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) and len(found[node.targets[0].id]) == 1:
            found[node.targets[0].id] = [node.value]
    return found


def _path(node: ast.Call) -> Optional[ast.expr]:
    return node.args[0] if node.args else next((each.value for each in node.keywords if each.arg == "filepath"), None)


def rewrite_saving(context: Context, node: ast.Call, method: ast.Attribute) -> None:
    """``model.save('folder')``, ``model.save_weights('w.h5')``, ``model.load_weights('w.h5')``."""
    path = _path(node)
    if path is None or context.facts["native"]:
        return
    if method.attr == "save":
        _rewrite_save(context, node, method, path)
        return
    tail = _tail(context, path)
    if tail is None:
        if method.attr == "save_weights" and _is_of_keras(context, node, method):
            context.find(node, "K211", "Keras 3 saves weights to names that end in .weights.h5 alone")
    elif tail.text in checkpoints(context):
        rename_file(context, tail.node, checkpoints(context)[tail.text], "K126")
    elif not tail.text.endswith(_OF_WEIGHTS) and _known_by(path, tail) in context.facts["saved_weights"]:
        ending = next((each for each in _ENDINGS if tail.text.endswith(each)), "")
        rename_file(context, tail.node, tail.text[:len(tail.text) - len(ending)] + _OF_WEIGHTS, "K126", tail.text)
    if method.attr == "save_weights" and any(each.arg == "save_format" for each in node.keywords) \
            and context.changed(node, "K126", "save_format= is left out"):
        context.edits.change(node, dropped("save_format"))


def _tail(context: Context, path: ast.expr) -> Optional[Tail]:
    names = context.facts.setdefault("bound", None) or _bound(context.facts["tree"])
    context.facts["bound"] = names
    return tail_of(path, names)


def _is_of_keras(context: Context, node: ast.Call, method: ast.Attribute) -> bool:
    """Whether it may be a method of Keras's: not of a module, nor one that the file defines itself."""
    return context.scope.dotted(method.value) is None and len(node.args) < 4 and not (
        "save_weights" in context.facts["defined"] and getattr(method.value, "id", "") != "model")


def _rewrite_save(context: Context, node: ast.Call, method: ast.Attribute, path: ast.expr) -> None:
    rewrite_saved(context, node, path, made_by(context, method.value))
    as_folder = next((each for each in node.keywords if each.arg == "save_format"
                      and getattr(each.value, "value", None) == "tf"), None)
    if as_folder is None and not is_model(context, method.value):
        return
    tail = _tail(context, path)
    if tail is None:
        if as_folder is not None:
            context.find(node, "K211", "Keras 3 saves models to names that end in .keras or .h5: leave save_format out")
        return
    if "." not in tail.text.rsplit("/", 1)[-1] or as_folder is not None and not tail.text.endswith((".keras", *_ENDINGS)):
        ending = ".keras" if context.facts["era"].of_tf_keras else ".h5"
        rename_file(context, tail.node, tail.text.rstrip("/") + ending, "K125", tail.text)
    if as_folder is not None and context.changed(node, "K125", "save_format= is left out"):
        context.edits.change(node, dropped("save_format"))
