"""What old programs do with NumPy that newer ones refuse, in both directions: names that are gone.

``compat run`` does the same in memory, see :mod:`compat.rewrite.array_idioms`; here stands what NumPy itself has for it.
"""
import ast
from typing import Any, Optional

from compat.api.numpy_changes import (
    NUMPY_ADVICE,
    NUMPY_CALLS,
    NUMPY_CONSTANTS,
    NUMPY_LIB,
    NUMPY_MODULES,
    NUMPY_NAMES,
    NUMPY_TYPES,
)
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.names import need


def swap_numpy_name(context: Context, node: ast.Attribute) -> None:
    """``np.float``, ``np.product``, ``np.asscalar(a)``, ``np.math.exp``: names that NumPy has dropped since."""
    if isinstance(node.value, ast.Attribute) and node.attr in NUMPY_LIB and context.scope.dotted(node.value) == "numpy.lib" \
            and isinstance(node.value.value, ast.Name):
        numpy = node.value.value.id
        if context.changed(node, "K006", "{0}.lib.{1} → {0}.{1}".format(numpy, node.attr)):
            context.edits.replace_node(node.value, numpy)
        return
    if not isinstance(node.ctx, ast.Load) or not isinstance(node.value, ast.Name):
        return
    if node.attr not in NUMPY_ADVICE and node.attr not in NUMPY_TYPES and node.attr not in NUMPY_NAMES:
        return
    if context.scope.dotted(node.value) != "numpy":
        return
    new = _new_name(context, node)
    if new is None:
        _swap_call(context, node)
        return
    if context.changed(node, "K006", "{}.{} → {}".format(node.value.id, node.attr, new)):
        context.edits.replace_node(node, new)
        if node.attr in NUMPY_MODULES and not context.scope.found(new):
            need(context, "import " + new)


def _new_name(context: Context, node: Any) -> Optional[str]:
    """What stands for the name alone; None where there is nothing."""
    numpy = node.value.id
    if node.attr in NUMPY_NAMES:
        return str(numpy + "." + NUMPY_NAMES[node.attr])
    if node.attr in NUMPY_CONSTANTS:
        return NUMPY_CONSTANTS[node.attr].format(numpy)
    if node.attr in NUMPY_MODULES:
        module = NUMPY_MODULES[node.attr]
        return module if all(value == module for value in context.scope.found(module) or ()) else None
    new = NUMPY_TYPES[node.attr].__name__ if node.attr in NUMPY_TYPES else None
    return None if new is None or context.scope.found(new) else new


def _swap_call(context: Context, node: Any) -> None:
    """A function that is called with one argument becomes what it did; of other uses a comment says what to write."""
    call: Any = context.above[-1] if context.above else None
    row = NUMPY_CALLS.get(node.attr)
    is_plain = isinstance(call, ast.Call) and call.func is node and len(call.args) == 1 and not call.keywords \
        and not isinstance(call.args[0], ast.Starred)
    if row is None or not is_plain:
        if node.attr in NUMPY_ADVICE:
            context.find(node, "K034", "NumPy has no {} any more: {}".format(node.attr, NUMPY_ADVICE[node.attr]))
        return
    if not context.changed(node, "K006", "{}.{}(…) → {}".format(node.value.id, node.attr, row.shown.format(node.value.id))):
        return
    text, end = context.text, context.text.end(call)
    context.edits.replace_node(node, row.function.format(node.value.id))
    has_comma = b"," in text.bytes[text.end(call.args[0]):end]
    if row.argument:
        context.edits.insert(end - 1, (" " if has_comma else ", ") + row.argument.format(node.value.id))
    if row.after:
        context.edits.insert(end, row.after)
