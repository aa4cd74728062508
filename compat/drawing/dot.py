"""A diagram in Graphviz's language. What a file wrote stands in labels alone, escaped; names of nodes are numbers.

Labels are plain text: a Graphviz that is built for WebAssembly has no others. How they look is said in the picture's style. It
draws them smaller than they are laid out: fonts of browsers are up to a fifth wider than the Helvetica that Graphviz measures.
"""
from typing import Dict, List, Mapping, NamedTuple, Sequence

from compat.drawing.diagram import Arrow, Box, Diagram
from compat.hub.output_shapes import Shape
from compat.pages import printable

_LONGEST, _MOST_LINES, _LONGEST_TITLE = 60, 8, 200
_MASK, _UNKNOWN, _INK, _SOFT = "#8250df", "#cf222e", "#1f2328", "#59636e"
_FILLS = {"input": "#ddf4ff", "lambda": "#fff8c5", "unknown": "#ffebe9", "": "#f6f8fa"}
_HEAD = """digraph model {{
graph [rankdir=TB, nodesep=0.3, ranksep=0.35, fontname="Helvetica,Arial,sans-serif", fontsize=13, bgcolor="white",
  pad=0.4, label="{title}", labelloc=t]
node [shape=box, style="rounded,filled", margin="0.15,0.07", fontname="Helvetica,Arial,sans-serif", fontsize=13]
edge [fontname="Helvetica,Arial,sans-serif", fontsize=11, color="{ink}", arrowsize=0.6]
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
        >>> diagram = Diagram((Box(('"]; b [',), "Dense", ((None, 2),), 0),), (), (), ())
        >>> 'label="\\\\"]; b [\\\\nDense' in dot_of(diagram, Marks(), "m.h5")
        True
    """
    head, _, rest = title.partition(": ")
    shown = "\\n".join(_text(each, _LONGEST_TITLE) for each in (head, rest) if each)
    lines = [_HEAD.format(title=shown, ink=_SOFT)]
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
            lines.append("subgraph cluster_{} {{ graph [label=\"{}\", class=\"frame\", color=\"{}\", style=rounded]".format(
                number, _text(each.title), _SOFT))
            lines += _frame(diagram, number, inside, marks)
            lines.append("}")
    return lines


def _box(number: int, box: Box, is_output: bool, marks: Marks) -> str:
    path = "/".join(box.path)
    kind = "input" if box.class_name == "InputLayer" else "unknown" if path in marks.unknown else \
        "lambda" if path in marks.sources or box.class_name == "Lambda" else ""
    rows = [box.path[-1] if box.path else box.class_name, box.class_name + _times(box), " ".join(map(shape_text, box.shapes))]
    if marks.parameters.get(path):
        rows.append("{:,} parameters".format(marks.parameters[path]))
    rows += _source(marks.sources.get(path, ""))
    rows += ["no Keras has this class"] * (kind == "unknown") + [box.role] * bool(box.role) + ["output"] * is_output
    color = _UNKNOWN if kind == "unknown" else _MASK if box.role else _INK if is_output else _SOFT
    return "n{} [class=\"layer {}\", label=\"{}\", color=\"{}\", fillcolor=\"{}\", penwidth={}]".format(
        number, kind, "\\n".join(map(_text, rows)), color, _FILLS[kind], 1.5 if is_output else 1)


def _times(box: Box) -> str:
    return ", called {} times".format(box.calls) if box.calls > 1 else ""


def _source(source: str) -> List[str]:
    lines = source.splitlines()
    return lines[:_MOST_LINES] + ["…"] * (len(lines) > _MOST_LINES)


def _arrow(arrow: Arrow) -> str:
    style = "[class=\"mask\", color=\"{0}\", fontcolor=\"{0}\", penwidth=2, label=\"mask\"]".format(_MASK)
    return "n{} -> n{} {}".format(arrow.start, arrow.end, style if arrow.masked else "")


def shape_text(shape: Shape) -> str:
    """A shape for people.

    Example:
        >>> shape_text((None, 28, 28, 1)), shape_text(None)
        ('? × 28 × 28 × 1', 'shape not known')
    """
    return "shape not known" if shape is None else " × ".join("?" if size is None else str(size) for size in shape)


def _text(text: str, longest: int = _LONGEST) -> str:
    """Text as it stands in a quoted label: Graphviz reads backslashes, quotes and the entities of HTML."""
    shown = printable(text if len(text) <= longest else text[:longest] + "…").replace("\n", " ")
    return shown.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
