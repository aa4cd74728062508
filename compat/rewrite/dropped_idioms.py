"""Transformer for names that Python and other packages have dropped, see :mod:`compat.rewrite.dropped`."""
import ast
from typing import Dict, List, Optional, Union

from compat.api.dropped_names import CHANGED, MOVED, REMADE, THREE_FOLDS
from compat.rewrite.changes import Recorder, runtime_call


class DroppedNames(ast.NodeTransformer):
    """``from collections import Mapping``, ``inspect.getargspec``, ``from sklearn.externals import joblib``.

    What is installed is asked first.
    """

    def __init__(self, tree: ast.Module, recorder: Recorder) -> None:
        self.recorder = recorder
        self.names = _imported(tree)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> Union[ast.AST, List[ast.stmt]]:
        if node.level or node.module is None:
            return node
        gone = [alias for alias in node.names
                if alias.name != "*" and (node.module in MOVED or _is_gone(node.module, alias.name))]
        kept = [alias for alias in node.names if alias not in gone]
        found = [self._bound(node, alias.asname or alias.name, node.module, alias.name) for alias in gone]
        return ([ast.copy_location(ast.ImportFrom(module=node.module, names=kept, level=0), node)] if kept else []) + found

    def visit_Import(self, node: ast.Import) -> Union[ast.AST, List[ast.stmt]]:
        gone = [alias for alias in node.names if alias.asname and alias.name in MOVED]
        kept = [alias for alias in node.names if alias not in gone]
        found = [self._bound(node, str(alias.asname), *_parted(alias.name)) for alias in gone]
        return ([ast.copy_location(ast.Import(names=kept), node)] if kept else []) + found

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        module = _dotted(node.value, self.names)
        if module is None or not isinstance(node.ctx, ast.Load) or not _is_gone(module, node.attr):
            return node
        return self._found(node, module, node.attr, [node.value] if isinstance(node.value, ast.Name) else [])

    def _bound(self, node: ast.stmt, name: str, module: str, attribute: str) -> ast.stmt:
        place = ast.copy_location(ast.Name(id=name, ctx=ast.Load()), node)
        made = ast.Assign(targets=[ast.Name(id=name, ctx=ast.Store())], value=self._found(place, module, attribute, []))
        return ast.fix_missing_locations(ast.copy_location(made, node))

    def _found(self, place: ast.expr, module: str, name: str, asked: List[ast.expr]) -> ast.Call:
        whole = "{}.{}".format(module, name)
        self.recorder.add(place, "dropped name", whole, MOVED.get(whole) or "compat.rewrite.dropped")
        words: List[ast.expr] = [ast.Constant(value=each, kind=None) for each in (module, name)]
        return runtime_call("dropped_name", words + asked, place)


def _is_gone(module: str, name: str) -> bool:
    whole = "{}.{}".format(module, name)
    return any(whole in table for table in (MOVED, REMADE, THREE_FOLDS, CHANGED))


def _parted(name: str) -> List[str]:
    module, _, last = name.rpartition(".")
    return [module, last]


def _imported(tree: ast.Module) -> Dict[str, str]:
    """The names that a file binds by its imports, and the dotted name of each."""
    names: Dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.split(".")[0]
                names[alias.asname or whole] = whole
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = "{}.{}".format(node.module, alias.name)
    return names


def _dotted(node: ast.expr, names: Dict[str, str]) -> Optional[str]:
    """The dotted name of what an expression means by the imports of its file; None where it is something else."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    above = _dotted(node.value, names) if isinstance(node, ast.Attribute) else None
    return "{}.{}".format(above, node.attr) if above and isinstance(node, ast.Attribute) else None
