"""The text of a program to its migrated text: Python, with the doctests in its strings; Python 2 is lifted first."""
import ast
import re
import warnings
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple

from compat.era import LAST_TF_KERAS
from compat.errors import LegacySyntaxError
from compat.rewrite.migrate import to_compat, to_keras3
from compat.rewrite.migrate.context import Context, Note, Options, walk
from compat.rewrite.migrate.imports import add_imports
from compat.rewrite.migrate.modules import imports_what_concerns, is_old, speaks_of_keras_2
from compat.rewrite.migrate.python2 import lifted, warn_of_divisions
from compat.rewrite.parsing import parse

_CONCERNED = re.compile(r"keras|tensorflow", re.IGNORECASE)
_ERA = re.compile(r"^[ \t]*# compat: era (\d[\d.]*)", re.MULTILINE)
_PROMPT = re.compile(r"^(?P<indent>[ \t]*)>>> ?(?P<code>.*)$")
_CONTINUED = re.compile(r"^[ \t]*\.\.\.(?: (?P<code>.*))?$")


class Migrated(NamedTuple):
    """A text after migration, and what was done to it.

    Attributes:
        text: the new text, the old one where nothing changed.
        notes: in the order of lines.
    """

    text: str
    notes: Tuple[Note, ...]


def concerns(text: str, filename: str = "") -> bool:
    """Whether a text speaks of Keras or TensorFlow, or imports another module that does; only then it is parsed."""
    return _CONCERNED.search(text) is not None or imports_what_concerns(text, filename)


def migrate_source(text: str, options: Options, filename: str = "<string>") -> Migrated:
    """Migrate the text of a Python file.

    Raises:
        SyntaxError: it is neither Python 3 nor Python 2.

    Example:
        >>> migrate_source("from keras.layers import Dense", Options("compat")).text
        'from compat.keras.layers import Dense'
    """
    is_concerned = concerns(text, filename)
    if not is_concerned and not is_old(text.encode("utf8", "surrogatepass")):
        return Migrated(text, ())
    notes: List[Note] = []
    before = text
    try:
        tree = parsed(text, filename)
    except SyntaxError as error:
        if not is_concerned and not (options.wants("K008") and _is_python_2(text, error, filename)):
            return Migrated(text, ())
        text = lifted(text, error, filename)
        tree = parsed(text, filename)
        if not options.wants("K008"):
            raise LegacySyntaxError("{} is Python 2, and rule K008, which lifts it, is not used".format(filename)) from error
        notes.append(Note(error.lineno or 1, "K008", "Python 2 → Python 3, by the fixers of 2to3", "change"))
    options = options._replace(era=options.era or stated_era(text))
    context = Context(text, options, filename=filename)
    if notes:  # it was Python 2
        warn_of_divisions(context, tree, before)
    apply(context, tree)
    _migrate_doctests(context, tree)
    made = context.edits.made() if context.edits else text
    if options.to == "keras3" and made != text and not options.era:
        made = _with_its_era(context, made, options)
    if made != text:
        _check(made, filename)
    return Migrated(made, tuple(sorted(notes + context.notes)))


def _is_python_2(text: str, error: SyntaxError, filename: str) -> bool:
    try:
        lifted(text, error, filename)
    except SyntaxError:
        return False
    return True


def _check(made: str, filename: str) -> None:
    """Nothing that cannot be parsed is ever written."""
    try:
        parsed(made, filename)
    except SyntaxError as error:
        raise RuntimeError("the migrated text cannot be parsed: {}, line {}".format(error.msg, error.lineno)) from error


def stated_era(text: str) -> str:
    """The era that a comment states, ``# compat: era 2.15``; "" where there is none."""
    found = _ERA.search(text)
    return found.group(1) if found else ""


def _state_era_in(context: Context, options: Options) -> None:
    """As :func:`_with_its_era`, in the part that imports first."""
    made = context.edits.made()
    whole = _with_its_era(context, made, options)
    first = next((each for each in parsed(context.text.bytes.decode("utf8"), "<parts>").body
                  if isinstance(each, (ast.Import, ast.ImportFrom))), None)
    if whole != made and first is not None:
        context.edits.insert_lines(context.text.line_start(first), "# compat: era {}\n".format(LAST_TF_KERAS))


def _with_its_era(context: Context, made: str, options: Options) -> str:
    """Code of tf.keras imports keras once it is migrated: where a next run would take it for older code, a comment says so."""
    if b"tensorflow" not in context.text.bytes or not context.facts["era"].of_tf_keras:
        return made
    tree = parsed(made, "<migrated>")
    again = Context(made, options, filename=context.module.filename)
    apply(again, tree)
    if all(note.marked for note in again.notes) and not speaks_of_keras_2(made.encode("utf8", "surrogatepass")):
        return made
    first = next((each for each in tree.body if isinstance(each, (ast.Import, ast.ImportFrom))
                  and getattr(each, "module", "") != "__future__"), None)
    edits = Context(made, options).edits
    edits.insert_lines(edits.text.line_start(first) if first else 0, "# compat: era {}{}".format(
        LAST_TF_KERAS, edits.text.newline))
    return edits.made()


