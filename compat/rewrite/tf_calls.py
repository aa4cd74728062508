"""Which functions of TensorFlow a code base calls, and how often: what ``compat doctor --calls`` counts.

A call counts under the function's public name, without ``compat.v1.`` or ``compat.v2.``: ``tf.compat.v1.nn.relu(x)`` is a call
of ``nn.relu``, and so is ``nn.relu(x)`` after ``from tensorflow import nn``. Calls of ``tf.keras`` are not counted.
"""
import ast
import os
import warnings
from collections import Counter
from typing import Counter as Counts
from typing import Dict, Iterable, Iterator, List, Optional

from compat.rewrite.parsing import parse
from compat.rewrite.rules import RULES

_VERSIONS = ("compat.v1", "compat.v2")
#: Modules inside TensorFlow that are no public names of it.
_INSIDE = ("_api", "compiler", "core", "examples", "keras", "lite", "python", "tools")


def calls_below(paths: Iterable[str], in_functions: bool = True) -> Counts[str]:
    """How often each function of TensorFlow is called in the Python files at or below some paths.

    Tests, and files that Python 3 cannot read, are left out.

    Args:
        in_functions: count the calls in functions and methods alone, where layers, losses and metrics have theirs.
    """
    found: Counts[str] = Counter()
    for path in paths:
        for file in _files(path):
            found.update(_calls_in_file(file, in_functions))
    return found


def calls_in(source: str, filename: str = "<string>", in_functions: bool = False) -> List[str]:
    """The function of each call of TensorFlow in the text of a program, in order.

    Raises:
        SyntaxError: it is not Python 3.

    Example:
        >>> calls_in("import tensorflow.compat.v1 as tf; from tensorflow import nn; tf.add(nn.relu(x), tf.keras.Input(3))")
        ['add', 'nn.relu']
    """
    calls = _Calls(in_functions)
    calls.visit(parse(source, filename))
    return calls.found


def _files(path: str) -> Iterator[str]:
    if os.path.isfile(path):
        yield path
    for folder, below, names in os.walk(path):
        below[:] = sorted(name for name in below if name not in ("test", "tests") and not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".py") and not (name.startswith("test_") or name.endswith("_test.py") or name == "conftest.py"):
                yield os.path.join(folder, name)


def _calls_in_file(path: str, in_functions: bool) -> List[str]:
    with open(path, "rb") as file:
        source = file.read()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the text's own escapes
            return calls_in(source.decode("utf8", "replace"), path, in_functions)
    except (SyntaxError, ValueError, RecursionError):
        return []


class _Calls(ast.NodeVisitor):
    """Names that stand for something of TensorFlow, and the calls below them."""

    def __init__(self, in_functions: bool) -> None:
        self.in_functions = in_functions
        self.names: Dict[str, str] = {}
        self.found: List[str] = []
        self.inside = 0

    def visit_FunctionDef(self, node: ast.AST) -> None:
        self.inside += 1
        self.generic_visit(node)
        self.inside -= 1

    visit_Lambda = visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if alias.name.split(".")[0] == "tensorflow":
                self.names[alias.asname or "tensorflow"] = alias.name if alias.asname else "tensorflow"

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.module and not node.level and node.module.split(".")[0] == "tensorflow":
            for alias in node.names:
                self.names[alias.asname or alias.name] = node.module + "." + alias.name

    def visit_Call(self, node: ast.Call) -> None:
        name = self._named(node.func)
        public = _public(name) if name else None
        if public and (self.inside or not self.in_functions):
            self.found.append(public)
        self.generic_visit(node)

    def _named(self, node: ast.AST) -> Optional[str]:
        if isinstance(node, ast.Name):
            return self.names.get(node.id)
        above = self._named(node.value) if isinstance(node, ast.Attribute) else None
        return None if above is None else above + "." + node.attr  # type: ignore[attr-defined]


def _public(name: str) -> Optional[str]:
    """The public name below ``tf`` of a dotted one, e.g. ``"nn.relu"``; None for what belongs to Keras or to no module."""
    module, _, function = name.rpartition(".")
    served = RULES.target(module) if ".python." in name + "." else None
    if served and (served + ".").startswith("compat.tf."):
        name = "tensorflow" + served[len("compat.tf"):].replace(".inner", "") + "." + function
    below = name.partition(".")[2]
    for version in _VERSIONS:
        while below.startswith(version + "."):
            below = below[len(version) + 1:]
    return below if below and below.split(".")[0] not in _INSIDE else None
