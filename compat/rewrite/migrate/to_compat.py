"""``--to compat``: the imports of Keras and TensorFlow become those of compat, as ``compat run`` redirects them in memory."""
import ast
import re
from typing import Dict, List, Optional, Tuple

from compat.api.names import lookup
from compat.api.tf_functions import REPLACED, is_data, replacement
from compat.rewrite.changes import literal
from compat.rewrite.idioms import _is_shape as is_shape
from compat.rewrite.imports import _called_name as called_name
from compat.rewrite.migrate.context import Context, Rule
from compat.rewrite.migrate.dropped_names import moved_import, swap_dropped_function, swap_dropped_import, swap_dropped_name
from compat.rewrite.migrate.imports import code_of, replace_statement, swap_module_name
from compat.rewrite.migrate.keras3_paths import is_module
from compat.rewrite.migrate.numpy_arrays import swap_array_call, swap_array_method
from compat.rewrite.migrate.numpy_names import swap_numpy_name
from compat.rewrite.migrate.numpy_numbers import take_elements, take_numbers
from compat.rewrite.migrate.scope import canonical
from compat.rewrite.rules import ATTRIBUTES, METHODS, ON_DISK

#: Calls whose first argument names a module, or something in one, as a text.
_BY_NAME = ("import_module", "__import__", "find_spec", "find_loader", "importorskip", "patch", "setattr", "LazyLoader")
_RUNTIME = "compat_runtime"


def swap_import(context: Context, node: ast.Import) -> None:
    """``import keras``, ``import keras.layers``, ``import tensorflow as tf``."""
    statements: List[str] = []
    done = False
    for alias in node.names:
        target = ON_DISK.target(alias.name)
        if target is not None and _is_left(context, alias.name):
            target = None
        elif target is not None and not is_known(alias.name):
            _find_unknown(context, node, alias.name)
            target = None
        if target is None or not context.options.wants(code_of(alias.name)):
            moved = moved_import(context, node, alias)
            done = done or moved is not None
            _note_what_is_left(context, node, alias.name)
            statements.append(moved or "import " + alias.name + (" as " + alias.asname if alias.asname else ""))
            continue
        done = context.changed(node, code_of(alias.name), "{} → {}".format(alias.name, target))
        statements.extend(_imports(alias, target))
    if done:
        replace_statement(context, node, _merged(statements))


def _imports(alias: ast.alias, target: str) -> List[str]:
    if alias.asname:
        return [_import_as(target, alias.asname)]
    top = alias.name.split(".")[0]
    root = [_import_as(ON_DISK.target(top) or top, top)]
    return root if "." not in alias.name else ["import " + target, *root]


def _import_as(target: str, name: str) -> str:
    package, _, last = target.rpartition(".")
    if package in ("compat", "compat.tf"):
        return "from {} import {}".format(package, last if last == name else "{} as {}".format(last, name))
    return "import {} as {}".format(target, name)


def _merged(statements: List[str]) -> List[str]:
    """Neighbors that are plain imports stay in one statement."""
    merged: List[str] = []
    for each in statements:
        if merged and each.startswith("import ") and merged[-1].startswith("import ") and "compat" not in each + merged[-1]:
            merged[-1] += ", " + each[len("import "):]
        elif each not in merged:
            merged.append(each)
    return merged


def _newer(name: str) -> Optional[str]:
    """The module of compat for a name that the package keras had from 2.6 to 2.15, when it was tf.keras; None for others."""
    module, _, last = name.rpartition(".")
    found = canonical(module)
    return "compat.tf." + found if found and found.startswith("keras") and lookup("tf." + found, last) is not None else None


def swap_import_from(context: Context, node: ast.ImportFrom) -> None:
    """``from keras.layers import Dense``, ``from tensorflow import keras``, ``from keras import *``."""
    if node.level or node.module is None or _is_left(context, node.module):
        return
    whole = {alias.name: "{}.{}".format(node.module, alias.name) for alias in node.names if alias.name != "*"}
    unknown = [alias for alias in node.names if alias.name in whole and not is_known(whole[alias.name])]
    newer = [alias for alias in unknown if _newer(whole[alias.name])] if context.options.wants("K001") else []
    unknown = [alias for alias in unknown if alias not in newer]
    for alias in unknown:
        _find_unknown(context, node, whole[alias.name])
    if len(unknown) == len(node.names):
        return
    modules = {alias.name: str(ON_DISK.target(node.module + "." + alias.name)) for alias in node.names
               if any(rule.source == node.module + "." + alias.name for rule in ON_DISK.modules)}
    target = ON_DISK.target(node.module)
    others = [alias for alias in node.names if alias.name not in modules and alias not in [*unknown, *newer]]
    if target is None and not modules:
        _note_what_is_left(context, node, node.module)
        return
    code = code_of(node.module if target is not None and others else node.module + "." + node.names[0].name)
    if target is None and others:
        _note_what_is_left(context, node, node.module)
    elsewhere = {name: where for name, where in modules.items() if where != "{}.{}".format(target, name)}
    if not context.changed(node, code, "from {} → from {}".format(node.module, target or next(iter(modules.values())))):
        return
    if not elsewhere and not unknown and not newer:
        swap_module_name(context, node, str(target))
        return
    statements = [_import_as(where, next(alias.asname or alias.name for alias in node.names if alias.name == name))
                  for name, where in modules.items()]
    of_newer = str(_newer(whole[newer[0].name])) if newer else ""
    for where, group in ((target or node.module, others), (of_newer, newer), (node.module, unknown)):
        if group:  # what is unknown comes first: the comment stands above
            names = ", ".join(alias.name + (" as " + alias.asname if alias.asname else "") for alias in group)
            statements.insert(0, "from {} import {}".format(where, names))
    replace_statement(context, node, statements)