def parsed(text: str, filename: str) -> ast.Module:
    """The syntax tree, without the warnings that Python gives of the text's own escapes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return parse(text, filename)


def apply(context: Context, tree: ast.Module) -> None:
    """Let the rules of the direction look at a tree."""
    if context.options.to == "compat":
        walk(context, to_compat.RULES_OF_NODES, tree)
    else:
        to_keras3.migrate(context, tree)
    add_imports(context, tree)


def migrate_parts(parts: Sequence[str], options: Options, lines: Sequence[int]) -> Tuple[List[str], List[Note]]:
    """Migrate texts that one namespace runs after each other: the cells of a notebook, the examples of a docstring.

    Args:
        parts: each parses by itself.
        lines: line of the file for each line of the parts.

    Raises:
        SyntaxError: they do not parse together.
    """
    whole = "\n".join(parts)
    context = Context(whole, options, lines)
    apply(context, parsed(whole, "<parts>"))
    made, place = [], 0
    if options.to == "keras3" and not options.era and context.edits:
        _state_era_in(context, options)
    for part in parts:
        length = len(part.encode("utf8", "surrogatepass"))
        made.append(context.edits.made(place, place + length))
        place += length + 1
    return made, context.notes


class _Example(NamedTuple):
    """One example of a doctest: its first line and the one after its last, and the code without prompts."""

    first: int
    last: int
    indent: str
    code: str


def examples_of(lines: Sequence[str]) -> List[_Example]:
    """The examples in some lines, each a prompt with the lines that continue it."""
    found: List[_Example] = []
    number = 0
    while number < len(lines):
        prompt = _PROMPT.match(lines[number].rstrip("\r\n"))
        first = number
        number += 1
        if prompt is None:
            continue
        code = [prompt.group("code")]
        while number < len(lines):
            more = _CONTINUED.match(lines[number].rstrip("\r\n"))
            if more is None:
                break
            code.append(more.group("code") or "")
            number += 1
        found.append(_Example(first, number, prompt.group("indent"), "\n".join(code)))
    return found


def migrated_examples(lines: Sequence[str], options: Options, first_line: int) -> Tuple[Dict[int, Tuple[int, str]], List[Note]]:
    """The examples that change: first line → (the line after its last, the new lines); and the notes."""
    examples = [each for each in examples_of(lines) if _parses(each.code)]
    numbers = [first_line + each.first + offset for each in examples for offset in range(each.code.count("\n") + 1)]
    try:
        made, notes = migrate_parts([each.code for each in examples], options, numbers)
    except SyntaxError:
        return {}, []
    changed = {}
    for example, new in zip(examples, made):
        if new != example.code:
            end = lines[example.first][len(lines[example.first].rstrip("\r\n")):]
            changed[example.first] = (example.last, "".join(
                "{}{} {}".format(example.indent, prompt, line).rstrip() + end for prompt, line in _prompted(new)))
    return changed, notes


def _parses(code: str) -> bool:
    try:
        parsed(code, "<doctest>")
    except SyntaxError:
        return False
    return True


def _prompted(code: str) -> List[Tuple[str, str]]:
    """The lines of an example with their prompts: each statement begins with one of its own."""
    begins = {statement.lineno for statement in ast.parse(code).body}
    lines = code.split("\n")
    comments = {number for number, line in enumerate(lines, 1) if line.startswith("# compat: ")}
    return [(">>>" if number in begins | comments or number == 1 else "...", line) for number, line in enumerate(lines, 1)]


def _migrate_doctests(context: Context, tree: ast.Module) -> None:
    if b">>> " not in context.text.bytes:
        return
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str) and ">>> " in node.value
                and concerns(node.value)):
            continue
        place: Any = node
        written = context.text.of(node)
        if "\\" in written and not written[:2].lower().startswith("r"):
            continue  # escapes: the text is not what doctest sees
        _replace_examples(context, place, written)


def _replace_examples(context: Context, node: Any, written: str) -> None:
    lines = written.splitlines(True)
    era = context.facts["era"].version if "era" in context.facts else context.options.era
    changed, notes = migrated_examples(lines, context.options._replace(era=era), context.line(node))
    context.notes.extend(notes)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode("utf8", "surrogatepass")))
    begin = context.text.start(node)
    for first, (last, new) in changed.items():
        context.edits.replace(begin + starts[first], begin + starts[last], new)


def migrate_document(text: str, options: Options) -> Migrated:
    """Migrate the doctests of a document, such as a README; they do not say which Keras they were written for."""
    options = options._replace(skip=(*options.skip, "K131", "K132", "K133", "K134"))
    if ">>> " not in text or not concerns(text):
        return Migrated(text, ())
    lines = text.splitlines(True)
    changed, notes = migrated_examples(lines, options, 1)
    made: List[str] = []
    number: Optional[int] = 0
    while number is not None and number < len(lines):
        if number in changed:
            number, new = changed[number]
            made.append(new)
        else:
            made.append(lines[number])
            number += 1
    return Migrated("".join(made), tuple(sorted(notes)))
