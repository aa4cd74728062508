"""What changes silently in Keras 3: code that runs and computes something else. Each warning names its row of the semantics."""
import ast
from typing import Dict, Iterator, Set, Tuple

from compat.api.masking import REFUSES
from compat.era import DEFAULT, LAST_TF_KERAS, Era
from compat.rewrite.migrate.context import Context, Rule, is_native
from compat.rewrite.migrate.keras3_files import note_reopened
from compat.rewrite.migrate.keras3_logs import rewrite_got_log, rewrite_log_key, rewrite_log_name
from compat.rewrite.migrate.keras3_made import made_by
from compat.rewrite.migrate.keras3_merge import warn_of_merged_masks
from compat.rewrite.migrate.keras3_normalization import normalizes_as_before
from compat.rewrite.migrate.keras3_paths import keras3_path
from compat.rewrite.migrate.keras3_training import TRAINING, compiled_before_a_switch
from compat.rewrite.migrate.keras3_weights import saved_weights
from compat.rewrite.migrate.modules import own_modules
from compat.rewrite.nodes import nodes_of

_RUNNING = ("predict", "predict_on_batch", "predict_generator", "predict_classes", "evaluate", "evaluate_generator", "function")


def look_at_the_file(context: Context, tree: ast.Module) -> None:
    """Facts about the whole file: whether it masks, which metrics it names, what it defines, where it saves weights."""
    defined = set()
    compiled: Set[str] = set()
    masks = is_functional = False
    for node in nodes_of(tree, ast.FunctionDef, ast.AsyncFunctionDef):
        defined.add(node.name)
    for node in nodes_of(tree, ast.keyword):
        masks = masks or node.arg == "mask_zero" and getattr(node.value, "value", None) is True
    for node in nodes_of(tree, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        masks, is_functional = masks or name == "Masking", is_functional or name == "Model"
        if name == "compile" and isinstance(node.func, ast.Attribute):
            compiled.add(ast.dump(node.func.value))
    era = Era(context.options.era or ("3" if is_native(context, tree) else _last_keras(context, set(_packages_in(tree)))))
    context.facts.update(masks=masks, masks_in_files=masks and is_functional and era.is_before("3"), defined=defined,
                         saved_weights=saved_weights(tree), compiled=compiled, era=era, trains=_calls(tree, TRAINING),
                         runs=_calls(tree, _RUNNING),
                         switched=compiled_before_a_switch(tree, lambda: own_modules(tree, context.module.filename))
                         if era.is_before("3") else set())
    if context.facts["masks_in_files"]:
        note_reopened(context, tree)


def _last_keras(context: Context, packages: Set[str]) -> str:
    """The last Keras 2 that a file is for: its imports say which, else those of the code base."""
    if "keras" in packages or context.options.beside_keras_2 and not packages & {"tensorflow", "tf_keras"}:
        return DEFAULT
    return LAST_TF_KERAS


def _packages_in(tree: ast.Module) -> Iterator[str]:
    for node in nodes_of(tree, ast.Import):
        yield from (alias.name.split(".")[0] for alias in node.names)
    for node in nodes_of(tree, ast.ImportFrom):
        yield (node.module or "").split(".")[0]


def _calls(tree: ast.Module, methods: Tuple[str, ...]) -> Dict[str, int]:
    """Where each object's methods of some names are called last."""
    found: Dict[str, int] = {}
    for node in nodes_of(tree, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr in methods:
            key = ast.dump(node.func.value)
            found[key] = max(found.get(key, 0), node.lineno)
    return found


def warn_of_a_layer(context: Context, node: ast.Call) -> None:
    """Layers whose meaning depends on masks, or whose sampling changed."""
    for each in node.keywords:
        if each.arg == "monitor" and isinstance(each.value, ast.Constant):
            rewrite_log_name(context, each.value)
    name = context.named(node.func)
    path = keras3_path(name) if name else None
    if path is None or not path.startswith("keras.layers."):
        return
    cls = path.rpartition(".")[2]
    if context.facts["masks"]:
        warn_of_merged_masks(context, node, cls)
        if cls in REFUSES and context.facts["era"].behaviour("mask_reaches_unsupporting_layer") == "raise":
            context.find(node, "K302", "a mask that reaches {} is dropped; Keras 2 refused it "
                                       "(mask_reaches_unsupporting_layer)".format(cls), "warning")
        elif cls == "Lambda" and not any(each.arg == "mask" for each in node.keywords):
            context.find(node, "K303", "a Lambda without mask= may pass a mask on; Keras 2 dropped it (lambda_without_mask)",
                         "warning")
    bilinear = any(each.arg == "interpolation" and getattr(each.value, "value", None) == "bilinear" for each in node.keywords)
    if cls == "UpSampling2D" and bilinear and context.facts["era"].behaviour("bilinear_upsampling") == "aligned_corners":
        context.find(node, "K304", "bilinear UpSampling2D samples at other places (bilinear_upsampling)", "warning")


def warn_of_masks_that_multiply(context: Context, node: ast.BinOp) -> None:
    """``x * mask`` in ``call(self, x, mask)``: a boolean tensor is no number on every backend."""
    if not isinstance(node.op, ast.Mult) or not any(isinstance(each, ast.Name) and each.id == "mask"
                                                    for each in (node.left, node.right)):
        return
    function = next((each for each in reversed(context.above) if isinstance(each, (ast.FunctionDef, ast.Lambda))), None)
    if function is None or "mask" not in {each.arg for each in function.args.args}:
        return
    if context.scope.found("mask") == [None]:  # the parameter itself, assigned nowhere
        context.find(node, "K305", "a boolean mask is multiplied: cast it first, ops.cast(mask, x.dtype)", "warning")


def warn_of_trainable(context: Context, node: ast.Assign) -> None:
    """``layer.trainable = False`` for a BatchNormalization that is Keras 3's."""
    for target in node.targets:
        if isinstance(target, ast.Attribute) and target.attr == "trainable" and getattr(node.value, "value", None) is False \
                and _may_normalize(context, target.value) \
                and context.facts["era"].behaviour("frozen_batch_normalization") == "batch_statistics":
            context.find(node, "K306", "a frozen BatchNormalization uses its moving averages in training, not the batch's "
                                       "statistics (frozen_batch_normalization)", "warning")


def warn_of_logs_of_batches(context: Context, node: ast.FunctionDef) -> None:
    """``def on_batch_end(self, batch, logs)`` of a callback that reads the logs: they were of the batch alone."""
    around = context.above[-1] if context.above else None
    parameters = [each.arg for each in node.args.args]
    if node.name not in ("on_batch_end", "on_train_batch_end") or len(parameters) < 3 or not isinstance(around, ast.ClassDef) \
            or context.facts["era"].behaviour("batch_logs") == "running" \
            or not any(isinstance(each, ast.Name) and each.id == parameters[2] for each in ast.walk(node)):
        return
    names = [context.named(base) for base in around.bases]
    if any(name is not None and str(keras3_path(name)).startswith("keras.callbacks.") for name in names):
        context.find(node, "K310", "logs hold the means since the epoch began, not the numbers of the batch (batch_logs)",
                     "warning")


def _may_normalize(context: Context, node: ast.AST) -> bool:
    """Whether a BatchNormalization of Keras 3 may be what is frozen: the file makes one, or loads a model that has some."""
    if "normalizes" not in context.facts:
        own = b"BatchNormalization" in context.text.bytes and not normalizes_as_before(context, context.facts["era"])
        context.facts["normalizes"] = own or b"applications" in context.text.bytes
    path = made_by(context, node)
    return bool(context.facts["normalizes"]) and (path is None or not path.startswith("keras.layers.")
                                                  or path.endswith("BatchNormalization"))


MEANINGS: Dict[type, Tuple[Rule, ...]] = {
    ast.Call: (warn_of_a_layer, rewrite_got_log),
    ast.Subscript: (rewrite_log_key,),
    ast.BinOp: (warn_of_masks_that_multiply,),
    ast.Assign: (warn_of_trainable,),
    ast.FunctionDef: (warn_of_logs_of_batches,),
}
