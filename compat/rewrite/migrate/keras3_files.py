"""Names of the files that ``ModelCheckpoint`` writes, and that the same program opens: Keras 3 refuses other endings."""
import ast
from typing import Any, Dict, Optional

from compat.rewrite.migrate.context import Context


def rewrite_checkpoint(call: Any) -> None:
    """``ModelCheckpoint('best.hdf5')``, a :class:`compat.rewrite.migrate.keras3_calls.Call`; a variable may hold the name."""
    arguments = call.node.args
    path = _constant(call.context, call.given.get("filepath", arguments[0] if arguments else None))
    if path is None:
        return
    alone = call.given.get("save_weights_only", arguments[4] if len(arguments) > 4 else None)
    ending = ".keras" if call.era.of_tf_keras else ".h5"
    old = str(path.value)
    if alone is None or getattr(alone, "value", None) is False:
        code, new = "K125", old if old.endswith((".keras", ".h5")) else _without_ending(old) + ending
    elif getattr(alone, "value", None) is True:
        code, new = "K126", old if old.endswith(".weights.h5") else _without_ending(old) + ".weights.h5"
    else:
        return
    if new != old:
        call.context.facts.setdefault("checkpoints", {})[old] = new
        rename_file(call.context, path, new, code)


def rewrite_opened(call: Any) -> None:
    """``load_model('best.hdf5')`` of what a checkpoint of this program writes."""
    path = call.given.get("filepath", call.node.args[0] if call.node.args else None)
    if isinstance(path, ast.Constant) and path.value in checkpoints(call.context):
        rename_file(call.context, path, checkpoints(call.context)[path.value], "K125")


def checkpoints(context: Context) -> Dict[Any, str]:
    """The names that checkpoints had → those that they have now."""
    found: Dict[Any, str] = context.facts.get("checkpoints", {})
    return found


def rename_file(context: Context, node: ast.Constant, new: str, code: str) -> None:
    """Another name in the place of a text, in the quotes that it has."""
    if context.changed(node, code, "{!r} → {!r}".format(node.value, new)):
        written_as, old = context.text.of(node), str(node.value)
        context.edits.replace_node(node, written_as.replace(old, new) if old in written_as else repr(new))


def _constant(context: Context, path: Optional[ast.expr]) -> Optional[ast.Constant]:
    """The text of a path, also where a name stands for it that is bound once."""
    if isinstance(path, ast.Name):
        values = context.scope.found(path.id)
        path = values[0] if len(values) == 1 else None
    return path if isinstance(path, ast.Constant) and isinstance(path.value, str) else None


def _without_ending(path: str) -> str:
    return path.rsplit(".", 1)[0] if path.endswith((".h5", ".hdf5", ".keras")) else path.rstrip("/")
