"""Graphs of Keras 2 with an equal in Keras 3: ``K.function``, ``K.gradients`` of an input, sums that begin with a variable."""
import ast
from typing import Any, Dict, List, Optional

from compat.rewrite.migrate.arguments import added
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_paths import keras3_path
from compat.rewrite.migrate.names import free, helper, root_name, written

_MODULE = "keras.backend"
_SYMBOLIC = ("input", "output", "inputs", "outputs")
_UPDATES = ("update", "update_add", "update_sub", "set_value", "moving_average_update", "get_value", "batch_set_value")


def backend_function(context: Context, node: ast.AST) -> Optional[str]:
    """Which function of ``K`` an expression names; None for any other.

    Example:
        ``K.sum`` → ``"sum"``.
    """
    name = context.named(node)
    if name is None:
        return None
    module, _, last = name[3 if name.startswith("tf.") else 0:].rpartition(".")
    return last if module in (_MODULE, _MODULE + ".tensorflow_backend") else None


def take(context: Context, node: ast.Call) -> None:
    """The reference to the function is rewritten here, and not as a reference."""
    context.facts.setdefault("handled", set()).add(id(node.func))
    free(context, root_name(node.func))


def use_helper(context: Context, node: ast.Call, code: str, name: str) -> bool:
    """Call a function that the file defines in place of one of ``K``."""
    if not context.changed(node, code, "{} → {}".format(context.text.of(node.func), name)):
        return False
    take(context, node)
    context.edits.replace_node(node.func, helper(context, name))
    return True


def has_updates(context: Context, node: ast.ClassDef) -> bool:
    """Whether a class is an optimizer of the user's that computes in ``get_updates``."""
    known: Dict[int, bool] = context.facts.setdefault("old_optimizers", {})
    if id(node) not in known:
        names = [context.named(base) for base in node.bases]
        known[id(node)] = any(getattr(each, "name", "") == "get_updates" for each in node.body) \
            and any(name is not None and str(keras3_path(name)).startswith("keras.optimizers.") for name in names)
    return known[id(node)]


def is_in_an_old_optimizer(context: Context) -> bool:
    """Whether the place is inside of an optimizer that a person has to write again: its functions of ``K`` stay."""
    return any(isinstance(each, ast.ClassDef) and has_updates(context, each) for each in context.above)


def rewrite_function(context: Context, node: ast.Call) -> bool:
    """``K.function([x, K.learning_phase()], [y])`` → a function that runs a model of them."""
    given: Dict[Any, ast.expr] = {**dict(zip(("inputs", "outputs", "updates"), node.args)),
                                  **{each.arg: each.value for each in node.keywords}}
    updates = given.pop("updates", None)
    if set(given) - {"name"} != {"inputs", "outputs"} or len(node.args) > 2 or not _is_empty(updates) \
            or _is_empty(given["inputs"]) or any(isinstance(each, ast.Starred) for each in node.args):
        return False
    phases = _phases(context, given["inputs"])
    span = _span_of_the_phase(context, given["inputs"], phases) if phases else None
    if len(phases) > 1 or phases and span is None or not use_helper(context, node, "K139", "function_of_keras_2"):
        return False
    for phase in phases:
        context.facts["handled"].update((id(phase), id(phase.func)))
        free(context, root_name(phase.func))
    if span is not None:
        context.edits.replace(span[0], span[1], "")
        context.edits.change(node, added("takes_phase", "True"))
    return True


def _is_empty(node: Optional[ast.expr]) -> bool:
    return node is None or isinstance(node, (ast.List, ast.Tuple)) and not node.elts \
        or isinstance(node, ast.Constant) and node.value is None


def _phases(context: Context, node: ast.expr) -> List[ast.Call]:
    return [each for each in ast.walk(node)
            if isinstance(each, ast.Call) and backend_function(context, each.func) == "learning_phase"]


def _span_of_the_phase(context: Context, inputs: ast.expr, phases: List[ast.Call]) -> Any:
    """The bytes without which the inputs have no learning phase: it must be the last of them."""
    text = context.text
    if isinstance(inputs, (ast.List, ast.Tuple)) and len(inputs.elts) > 1 and inputs.elts[-1] is phases[0]:
        return text.end(inputs.elts[-2]), text.end(phases[0])
    if isinstance(inputs, ast.BinOp) and isinstance(inputs.right, (ast.List, ast.Tuple)) and inputs.right.elts == phases[:1]:
        return text.end(inputs.left), text.end(inputs)
    return None


def rewrite_gradients(context: Context, node: ast.Call) -> bool:
    """``K.gradients(loss, model.input)``: of an input or a layer's output; gradients of weights are left to a person."""
    given = [*node.args, *(each.value for each in node.keywords)]
    names = ["loss", "variables"][:len(node.args)] + [each.arg for each in node.keywords]
    if names != ["loss", "variables"] or not is_symbolic(context, given[1]):
        return False
    return use_helper(context, node, "K140", "gradients_of_keras_2")


