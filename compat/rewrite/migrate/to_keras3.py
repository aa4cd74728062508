"""``--to keras3``: plain Keras 3 where the meaning is the same, by the tables; comments where it is not.

References are rewritten as they are met; the statements that import are rewritten last, when it is known which of their names
are still used.
"""
import ast
from typing import Any, Dict, List, Optional, Tuple, Union

from compat.api.keras3 import BACKEND, BACKEND_ADVICE, BACKEND_TEMPLATES, PRIVATE_MODULES
from compat.api.names import names_in
from compat.rewrite.migrate.context import Context, Rule, walk
from compat.rewrite.migrate.imports import (
    defines_class,
    import_private_module,
    replace_statement,
    statements_from,
    swap_module_name,
)
from compat.rewrite.migrate.keras3_backend import is_backend, rewrite_backend_call
from compat.rewrite.migrate.keras3_calls import rewrite_constructor
from compat.rewrite.migrate.keras3_inplace import rewrite_in_place
from compat.rewrite.migrate.keras3_meaning import MEANINGS, look_at_the_file
from compat.rewrite.migrate.keras3_methods import (
    rewrite_attribute,
    rewrite_definition,
    rewrite_list_of_weights,
    rewrite_method,
)
from compat.rewrite.migrate.keras3_optimizers import find_a_gone_attribute, find_an_own_optimizer
from compat.rewrite.migrate.keras3_paths import is_module, keras3_module, keras3_path
from compat.rewrite.migrate.keras3_symbolic import is_in_an_old_optimizer, rewrite_shape_in_a_sum
from compat.rewrite.migrate.keras3_tf import find_a_name_of_tensorflow_1, find_an_import_of_tensorflow_1
from compat.rewrite.migrate.keras3_training import rewrite_compile_before_a_switch, rewrite_outputs_of_one_layer
from compat.rewrite.migrate.names import count_load, count_loads_of_helpers, free, is_helper, root_name, written
from compat.rewrite.migrate.numpy_arrays import swap_array_call, swap_array_method
from compat.rewrite.migrate.numpy_names import swap_numpy_name, take_numbers
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


def migrate(context: Context, tree: ast.Module) -> None:
    """Let the rules look at the tree; then rewrite its imports."""
    own = ast.Module(body=[each for each in tree.body if not is_helper(each)], type_ignores=[])
    context.facts.update(imported=[], tree=own)
    look_at_the_file(context, own)
    walk(context, RULES_OF_NODES, tree, leaves=is_helper)
    count_loads_of_helpers(context, tree)
    for node, statements in context.facts["imported"]:
        context.statements = statements
        (_rewrite_import if isinstance(node, ast.Import) else _rewrite_import_from)(context, node)
    context.statements = []


def note_import(context: Context, node: Union[ast.Import, ast.ImportFrom]) -> None:
    """Imports wait for the end of the walk."""
    find_an_import_of_tensorflow_1(context, node)
    context.facts["imported"].append((node, list(context.statements)))


def rewrite_reference(context: Context, node: Any) -> None:
    """``keras.layers.core.Dense``, ``tf.keras.losses``, ``K.epsilon``: the path of Keras 3."""
    parent = context.above[-1] if context.above else None
    if isinstance(parent, ast.Attribute) and parent.value is node or not isinstance(node.ctx, ast.Load):
        return
    if id(node) in context.facts.setdefault("handled", set()):
        return
    found = _known_part(context, node)
    if found is None:
        return
    part, name = found
    if is_backend(name):
        if not is_in_an_old_optimizer(context):
            _reference_to_backend(context, part, name)
        return
    path = keras3_path(name)
    if path is None:
        if not is_module(name) and isinstance(part, ast.Attribute):
            find_gone(context, part, name)
        return
    _replace_reference(context, part, path)


