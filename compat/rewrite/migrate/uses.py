"""Which names of Keras and TensorFlow a text uses, and how often: an import counts as one use, like each place of the code."""
import ast
from collections import Counter
from typing import Any, Container, Dict, List, NamedTuple, Optional, Tuple

from compat.api.names import lookup
from compat.api.rows import Name
from compat.api.tf_functions import (
    FUNCTIONS,
    NAMESPACES,
    REPLACED,
    SCOPES,
    STAND_INS,
    SWITCHES,
    TOP_STAND_INS,
    VALUES,
    is_data,
)
from compat.rewrite.migrate.context import Context, Options, Rule, walk
from compat.rewrite.migrate.files import NOTEBOOK, PYTHON
from compat.rewrite.migrate.keras3_paths import is_module
from compat.rewrite.migrate.notebooks import cells_of, hidden
from compat.rewrite.migrate.python2 import lifted
from compat.rewrite.migrate.scope import canonical
from compat.rewrite.migrate.source import concerns, parsed, stated_era

#: What compat does with a name. DATA: it prepares data, and TensorFlow's own is served where that is installed.
SERVED, DATA, UNSERVED, UNKNOWN = "served", "data", "not served", "not known"
_TF: Tuple[Container[str], ...] = (FUNCTIONS, SWITCHES, SCOPES, TOP_STAND_INS, VALUES)


class Uses(NamedTuple):
    """What one file uses.

    Attributes:
        names: name of the tables → how often.
        packages: those that it imports: ``"keras"``, ``"tensorflow.keras"``, ``"tf_keras"``, ``"tensorflow"``.
        native: it names what only Keras 3 has.
        era: what a comment states, "" where none does.
    """

    names: Dict[str, int]
    packages: Tuple[str, ...] = ()
    native: bool = False
    era: str = ""


def uses_of(text: str, kind: str, filename: str = "<string>") -> Uses:
    """The names that a text uses.

    Args:
        kind: of the file, as in :mod:`compat.rewrite.migrate.files`; documents use none.

    Raises:
        SyntaxError: it cannot be parsed.

    Example:
        >>> uses_of("from keras.layers import Dense\\nx = Dense(3)\\n", PYTHON).names
        {'keras.layers.Dense': 2}
    """
    if kind not in (PYTHON, NOTEBOOK) or not concerns(text, filename):
        return Uses({})
    code = text if kind == PYTHON else _code_of(text)
    try:
        tree = parsed(code, filename)
    except SyntaxError as error:
        code = lifted(code, error, filename)
        tree = parsed(code, filename)
    context = Context(code, Options("compat"), filename=filename if kind == PYTHON else "")
    context.facts["uses"], context.facts["packages"] = Counter(), Counter()
    walk(context, _RULES, tree)
    packages = tuple(sorted(context.facts["packages"]))
    return Uses(dict(context.facts["uses"]), packages, bool(context.facts["native"]), stated_era(code))


def _code_of(notebook: str) -> str:
    """The cells of a notebook that can be read, one after the other."""
    found: List[str] = []
    for cell in cells_of(notebook):
        code = hidden(cell.text)
        try:
            parsed(code, "<cell>")
        except (SyntaxError, ValueError):
            continue
        found.append(code)
    return "\n".join(found)


def known_part(name: str) -> Tuple[str, str]:
    """The part of a dotted name that the tables know, and what compat does with it.

    Example:
        >>> known_part("keras.layers.Dense.from_config"), known_part("tf.contrib.rnn.LSTMCell")
        (('keras.layers.Dense', 'served'), ('tf.contrib.rnn', 'not served'))
    """
    if name.startswith(("keras", "tf.keras")):
        return next(((each, SERVED) for each in _beginnings(name) if is_module(each) or _row(each)), (name, UNSERVED))
    below = name[len("tf."):]
    for each in _beginnings(below):
        if is_data(each):
            return "tf." + each, DATA
        if any(each in table for table in _TF) or each.rpartition(".")[0] in STAND_INS:
            return "tf." + each, SERVED
        if each in REPLACED:
            return "tf." + each, UNSERVED
    return name, SERVED if below in NAMESPACES else UNKNOWN


def _row(name: str) -> bool:
    """Whether it is a name of the tables; of tf.keras, also where it was inside of TensorFlow."""
    plain = name[len("tf."):] if name.startswith("tf.") else name
    return any(isinstance(lookup(*each.rpartition(".")[::2]), Name) for each in (name, plain))


def _beginnings(name: str) -> List[str]:
    parts = name.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _count(context: Context, name: Optional[str]) -> None:
    if name is not None and name != "tf":
        context.facts["uses"][name] += 1


def _see_import(context: Context, node: ast.Import) -> None:
    for alias in node.names:
        _see_package(context, alias.name)
        if alias.name.count("."):
            _count(context, canonical(alias.name))


def _see_import_from(context: Context, node: ast.ImportFrom) -> None:
    if node.level or not node.module:
        return
    for alias in node.names:
        whole = node.module if alias.name == "*" else "{}.{}".format(node.module, alias.name)
        _see_package(context, whole)
        _count(context, canonical(whole))


def _see_package(context: Context, name: str) -> None:
    parts = name.split(".")
    if parts[0] == "tensorflow" and "keras" in parts[1:3]:
        context.facts["packages"]["tensorflow.keras"] += 1
    elif parts[0] in ("keras", "tensorflow", "tf_keras"):
        context.facts["packages"][parts[0]] += 1


def _see_name(context: Context, node: Any) -> None:
    if isinstance(node.ctx, ast.Load) and not (context.above and isinstance(context.above[-1], ast.Attribute)):
        name = context.named(node)
        _count(context, name if name is None or "." in name else None)
        if name is not None and name.startswith("tf.keras"):
            context.facts["packages"]["tensorflow.keras"] += 1


_RULES: Dict[type, Tuple[Rule, ...]] = {
    ast.Import: (_see_import,), ast.ImportFrom: (_see_import_from,), ast.Attribute: (_see_name,), ast.Name: (_see_name,)}
