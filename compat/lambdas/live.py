"""A live function of the running interpreter → an expression, so that its model can be saved for any Python.

The function's bytecode goes the same way as that of an old file; what it finds outside itself (globals, variables of
outer functions) is written into the expression: numbers and arrays as constants, known modules by their names, other
functions as inner functions.
"""
from __future__ import annotations

import sys
import types
from typing import Any, Callable, Dict, List, Optional, Set

import compat.lambdas.allowed as allowed
import compat.lambdas.guards as guards
import compat.lambdas.nodes as n
from compat.lambdas.constants import constant
from compat.lambdas.errors import lambda_error
from compat.lambdas.instructions import VERSIONS, BytecodeProblem
from compat.lambdas.lets import free_names, map_children
from compat.lambdas.machine import Budget, Machine
from compat.lambdas.marshal_reader import Code
from compat.lambdas.state import ModuleName

_MAX_CALLS = 4
_MAX_ELEMENTS = 4096
#: Modules in which a function may be found that was imported by its own name (``from numpy import mean``).
_SEARCHED = ("keras.backend", "tensorflow", "tensorflow.math", "tensorflow.nn", "numpy", "math", "keras.activations",
             "tensorflow.keras.backend", "tf_keras.backend", "compat.keras.backend", "compat.tf")


def lambda_of(function: Callable[..., Any], name: Optional[str] = None) -> n.Lambda:
    """What a Python function computes, as a node; see :meth:`compat.lambdas.Expression.from_function`.

    Raises:
        LambdaError: not a plain function, more than one expression, or something in it that cannot be stored.
    """
    if isinstance(function, types.BuiltinFunctionType) or not isinstance(function, types.FunctionType):
        return _known_function(function, name)
    try:
        return _function_node(function, 0)
    except BytecodeProblem as problem:
        raise lambda_error("it cannot be stored as an expression: %s" % problem, name) from None


def _known_function(function: Any, name: Optional[str]) -> n.Lambda:
    """``lambda x: K.relu(x)`` for a function of a known module."""
    found = _in_known_module(function)
    if found is None:
        raise lambda_error("%r is not a Python function" % (function,), name)
    return n.Lambda((n.Parameter("x"),), n.Call(found, (n.Name("x"),)))


def _function_node(function: types.FunctionType, depth: int) -> n.Lambda:
    if depth > _MAX_CALLS:
        raise BytecodeProblem("functions that call functions more than %d deep" % _MAX_CALLS)
    version = (sys.version_info[0], sys.version_info[1])
    if version not in VERSIONS:
        raise BytecodeProblem("this version reads functions of Python %d.%d to %d.%d" % (VERSIONS[0] + VERSIONS[-1]))
    cells = dict(zip(function.__code__.co_freevars, function.__closure__ or ()))
    closure = {key: _closure_value(key, cell.cell_contents, depth) for key, cell in cells.items()}
    defaults = tuple(_node_of(value, depth) for value in function.__defaults__ or ())
    lambda_node = Machine(_record(function.__code__), version, closure, Budget()).function(defaults)
    keyword_defaults = function.__kwdefaults__ or {}
    parameters = tuple(each if each.name not in keyword_defaults else n.Parameter(
        each.name, _node_of(keyword_defaults[each.name], depth), each.kind) for each in lambda_node.parameters)
    return _with_globals(n.Lambda(parameters, lambda_node.body), function, depth)


def _record(code: types.CodeType) -> Code:
    """The record that the reader would have made of the code object."""
    layout = "3.11" if sys.version_info >= (3, 11) else "3.8" if sys.version_info >= (3, 8) else "3.4"
    cells = code.co_cellvars + code.co_freevars
    variables = code.co_varnames
    if layout == "3.11":
        variables += tuple(each for each in code.co_cellvars if each not in variables) + code.co_freevars
        cells = variables
    consts = tuple(_record(each) if isinstance(each, types.CodeType) else tuple(each) if isinstance(each, frozenset)
                   else each for each in code.co_consts)
    return Code(layout, code.co_argcount, code.co_kwonlyargcount, code.co_flags, code.co_code, consts, code.co_names,
                variables, cells, code.co_freevars, code.co_name, b"")


def _closure_value(name: str, value: Any, depth: int) -> Any:
    if isinstance(value, types.ModuleType):
        return ModuleName(_module_path(name, value))
    return _node_of(value, depth)


