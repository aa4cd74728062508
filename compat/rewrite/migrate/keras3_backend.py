"""Calls of ``K``: ``keras.ops`` and its like, where they mean the same."""
import ast
import re
from typing import Any, Callable, Dict, Mapping, Optional, Sequence, Set

from compat.api.keras3 import BACKEND, BACKEND_ADVICE, BACKEND_TEMPLATES, Function
from compat.api.keras3_names import NAMES
from compat.api.names import lookup
from compat.api.rows import Name
from compat.api.signatures import parameters
from compat.rewrite.migrate.arguments import added, arguments_by_name, as_tree, is_simple, renamed
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_reductions import DROPPING_AXES, rewrite_reduction
from compat.rewrite.migrate.keras3_symbolic import (
    backend_function,
    is_in_an_old_optimizer,
    is_symbolic,
    rewrite_beginning_of_a_sum,
    rewrite_function,
    rewrite_gradients,
    rewrite_inference,
    take,
    use_helper,
)
from compat.rewrite.migrate.keras3_variables import leave_untrained
from compat.rewrite.migrate.names import written

#: Helper → the arguments of the function of ``K`` that a call must give.
_NEEDED: Mapping[str, Sequence[str]] = {
    "ctc_batch_cost_of_keras_2": ("y_true", "y_pred", "input_length", "label_length"),
    "in_train_phase_of_keras_2": ("x", "alt", "training"),
    "switch_of_keras_2": ("condition", "then_expression", "else_expression"),
}
_MODULES = ("keras.backend.", "tf.keras.backend.", "keras.backend.tensorflow_backend.")
_FIELD = re.compile(r"(?P<lead>, )?(?P<keyword>\w+=)?\{(?P<name>\w+)(?P<simple>!)?(?P<must>\*)?(?::(?P<default>[^}]+))?\}")


def is_backend(name: str) -> bool:
    """Whether a name of the tables is one of ``keras.backend``, and Keras 3 does not have it there."""
    module, _, last = name.rpartition(".")
    return name.startswith(_MODULES) and module + "." in _MODULES and last not in NAMES["keras.backend"]


def rewrite_backend_call(context: Context, node: ast.Call) -> None:
    """``K.sum(x, axis=1)`` → ``ops.sum(x, axis=1)``."""
    name = context.named(node.func)
    if name is None or not is_backend(name) or id(node) in context.facts.get("handled", ()) \
            or is_in_an_old_optimizer(context):
        return
    last = name.rpartition(".")[2]
    row = lookup("keras.backend", last)
    if last in _REWRITES and _REWRITES[last](context, node):
        return
    if not isinstance(row, Name):
        return
    names = [each.name for each in parameters(row.signature)]
    is_causal = last == "conv1d" and any(isinstance(each, ast.Constant) and each.value == "causal"
                                         for each in [*node.args, *(each.value for each in node.keywords)])
    if last in BACKEND and len(node.args) > len(names):
        context.facts.setdefault("handled", set()).add(id(node.func))
        context.find(node, "K201", "Keras 3 has no K.{} of {} arguments, nor had Keras 2: it is the program's own".format(
            last, len(node.args)))
    elif last in BACKEND and not is_causal:
        _rewrite_function(context, node, last, BACKEND[last], names)
    elif last in BACKEND_TEMPLATES and not is_causal:
        if _rewrite_template(context, node, last, names) and last == "variable":
            leave_untrained(context, node)
    else:
        context.facts.setdefault("handled", set()).add(id(node.func))
        context.find(node, "K201", "Keras 3 has no K.{}: {}".format(
            last, BACKEND_ADVICE.get(last, "write a function of keras.ops that does the same")))


def _rewrite_batch_dot(context: Context, node: ast.Call) -> bool:
    return use_helper(context, node, "K112", "batch_dot_of_keras_2")


def _rewrite_as_helper(context: Context, node: ast.Call) -> bool:
    """A function that the file defines, where the call gives all that it takes."""
    name = (backend_function(context, node.func) or "") + "_of_keras_2"
    if not _has(node, *_NEEDED[name]) or any(isinstance(each, ast.Starred) for each in node.args):
        return False
    return use_helper(context, node, "K138", name)


def _rewrite_normalization(context: Context, node: ast.Call) -> bool:
    """``K.l2_normalize(x)``: over all axes, where Keras 3 takes the last."""
    given = [*("x", "axis")[:len(node.args)], *(each.arg for each in node.keywords)]
    return len(node.args) < 3 and set(given) <= {"x", "axis"} and "x" in given \
        and not any(isinstance(each, ast.Starred) for each in node.args) \
        and use_helper(context, node, "K138", "l2_normalize_of_keras_2")


def _rewrite_shape(context: Context, node: ast.Call) -> bool:
    """The shape of what a layer gives may hold None in Keras 3, where it was a tensor."""
    return len(node.args) == 1 and is_symbolic(context, node.args[0]) \
        and use_helper(context, node, "K138", "shape_of_keras_2")