def is_known(name: str) -> bool:
    """Whether a name of Keras is one that compat has; of TensorFlow's own names nothing is asked here.

    Example:
        >>> is_known("keras.layers.core.Dense"), is_known("keras.src.backend"), is_known("tensorflow.nn")
        (True, False, True)
    """
    found = canonical(name)
    if found is None or not (found + ".").startswith(("keras.", "tf.keras.")):
        return True
    plain = found[3:] if found.startswith("tf.") else found
    return any(is_module(each) or lookup(*each.rpartition(".")[::2]) is not None for each in (found, plain))


def _is_left(context: Context, name: str) -> bool:
    """Imports of the package keras in a file that was written for Keras 3, which means what it says."""
    return bool(context.facts["native"]) and name.split(".")[0] == "keras" and not context.options.era


def _find_unknown(context: Context, node: ast.stmt, name: str) -> None:
    """Left as it is; where a ``try`` waits for the error, that is all."""
    if not any(isinstance(each, ast.Try) for each in context.above):
        context.find(node, "K033", "compat has no {}: it stays the installed Keras's own, if that has it".format(name))


def _note_what_is_left(context: Context, node: ast.stmt, name: str) -> None:
    if name.split(".")[0] == "tensorflow":
        below = name.partition(".")[2]
        context.find(node, "K031", "compat serves no {}: it stays TensorFlow's own; {}".format(name, replacement(below)))


def swap_names_in_texts(context: Context, node: ast.Call) -> None:
    """``importlib.import_module("keras.layers")``, ``__import__("keras")``, ``mock.patch("keras.models.load_model")``."""
    function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if function not in _BY_NAME or not node.args or isinstance(node.args[0], ast.Starred):
        return
    first = node.args[2] if function == "LazyLoader" and len(node.args) == 3 else node.args[0]
    name = literal(first)
    if name is None:
        if called_name(node.func) in ("import_module", "__import__") and _is_about_keras(context, first):
            context.find(node, "K030", "imports a module whose name is known at run time only; give it the names of compat")
        return
    target = ON_DISK.target(name)
    if target is None:
        return
    if function == "__import__" and not any(each.arg == "fromlist" for each in node.keywords) and len(node.args) < 4:
        if "." in name or not context.changed(node, "K004", "__import__({!r})".format(name)):
            return
        context.edits.replace_node(node, "__import__({!r}, fromlist=[{!r}])".format(target, target.split(".")[-1]))
    elif context.changed(node, "K004", "{!r} → {!r}".format(name, target)):
        _replace_text(context, first, name, target)


def _is_about_keras(context: Context, node: ast.expr) -> bool:
    texts = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return any(re.match(r"(tf_)?keras|tensorflow", text) for text in texts)


def swap_in_sys_modules(context: Context, node: ast.AST) -> None:
    """``sys.modules["keras"]``, ``"keras" in sys.modules``."""
    if isinstance(node, ast.Subscript) and context.scope.dotted(node.value) == "sys.modules":
        name: ast.expr = node.slice  # type: ignore[assignment]
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (ast.In, ast.NotIn)) \
            and context.scope.dotted(node.comparators[0]) == "sys.modules":
        name = node.left
    else:
        return
    text = literal(name)
    target = ON_DISK.target(text) if text is not None else None
    if target is not None and context.changed(node, "K004", "sys.modules[{!r}]".format(text)):
        _replace_text(context, name, str(text), target)


def _replace_text(context: Context, node: ast.AST, name: str, target: str) -> None:
    written = context.text.of(node)
    context.edits.replace_node(node, written.replace(name, target) if name in written else repr(target))


