"""Calls of ``K``: ``keras.ops`` and its like, where they mean the same."""
import ast
import re
from typing import Any, Dict, Optional, Sequence, Set

from compat.api.keras3 import BACKEND, BACKEND_ADVICE, BACKEND_TEMPLATES, Function
from compat.api.keras3_names import NAMES
from compat.api.names import lookup
from compat.api.rows import Name
from compat.api.signatures import parameters
from compat.rewrite.migrate.arguments import added, arguments_by_name, as_tree, is_simple, renamed
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.names import free, helper, root_name, written

_MODULES = ("keras.backend.", "tf.keras.backend.", "keras.backend.tensorflow_backend.")
_FIELD = re.compile(r"(?P<lead>, )?(?P<keyword>\w+=)?\{(?P<name>\w+)(?P<simple>!)?(?::(?P<default>[^}]+))?\}")


def is_backend(name: str) -> bool:
    """Whether a name of the tables is one of ``keras.backend``, and Keras 3 does not have it there."""
    module, _, last = name.rpartition(".")
    return name.startswith(_MODULES) and module + "." in _MODULES and last not in NAMES["keras.backend"]


def rewrite_backend_call(context: Context, node: ast.Call) -> None:
    """``K.sum(x, axis=1)`` → ``ops.sum(x, axis=1)``."""
    name = context.named(node.func)
    if name is None or not is_backend(name):
        return
    last = name.rpartition(".")[2]
    row = lookup("keras.backend", last)
    if last == "batch_dot" and _use_helper(context, node, "batch_dot_of_keras_2"):
        return
    if not isinstance(row, Name):
        return
    names = [each.name for each in parameters(row.signature)]
    is_causal = last == "conv1d" and any(isinstance(each, ast.Constant) and each.value == "causal"
                                         for each in [*node.args, *(each.value for each in node.keywords)])
    if last in BACKEND and not is_causal:
        _rewrite_function(context, node, last, BACKEND[last], names)
    elif last in BACKEND_TEMPLATES and not is_causal:
        _rewrite_template(context, node, last, names)
    else:
        context.facts.setdefault("handled", set()).add(id(node.func))
        context.find(node, "K201", "Keras 3 has no K.{}: {}".format(
            last, BACKEND_ADVICE.get(last, "write a function of keras.ops that does the same")))


def _use_helper(context: Context, node: ast.Call, name: str) -> bool:
    if not context.changed(node, "K112", "{} → {}".format(context.text.of(node.func), name)):
        return False
    _take(context, node)
    context.edits.replace_node(node.func, helper(context, name))
    return True


def _take(context: Context, node: ast.Call) -> None:
    """The reference to the function is rewritten here, and not as a reference."""
    context.facts.setdefault("handled", set()).add(id(node.func))
    free(context, root_name(node.func))


def _rewrite_function(context: Context, node: ast.Call, last: str, row: Function, names: Sequence[str]) -> None:
    if not context.changed(node, "K111", "{} → {}".format(context.text.of(node.func), row.target)):
        return
    if isinstance(node.func, ast.Name):
        context.facts.setdefault("handled", set()).add(id(node.func))  # its import is rewritten
    else:
        _take(context, node)
        context.edits.replace_node(node.func, written(context, "keras." + row.target))
    given = {each.arg for each in node.keywords}
    if row.renamed and given & set(row.renamed):
        context.edits.change(node, renamed(row.renamed))
    for argument, value in row.defaults.items():
        place = names.index(argument) if argument in names else len(names)
        if argument not in given and None not in given and len(node.args) <= place \
                and not any(isinstance(each, ast.Starred) for each in node.args):
            context.edits.change(node, added(argument, value))


def _rewrite_template(context: Context, node: ast.Call, last: str, names: Sequence[str]) -> None:
    template = _simplest(last, node)
    needed = {field.group("name") for field in _FIELD.finditer(template)
              if not field.group("keyword") and not field.group("default")}
    given: Set[Optional[str]] = {*names[:len(node.args)], *(each.arg for each in node.keywords)}
    used = {field.group("name") for field in _FIELD.finditer(template)}
    unknown = [name for name in given if name is None or (name not in used and name not in ("name",))]
    if needed - given or unknown or len(node.args) > len(names) or any(isinstance(each, ast.Starred) for each in node.args):
        context.facts.setdefault("handled", set()).add(id(node.func))
        context.find(node, "K201", "Keras 3 has no K.{} with these arguments: it is {}".format(last, _plain(template)))
        return
    if not context.changed(node, "K111", "{} → {}".format(context.text.of(node.func), _plain(template))):
        return
    _take(context, node)
    text = re.sub(r"\b(keras|ops|math)\.[\w.]+", lambda found: written(context, _whole(found.group(0))), template)

    def change(call: Any) -> Any:
        return as_tree(filled(text, arguments_by_name(call, names) or {}))

    context.edits.change(node, change)


def _whole(path: str) -> str:
    return path if path.startswith(("keras.", "math.")) else "keras." + path


def _simplest(last: str, node: ast.Call) -> str:
    return "ops.relu({x})" if last == "relu" and len(node.args) + len(node.keywords) == 1 else BACKEND_TEMPLATES[last]


def _plain(template: str) -> str:
    return _FIELD.sub(r"\g<lead>\g<keyword>\g<name>", template)


def filled(template: str, given: Dict[str, str]) -> str:
    """A template with the arguments that are given; keywords that are not are left out.

    Example:
        >>> filled("ops.f({x}, axis={axis}, dtype={dtype:3})", {"x": "a + b"})
        'ops.f(a + b, dtype=3)'
    """
    def value(field: Any) -> str:
        text: Optional[str] = given.get(field.group("name"), field.group("default"))
        if text is None:
            return ""
        if field.group("simple") and not is_simple(text):
            text = "({})".format(text)
        return (field.group("lead") or "") + (field.group("keyword") or "") + text

    return _FIELD.sub(value, template)

