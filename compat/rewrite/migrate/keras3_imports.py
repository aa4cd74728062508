"""The statements that import, for plain Keras 3: they come last, when it is known which of their names are still used."""
import ast
from typing import Dict, List, Optional, Tuple, Union

from compat.api.keras3 import BACKEND, BACKEND_ADVICE, PRIVATE_MODULES
from compat.api.names import names_in
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.dropped_names import moved_import
from compat.rewrite.migrate.imports import defines_class, replace_statement, statements_from, swap_module_name
from compat.rewrite.migrate.keras3_backend import is_backend
from compat.rewrite.migrate.keras3_paths import keras3_module, keras3_path
from compat.rewrite.migrate.keras3_tf import find_an_import_of_tensorflow_1
from compat.rewrite.migrate.modules import gives_to_others
from compat.rewrite.migrate.names import used_in
from compat.rewrite.migrate.scope import canonical

#: Advice for names that no Keras 3 has.
_ADVICE = {
    "KerasClassifier": "use keras.wrappers.SKLearnClassifier, which takes other arguments",
    "KerasRegressor": "use keras.wrappers.SKLearnRegressor, which takes other arguments",
    "multi_gpu_model": "use keras.distribution.DataParallel, or tf.distribute",
    "Merge": "use keras.layers.Add, Concatenate and the like",
    "numpy_backend": "write it with NumPy",
    "merge": "use keras.layers.add, concatenate and the like",
}


def note_import(context: Context, node: Union[ast.Import, ast.ImportFrom]) -> None:
    """Imports wait for the end of the walk."""
    find_an_import_of_tensorflow_1(context, node)
    context.facts["imported"].append((node, list(context.statements), context.scope))


def rewrite_imports(context: Context) -> None:
    """Rewrite the statements that import, each where it stands."""
    module = context.scope
    for node, statements, scope in context.facts["imported"]:
        context.statements, context.scope = statements, scope
        (_rewrite_import if isinstance(node, ast.Import) else _rewrite_import_from)(context, node)
    context.statements, context.scope = [], module


def find_gone(context: Context, node: ast.AST, name: str) -> None:
    """Mark a name that Keras 3 has nowhere."""
    last = name.rpartition(".")[2]
    context.find(node, "K202", "Keras 3 has no {}: {}".format(
        name, _ADVICE.get(last, "write it out, or take compat's by --to compat")))


def _rewrite_import(context: Context, node: ast.Import) -> None:
    statements: List[str] = []
    done = False
    for alias in node.names:
        name = canonical(alias.name) if alias.name.split(".")[0] != "tensorflow" or ".keras" in alias.name else None
        path = keras3_module(name) if name is not None else None
        bound = alias.asname or alias.name.split(".")[0]
        if name is not None and path is None:
            find_gone(context, node, name)
        if alias.name == "tensorflow" and context.options.wants("K101") and _is_unused_now(context, bound):
            done = context.changed(node, "K101", "tensorflow is not used any more")
            continue
        if path is None or not context.options.wants("K101") or alias.name in PRIVATE_MODULES:
            moved = moved_import(context, node, alias)
            done = done or moved is not None
            statements.append(moved or "import " + alias.name + (" as " + alias.asname if alias.asname else ""))
            continue
        if alias.asname and _is_unused_now(context, bound):
            done = context.changed(node, "K101", alias.name + " is not used any more")
            continue
        text = _import_as(path, alias)
        statements.append(text)
        if text != "import " + alias.name + (" as " + alias.asname if alias.asname else ""):
            done = context.changed(node, "K101", "{} → {}".format(alias.name, path)) or done
    if done:
        _put(context, node, list(dict.fromkeys(statements)))


def _import_as(path: str, alias: ast.alias) -> str:
    if alias.asname is None:
        top = alias.name.split(".")[0]
        return "import keras" if "." in alias.name or path == top else "import {} as {}".format(path, top)
    return "import keras" if (path, alias.asname) == ("keras", "keras") else "import {} as {}".format(path, alias.asname)


def _is_unused_now(context: Context, name: str) -> bool:
    """Whether all uses of a name were rewritten, and no other module can import it from this one."""
    loads, freed, key = context.facts.get("loads", {}), context.facts.get("freed", {}), used_in(context.scope, name)
    if not freed.get(key) or freed[key] < loads.get(key, 0) or context.scope.is_class:
        return False
    if context.scope.parent is not None:  # in a function, where no other module sees it
        return True
    if context.module.dotted(ast.Name(id=name)) == "tensorflow" and not gives_to_others(context.module.filename, name):
        return True
    stands_for = canonical(context.module.dotted(ast.Name(id=name)) or "") or ""
    is_gone = stands_for == "keras.layers.merge" or is_backend(stands_for)
    return is_gone or not context.facts["defined"] or b"__main__" in context.text.bytes or not context.module.filename


