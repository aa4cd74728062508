"""One transformer per TensorFlow 1 idiom: methods and attributes that newer tensors lack.

Which object has a method of its own is known at run time only (a pandas DataFrame has ``eval`` too), so each idiom
becomes a call of :mod:`compat.rewrite.runtime`, which asks the object.
"""
import ast
from typing import FrozenSet, Set

from compat.rewrite.changes import Recorder, runtime_call
from compat.rewrite.rules import ASSIGNING, ATTRIBUTES, DTYPE_ATTRIBUTES, HDF5_ATTRIBUTES, HDF5_METHODS, METHODS, Rules


class TensorMethods(ast.NodeTransformer):
    """``tensor.eval()``, ``tensor.eval(session=s, feed_dict=d)``, ``tensor.get_shape()``, ``variable[0].assign(x)``.

    Calls on an imported module (``K.eval(x)``, ``pd.eval(...)``) are functions, not methods, and stay.
    """

    def __init__(self, modules: FrozenSet[str], recorder: Recorder) -> None:
        self.modules = modules
        self.recorder = recorder

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        method = node.func
        if isinstance(method, ast.Attribute) and method.attr in ASSIGNING and isinstance(method.value, ast.Subscript):
            self.recorder.add(node, "part of a variable", "[...].{}()".format(method.attr), "parts")
            method.value.value = runtime_call("parts", [method.value.value], method.value)
        if not isinstance(method, ast.Attribute) or method.attr not in METHODS:
            return node
        if isinstance(method.value, ast.Name) and method.value.id in self.modules:
            return node
        self.recorder.add(node, "tensor method", ".{}()".format(method.attr), METHODS[method.attr])
        return runtime_call(METHODS[method.attr], [method.value] + node.args, node, node.keywords)


class TensorAttributes(ast.NodeTransformer):
    """``tensor._keras_shape``, read; an assignment to it stays."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if node.attr not in ATTRIBUTES or not isinstance(node.ctx, ast.Load):
            return node
        self.recorder.add(node, "tensor attribute", "." + node.attr, ATTRIBUTES[node.attr])
        return runtime_call(ATTRIBUTES[node.attr], [node.value], node)


class Dtypes(ast.NodeTransformer):
    """``x.dtype.name``, ``x.dtype.is_floating``: TensorFlow's dtypes; those of other libraries lack such attributes."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        of_dtype = isinstance(node.value, ast.Attribute) and node.value.attr == "dtype"
        if not of_dtype or node.attr not in DTYPE_ATTRIBUTES or not isinstance(node.ctx, ast.Load):
            return node
        self.recorder.add(node, "dtype", ".dtype." + node.attr, "dtype_attribute")
        return runtime_call("dtype_attribute", [node.value, ast.Constant(value=node.attr, kind=None)], node)


