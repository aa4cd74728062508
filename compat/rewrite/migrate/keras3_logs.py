"""Names in the logs of training: Keras 2.2 shortened ``'accuracy'`` to ``'acc'``; Keras 3 keeps what ``compile`` was given."""
import ast
import re
from typing import Any, List, Optional, Set

from compat.api.keras3 import LOG_KEYS, METRICS_BY_SHORT_NAMES
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.modules import own_modules
from compat.rewrite.nodes import nodes_of


def rewrite_log_key(context: Context, node: ast.Subscript) -> None:
    """``history.history['acc']`` of a model with ``metrics=['accuracy']``."""
    key = node.slice
    is_log = isinstance(node.value, (ast.Name, ast.Attribute)) and any(
        word in (node.value.id if isinstance(node.value, ast.Name) else node.value.attr) for word in ("hist", "logs", "log"))
    if is_log:
        _rewrite_key(context, key)


def rewrite_got_log(context: Context, node: ast.Call) -> None:
    """``logs.get('acc')``."""
    method = node.func
    if isinstance(method, ast.Attribute) and method.attr == "get" and node.args \
            and "log" in str(getattr(method.value, "id", getattr(method.value, "attr", ""))):
        _rewrite_key(context, node.args[0])


def _rewrite_key(context: Context, key: ast.AST) -> None:
    """A key that stands there, or the keys that a loop goes through."""
    for each in [key] if isinstance(key, ast.Constant) else _looped_over(context, key):
        if not isinstance(each, ast.Constant) or id(each) in context.facts.setdefault("log_keys", set()):
            continue
        context.facts["log_keys"].add(id(each))
        if each.value != "lr":
            rewrite_log_name(context, each)
        elif not context.facts["native"] and context.changed(each, "K135", "'lr' → 'learning_rate'"):
            context.edits.replace_node(each, "'learning_rate'")


def _looped_over(context: Context, name: ast.AST) -> List[ast.expr]:
    """What a name stands for: the elements of the tuple or list that the loop around goes through."""
    loops: List[Any] = [loop for each in context.above for loop in [each, *getattr(each, "generators", ())]]
    return [key for loop in loops if isinstance(name, ast.Name) and getattr(getattr(loop, "target", None), "id", "") == name.id
            and isinstance(getattr(loop, "iter", None), (ast.Tuple, ast.List)) for key in loop.iter.elts]


def rewrite_log_name(context: Context, key: ast.Constant) -> None:
    """The name of a metric in the logs, where the metric is given as ``'accuracy'``, or as ``'mse'`` and the like."""
    new = _name_now(context, str(key.value))
    if new and context.changed(key, "K135", "{!r} → {!r}".format(key.value, new)):
        context.edits.replace_node(key, repr(new))


def _name_now(context: Context, key: str) -> Optional[str]:
    """The key of Keras 3 for one of Keras 2.2; None where it is the same, or not known."""
    if key in LOG_KEYS:
        return LOG_KEYS[key] if _names_accuracy(context) else None
    if context.facts["era"].behaviour("metric_keys") != "function":
        return None
    before, _, name = key.rpartition("val_")
    short = [text for text in _texts(context) if METRICS_BY_SHORT_NAMES.get(text) == name]
    return before + "val_" * key.startswith("val_") + short[0] if len(short) == 1 and name not in _texts(context) else None


def with_log_names(context: Context, path: str) -> str:
    """The path of a checkpoint, such as ``'{val_acc:.2f}.h5'``, with the names that the logs have now."""
    def now(found: "re.Match[str]") -> str:
        return "{" + (_name_now(context, found.group(1)) or found.group(1))

    return re.sub(r"\{(\w+)(?=[:}])", now, path) if context.options.wants("K135") else path


def metrics_in(tree: ast.Module) -> Optional[Set[str]]:
    """The metrics that a program names as texts; None where it gives no ``metrics=`` at all."""
    given = [each.value for each in nodes_of(tree, ast.keyword) if each.arg == "metrics"]
    return {str(each.value) for value in given for each in ast.walk(value) if isinstance(each, ast.Constant)} if given else None


def _texts(context: Context) -> Set[str]:
    """The metrics that a program, or the modules of the user's that it imports, name as texts."""
    if "metrics" not in context.facts:
        texts = metrics_in(context.facts["tree"])
        if texts is None:
            others = map(metrics_in, own_modules(context.facts["tree"], context.module.filename))
            texts = {text for each in others if each is not None for text in each}
        context.facts["metrics"] = texts
    found: Set[str] = context.facts["metrics"]
    return found


def _names_accuracy(context: Context) -> bool:
    """Whether the models of a program log the accuracy by its long name."""
    return "accuracy" in _texts(context) and "acc" not in _texts(context)
