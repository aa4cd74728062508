"""A diagram in Graphviz's language. What a file wrote stands in labels alone, escaped; names of nodes are numbers."""
from typing import Dict, List, Mapping, NamedTuple, Sequence

from compat.drawing.diagram import Arrow, Box, Diagram
from compat.hub.output_shapes import Shape
from compat.pages import escaped

_LONGEST, _MOST_LINES, _LONGEST_TITLE = 60, 8, 200
_MASK, _INK, _SOFT = "#8250df", "#1f2328", "#59636e"
_FILLS = {"input": "#ddf4ff", "lambda": "#fff8c5", "unknown": "#ffebe9", "": "#f6f8fa"}
_HEAD = """digraph model {{
graph [rankdir=TB, nodesep=0.3, ranksep=0.35, fontname="Helvetica,Arial,sans-serif", fontsize=11, bgcolor="transparent",
  class="whole", label=<{title}>, labelloc=t]
node [shape=plain, fontname="Helvetica,Arial,sans-serif", fontsize=11]
edge [fontname="Helvetica,Arial,sans-serif", fontsize=9, color="{ink}", arrowsize=0.6]
"""


class Marks(NamedTuple):
    """What is said of some layers besides, by their path joined with ``/``.

    Attributes:
        sources: of Lambdas, as Python.
        unknown: layers of classes that have to be passed.
        parameters: number of parameters.
    """

    sources: Mapping[str, str] = {}
    unknown: Sequence[str] = ()
    parameters: Mapping[str, int] = {}


def dot_of(diagram: Diagram, marks: Marks, title: str) -> str:
    """The text that Graphviz lays out.

    Example:
        >>> diagram = Diagram((Box(("<a>",), "Dense", ((None, 2),), 0),), (), (), ())
        >>> "&lt;a&gt;" in dot_of(diagram, Marks(), "m.h5"), "<a>" in dot_of(diagram, Marks(), "m.h5")
        (True, False)
    """
    lines = [_HEAD.format(title=_text(title, _LONGEST_TITLE), ink=_SOFT)]
    lines += _frame(diagram, 0, _inside(diagram), marks)
    lines += [_arrow(each) for each in diagram.arrows]
    lines.append("}")
    return "\n".join(lines)


def _inside(diagram: Diagram) -> Dict[int, List[int]]:
    """The boxes of each frame."""
    found: Dict[int, List[int]] = {}
    for number, box in enumerate(diagram.boxes):
        found.setdefault(box.frame, []).append(number)
    return found


def _frame(diagram: Diagram, frame: int, inside: Dict[int, List[int]], marks: Marks) -> List[str]:
    lines = [_box(number, diagram.boxes[number], number in diagram.outputs, marks) for number in inside.get(frame, ())]
    for number, each in enumerate(diagram.frames):
        if each.parent == frame:
            lines.append("subgraph cluster_{} {{ graph [label=<{}>, class=\"frame\", color=\"{}\", style=rounded]".format(
                number, _text(each.title), _SOFT))
            lines += _frame(diagram, number, inside, marks)
            lines.append("}")
    return lines


def _box(number: int, box: Box, is_output: bool, marks: Marks) -> str:
    path = "/".join(box.path)
    kind = "input" if box.class_name == "InputLayer" else "unknown" if path in marks.unknown else \
        "lambda" if path in marks.sources or box.class_name == "Lambda" else ""
    rows = ["<B>{}</B>".format(_text(box.path[-1] if box.path else box.class_name)), _text(box.class_name + _times(box))]
    rows.append("<FONT COLOR=\"{}\">{}</FONT>".format(_SOFT, _text(" ".join(map(shape_text, box.shapes)))))
    if marks.parameters.get(path):
        rows.append("<FONT COLOR=\"{}\">{:,} parameters</FONT>".format(_SOFT, marks.parameters[path]))
    rows += ["<FONT FACE=\"monospace\" POINT-SIZE=\"9\">{}</FONT>".format(_text(line))
             for line in _source(marks.sources.get(path, ""))]
    if kind == "unknown":
        rows.append("<FONT COLOR=\"#cf222e\">no Keras has this class</FONT>")
    if box.role:
        rows.append("<FONT COLOR=\"{}\">{}</FONT>".format(_MASK, _text(box.role)))
    if is_output:
        rows.append("<I>output</I>")
    cells = "".join("<TR><TD>{}</TD></TR>".format(row) for row in rows)
    return ("n{} [class=\"layer {}\", label=<<TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\" "
            "STYLE=\"ROUNDED\" COLOR=\"{}\" BGCOLOR=\"{}\">{}</TABLE>>]").format(
                number, kind, _SOFT if not is_output else _INK, _FILLS[kind], cells)


def _times(box: Box) -> str:
    return ", called {} times".format(box.calls) if box.calls > 1 else ""


def _source(source: str) -> List[str]:
    lines = source.splitlines()
    return lines[:_MOST_LINES] + ["…"] * (len(lines) > _MOST_LINES)


def _arrow(arrow: Arrow) -> str:
    style = "[class=\"mask\", color=\"{}\", penwidth=2, label=<<FONT COLOR=\"{}\">mask</FONT>>]".format(_MASK, _MASK) \
        if arrow.masked else ""
    return "n{} -> n{} {}".format(arrow.start, arrow.end, style)


def shape_text(shape: Shape) -> str:
    """A shape for people.

    Example:
        >>> shape_text((None, 28, 28, 1)), shape_text(None)
        ('? × 28 × 28 × 1', 'shape not known')
    """
    return "shape not known" if shape is None else " × ".join("?" if size is None else str(size) for size in shape)


def _text(text: str, longest: int = _LONGEST) -> str:
    return escaped(text if len(text) <= longest else text[:longest] + "…").replace("\n", " ") or " "
