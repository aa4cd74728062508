"""A model file as one HTML page: the picture, the source of Lambdas, what is unknown, and all layers in a table."""
from typing import Optional, Sequence

from compat.drawing.diagram import Box, Diagram, diagram_of
from compat.drawing.dot import Marks, dot_of, shape_text
from compat.drawing.layout import svg_of
from compat.drawing.newer import as_drawn
from compat.errors import DrawingError, typed
from compat.loading.inspection import Looked
from compat.loading.records import Inspection, LayerInfo
from compat.pages import Cell, Column, escaped, folded, page, table

_LEGEND = ("Blue boxes are inputs, yellow ones Lambdas, red ones layers of a class that no Keras has. A violet arrow carries a "
           "mask. Shapes are worked out from the file; ? is a dimension that depends on the data.")
_STYLE = """<style>
.picture { overflow: auto; border: 1px solid var(--line); border-radius: .4rem; padding: .5rem; max-height: 85vh;
  background: var(--paper) }
.picture svg { display: block; margin: auto; overflow: visible }
.picture .graph > polygon { fill: none }
.picture svg text { fill: var(--ink) }
.picture .edge path { stroke: var(--soft) } .picture .edge polygon { fill: var(--soft); stroke: var(--soft) }
.picture .mask path { stroke: #a371f7 } .picture .mask polygon { fill: #a371f7; stroke: #a371f7 }
.picture .mask text { fill: #a371f7 }
.picture .layer path { fill: var(--block) } .picture .layer path[stroke="#1f2328"] { stroke: var(--ink) }
.picture .input path { fill: #388bfd33 }
.picture .lambda path { fill: #d2992240 }
.picture .unknown path { fill: #f8514933 }
</style>"""


def picture(looked: Looked) -> str:
    """The SVG of a file's model.

    Raises:
        DrawingError: the file holds no architecture, or Graphviz cannot draw it.
    """
    diagram, found = _diagram(looked), looked.inspection
    sources = {each.layer: each.source or each.text or "source not readable"
               for each in found.lambdas if each.part == "function"}
    marks = Marks(sources, [each.layer for each in found.custom if not each.ours],
                  {each.name: each.parameters for each in found.layers})
    return svg_of(dot_of(diagram, marks, _headline(found)), len(diagram.boxes))


def render(looked: Looked, svg: str) -> str:
    """The page of a file's model as HTML text.

    Args:
        svg: its picture.
    """
    diagram, found = _diagram(looked), looked.inspection
    parts = ["<h1>{}</h1>".format(escaped(found.path)), "<p>{}</p>".format(escaped(_headline(found))), _STYLE,
             "<p class=\"soft\">{}</p>".format(escaped(_LEGEND)),
             "<div class=\"picture\">{}</div>".format(svg)]
    parts += ["<h2>Lambdas</h2>"] * bool(found.lambdas)
    for each in found.lambdas:
        source = each.source or each.text or str(each.problem or "not readable")
        parts.append(folded("{}: {}".format(each.layer, each.part), source, True))
    if found.skeleton:
        parts += ["<h2>Classes to fill in, where the code is lost</h2>", folded("Python", found.skeleton, True)]
    needs = table((Column("what"),), [(each,) for each in looked.findings], "Nothing: it opens as it is.")
    parts += ["<h2>What opening it needs</h2>", needs, "<h2>Layers</h2>", _layers(found, diagram)]
    return page(found.path, "\n".join(parts))


def _diagram(looked: Looked) -> Diagram:
    found = looked.inspection
    if looked.model is not None:
        with typed(DrawingError, "{!r} has not the form of a model".format(found.path)):
            return diagram_of(looked.model)
    if looked.stored is None:
        raise DrawingError("{!r} holds {} without an architecture, and so no graph to draw; draw the file that has the "
                           "architecture".format(found.path, found.kind))
    if not found.keras_version.startswith("3."):
        raise DrawingError("{!r} cannot be drawn: {}".format(found.path, "; ".join(found.warnings)))
    with typed(DrawingError, "{!r} has not the form of a model of Keras 3".format(found.path)):
        return diagram_of(as_drawn(looked.stored))


def _headline(found: Inspection) -> str:
    name = "{} {!r}".format(found.model_class, found.model_name) if found.model_class else "a model"
    return "{} of Keras {} on {}: {}".format(name, found.keras_version, found.backend, found.size)


def _layers(found: Inspection, diagram: Diagram) -> str:
    held = {each.name: each for each in found.layers}
    columns = (Column("layer", "code"), Column("class"), Column("output"), Column("weights"), Column("parameters", "number"),
               Column("masks"))
    return table(columns, [_layer(box, held.get("/".join(box.path))) for box in diagram.boxes])


def _layer(box: Box, held: Optional[LayerInfo]) -> Sequence[Cell]:
    weights = ", ".join(str(weight.shape) for weight in held.weights) if held else ""
    parameters = held.parameters if held else 0
    return ("/".join(box.path), box.class_name, "\n".join(map(shape_text, box.shapes)), weights,
            ("{:,}".format(parameters), parameters), box.role)