class StaticShapes(ast.NodeTransformer):
    """``x.shape.as_list()``, ``x.shape[1].value``, ``x.shape == [2]``: TensorFlow's shapes; others are tuples of integers."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        method = node.func
        if not isinstance(method, ast.Attribute) or method.attr != "as_list" or not _is_shape(method.value):
            return node
        self.recorder.add(node, "static shape", ".shape.as_list()", "shape_as_list")
        return runtime_call("shape_as_list", [method.value], node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if node.attr != "value" or not isinstance(node.ctx, ast.Load) or not isinstance(node.value, ast.Subscript):
            return node
        if not _is_shape(node.value.value):
            return node
        self.recorder.add(node, "static shape", ".shape[i].value", "dimension_value")
        return runtime_call("dimension_value", [node.value], node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        operands = [node.left, *node.comparators]
        if not all(isinstance(each, (ast.Eq, ast.NotEq)) for each in node.ops):
            return node
        if any(isinstance(each, (ast.Constant, ast.Tuple)) for each in operands):
            return node  # a tuple is compared alike, whatever the shape is
        node.left, node.comparators = self._comparable(node.left), [self._comparable(each) for each in node.comparators]
        return node

    def _comparable(self, operand: ast.expr) -> ast.expr:
        if not (isinstance(operand, ast.Attribute) and operand.attr == "shape"):
            return operand
        self.recorder.add(operand, "static shape", ".shape ==", "comparable_shape")
        return runtime_call("comparable_shape", [operand.value], operand)


class Hdf5Names(ast.NodeTransformer):
    """``name.decode("utf8")``, ``dataset.value``, ``h5py.File(name)``: what h5py 2 did, in a file that imports h5py."""

    def __init__(self, packages: Set[str], recorder: Recorder) -> None:
        self.recorder = recorder
        self.imports_h5py = "h5py" in packages

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        method = node.func
        if not self.imports_h5py or not isinstance(method, ast.Attribute) or method.attr not in HDF5_METHODS:
            return node
        self.recorder.add(node, "h5py", ".{}()".format(method.attr), HDF5_METHODS[method.attr])
        return runtime_call(HDF5_METHODS[method.attr], [method.value] + node.args, node, node.keywords)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if not self.imports_h5py or node.attr not in HDF5_ATTRIBUTES or not isinstance(node.ctx, ast.Load):
            return node
        self.recorder.add(node, "h5py", "." + node.attr, HDF5_ATTRIBUTES[node.attr])
        return runtime_call(HDF5_ATTRIBUTES[node.attr], [node.value], node)


class Batches(ast.NodeTransformer):
    """``for x, y in dataset:``: where TensorFlow only prepares the data, the loop sees tensors of what computes.

    Loops, comprehensions, and what ``iter``, ``enumerate``, ``zip``, ``list``, ``tuple`` and ``tqdm`` are given, in a file that
    imports TensorFlow.
    """

    TAKERS = ("enumerate", "iter", "list", "tqdm", "tuple", "zip")
    PLAIN = (ast.Constant, ast.Dict, ast.DictComp, ast.GeneratorExp, ast.List, ast.ListComp, ast.Set, ast.SetComp, ast.Starred,
             ast.Tuple)

    def __init__(self, packages: Set[str], recorder: Recorder) -> None:
        self.recorder = recorder
        self.imports_tensorflow = not packages.isdisjoint(("tensorflow", "compat.tf"))

    def visit_For(self, node: ast.For) -> ast.AST:
        self.generic_visit(node)
        node.iter = self._wrapped(node.iter)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        self.generic_visit(node)
        node.iter = self._wrapped(node.iter)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in self.TAKERS:
            node.args = [self._wrapped(each) for each in node.args]
        return node

    def _wrapped(self, given: ast.expr) -> ast.expr:
        """A call of the runtime, unless the expression is seen to be no dataset."""
        called = given.func.id if isinstance(given, ast.Call) and isinstance(given.func, ast.Name) else ""
        if not self.imports_tensorflow or isinstance(given, self.PLAIN) or called in ("range", "sorted", *self.TAKERS):
            return given
        self.recorder.add(given, "loop", "for … in", "batches")
        return runtime_call("batches", [given], given)


def imported_modules(tree: ast.Module, rules: Rules) -> FrozenSet[str]:
    """The names that stand for modules: bound by ``import x`` or by ``from keras import backend as K``.

    Example:
        >>> from compat.rewrite.rules import RULES
        >>> sorted(imported_modules(ast.parse("import a.b; from keras import backend as K; from c import d"), RULES))
        ['K', 'a']
    """
    names: Set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.asname or alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and rules.target(node.module or ""):
            names.update(alias.asname or alias.name for alias in node.names)
    return frozenset(names)


def _is_shape(node: ast.expr) -> bool:
    """``x.shape`` or ``x.get_shape()``, the latter also after it was rewritten."""
    if isinstance(node, ast.Call):
        node = node.func
    return isinstance(node, ast.Attribute) and node.attr in ("shape", "get_shape")


def imported_packages(tree: ast.Module) -> Set[str]:
    """The top-level packages that a file imports anywhere, and the modules of compat by two names."""
    imports = [node for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = [name for node in imports for name in (
        [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])]
    return {".".join(name.split(".")[:2 if name.startswith("compat.") else 1]) for name in names}
