"""``rewrite_source``: one file's text to the tree that is executed, and a report of what was changed in it."""
import __future__

import ast
from types import CodeType
from typing import NamedTuple, Tuple, Union

from compat.rewrite.array_idioms import ArraysAsNumbers, ArraysMade, NumpyNames
from compat.rewrite.changes import Change, Recorder
from compat.rewrite.dropped_idioms import DroppedNames
from compat.rewrite.dynamic import ExecCalls, ModuleAttributes, ModuleLookups
from compat.rewrite.idioms import (
    Batches,
    Dtypes,
    Hdf5Names,
    StaticShapes,
    TensorAttributes,
    TensorMethods,
    imported_modules,
    imported_packages,
)
from compat.rewrite.imports import ImportCalls, ImportStatements, KerasOfTensorFlow
from compat.rewrite.parsing import parse
from compat.rewrite.rules import RULES, RUNTIME_NAME, Rules

__all__ = ["Change", "Rewritten", "future_flags", "rewrite_source"]


class Rewritten(NamedTuple):
    """A rewritten file: the tree to compile, and its changes in the order of their lines."""

    tree: ast.Module
    changes: Tuple[Change, ...]


def rewrite_source(source: Union[str, bytes], filename: str = "<string>", rules: Rules = RULES) -> Rewritten:
    """The tree of a legacy file with its imports of Keras and TensorFlow, and the tensor idioms, redirected.

    Line numbers are those of the original, so a traceback shows the original text.

    Raises:
        LegacySyntaxError: the source is Python 2.
        SyntaxError: it is not Python.

    Example:
        >>> rewritten = rewrite_source("from keras.layers import Dense")
        >>> rewritten.changes
        (Change(line=1, rule='import', before='keras.layers', after='compat.keras.layers'),)
    """
    return rewrite_tree(parse(source, filename), rules)


def rewrite_tree(tree: ast.Module, rules: Rules = RULES) -> Rewritten:
    """The same for a tree that was parsed already, which is changed in place."""
    recorder = Recorder()
    modules, packages = imported_modules(tree, rules), imported_packages(tree)
    # The order matters: a shape's method must still look like one when its dimensions are visited.
    for transformer in (
        KerasOfTensorFlow(rules, recorder),
        ImportStatements(rules, recorder),
        ImportCalls(rules, recorder),
        ModuleLookups(rules, recorder),
        ModuleAttributes(recorder),
        ExecCalls(recorder),
        Dtypes(recorder),
        StaticShapes(recorder),
        TensorMethods(modules, recorder),
        TensorAttributes(recorder),
        NumpyNames(tree, recorder),
        DroppedNames(tree, recorder),
        ArraysAsNumbers(tree, packages),
        ArraysMade(tree),
        Hdf5Names(packages, recorder),
        Batches(packages, recorder),
    ):
        tree = transformer.visit(tree)
    if uses_runtime(tree):
        import_runtime(tree, rules)
    return Rewritten(tree, tuple(sorted(recorder.changes)))


def future_flags(code: CodeType) -> int:
    """The flags of the ``__future__`` imports in force in ``code``, which what it compiles inherits.

    Example:
        >>> future_flags(compile("from __future__ import annotations", "x", "exec")) != 0
        True
    """
    known = 0
    for name in __future__.all_feature_names:
        known |= getattr(__future__, name).compiler_flag
    return code.co_flags & known


def uses_runtime(tree: ast.Module) -> bool:
    """Whether a rewritten tree calls compat's runtime."""
    return any(isinstance(node, ast.Name) and node.id == RUNTIME_NAME for node in ast.walk(tree))


def import_runtime(tree: ast.Module, rules: Rules) -> None:
    """Puts the import after the docstring and the ``__future__`` imports, which must stay first."""
    position = 0 if ast.get_docstring(tree, clean=False) is None else 1
    while position < len(tree.body) and _is_future(tree.body[position]):
        position += 1
    runtime = ast.Import(names=[ast.alias(name=rules.runtime, asname=RUNTIME_NAME)])
    line = tree.body[min(position, len(tree.body) - 1)]
    tree.body.insert(position, ast.fix_missing_locations(ast.copy_location(runtime, line)))


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
