"""One walk over the tree of a file: rules look at nodes, and leave edits and findings in the context."""
import ast
import re
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Set, Tuple

from compat.rewrite.migrate.edits import Edits, Text
from compat.rewrite.migrate.scope import Scope, canonical, of_comprehension, of_function
from compat.rewrite.natives import NEW_IN_KERAS_3, names_what_is_new

MARK = b"# compat: "
_NEW = re.compile("|".join(sorted(NEW_IN_KERAS_3)).encode())


class Options(NamedTuple):
    """What a migration is asked to do.

    Attributes:
        to: ``"compat"`` or ``"keras3"``.
        only: codes of the rules that are used, all where there are none.
        skip: codes of rules that are left out.
        era: the Keras that the code was written for; "" for 2.2.4, or 2.15 for a file that begins with ``tf.keras``.
        beside_keras_2: other files of the code base are for multi-backend Keras 2: one that imports no Keras is so too.
    """

    to: str
    only: Tuple[str, ...] = ()
    skip: Tuple[str, ...] = ()
    era: str = ""
    beside_keras_2: bool = False

    def wants(self, code: str) -> bool:
        """Whether the rule of that code is used; ``K1`` names all whose codes begin so."""
        return not code.startswith(self.skip or ("-",)) and (not self.only or code.startswith(self.only))


class Note(NamedTuple):
    """What one rule did, or found, at one line.

    Attributes:
        line: of the file as it was.
        code: of the rule.
        text: what was changed, or what a person has to look at.
        kind: ``"change"``, ``"finding"`` or ``"warning"``.
        marked: the file says so already, in a comment that an earlier run left.
    """

    line: int
    code: str
    text: str
    kind: str
    marked: bool = False


Rule = Callable[["Context", Any], None]


class Context:
    """What rules know of the file, and where they leave what they do.

    Args:
        text: the text.
        options: of the migration.
        lines: line of the text → line of the file, where they differ.
        filename: where other modules of the user's are looked for, "" for nowhere.
    """

    def __init__(self, text: str, options: Options, lines: Optional[Sequence[int]] = None, filename: str = "") -> None:
        self.text = Text(text)
        self.options = options
        self.edits = Edits(self.text)
        self.notes: List[Note] = []
        self.lines = lines
        self.scope = Scope(filename=filename)
        self.module = self.scope
        self.statements: List[ast.stmt] = []
        self.above: List[ast.AST] = []
        self.facts: Dict[str, Any] = {}
        self._marks: Set[Tuple[int, str]] = set()

    def named(self, node: ast.AST) -> Optional[str]:
        """The name of an expression in the tables, e.g. ``"keras.layers.core.Dense"`` or ``"tf.keras.layers.Dense"``."""
        dotted = self.scope.dotted(node)
        return None if dotted is None else canonical(dotted)

    def line(self, node: Any) -> int:
        number = int(node.lineno)
        return self.lines[number - 1] if self.lines else number

    def changed(self, node: ast.AST, code: str, text: str) -> bool:
        """Note a change, unless its rule is not used; then False."""
        if not self.options.wants(code):
            return False
        self.notes.append(Note(self.line(node), code, text, "change"))
        return True

    def find(self, node: ast.AST, code: str, text: str, kind: str = "finding") -> None:
        """Mark what has no equal meaning with a comment above its statement, once; what changes silently is a warning."""
        if not self.options.wants(code):
            return
        place = self._place()
        comment = "{} {}".format(code, text)
        first = next(iter(getattr(place, "decorator_list", ())), place)  # above the decorators of a definition
        marked = place is not None and any(self._is_marked(each, code) for each in {first, place})
        self.notes.append(Note(self.line(node), code, text, kind, marked))
        if place is None or marked or (self.text.line_start(first), comment) in self._marks:
            return
        self._marks.add((self.text.line_start(first), comment))
        indent = self.text.before(place).decode("utf8")
        self.edits.insert_lines(self.text.line_start(first), "{}# compat: {}{}".format(indent, comment, self.text.newline))

    def _place(self) -> Optional[ast.stmt]:
        """The innermost statement around the node that begins its line, or the one before it that semicolons join it to."""
        for number in range(len(self.statements) - 1, -1, -1):
            each = self.statements[number]
            if self.text.begins_its_line(each):
                return each
            first = self._before_semicolons(each, self.statements[number - 1] if number else self.facts.get("tree"))
            if first is not None:
                return first
        return None

    def _before_semicolons(self, statement: ast.stmt, around: Any) -> Optional[ast.stmt]:
        block = next((part for _, part in ast.iter_fields(around) if isinstance(part, list) and statement in part), None) \
            if around is not None else None
        before = block[:block.index(statement)] if block else []
        return next((each for each in reversed(before) if self.text.begins_its_line(each)), None)

    def _is_marked(self, place: Any, code: str) -> bool:
        number = place.lineno - 2
        while number >= 0:
            line = self.text.bytes[self.text.starts[number]:self.text.starts[number + 1]].strip()
            if not line.startswith(MARK):
                return False
            if line[len(MARK):].startswith(code.encode() + b" "):
                return True
            number -= 1
        return False


