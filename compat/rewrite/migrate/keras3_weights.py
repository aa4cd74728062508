"""``save``, ``save_weights`` and ``load_weights``: Keras 3 writes weights to names that end in ``.weights.h5`` only."""
import ast
from typing import Optional, Set

from compat.rewrite.migrate.arguments import by_keyword, dropped
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_files import checkpoints, rename_file, rewrite_saved
from compat.rewrite.migrate.keras3_made import is_model, made_by
from compat.rewrite.migrate.keras3_tails import ENDINGS, bound, in_place_of, known_by, tail_of, written_tail
from compat.rewrite.nodes import nodes_of

_OF_WEIGHTS = ".weights.h5"
#: The arguments of load_weights, by place, of which Keras 3 takes the first two and ``skip_mismatch`` second.
_LOADING = ("filepath", "by_name", "skip_mismatch", "reshape")


def saved_weights(tree: ast.Module) -> Set[str]:
    """The files of weights that a program writes: the ends of their names, or all of the path where an end says nothing."""
    names = bound(tree)
    found = set()
    for node in nodes_of(tree, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "save_weights":
            path = _path(node)
            tail = tail_of(path, names)
            if tail is not None and path is not None:
                found.add(known_by(path, tail))
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
    tail = written_tail(context, path)
    if method.attr == "load_weights":
        written_here = {*checkpoints(context), *context.facts["saved_weights"]}
        _rewrite_loading(context, node, tail is not None and (
            tail.text.endswith(_OF_WEIGHTS) or known_by(path, tail) in written_here))
    if tail is None:
        if method.attr == "save_weights" and _is_of_keras(context, node, method):
            context.find(node, "K211", "Keras 3 saves weights to names that end in .weights.h5 alone")
    elif known_by(path, tail) in checkpoints(context):
        rename_file(context, tail.node, in_place_of(tail, checkpoints(context)[known_by(path, tail)]), "K126", tail.text)
    elif not tail.text.endswith(_OF_WEIGHTS) and known_by(path, tail) in context.facts["saved_weights"]:
        ending = next((each for each in ENDINGS if tail.text.endswith(each)), "")
        rename_file(context, tail.node, tail.text[:len(tail.text) - len(ending)] + _OF_WEIGHTS, "K126", tail.text)
    if method.attr == "save_weights" and any(each.arg == "save_format" for each in node.keywords) \
            and context.changed(node, "K126", "save_format= is left out"):
        context.edits.change(node, dropped("save_format"))


def _rewrite_loading(context: Context, node: ast.Call, is_new: bool) -> None:
    """``load_weights('w.h5', True)``, and ``by_name=`` of a file that Keras 3 has written, where it takes no such thing."""
    if len(node.args) > 1 and context.facts["era"].of_tf_keras:  # which changed the order of the two
        context.find(node, "K204", "Keras 3's load_weights takes skip_mismatch second: give the arguments by name")
        return
    if len(node.args) > 1 and context.changed(node, "K163", "load_weights: arguments by their names"):
        context.edits.change(node, by_keyword(_LOADING, 1))
    given = {**dict(zip(_LOADING, node.args)), **{each.arg: each.value for each in node.keywords if each.arg}}
    neutral = [name for name in ("by_name", "reshape") if getattr(given.get(name), "value", None) is False]
    if neutral and context.changed(node, "K163", ", ".join(name + "=" for name in neutral) + " has no effect"):
        context.edits.change(node, dropped(*neutral))
    if "reshape" in given and "reshape" not in neutral:
        context.find(node, "K204", "Keras 3 has no reshape= of load_weights")
    if "by_name" in given and "by_name" not in neutral and is_new:
        context.find(node, "K204", "Keras 3 has no by_name= for .weights.h5 files: give the weights of each layer of the saved "
                                   "model to the one of its name, by get_weights and set_weights")


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
    tail = written_tail(context, path)
    if tail is None:
        if as_folder is not None:
            context.find(node, "K211", "Keras 3 saves models to names that end in .keras or .h5: leave save_format out")
        return
    if "." not in tail.text.rsplit("/", 1)[-1] or as_folder is not None and not tail.text.endswith((".keras", *ENDINGS)):
        ending = ".keras" if context.facts["era"].of_tf_keras else ".h5"
        rename_file(context, tail.node, tail.text.rstrip("/") + ending, "K125", tail.text)
    if as_folder is not None and context.changed(node, "K125", "save_format= is left out"):
        context.edits.change(node, dropped("save_format"))