def _rewrite_clip(context: Context, node: ast.Call) -> bool:
    """``K.clip(x, 3, 1)``: Keras 2 took the least value for both, torch takes the greatest. The row does the rest."""
    given: Dict[Optional[str], ast.expr] = {each.arg: each.value for each in node.keywords}
    given.update(zip(("x", "min_value", "max_value"), node.args))
    least, greatest = (_number(given.get(name)) for name in ("min_value", "max_value"))
    if least is not None and greatest is not None and least > greatest \
            and context.changed(node, "K111", "the greatest value of clip → the least"):
        context.edits.replace_node(given["max_value"], context.text.of(given["min_value"]))
    return False


def _number(node: Any) -> Optional[float]:
    """A number that is written out."""
    try:
        value = ast.literal_eval(node) if isinstance(node, ast.expr) else None
    except ValueError:
        return None
    return float(value) if isinstance(value, (float, int)) else None


def _has(node: ast.Call, *names: str) -> bool:
    """Whether a call gives exactly some arguments, by place or name."""
    given = [*names[:len(node.args)], *(each.arg for each in node.keywords)]
    return len(node.args) <= len(names) and sorted(map(str, given)) == sorted(names)


def _rewrite_function(context: Context, node: ast.Call, last: str, row: Function, names: Sequence[str]) -> None:
    if not context.changed(node, "K111", "{} → {}".format(context.text.of(node.func), row.target)):
        return
    if isinstance(node.func, ast.Name):
        context.facts.setdefault("handled", set()).add(id(node.func))  # its import is rewritten
    else:
        take(context, node)
        context.edits.replace_node(node.func, written(context, "keras." + row.target))
    given = {each.arg for each in node.keywords}
    if row.renamed and given & set(row.renamed):
        context.edits.change(node, renamed(row.renamed))
    for argument, value in row.defaults.items():
        place = names.index(argument) if argument in names else len(names)
        if argument not in given and None not in given and len(node.args) <= place \
                and not any(isinstance(each, ast.Starred) for each in node.args):
            context.edits.change(node, added(argument, value))


def _rewrite_template(context: Context, node: ast.Call, last: str, names: Sequence[str]) -> bool:
    template = _simplest(last, node)
    needed = {field.group("name") for field in _FIELD.finditer(template)
              if field.group("must") or not field.group("keyword") and not field.group("default")}
    given: Set[Optional[str]] = {*names[:len(node.args)], *(each.arg for each in node.keywords)}
    used = {field.group("name") for field in _FIELD.finditer(template)}
    unknown = [name for name in given if name is None or (name not in used and name not in ("name",))]
    if needed - given or unknown or len(node.args) > len(names) or any(isinstance(each, ast.Starred) for each in node.args):
        context.facts.setdefault("handled", set()).add(id(node.func))
        context.find(node, "K201", "Keras 3 has no K.{} with these arguments: it is {}".format(last, _plain(template)))
        return False
    if not context.changed(node, "K111", "{} → {}".format(context.text.of(node.func), _plain(template))):
        return False
    take(context, node)
    text = re.sub(r"\b(keras|ops|math)\.[\w.]+", lambda found: written(context, _whole(found.group(0))), template)

    def change(call: Any) -> Any:
        return as_tree(filled(text, arguments_by_name(call, names) or {}))

    context.edits.change(node, change)
    return True


def _whole(path: str) -> str:
    return path if path.startswith(("keras.", "math.")) else "keras." + path


def _simplest(last: str, node: ast.Call) -> str:
    return "ops.relu({x})" if last == "relu" and len(node.args) + len(node.keywords) == 1 else BACKEND_TEMPLATES[last]


def _plain(template: str) -> str:
    return _FIELD.sub(r"\g<lead>\g<keyword>\g<name>", template)


def filled(template: str, given: Dict[str, str]) -> str:
    """A template with the arguments that are given; keywords that are not are left out.

    Example:
        >>> filled("ops.f({x}, axis={axis}, dtype={dtype:3})", {"x": "a + b"})
        'ops.f(a + b, dtype=3)'
    """
    def value(field: Any) -> str:
        text: Optional[str] = given.get(field.group("name"), field.group("default"))
        if text is None:
            return ""
        if field.group("simple") and not is_simple(text):
            text = "({})".format(text)
        return (field.group("lead") or "") + (field.group("keyword") or "") + text

    return _FIELD.sub(value, template)


#: What no row says: each returns whether it rewrote the call.
_REWRITES: Mapping[str, Callable[[Context, ast.Call], bool]] = {
    "batch_dot": _rewrite_batch_dot, "function": rewrite_function, "gradients": rewrite_gradients,
    "variable": rewrite_beginning_of_a_sum, "ctc_batch_cost": _rewrite_as_helper, "in_train_phase": _rewrite_as_helper,
    "switch": _rewrite_as_helper, "shape": _rewrite_shape, "set_learning_phase": rewrite_inference,
    "l2_normalize": _rewrite_normalization, "clip": _rewrite_clip, **dict.fromkeys(DROPPING_AXES, rewrite_reduction),
}