def is_native(context: Context, tree: ast.Module) -> bool:
    """Whether the file was written for Keras 3; it has no old meaning to keep."""
    if "native" not in context.facts:
        context.facts["native"] = _NEW.search(context.text.bytes) is not None and names_what_is_new(tree)
    return bool(context.facts["native"])


def walk(context: Context, rules: Dict[type, Tuple[Rule, ...]], tree: ast.Module,
         leaves: Callable[[ast.stmt], bool] = lambda statement: False) -> None:
    """Look at every node, in the order of the text, in its scope, but in the statements of the module that it leaves alone."""
    context.module = context.scope = context.scope.read(tree.body)
    is_native(context, tree)
    context.facts.setdefault("tree", tree)
    for statement in tree.body:
        if not leaves(statement):
            _visit(context, rules, statement)


def _visit(context: Context, rules: Dict[type, Tuple[Rule, ...]], node: ast.AST) -> None:
    kind = type(node)
    is_statement = isinstance(node, ast.stmt)
    if is_statement:
        context.statements.append(node)  # type: ignore[arg-type]
    for rule in rules.get(kind, ()):
        rule(context, node)
    enter = _SCOPES.get(kind)
    context.above.append(node)
    if enter is None:
        for child in _children(node):
            _visit(context, rules, child)
    else:
        enter(context, rules, node)
    context.above.pop()
    if is_statement:
        context.statements.pop()


def _children(node: ast.AST) -> List[ast.AST]:
    found: List[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, ast.AST):
            found.append(value)
        elif isinstance(value, list):
            found.extend(each for each in value if isinstance(each, ast.AST))
    return found


def _enter_function(context: Context, rules: Dict[type, Tuple[Rule, ...]], node: Any) -> None:
    outside = [*getattr(node, "decorator_list", ()), node.args, *filter(None, [getattr(node, "returns", None)])]
    for child in outside:
        _visit(context, rules, child)
    _within(context, rules, of_function(node, context.scope), node.body if isinstance(node.body, list) else [node.body])


def _enter_class(context: Context, rules: Dict[type, Tuple[Rule, ...]], node: ast.ClassDef) -> None:
    for child in [*node.decorator_list, *node.bases, *node.keywords]:
        _visit(context, rules, child)
    _within(context, rules, Scope(context.scope, is_class=True).read(node.body), node.body)


def _enter_comprehension(context: Context, rules: Dict[type, Tuple[Rule, ...]], node: Any) -> None:
    _within(context, rules, of_comprehension(node, context.scope), _children(node))


def _within(context: Context, rules: Dict[type, Tuple[Rule, ...]], scope: Scope, nodes: Sequence[ast.AST]) -> None:
    outer, context.scope = context.scope, scope
    for each in nodes:
        _visit(context, rules, each)
    context.scope = outer


_SCOPES: Dict[type, Any] = {
    ast.FunctionDef: _enter_function, ast.AsyncFunctionDef: _enter_function, ast.Lambda: _enter_function,
    ast.ClassDef: _enter_class, ast.ListComp: _enter_comprehension, ast.SetComp: _enter_comprehension,
    ast.DictComp: _enter_comprehension, ast.GeneratorExp: _enter_comprehension,
}
