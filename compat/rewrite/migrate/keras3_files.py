"""Files of models: names that Keras 3 takes, and what it does not read back from the ``.h5`` files that it writes.

It loads no functional model with masks from them, and no loss under a short name such as ``'mse'``; a ``.keras`` file holds
both. The code of a Lambda runs only with ``safe_mode=False``, whatever the file.
"""
import ast
import functools
import os
from typing import Any, Dict, FrozenSet, Optional, Set

from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_logs import with_log_names
from compat.rewrite.migrate.keras3_tails import Tail, in_place_of, known_by, written_tail
from compat.rewrite.nodes import nodes_of

_ENDINGS = (".h5", ".hdf5")
#: What :func:`words_of_programs` looks for.
_WORDS = (b"LSTM", b"GRU", b"hard_sigmoid", b"BatchNormalization", b".save(", b"ModelCheckpoint", b"save_model")
_SAVING = frozenset((b".save(", b"ModelCheckpoint", b"save_model"))


def rewrite_checkpoint(call: Any) -> None:
    """``ModelCheckpoint(folder + '/best.hdf5')``, a :class:`compat.rewrite.migrate.keras3_calls.Call`."""
    arguments = call.node.args
    path = call.given.get("filepath", arguments[0] if arguments else None)
    alone = call.given.get("save_weights_only", arguments[4] if len(arguments) > 4 else None)
    tail = _tail(call.context, path)
    if tail is None:
        if getattr(alone, "value", None) is True:
            call.context.find(call.node, "K211", "Keras 3 saves weights to names that end in .weights.h5 alone")
        return
    ending = ".keras" if call.era.of_tf_keras else ".h5"
    old, known = tail.text, known_by(path, tail)
    named = with_log_names(call.context, old)
    if known in checkpoints(call.context):
        code, new = "K125", in_place_of(tail, checkpoints(call.context)[known])
    elif alone is None or getattr(alone, "value", None) is False:
        code, new = "K125", named if old.endswith((".keras", ".h5")) else _without_ending(named) + ending
    elif getattr(alone, "value", None) is True:
        code, new = "K126", named if old.endswith(".weights.h5") else _without_ending(named) + ".weights.h5"
    else:
        code, new = "K135", named
    code = "K135" if new == named else code
    if new != old:
        call.context.facts.setdefault("checkpoints", {})[known] = new
        rename_file(call.context, tail.node, new, code, old)


def rewrite_opened(call: Any) -> None:
    """``load_model('best.hdf5')`` of what a checkpoint of this program writes."""
    context, path = call.context, call.given.get("filepath", call.node.args[0] if call.node.args else None)
    tail = _tail(context, path)
    if tail is not None and known_by(path, tail) in checkpoints(context):
        rename_file(context, tail.node, in_place_of(tail, checkpoints(context)[known_by(path, tail)]), "K125", tail.text)
    if "safe_mode" not in call.given and call.era.is_before("3") and b"Lambda(" in context.text.bytes:
        context.find(call.node, "K208", "Keras 3 runs the code of a Lambda from a file with safe_mode=False only")


def note_reopened(context: Context, tree: ast.Module) -> None:
    """Which ``.h5`` files of a model with masks this program alone writes and loads: they become ``.keras`` files."""
    named: Dict[str, int] = {}
    saved: Dict[str, int] = {}
    loaded: Dict[str, int] = {}
    for node in nodes_of(tree, ast.Constant):
        if isinstance(node.value, str) and node.value.endswith(_ENDINGS):
            named[node.value] = named.get(node.value, 0) + 1
    for node in nodes_of(tree, ast.Call):
        if node.args and isinstance(node.args[0], ast.Constant):
            path = str(node.args[0].value)
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            counts = saved if name in ("save", "ModelCheckpoint") and not _saves_weights(node) \
                else loaded if name == "load_model" else {}
            counts[path] = counts.get(path, 0) + 1
    for path, count in named.items():
        if path in saved and path in loaded and count == saved[path] + loaded[path]:
            context.facts.setdefault("checkpoints", {})[path] = path.rsplit(".", 1)[0] + ".keras"


def _saves_weights(node: ast.Call) -> bool:
    return any(each.arg == "save_weights_only" for each in node.keywords)


def rewrite_saved(context: Context, node: ast.Call, path: Optional[ast.expr], made: Optional[str]) -> None:
    """``model.save('m.h5')`` of a functional model with masks."""
    if not context.facts["masks_in_files"] or made in ("keras.Sequential", "keras.models.Sequential") or path is None:
        return
    if isinstance(path, ast.Constant) and path.value in checkpoints(context):
        rename_file(context, path, checkpoints(context)[path.value], "K125")
    elif any(isinstance(each, ast.Constant) and str(each.value).endswith(_ENDINGS) for each in ast.walk(path)):
        context.find(node, "K207", "Keras 3 reads no functional model with masks back from .h5: save it as .keras")


def is_saved_as_hdf5(context: Context) -> bool:
    """Whether this program or one beside it saves models to ``.h5`` files, as far as their words say."""
    text = context.text.bytes
    own = {word for word in _SAVING if word in text}
    return bool(own) and (b".h5" in text or b".hdf5" in text) or bool(_SAVING & words_beside(context))


def words_beside(context: Context) -> FrozenSet[bytes]:
    """Of :data:`_WORDS`, those in the programs beside the file."""
    filename = context.module.filename
    return words_of_programs(os.path.dirname(os.path.abspath(filename)) if filename else "")


@functools.lru_cache(maxsize=256)
def words_of_programs(folder: str) -> FrozenSet[bytes]:
    """What the programs in a folder say that other programs, which load their models, have to know."""
    if not os.path.isdir(folder):
        return frozenset()
    found: Set[bytes] = set()
    for name in sorted(os.listdir(folder))[:500]:
        path = os.path.join(folder, name)
        if name.endswith(".py") and os.path.isfile(path) and not os.path.islink(path):
            with open(path, "rb") as file:
                text = file.read(2_000_000)
            hdf5 = b".h5" in text or b".hdf5" in text
            found.update(word for word in _WORDS if word in text and (hdf5 or word not in _SAVING))
    return frozenset(found)


def checkpoints(context: Context) -> Dict[Any, str]:
    """The names that checkpoints had → those that they have now."""
    found: Dict[Any, str] = context.facts.get("checkpoints", {})
    return found


def rename_file(context: Context, node: Any, new: str, code: str, part: str = "") -> None:
    """Another name in the place of a text, in the quotes that it has.

    Args:
        part: what is replaced in a formatted text: the last of it.
    """
    old = part or str(node.value)
    if context.changed(node, code, "{!r} → {!r}".format(old, new)):
        written_as = context.text.of(node)
        before, found, after = written_as.rpartition(old)
        context.edits.replace_node(node, before + new + after if found else repr(new))


def _tail(context: Context, path: Optional[ast.expr]) -> Optional[Tail]:
    """Where the last part of a path is written out, also where a name that is bound once in its function stands for it."""
    if isinstance(path, ast.Name):
        values = context.scope.found(path.id)
        path = values[0] if len(values) == 1 and isinstance(values[0], ast.expr) else path
    return written_tail(context, path) if path is not None else None


def _without_ending(path: str) -> str:
    return path.rsplit(".", 1)[0] if path.endswith((".h5", ".hdf5", ".keras")) else path.rstrip("/")
