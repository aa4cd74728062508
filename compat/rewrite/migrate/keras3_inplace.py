"""``x *= mask`` of a tensor: torch computes it in the tensor itself, where every tensor of Keras 2 stayed as it was."""
import ast
import re
from typing import Any, Optional

from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_symbolic import backend_function, is_in_an_old_optimizer

_OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.FloorDiv: "//", ast.Mod: "%"}
#: Functions of ``K`` that give no tensor.
_NO_TENSORS = frozenset((
    "backend", "batch_get_value", "count_params", "dtype", "epsilon", "eval", "floatx", "get_uid", "get_value",
    "image_data_format", "image_dim_ordering", "int_shape", "is_keras_tensor", "is_sparse", "is_tensor", "learning_phase",
    "ndim", "shape", "variable"))
_SIMPLE = (ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.Subscript, ast.UnaryOp)


def rewrite_in_place(context: Context, node: ast.AugAssign) -> None:
    """``x *= y`` → ``x = x * y``, where a function of ``K`` made one of them."""
    operator = _OPERATORS.get(type(node.op))
    if operator is None or not isinstance(node.target, ast.Name) or context.facts["native"] \
            or is_in_an_old_optimizer(context):
        return
    name = node.target.id
    if not any(_has_a_tensor(context, value) for value in [node.value, *context.scope.found(name)]):
        return
    start, end = context.text.end(node.target), context.text.start(node.value)
    between = context.text.bytes[start:end]
    if not re.match(rb"[ \t]*" + re.escape(operator.encode()) + rb"=[\s(\\]*$", between) \
            or not context.changed(node, "K152", "{} {}= → {} = {} {}".format(name, operator, name, name, operator)):
        return
    place = start + between.index(operator.encode() + b"=")
    context.edits.replace(place, place + len(operator) + 1, "= {} {}".format(name, operator))
    if not _binds_closer(node) and b"(" not in between:
        context.edits.insert(end, "(")
        context.edits.insert(context.text.end(node.value), ")")


def _binds_closer(node: ast.AugAssign) -> bool:
    """Whether the value needs no parentheses after the operator."""
    return isinstance(node.value, _SIMPLE) or isinstance(node.op, (ast.Add, ast.Sub)) and isinstance(node.value, ast.BinOp) \
        and isinstance(node.value.op, (ast.Mult, ast.Div, ast.Pow))


def _has_a_tensor(context: Context, value: Optional[Any]) -> bool:
    """Whether a function of ``K`` that gives a tensor is called in an expression."""
    if not isinstance(value, ast.expr):
        return False
    functions = [backend_function(context, each.func) for each in ast.walk(value) if isinstance(each, ast.Call)]
    return any(each is not None and each not in _NO_TENSORS for each in functions)
