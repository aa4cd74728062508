"""One transformer per way to reach a module, a name or code at run time: ``exec``, ``sys.modules`` …"""
import ast

from compat.rewrite.changes import Recorder, literal, runtime_call
from compat.rewrite.rules import Rules

_LOOKUPS = ("get", "pop", "setdefault", "__contains__", "__getitem__")


class ExecCalls(ast.NodeTransformer):
    """``exec(text)``: the text is rewritten as the file is; any other function called ``exec`` gets what was given."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if not (isinstance(node.func, ast.Name) and node.func.id == "exec" and node.args) \
                or isinstance(node.args[0], ast.Starred):
            return node
        self.recorder.add(node, "exec", "exec", "(rewritten then)")
        function = ast.copy_location(ast.Name(id="exec", ctx=ast.Load()), node.func)
        node.args[0] = runtime_call("code_for", [function, node.args[0]], node.args[0])
        return node


class ModuleLookups(ast.NodeTransformer):
    """``sys.modules["keras"]``, ``sys.modules.get(name)``, ``"keras" in sys.modules``."""

    def __init__(self, rules: Rules, recorder: Recorder) -> None:
        self.rules = rules
        self.recorder = recorder

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if _is_sys_modules(node.value):
            if isinstance(node.slice, ast.expr):
                node.slice = self._redirected(node.slice)
            else:  # ast.Index, up to Python 3.8
                node.slice.value = self._redirected(node.slice.value)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ops[0], (ast.In, ast.NotIn)) and _is_sys_modules(node.comparators[0]):
            node.left = self._redirected(node.left)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Attribute) and function.attr in _LOOKUPS and _is_sys_modules(function.value) \
                and node.args and not isinstance(node.args[0], ast.Starred):
            node.args[0] = self._redirected(node.args[0])
        return node

    def _redirected(self, name: ast.expr) -> ast.expr:
        text = literal(name)
        if text is not None and self.rules.target(text) is None:
            return name
        self.recorder.add(name, "sys.modules", text or "(a name known at run time)",
                          self.rules.target(text or "") or "(looked up then)")
        return runtime_call("module_name", [name], name)


class ModuleAttributes(ast.NodeTransformer):
    """``Dense.__module__``, read: the module that the old Keras defined the class in."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if node.attr != "__module__" or not isinstance(node.ctx, ast.Load):
            return node
        self.recorder.add(node, "module attribute", ".__module__", "module_of")
        return runtime_call("module_of", [node.value], node)


def _is_sys_modules(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "modules" \
        and isinstance(node.value, ast.Name) and node.value.id == "sys"