def rewrite_shape_in_a_sum(context: Context, node: ast.BinOp) -> None:
    """``K.shape(x)[1:3] * 32``: the shape was a tensor; twice the tuple of Keras 3 is another thing."""
    for operand in (node.left, node.right) if not is_in_an_old_optimizer(context) else ():
        if _is_a_shape(context, operand) and context.changed(operand, "K111", "K.shape in a sum → a tensor of ops.shape"):
            context.edits.insert(context.text.start(operand), written(context, "keras.ops.convert_to_tensor") + "(")
            context.edits.insert(context.text.end(operand), ", dtype='int32')")


def _is_a_shape(context: Context, node: Any) -> bool:
    """Whether an expression is what ``K.shape`` gave, or a slice of it."""
    while isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        node = node.value
    if isinstance(node, ast.Name):
        values = context.scope.found(node.id)
        return bool(values) and all(isinstance(each, (ast.Call, ast.Subscript)) and _is_a_shape(context, each)
                                    for each in values)
    return isinstance(node, ast.Call) and backend_function(context, node.func) == "shape" and len(node.args) == 1 \
        and not is_symbolic(context, node.args[0])


def _around(context: Context) -> ast.AST:
    """The function around the place that is looked at, or the file."""
    return next((each for each in reversed(context.above) if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))),
                context.facts["tree"])


def rewrite_inference(context: Context, node: ast.Call) -> bool:
    """``K.set_learning_phase(0)`` of a program that trains nothing and runs a model: Keras 3 infers by itself."""
    statement = context.statements[-1] if context.statements else None
    if len(node.args) != 1 or not isinstance(node.args[0], ast.Constant) or node.args[0].value not in (0, False) \
            or not isinstance(statement, ast.Expr) or statement.value is not node or context.facts["trains"] \
            or not (context.facts["runs"] and context.text.begins_its_line(statement)):
        return False
    if not context.changed(node, "K145", "set_learning_phase(0) is left out: nothing is trained here"):
        return False
    take(context, node)
    start, end = context.text.line_start(node), context.text.starts[statement.end_lineno or statement.lineno]
    alone = len(context.statements) == 1 and context.text.bytes[start:end].strip() == context.text.of(node).encode("utf8")
    if alone:
        context.edits.replace(start, end, "")
    else:
        context.edits.replace_node(node, "pass")
    return True


def is_symbolic(context: Context, node: Optional[ast.AST], depth: int = 0) -> bool:
    """Whether an expression is surely an input of a model or the output of a layer, by what assigns it."""
    if depth > 8 or node is None:
        return False
    if isinstance(node, ast.Attribute):
        return node.attr in _SYMBOLIC
    if isinstance(node, ast.Subscript):
        return is_symbolic(context, node.value, depth + 1)
    if isinstance(node, (ast.List, ast.Tuple)):
        return bool(node.elts) and all(is_symbolic(context, each, depth + 1) for each in node.elts)
    if isinstance(node, ast.Call):
        name = context.named(node.func)
        return backend_function(context, node.func) == "placeholder" \
            or name is not None and str(keras3_path(name)).endswith(".Input")
    if isinstance(node, ast.Name):
        values = context.scope.found(node.id)
        return bool(values) and all(isinstance(each, ast.expr) and is_symbolic(context, each, depth + 1) for each in values)
    return False


def rewrite_beginning_of_a_sum(context: Context, node: ast.Call) -> bool:
    """``loss = K.variable(0.)`` that only ``loss += …`` follows → ``loss = 0.0``: a variable takes no symbolic tensors."""
    value = node.args[0] if node.args else None
    statement = context.statements[-1] if context.statements else None
    if len(node.args) != 1 or node.keywords or not isinstance(value, ast.Constant) \
            or not isinstance(value.value, (int, float)) \
            or not isinstance(statement, ast.Assign) or statement.value is not node or len(statement.targets) != 1 \
            or not isinstance(statement.targets[0], ast.Name) or not _is_summed(context, statement.targets[0].id):
        return False
    number = repr(float(value.value))
    if not context.changed(node, "K143", "{} → {}".format(context.text.of(node), number)):
        return False
    take(context, node)
    context.edits.replace_node(node, number)
    return True


def _is_summed(context: Context, name: str) -> bool:
    """Whether something is added to a name, and nothing updates what it stands for."""
    grows = False
    for each in ast.walk(_around(context)):
        if isinstance(each, ast.AugAssign):
            grows = grows or isinstance(each.target, ast.Name) and each.target.id == name
        elif isinstance(each, ast.Attribute):
            if isinstance(each.value, ast.Name) and each.value.id == name and each.attr.startswith(("assign", "eval", "numpy")):
                return False
        elif isinstance(each, ast.Call) and backend_function(context, each.func) in _UPDATES \
                and any(isinstance(part, ast.Name) and part.id == name for part in ast.walk(each)):
            return False
    return grows