def _module_path(name: str, module: types.ModuleType) -> str:
    """The name under which the tables list a module."""
    path = module.__name__
    if path.startswith("compat.flavors.") and path.rsplit(".", 1)[-1] in ("backend", "tf"):
        path = "compat.tf" if path.endswith(".tf") else "compat.keras.backend"
    if path not in allowed.MODULE_PATHS and path.endswith(".backend") and "keras" in path:
        path = "keras.backend"
    if path not in allowed.MODULE_PATHS and path.startswith("tensorflow.") and "._api." in path:
        path = "tensorflow"
    if path not in allowed.MODULE_PATHS:
        raise BytecodeProblem("the module '%s' (%s), which is not allowed" % (name, module.__name__))
    return path


def _with_globals(function: n.Lambda, owner: types.FunctionType, depth: int) -> n.Lambda:
    """The function with its global names replaced by what they stand for now."""
    values: Dict[str, n.Node] = {}
    for name in sorted(free_names(function)):
        if name in owner.__globals__:
            values[name] = _global_node(name, owner.__globals__[name], depth)
        elif name not in guards.BUILTINS and name not in allowed.ROOT_ALIASES:
            raise BytecodeProblem("the name '%s', which is not defined" % name)
    bound = {each.name for each in function.parameters}
    clash = {each for value in values.values() for each in free_names(value)} & bound
    if clash:
        raise BytecodeProblem("a parameter named '%s' beside the module" % sorted(clash)[0])
    replaced = _replace_names(function, {key: value for key, value in values.items() if value != n.Name(key)}, set())
    assert isinstance(replaced, n.Lambda)
    return replaced


def _replace_names(node: n.Node, values: Dict[str, n.Node], bound: Set[str]) -> n.Node:
    if isinstance(node, n.Name):
        return node if node.id in bound else values.get(node.id, node)
    if isinstance(node, n.Lambda):
        bound = bound | {each.name for each in node.parameters}
    elif isinstance(node, n.Comprehension):
        bound = bound | set(node.targets)
    changed: n.Node = map_children(node, lambda child: _replace_names(child, values, bound))
    return changed


def _global_node(name: str, value: Any, depth: int) -> n.Node:
    if isinstance(value, types.ModuleType):
        parts = allowed.MODULE_PATHS[_module_path(name, value)].split(".")
        node: n.Node = n.Name(parts[0])
        for part in parts[1:]:
            node = n.Attribute(node, part)
        return node
    try:
        return _node_of(value, depth)
    except BytecodeProblem as problem:
        raise BytecodeProblem("the global '%s': %s" % (name, problem)) from None


def _node_of(value: Any, depth: int) -> n.Node:
    """A Python value that the function refers to, as a node."""
    found = _in_known_module(value) if callable(value) else None
    if found is not None:
        return found
    if isinstance(value, types.FunctionType):
        return _function_node(value, depth + 1)
    if hasattr(value, "tolist") and hasattr(value, "dtype"):
        return _array_node(value)
    if isinstance(value, slice):
        return n.Call(n.Name("slice"), tuple(_node_of(each, depth) for each in (value.start, value.stop, value.step)))
    try:
        return constant(value, [_MAX_ELEMENTS])
    except BytecodeProblem:
        raise BytecodeProblem("a value of type %s cannot be stored" % type(value).__name__) from None


def _array_node(array: Any) -> n.Node:
    """``np.array([...], dtype='float32')`` for a small array, a plain number for a NumPy scalar."""
    if getattr(array, "size", _MAX_ELEMENTS + 1) > _MAX_ELEMENTS or not type(array).__module__.startswith("numpy"):
        raise BytecodeProblem("an array of type %s and size %s cannot be stored" % (
            type(array).__name__, getattr(array, "size", "unknown")))
    listed = constant(array.tolist(), [2 * _MAX_ELEMENTS])
    if not getattr(array, "shape", ()):
        return listed
    dtype = (("dtype", n.Constant(str(array.dtype))),)
    return n.Call(n.Attribute(n.Name("np"), "array"), (listed,), dtype)


def _in_known_module(value: Any) -> Optional[n.Node]:
    """``K.mean`` for the function ``mean`` of an imported backend, None for what no known module holds."""
    name = getattr(value, "__name__", None)
    if not isinstance(name, str):
        return None
    if guards.BUILTINS.get(name) is value or name in ("range", "sum", "round", "int", "float") and (
            getattr(value, "__module__", "") == "builtins"):
        return n.Name(name)
    for path in _SEARCHED:
        module = sys.modules.get(path)
        listed = allowed.MODULE_PATHS[path]
        if module is not None and allowed.is_allowed(listed, name) and vars(module).get(name) is value:
            parts: List[str] = (listed + "." + name).split(".")
            node: n.Node = n.Name(parts[0])
            for part in parts[1:]:
                node = n.Attribute(node, part)
            return node
    return None
