"""Statements that import, as text: swapped, replaced by others, or added to a file."""
import ast
import re
from typing import Any, List

from compat.api.keras3 import PRIVATE_MODULES
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.names import helper, keras_name, need

_FROM = re.compile(rb"from(\s|\\\r?\n)*(?P<module>\w+(?:(?:\s|\\\r?\n)*\.(?:\s|\\\r?\n)*\w+)*)")


def code_of(name: str) -> str:
    """The code of the rule for a module."""
    if name.startswith("keras.src.legacy"):
        return "K005"
    if name.split(".")[0] == "keras":
        return "K001"
    return "K002" if name.split(".")[0] == "tf_keras" or ".keras." in name + "." else "K003"


def swap_module_name(context: Context, node: ast.ImportFrom, target: str) -> None:
    """Another module in ``from module import …``; names, comments and parentheses stay."""
    start = context.text.start(node)
    found = _FROM.match(context.text.bytes, start)
    if found is None:
        raise ValueError("no 'from' at line {}".format(node.lineno))
    context.edits.replace(found.start("module"), found.end("module"), target)


def defines_class(context: Context, node: ast.ImportFrom, alias: ast.alias, full: str) -> bool:
    """Whether the file defines a class itself that Keras 3 does not have."""
    name = full.rpartition(".")[2]
    if not full.endswith((".wrappers.scikit_learn.KerasClassifier", ".wrappers.scikit_learn.KerasRegressor")) \
            or alias.asname not in (None, name) or not context.options.wants("K101") \
            or not context.changed(node, "K142", "{} is a class in the file".format(name)):
        return False
    helper(context, name)
    return True


def import_private_module(context: Context, node: ast.AST, path: str) -> None:
    """``image.random_rotation``: what is private in Keras 3 is in a module that keras itself does not import."""
    module = path.rpartition(".")[0]
    if module in PRIVATE_MODULES:
        context.find(node, "K203", "{} is private in Keras 3, and any release may drop it".format(path), "warning")
        if keras_name(context) == "keras":
            need(context, "import " + module)


def replace_statement(context: Context, node: ast.stmt, statements: List[str]) -> None:
    """Other statements in place of one: below each other where it has its line for itself, else after semicolons.

    Comments within the old one stand above the new ones.
    """
    alone = context.text.begins_its_line(node)
    indent = context.text.before(node).decode("utf8") if alone else ""
    if alone:
        statements = [*_comments_in(context.text.of(node)), *statements]
    context.edits.replace_node(node, (context.text.newline + indent if alone else "; ").join(statements))


def _comments_in(statement: str) -> List[str]:
    """The comments in a statement that imports, which has no texts."""
    return [line[line.index("#"):].rstrip() for line in statement.splitlines() if "#" in line]


def statements_from(module: str, names: List[str]) -> List[str]:
    """The statement that imports names from a module, in parentheses where it is long."""
    if not module:  # keras itself
        return ["import {}".format(name) for name in names]
    line = "from {} import {}".format(module, ", ".join(names))
    if len(line) <= 100:
        return [line]
    return ["from {} import ({})".format(module, ", ".join(names))]


def add_imports(context: Context, tree: ast.Module) -> None:
    """Add the imports that rules asked for, after the last import at the head of the module that nothing is nested in."""
    wanted = list(context.facts.get("imports", ()))
    helpers = context.facts.get("helpers", {}).values()
    if not wanted and not context.facts.get("helpers"):
        return
    newline = context.text.newline
    place: Any = None
    for position, statement in enumerate(tree.body):
        if isinstance(statement, (ast.Import, ast.ImportFrom)) and context.text.begins_its_line(statement):
            place = statement
        elif not _may_stand_before_imports(statement, position) or _uses_what_is_added(context, statement, wanted):
            break
    lines = "".join(line + newline for line in wanted) + "".join(
        newline + text.replace("\n", newline) for text in helpers)
    if place is not None:
        end = context.text.bytes.find(b"\n", context.text.end(place))
        if end >= 0 and newline != "\r":
            context.edits.insert_lines(end + 1, lines, first=True)
            return
        context.edits.insert(context.text.end(place), newline + lines)
        return
    if tree.body and _is_docstring(tree.body[0], 0):
        end = context.text.bytes.find(b"\n", context.text.end(tree.body[0]))
        if end >= 0 and newline != "\r":
            context.edits.insert_lines(end + 1, newline + lines, first=True)
            return
    head = next((each for position, each in enumerate(tree.body) if not _is_docstring(each, position)), None)
    context.edits.insert_lines(0 if head is None else context.text.line_start(head), lines, first=True)


def _uses_what_is_added(context: Context, statement: ast.stmt, wanted: List[str]) -> bool:
    """Whether a statement between imports, such as ``layers = tf.keras.layers``, needs the imports that are added."""
    names = {line.split()[-1].split(".")[0] for line in wanted} | set(context.facts.get("helpers", ()))
    made = context.edits.made(context.text.start(statement), context.text.end(statement))
    return any(isinstance(each, ast.Name) and each.id in names for each in ast.walk(ast.parse(made)))


def _may_stand_before_imports(statement: ast.stmt, position: int) -> bool:
    return _is_docstring(statement, position) or isinstance(statement, (ast.Try, ast.If, ast.Assign, ast.Expr))


def _is_docstring(statement: ast.stmt, position: int) -> bool:
    return position == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) \
        and isinstance(statement.value.value, str)
