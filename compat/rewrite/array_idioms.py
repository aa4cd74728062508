"""Transformers for what old code does with NumPy, see :mod:`compat.rewrite.arrays`."""
import ast
from typing import Dict, Optional, Set

from compat.api.numpy_changes import (
    ARRAY_METHODS,
    MAKE_ARRAYS,
    NUMBERS,
    NUMPY_KEYWORDS,
    NUMPY_LIB,
    NUMPY_NAMES,
    NUMPY_TYPES,
    OF_ONE_NUMBER,
    STACKS,
)
from compat.rewrite.arrays import NUMPY_FUNCTIONS
from compat.rewrite.changes import Recorder, runtime_call

_IN_PLACE: Dict[type, str] = {ast.Add: "iadd", ast.Sub: "isub", ast.Mult: "imul", ast.Div: "itruediv", ast.Pow: "ipow"}
_CALLED = frozenset((*MAKE_ARRAYS, *STACKS, *NUMPY_KEYWORDS, "fromstring", "set_printoptions"))


class NumpyNames(ast.NodeTransformer):
    """``np.float``, ``np.product``: names that NumPy has dropped since, where ``np`` is NumPy."""

    def __init__(self, tree: ast.Module, recorder: Recorder) -> None:
        self.recorder = recorder
        self.names = _imported_as(tree, "numpy")

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if not isinstance(node.ctx, ast.Load) or not self._is_gone(node):
            return node
        shown = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        self.recorder.add(node, "NumPy", shown + "." + node.attr, "numpy_name")
        return runtime_call("numpy_name", [node.value, ast.Constant(value=node.attr, kind=None)], node)

    def _is_gone(self, node: ast.Attribute) -> bool:
        name, module = node.attr, node.value
        if isinstance(module, ast.Attribute) and module.attr == "lib":
            return name in NUMPY_LIB and isinstance(module.value, ast.Name) and module.value.id in self.names
        return isinstance(module, ast.Name) and module.id in self.names \
            and (name in NUMPY_TYPES or name in NUMPY_NAMES or name in NUMPY_FUNCTIONS)


class ArraysAsNumbers(ast.NodeTransformer):
    """``float(array)``, ``"%.3f" % array``, ``math.exp(array)`` and ``array[i] = array``, of arrays of one element.

    Not listed among the changes: each does what it did unless NumPy refuses it.
    """

    def __init__(self, tree: ast.Module, packages: Set[str]) -> None:
        bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
        self.numbers = set(NUMBERS) - bound
        self.math = _imported_as(tree, "math")
        self.has_arrays = "numpy" in packages

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        others = (ast.Starred, ast.Constant)
        if not node.args or node.keywords or any(isinstance(each, others) for each in node.args):
            return node
        if not self._takes_numbers(node.func):
            return node
        return runtime_call("number_call", [node.func] + node.args, node)

    def _takes_numbers(self, function: ast.expr) -> bool:
        if isinstance(function, ast.Name):
            return function.id in self.numbers
        return (isinstance(function, ast.Attribute) and function.attr in OF_ONE_NUMBER
                and isinstance(function.value, ast.Name) and function.value.id in self.math)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not (isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)):
            return node
        return runtime_call("percent", [node.left, node.right], node)

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        target = node.targets[0]
        index = self._index(target) if len(node.targets) == 1 else None
        if index is None:
            return node
        call = runtime_call("set_item", [node.value, target.value, index], target)  # type: ignore[attr-defined]
        return ast.copy_location(ast.Expr(value=call), node)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self.generic_visit(node)
        index, operation = self._index(node.target), _IN_PLACE.get(type(node.op))
        if index is None or operation is None or isinstance(node.value, ast.Constant):
            return node
        at = runtime_call("item_of", [node.target.value, index], node.target)  # type: ignore[union-attr]
        call = runtime_call("update_item", [at, ast.Constant(value=operation, kind=None), node.value], node.target)
        return ast.copy_location(ast.Expr(value=call), node)

    def _index(self, target: ast.expr) -> Optional[ast.expr]:
        """The index of one element, in a program that uses NumPy."""
        if not self.has_arrays or not isinstance(target, ast.Subscript):
            return None
        index = getattr(target.slice, "value", target.slice) if type(target.slice).__name__ == "Index" else target.slice
        if not isinstance(index, ast.expr) or any(isinstance(each, (ast.Slice, ast.Starred)) for each in ast.walk(index)):
            return None
        return index


class ArraysMade(ast.NodeTransformer):
    """Functions of NumPy with arguments that newer ones refuse, such as rows of different lengths; methods that arrays had.

    Not listed among the changes: each does what it did unless NumPy refuses it.
    """

    def __init__(self, tree: ast.Module) -> None:
        self.numpy = _imported_as(tree, "numpy")
        self.functions = {alias.asname or alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
                          and node.module == "numpy" for alias in node.names if alias.name in _CALLED}

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in ARRAY_METHODS:
            name = ast.Constant(value=function.attr, kind=None)
            return runtime_call("array_method", [name, function.value] + node.args, node, node.keywords)
        if not self._is_called(function, node):
            return node
        return runtime_call("array_call", [function] + node.args, node, node.keywords)

    def _is_called(self, function: ast.expr, node: ast.Call) -> bool:
        if isinstance(function, ast.Name):
            return function.id in self.functions
        if not (isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
                and function.value.id in self.numpy):
            return False
        of_a_generator = bool(node.args) and isinstance(node.args[0], ast.GeneratorExp)
        return function.attr in _CALLED or function.attr == "sum" and of_a_generator


def _imported_as(tree: ast.Module, module: str) -> Set[str]:
    """The names under which a file imports a module."""
    return {alias.asname or alias.name for node in ast.walk(tree) if isinstance(node, ast.Import)
            for alias in node.names if alias.name == module}