def _added(context: Context) -> List[str]:
    """Imports that were asked for can stand where one goes, so that lines stay where they are."""
    taken = list(context.facts.get("imports", {}))
    if len(context.statements) > 1:
        return []
    for line in taken:
        del context.facts["imports"][line]
    return taken


def _rewrite_import_from(context: Context, node: ast.ImportFrom) -> None:
    if node.level or node.module is None or node.module != "compat" and canonical(node.module + ".x") is None:
        return
    groups: Dict[str, List[str]] = {}
    left, dropped = [], 0
    for alias in node.names:
        full = canonical("{}.{}".format(node.module, alias.name)) or ""
        if not (full + ".").startswith(("keras.", "tf.keras.")):
            left.append(alias)
            continue
        if _is_unused_now(context, alias.asname or alias.name):
            dropped += 1
            continue
        if defines_class(context, node, alias, full):
            dropped += 1
            continue
        where = _place_of(context, node, alias, full)
        if where is None:
            left.append(alias)
            continue
        groups.setdefault(where[0], []).append(_named_as(where[1], alias))
    _write_import_from(context, node, groups, left, dropped)


def _named_as(name: str, alias: ast.alias) -> str:
    bound = alias.asname or alias.name
    return name if name == bound or name == "*" else "{} as {}".format(name, bound)


def _place_of(context: Context, node: ast.ImportFrom, alias: ast.alias, full: str) -> Optional[Tuple[str, str]]:
    """The module and the name there of an imported name."""
    if alias.name == "*":
        module = keras3_module(full[:-2])
        if module == "keras.backend" and not context.facts["native"]:
            context.find(node, "K201", "Keras 3's keras.backend has few of its functions: a module that takes others from "
                                       "here has to take them from keras.ops")
        return None if module is None else (module, "*")
    if is_backend(full) and full.rpartition(".")[2] in BACKEND:
        module, _, name = ("keras." + BACKEND[full.rpartition(".")[2]].target).rpartition(".")
        return module, name
    path = keras3_path(full)
    if path is None or full == "keras.layers.merge" and b"merge(" in context.text.bytes:  # of Keras 1, where it is a function
        last = full.rpartition(".")[2]
        if is_backend(full) and last in names_in("keras.backend"):
            context.find(node, "K201", "Keras 3 has no K.{}: {}".format(
                last, BACKEND_ADVICE.get(last, "write a function of keras.ops that does the same")))
        else:
            find_gone(context, node, full)
        return None
    module, _, name = path.rpartition(".")
    if module in PRIVATE_MODULES:
        context.find(node, "K203", "{} is private in Keras 3, and any release may drop it".format(path), "warning")
    return (module, name) if module else ("", name)


def _write_import_from(context: Context, node: ast.ImportFrom, groups: Dict[str, List[str]], left: List[ast.alias],
                       dropped: int) -> None:
    if not context.options.wants("K101") or not (groups or dropped):
        return
    old = [alias.name + (" as " + alias.asname if alias.asname else "") for alias in node.names]
    if not left and list(groups.values()) == [old] and next(iter(groups)):
        module = next(iter(groups))
        if module != node.module and context.changed(node, "K101", "from {} → from {}".format(node.module, module)):
            swap_module_name(context, node, module)
        return
    statements = [line for module, names in groups.items() for line in statements_from(module, names)]
    if left:  # first: the comment that says why stands above
        names = [alias.name + (" as " + alias.asname if alias.asname else "") for alias in left]
        statements.insert(0, "from {} import {}".format(node.module, ", ".join(names)))
    if statements == ["from {} import {}".format(node.module, ", ".join(old))]:
        return
    text = "from {} → {}".format(node.module, "; ".join(statements) or "not used any more")
    if context.changed(node, "K101", text):
        _put(context, node, statements)


def _put(context: Context, node: ast.stmt, statements: List[str]) -> None:
    """Statements in place of one; where there are none and it has its line for itself, the line goes."""
    statements = statements or _added(context)
    text, start = context.text, context.text.line_start(node)
    end = text.starts[node.end_lineno or node.lineno]
    if not statements and _leaves_a_body(context, node) and text.bytes[start:end].strip() == text.of(node).encode("utf8"):
        context.edits.replace(start, end, "")
    else:
        replace_statement(context, node, statements or ["pass"])


def _leaves_a_body(context: Context, node: ast.stmt) -> bool:
    """Whether something that is no import stands beside a statement, so that it can go."""
    if len(context.statements) < 2:
        return True
    bodies = [getattr(context.statements[-2], name, ()) for name in ("body", "orelse", "finalbody")]
    return any(node in body and any(not isinstance(each, (ast.Import, ast.ImportFrom)) and not _is_docstring(each)
                                    for each in body) for body in bodies)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
