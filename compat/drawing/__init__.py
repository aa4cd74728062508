"""A model as a picture, from its file and without any Keras: layers, shapes, the path of masks, the source of Lambdas.

Graphviz lays it out, through its Python package (the extra ``draw``). All text of a file is escaped, and no script is in a
picture.
"""
from compat.drawing.diagram import Diagram as Diagram
from compat.drawing.diagram import diagram_of as diagram_of
from compat.drawing.layout import svg_of as svg_of
