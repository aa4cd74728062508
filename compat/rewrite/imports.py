"""One transformer for import statements, and one for calls that import by name."""
import ast
from typing import Dict, List, Optional, Sequence, Tuple, Union

from compat.rewrite.changes import Recorder, literal, runtime_call
from compat.rewrite.rules import UNUSED_NAME, Rules

_Statements = Union[ast.AST, List[ast.stmt]]


class ImportStatements(ast.NodeTransformer):
    """``import keras``, ``import keras.layers as L``, ``from keras.layers import Dense``, ``from keras import *`` …

    Relative imports are the user's own and stay. What a redirected package has no counterpart for
    (``tensorflow.contrib.rnn``) is left to the installed TensorFlow and noted.
    """

    def __init__(self, rules: Rules, recorder: Recorder) -> None:
        self.rules = rules
        self.recorder = recorder

    def visit_Import(self, node: ast.Import) -> _Statements:
        statements: List[ast.stmt] = []
        for alias in node.names:
            target = self.rules.target(alias.name)
            if target is None:
                self._note_if_left(node, alias.name)
                statements.append(ast.Import(names=[alias]))
            else:
                self.recorder.add(node, "import", alias.name, target)
                statements.extend(self._redirected(alias, target))
        return _in_place_of(node, statements)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> _Statements:
        if node.level or node.module is None:
            return node
        modules = [alias for alias in node.names if self.rules.target(node.module + "." + alias.name)
                   and self._is_module(node.module, alias.name)]
        names = [alias for alias in node.names if alias not in modules]
        statements = [self._from_module(node, alias) for alias in modules]
        if names:
            statements.append(self._from_names(node, names))
        return _in_place_of(node, statements)

    def _is_module(self, module: str, name: str) -> bool:
        """Whether ``module.name`` is itself the source of a rule, as in ``from tensorflow import keras``."""
        return any(rule.source == module + "." + name for rule in self.rules.modules)

    def _from_module(self, node: ast.ImportFrom, alias: ast.alias) -> ast.stmt:
        source = "{}.{}".format(node.module, alias.name)
        target = self.rules.target(source) or source
        self.recorder.add(node, "import", source, target)
        return ast.Import(names=[ast.alias(name=target, asname=alias.asname or alias.name)])

    def _from_names(self, node: ast.ImportFrom, names: List[ast.alias]) -> ast.stmt:
        module = node.module or ""
        target = self.rules.target(module)
        if target is None:
            self._note_if_left(node, module)
        else:
            self.recorder.add(node, "import", module, target)
        return ast.ImportFrom(module=target or module, names=names, level=0)

    def _redirected(self, alias: ast.alias, target: str) -> List[ast.stmt]:
        if alias.asname or "." not in alias.name:
            return [_import_as(target, alias.asname or alias.name)]
        top = alias.name.split(".")[0]
        return [_import_as(self.rules.target(top) or top, top), _import_as(target, UNUSED_NAME)]

    def _note_if_left(self, node: ast.stmt, name: str) -> None:
        if self.rules.concerns(name):
            self.recorder.leave(node, "import", name)


class KerasOfTensorFlow(ast.NodeTransformer):
    """``tf.keras`` after ``import tensorflow as tf``: it stays as it is, and is noted once.

    To be visited before the imports are rewritten.
    """

    def __init__(self, rules: Rules, recorder: Recorder) -> None:
        self.rules = rules
        self.recorder = recorder
        self.names: Dict[str, str] = {}

    def visit_Import(self, node: ast.Import) -> ast.AST:
        for alias in node.names:
            whole = alias.name if alias.asname else alias.name.split(".")[0]
            self.names[alias.asname or whole] = whole
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST:
        for alias in node.names if node.module and not node.level else ():
            self.names[alias.asname or alias.name] = "{}.{}".format(node.module, alias.name)
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        module = self.names.get(node.value.id) if isinstance(node.value, ast.Name) else None
        name = "{}.{}".format(module, node.attr)
        if module and node.attr == "keras" and self.rules.target(name):
            self.recorder.add(node, "attribute", name, str(self.rules.target(name)))
            self.names = {}
        return node


class ImportCalls(ast.NodeTransformer):
    """``importlib.import_module("keras.layers")``, ``import_module(name)``, ``__import__("keras")``, and places that tests
    replace by name: ``mock.patch("keras.models.load_model")``, ``monkeypatch.setattr("keras.backend.epsilon", …)``."""

    def __init__(self, rules: Rules, recorder: Recorder) -> None:
        self.rules = rules
        self.recorder = recorder

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = _called_name(node.func)
        if _takes_a_place(node):
            name = literal(node.args[0])
            if name is not None and "." in name and self.rules.target(name) is not None:
                self.recorder.add(node, "import call", name, str(self.rules.target(name)))
                node.args[0] = runtime_call("module_name", node.args[:1], node.args[0])
            return node
        if function not in ("import_module", "__import__") or not node.args or isinstance(node.args[0], ast.Starred):
            return node
        name = literal(node.args[0])
        if name is not None and self.rules.target(name) is None:
            return node
        self.recorder.add(node, "import call", name or "(a name known at run time)",
                          self.rules.target(name or "") or "(looked up then)")
        if function == "__import__" and len(node.args) + len(node.keywords) < 4 and not _has_fromlist(node):
            return runtime_call("import_top", node.args[:1], node)
        node.args[0] = runtime_call("module_name", node.args[:1], node.args[0])
        return node


def _called_name(function: ast.expr) -> Optional[str]:
    """``import_module`` for ``importlib.import_module`` and for the bare name; None for any other object's method."""
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr if function.value.id == "importlib" else None
    return None


def _takes_a_place(node: ast.Call) -> bool:
    """Whether this is a call of ``patch`` of a mock, or of ``setattr`` or ``delattr`` of a monkeypatch; not of the builtins."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    is_patch = name in ("patch", "setattr", "delattr") or isinstance(node.func, ast.Name) and node.func.id == "patch"
    return is_patch and bool(node.args) and not isinstance(node.args[0], ast.Starred)


def _has_fromlist(node: ast.Call) -> bool:
    return any(keyword.arg in ("fromlist", None) for keyword in node.keywords)


def _import_as(module: str, name: str) -> ast.Import:
    return ast.Import(names=[ast.alias(name=module, asname=name)])


def _in_place_of(node: ast.stmt, statements: Sequence[ast.stmt]) -> _Statements:
    """The statements at the place of ``node``; ``node`` itself where nothing changed."""
    if _same_names([node], statements):
        return node
    placed = [ast.copy_location(statement, node) for statement in statements]
    return [ast.fix_missing_locations(statement) for statement in placed]


def _same_names(before: Sequence[ast.stmt], after: Sequence[ast.stmt]) -> bool:
    return _imported(before) == _imported(after)


def _imported(statements: Sequence[ast.stmt]) -> List[Tuple[str, str, Optional[str]]]:
    return [(getattr(statement, "module", None) or "", alias.name, alias.asname)
            for statement in statements if isinstance(statement, (ast.Import, ast.ImportFrom))
            for alias in statement.names]
