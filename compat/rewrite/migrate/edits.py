"""Edits of a text by place, and the text that they make: what no edit names keeps every byte.

An edit replaces a span of bytes, or changes the expression that stands there as a tree of LibCST, with its commas, comments
and line breaks. Edits inside the span of another are made first.
"""
import ast
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple

#: A change of an expression, LibCST's tree to LibCST's tree.
Change = Callable[[Any], Any]


class Edit(NamedTuple):
    """One edit: what stands between two bytes becomes a text, or is changed as a tree."""

    start: int
    end: int
    text: Optional[bytes]
    changes: Tuple[Change, ...] = ()
    rank: int = 2


class Text:
    """A text by the lines and columns that :mod:`ast` gives, which count bytes of UTF-8."""

    def __init__(self, text: str) -> None:
        self.bytes = text.encode("utf8", "surrogatepass")
        self.starts = [0]
        for line in self.bytes.splitlines(True):
            self.starts.append(self.starts[-1] + len(line))
        at = self.bytes.find(b"\n")
        self.newline = "\r\n" if at > 0 and self.bytes[at - 1:at] == b"\r" else "\r" if at < 0 and b"\r" in self.bytes else "\n"

    def start(self, node: Any) -> int:
        return int(self.starts[node.lineno - 1]) + int(node.col_offset)

    def end(self, node: Any) -> int:
        return int(self.starts[node.end_lineno - 1]) + int(node.end_col_offset)

    def of(self, node: Any) -> str:
        """The text of a node."""
        return self.bytes[self.start(node):self.end(node)].decode("utf8", "surrogatepass")

    def line_start(self, node: Any) -> int:
        return int(self.starts[node.lineno - 1])

    def before(self, node: Any) -> bytes:
        """What stands before a node in its line."""
        return self.bytes[self.line_start(node):self.start(node)]

    def begins_its_line(self, node: Any) -> bool:
        return not self.before(node).strip()


class Edits:
    """The edits of one text, as they are found."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.plain: List[Edit] = []
        self.trees: Dict[Tuple[int, int], List[Change]] = {}

    def replace(self, start: int, end: int, new: str) -> None:
        self.plain.append(Edit(start, end, new.encode("utf8")))

    def replace_node(self, node: ast.AST, new: str) -> None:
        self.replace(self.text.start(node), self.text.end(node), new)

    def insert(self, place: int, new: str) -> None:
        self.replace(place, place, new)

    def insert_lines(self, place: int, new: str, first: bool = False) -> None:
        """Put whole lines before all that other edits put there; those of ``first`` before other lines."""
        self.plain.append(Edit(place, place, new.encode("utf8"), rank=0 if first else 1))

    def change(self, node: ast.AST, change: Change) -> None:
        """Change the expression at a node as a tree of LibCST; several changes happen in the order they were asked for."""
        self.trees.setdefault((self.text.start(node), self.text.end(node)), []).append(change)

    def __bool__(self) -> bool:
        return bool(self.plain or self.trees)

    def made(self, start: int = 0, end: Optional[int] = None) -> str:
        """The text between two bytes after all edits in it."""
        stop = len(self.text.bytes) if end is None else end
        edits = [edit for edit in self._sorted() if start <= edit.start and edit.end <= stop]
        return _spliced(self.text.bytes, start, stop, edits).decode("utf8", "surrogatepass")

    def _sorted(self) -> List[Edit]:
        trees = [Edit(start, end, None, tuple(changes)) for (start, end), changes in self.trees.items()]
        both = [*trees, *self.plain]
        # of those that start together lines come first, then insertions, then the longest; sorting keeps the rest as it was
        return sorted(both, key=lambda edit: (edit.start, edit.rank, edit.start != edit.end, -edit.end))


def _spliced(text: bytes, start: int, end: int, edits: Sequence[Edit]) -> bytes:
    made: List[bytes] = []
    place, index = start, 0
    while index < len(edits):
        edit = edits[index]
        index += 1
        if edit.start < place:  # inside one that was replaced as a whole
            continue
        inside = []
        while index < len(edits) and edits[index].end <= edit.end and edits[index].start < edit.end:
            inside.append(edits[index])
            index += 1
        made.append(text[place:edit.start])
        made.append(_changed(_spliced(text, edit.start, edit.end, inside), edit.changes) if edit.text is None else edit.text)
        place = edit.end
    return b"".join([*made, text[place:end]])


def _changed(expression: bytes, changes: Sequence[Change]) -> bytes:
    import libcst

    # in parentheses, so that line breaks that the expression's surroundings allowed are allowed here
    tree: Any = libcst.parse_expression("(" + expression.decode("utf8", "surrogatepass") + ")")
    own = tree.lpar[1:], tree.rpar[:-1]
    tree = tree.with_changes(lpar=own[0], rpar=own[1])
    for change in changes:
        tree = change(tree)
    newline = "\r\n" if b"\r\n" in expression else "\n"  # the tree leaves out what is the newline of its text
    code: str = libcst.Module([], default_newline=newline).code_for_node(tree)
    return code.encode("utf8", "surrogatepass")