def _known_part(context: Context, node: Any) -> Optional[Tuple[Any, str]]:
    """The longest beginning of a chain that the tables know, and its name there."""
    while True:
        name = context.named(node)
        if name is None or not (name + ".").startswith(("keras.", "tf.keras.")):
            return None
        module, _, last = name.rpartition(".")
        if last in names_in(module) or keras3_path(name) is not None or is_module(name) or is_module(module):
            return node, name
        if not isinstance(node, ast.Attribute):
            return None
        node = node.value


def _replace_reference(context: Context, part: Any, path: str) -> None:
    if isinstance(part, ast.Name):
        return  # its import is rewritten
    root = root_name(part)
    near = _module_after(context, root)
    text = "{}{}".format(root, path[len(near):]) if near and path.startswith(near + ".") else None
    if text is None:
        if not context.options.wants("K101"):
            return
        text = written(context, path)
        free(context, root)
        import_private_module(context, part, path)
    if text != context.text.of(part) and context.changed(part, "K101", "{} → {}".format(context.text.of(part), text)):
        context.edits.replace_node(part, text)


def _module_after(context: Context, root: str) -> Optional[str]:
    """The module that a name stands for once its import is rewritten."""
    dotted = context.scope.dotted(ast.Name(id=root))
    name = canonical(dotted) if dotted else None
    if name is None or not (name + ".").startswith(("keras.", "tf.keras.")):
        return None
    return keras3_module(name) if is_module(name) else keras3_path(name)


def _reference_to_backend(context: Context, node: Any, name: str) -> None:
    """A function of K that is not called here: it is passed on."""
    last = name.rpartition(".")[2]
    row = BACKEND.get(last)
    if row is not None and not row.renamed and not row.defaults:
        if context.changed(node, "K111", "{} → {}".format(context.text.of(node), row.target)):
            free(context, root_name(node))
            context.edits.replace_node(node, written(context, "keras." + row.target))
        return
    if last in BACKEND or last in BACKEND_TEMPLATES or last in names_in("keras.backend"):
        advice = BACKEND_ADVICE.get(last, "write a function of keras.ops that does the same")
        context.find(node, "K201", "Keras 3 has no K.{}: {}".format(last, advice))


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
        if path is None or not context.options.wants("K101") or alias.name in PRIVATE_MODULES:
            statements.append("import " + alias.name + (" as " + alias.asname if alias.asname else ""))
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
    loads, freed = context.facts.get("loads", {}), context.facts.get("freed", {})
    if not freed.get(name) or freed[name] < loads.get(name, 0):
        return False
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
    if not statements and len(context.statements) == 1 and text.bytes[start:end].strip() == text.of(node).encode("utf8"):
        context.edits.replace(start, end, "")
    else:
        replace_statement(context, node, statements or ["pass"])


RULES_OF_NODES: Dict[type, Tuple[Rule, ...]] = {
    ast.Import: (note_import,),
    ast.ImportFrom: (note_import,),
    ast.Call: (rewrite_backend_call, rewrite_constructor, rewrite_method, rewrite_compile_before_a_switch,
               rewrite_outputs_of_one_layer, take_numbers, swap_array_call, swap_array_method, *MEANINGS.get(ast.Call, ())),
    ast.Name: (count_load, rewrite_reference),
    ast.Attribute: (swap_numpy_name, rewrite_attribute, find_a_gone_attribute, find_a_name_of_tensorflow_1, rewrite_reference),
    ast.FunctionDef: (rewrite_definition, find_an_own_optimizer, *MEANINGS.get(ast.FunctionDef, ())),
    ast.Subscript: (*MEANINGS.get(ast.Subscript, ()),),
    ast.Assign: (rewrite_list_of_weights, *MEANINGS.get(ast.Assign, ())),
    ast.AugAssign: (rewrite_in_place,),
    ast.BinOp: (rewrite_shape_in_a_sum, take_numbers, *MEANINGS.get(ast.BinOp, ())),
}
