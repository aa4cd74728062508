"""Programs that were written for Keras 3: they run as they are, for there is nothing to bring back.

A program is one of these when it, or a module of its own that it imports, names what came with Keras 3 (``keras.ops``), and
imports nothing that Keras 3 lacks. Whoever states ``--era`` or ``COMPAT_ERA`` has the program redirected all the same.
"""
import ast
import importlib
import os
from typing import Iterator, List, Optional, Sequence, Set, Tuple

from compat.flavor import active, installed
from compat.rewrite.nodes import nodes_of
from compat.rewrite.parsing import parse

#: What ``keras`` has since Keras 3, and no Keras 2 had.
NEW_IN_KERAS_3 = frozenset((
    "KerasTensor", "Variable", "config", "distribution", "dtype_policies", "ops", "quantizers", "random", "tree"))
_MOST_FILES = 500


def is_for_keras_3(source: bytes, path: str, folders: Sequence[str]) -> bool:
    """Whether a program was written for Keras 3, which is the one installed.

    Args:
        source: its text.
        path: its file.
        folders: where its own modules are imported from.

    Example:
        >>> is_for_keras_3(b"from keras.layers import Dense", "train.py", [])
        False
    """
    trees = list(_trees(source, path, folders))
    if not any(map(names_what_is_new, trees)):
        return False
    if not installed() or active().name != "keras3":
        return False
    return all(_is_there(*each) for tree in trees for each in _imports_of_keras(tree))


def names_what_is_new(tree: ast.Module) -> bool:
    """Whether one file names what came with Keras 3.

    Example:
        >>> names_what_is_new(ast.parse("from keras import ops")), names_what_is_new(ast.parse("from keras import layers"))
        (True, False)
    """
    imports = nodes_of(tree, ast.Import, ast.ImportFrom)
    if any(_first_below(*each) in NEW_IN_KERAS_3 for node in imports for each in _imports_of(node)):
        return True
    bound = {name for node in imports for name in _bound_to_keras(node)}
    return bool(bound) and any(node.attr in NEW_IN_KERAS_3 and type(node.value) is ast.Name and node.value.id in bound
                               for node in nodes_of(tree, ast.Attribute))


def _first_below(module: str, name: Optional[str]) -> str:
    return (module + "." + (name or "")).split(".")[1]


def _bound_to_keras(node: ast.AST) -> Iterator[str]:
    """The names that an import binds to the package itself."""
    if isinstance(node, ast.Import):
        yield from (each.asname or each.name for each in node.names if each.name == "keras")


def _trees(source: bytes, path: str, folders: Sequence[str]) -> Iterator[ast.Module]:
    """The syntax trees of the program and of its own modules that it imports, in the order in which they are found."""
    waiting: List[Tuple[bytes, str]] = [(source, path)]
    seen: Set[str] = set()
    while waiting and len(seen) < _MOST_FILES:
        text, name = waiting.pop(0)
        tree = _parsed(text, name)
        if tree is None:
            continue
        yield tree
        for module in _imported(tree):
            file = _own_file(module, folders)
            if file is not None and file not in seen:
                seen.add(file)
                with open(file, "rb") as found:
                    waiting.append((found.read(), file))


def _parsed(source: bytes, path: str) -> Optional[ast.Module]:
    """The tree; None for what is not Python of today, which is said where it is run."""
    try:
        return parse(source, path)
    except SyntaxError:
        return None


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (node.module + "." + each.name for each in node.names)


def _own_file(module: str, folders: Sequence[str]) -> Optional[str]:
    place = module.replace(".", os.sep)
    for folder in folders:
        for file in (os.path.join(folder, place + ".py"), os.path.join(folder, place, "__init__.py")):
            if os.path.isfile(file):
                return file
    return None


def _imports_of_keras(tree: ast.Module) -> Iterator[Tuple[str, Optional[str]]]:
    for node in ast.walk(tree):
        yield from _imports_of(node)


def _imports_of(node: ast.AST) -> Iterator[Tuple[str, Optional[str]]]:
    """The modules of keras that a statement imports, with the name that it imports from each."""
    if isinstance(node, ast.Import):
        yield from ((each.name, None) for each in node.names if each.name.split(".")[0] == "keras")
    elif isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").split(".")[0] == "keras":
        yield from ((str(node.module), each.name) for each in node.names)


def _is_there(module: str, name: Optional[str]) -> bool:
    """Whether the installed Keras has a module, and a name in it."""
    try:
        found = importlib.import_module(module)
    except ImportError:
        return False
    return name in (None, "*") or hasattr(found, str(name)) or _is_there(module + "." + str(name), None)
