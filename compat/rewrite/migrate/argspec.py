"""``inspect.getargspec``, which Python 3.11 dropped, becomes ``getfullargspec`` where what is asked of it is the same.

The first four of its seven values are those of ``getargspec``, of which the third has another name.
"""
import ast
from typing import Any, Dict, List

from compat.rewrite.migrate.context import Context

_SAME = {"args": "args", "varargs": "varargs", "keywords": "varkw", "defaults": "defaults"}


def swap_argspec(context: Context, node: Any) -> bool:
    """Rewrite one use of the function; False where something else is asked of what it gives."""
    call = _parents(context).get(node)
    if not isinstance(call, ast.Call) or call.func is not node:
        return False
    asked = _asked_of(context, call)
    if not asked or not all(_is_the_same(context, each) for each in asked):
        return False
    new = context.text.of(node.value) + ".getfullargspec" if isinstance(node, ast.Attribute) else "getfullargspec"
    if context.changed(node, "K013", "{} → {}".format(context.text.of(node), new)):
        context.edits.replace_node(node, new)
        for each in asked:
            _rewrite(context, each)
    return True


def takes_argspec_alone(context: Context, name: str) -> bool:
    """Whether every use of an imported name in the file can be rewritten."""
    uses = [each for each in ast.walk(context.facts["tree"]) if isinstance(each, ast.Name) and each.id == name]
    calls = [_parents(context).get(each) for each in uses]
    return bool(uses) and all(
        isinstance(call, ast.Call) and call.func is use and _asked_of(context, call)
        and all(_is_the_same(context, each) for each in _asked_of(context, call)) for use, call in zip(uses, calls))


def _parents(context: Context) -> Dict[ast.AST, ast.AST]:
    if "parents" not in context.facts:
        context.facts["parents"] = {child: each for each in ast.walk(context.facts["tree"])
                                    for child in ast.iter_child_nodes(each)}
    parents: Dict[ast.AST, ast.AST] = context.facts["parents"]
    return parents


def _asked_of(context: Context, call: ast.AST) -> List[Any]:
    """The expressions that use what a call gives, also by a name that is only that."""
    parents = _parents(context)
    around: Any = parents.get(call)
    if not (isinstance(around, ast.Assign) and len(around.targets) == 1 and isinstance(around.targets[0], ast.Name)):
        return [call]
    name = around.targets[0].id
    function: Any = around
    while function is not None and not isinstance(function, (ast.FunctionDef, ast.Lambda, ast.ClassDef, ast.Module)):
        function = parents.get(function)
    if not isinstance(function, ast.FunctionDef):
        return []
    uses = [each for each in ast.walk(function) if isinstance(each, ast.Name) and each.id == name]
    loads = [each for each in uses if isinstance(each.ctx, ast.Load)]
    return loads if len(uses) == len(loads) + 1 else []


def _is_the_same(context: Context, node: Any) -> bool:
    """Whether ``getfullargspec`` gives an expression the same, or under another name: an attribute, one of four values."""
    around: Any = _parents(context).get(node)
    if isinstance(around, ast.Attribute):
        return around.attr in _SAME
    if isinstance(around, ast.Subscript) and around.value is node:
        return _is_one_of_four(around.slice)
    return _is_unpacked(around, node)


def _is_one_of_four(index: Any) -> bool:
    if isinstance(index, ast.Slice):
        index = index.upper if index.lower is None and index.step is None else None
        return isinstance(index, ast.Constant) and index.value in (1, 2, 3, 4)
    return isinstance(index, ast.Constant) and index.value in (0, 1, 2, 3)


def _is_unpacked(around: Any, node: Any) -> bool:
    """``args, varargs, keywords, defaults = …``."""
    return isinstance(around, ast.Assign) and around.value is node and all(
        isinstance(target, (ast.List, ast.Tuple)) and not any(isinstance(each, ast.Starred) for each in target.elts)
        for target in around.targets)


def _rewrite(context: Context, node: Any) -> None:
    around: Any = _parents(context).get(node)
    if isinstance(around, ast.Attribute) and _SAME[around.attr] != around.attr:
        end = context.text.end(around)
        context.edits.replace(end - len(around.attr), end, _SAME[around.attr])
    elif _is_unpacked(around, node):
        context.edits.insert(context.text.end(node), "[:4]")