def swap_tensor_method(context: Context, node: ast.Call) -> None:
    """``x.eval()``, ``x.get_shape()``, ``x.shape.as_list()``: the object is asked at run time, by compat's runtime."""
    method = node.func
    if not isinstance(method, ast.Attribute):
        return
    if method.attr == "as_list" and is_shape(method.value):
        function = "shape_as_list"
    elif method.attr in METHODS and not _is_module(context, method.value) \
            and _is_of_a_tensor(context, node, method):
        function = METHODS[method.attr]
    else:
        return
    if context.changed(node, "K007", ".{}() → {}".format(method.attr, function)):
        start, end = context.text.start(method.value), context.text.end(method.value)
        opened = context.text.bytes.index(b"(", context.text.end(method))
        context.edits.insert(start, "{}.{}(".format(_runtime(context), function))
        context.edits.replace(end, opened + 1, ", " if node.args or node.keywords else "")


def _is_module(context: Context, node: ast.expr) -> bool:
    return context.scope.dotted(node) is not None


#: Method of a tensor → the arguments that it takes.
_TAKEN = {"eval": ("session", "feed_dict"), "set_shape": ("shape",)}


def _is_of_a_tensor(context: Context, node: ast.Call, method: ast.Attribute) -> bool:
    """``numpy()`` and ``eval()`` are words of many libraries: of a tensor where no argument is one that only others take."""
    taken = _TAKEN.get(method.attr, ())
    return len(node.args) <= len(taken) and all(each.arg in taken for each in node.keywords) and _has_keras(context) \
        and not any(isinstance(each, ast.Constant) and each.value is not None for each in [method.value, *node.args])


def _has_keras(context: Context) -> bool:
    if "keras" not in context.facts:
        context.facts["keras"] = any(isinstance(value, str) and ON_DISK.target(value) is not None
                                     for values in context.module.names.values() for value in values) or any(
                                         ON_DISK.target(star) for star in context.module.stars)
    return bool(context.facts["keras"])


def swap_tensor_attribute(context: Context, node: ast.Attribute) -> None:
    """``x._keras_shape`` and ``x.shape[1].value``."""
    if not isinstance(node.ctx, ast.Load):
        return
    if node.attr in ATTRIBUTES:
        function = ATTRIBUTES[node.attr]
    elif node.attr == "value" and isinstance(node.value, ast.Subscript) and is_shape(node.value.value) and _has_keras(context):
        function = "dimension_value"
    else:
        return
    if context.changed(node, "K007", ".{} → {}".format(node.attr, function)):
        context.edits.insert(context.text.start(node.value), "{}.{}(".format(_runtime(context), function))
        context.edits.replace(context.text.end(node.value), context.text.end(node), ")")


def _runtime(context: Context) -> str:
    context.facts.setdefault("imports", {})["from compat.rewrite import runtime as " + _RUNTIME] = None
    return _RUNTIME


def find_unserved(context: Context, node: ast.Attribute) -> None:
    """``tf.contrib.rnn``: names of TensorFlow that compat has no stand-in for."""
    if not isinstance(node.ctx, ast.Load) or isinstance(context.above[-1], ast.Attribute):
        return
    name = context.named(node)
    if name is None or not name.startswith("tf.") or name.startswith("tf.keras"):
        return
    below = name[3:]
    if is_data(below):
        return
    parts = below.split(".")
    for length in range(len(parts), 0, -1):
        known = ".".join(parts[:length])
        if known in REPLACED:
            context.find(node, "K031", "compat may serve no tf.{}: {}".format(below, REPLACED[known]))
            return


def whole_code(context: Context, node: ast.Call) -> None:
    """``exec(text)``: what it runs is not known here. ``merge(…)``: only Keras 1 had that function."""
    if context.named(node.func) == "keras.layers.merge":
        context.find(node, "K033", "compat has no function keras.layers.merge of Keras 1: use keras.layers.add, concatenate …")
    if isinstance(node.func, ast.Name) and node.func.id == "exec" and node.args and _has_keras(context):
        text: Optional[str] = literal(node.args[0])
        if text is None or "keras" in text or "tensorflow" in text:
            context.find(node, "K032", "runs a text as code; compat migrate does not read it")


RULES_OF_NODES: Dict[type, Tuple[Rule, ...]] = {
    ast.Import: (swap_import,),
    ast.ImportFrom: (swap_import_from, swap_dropped_import),
    ast.Name: (swap_dropped_function,),
    ast.Call: (swap_names_in_texts, swap_tensor_method, whole_code, take_numbers, swap_array_call,
               swap_array_method),
    ast.Assign: (take_elements,),
    ast.AugAssign: (take_elements,),
    ast.BinOp: (take_numbers,),
    ast.Subscript: (swap_in_sys_modules,),
    ast.Compare: (swap_in_sys_modules,),
    ast.Attribute: (swap_numpy_name, swap_dropped_name, swap_tensor_attribute, find_unserved),
}
