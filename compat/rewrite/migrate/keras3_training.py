"""What a model trains: the weights that were trainable when it was compiled, and each of two outputs of one layer."""
import ast
from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence, Set, Tuple

from compat.rewrite.migrate.arguments import as_function
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_made import MODEL_CLASSES
from compat.rewrite.migrate.keras3_paths import keras3_path
from compat.rewrite.migrate.names import helper, written
from compat.rewrite.nodes import nodes_of

TRAINING = ("fit", "fit_generator", "train_on_batch")


def compiled_before_a_switch(tree: ast.Module, others: Callable[[], Iterable[ast.Module]] = tuple) -> Set[str]:
    """The models that train, or may train elsewhere, after ``trainable`` was switched, and are not compiled in between.

    Which weights are switched is not asked: they may be those of another model that is a part of it.

    Args:
        tree: of the file.
        others: gives the modules of the user's that it imports, which may have functions that switch.
    """
    compiled: Dict[str, List[Tuple[int, int]]] = {}
    trains: Dict[str, List[Tuple[int, int]]] = {}
    if not any(isinstance(node.func, ast.Attribute) and node.func.attr == "compile" for node in nodes_of(tree, ast.Call)):
        return set()
    switched = _switched_in(tree)
    switches = [_place(node) for node in switched]
    switching = _switching_functions(tree, switched).union(*(
        _switching_functions(other, _switched_in(other)) for other in others()))
    if not switches and not switching:
        return set()
    for node in nodes_of(tree, ast.Call):
        if isinstance(node.func, ast.Attribute):
            kind = compiled if node.func.attr == "compile" else trains if node.func.attr in TRAINING else {}
            kind.setdefault(ast.dump(node.func.value), []).append(_place(node))
        if getattr(node.func, "id", getattr(node.func, "attr", "")) in switching:
            switches.append(_place(node))
    elsewhere = {key for key, places in compiled.items()
                 if _trains_elsewhere(nodes_of(tree, ast.FunctionDef), key, places, trains.get(key, []), switches)}
    return elsewhere | {key for key, places in trains.items() if any(
        max([each for each in compiled.get(key, ()) if each < place] or [place]) < switch < place
        for place in places for switch in switches)}


def _switched_in(tree: ast.Module) -> List[ast.Assign]:
    return [node for node in nodes_of(tree, ast.Assign) if any(map(_is_switch, node.targets))]


def _trains_elsewhere(functions: Sequence[ast.FunctionDef], key: str, compiled: Sequence[Tuple[int, int]],
                      trains: Sequence[Tuple[int, int]], switches: Sequence[Tuple[int, int]]) -> bool:
    """Whether a function compiles a model last before a switch, and the model trains in another function, or goes there."""
    for place in compiled:
        around = _function_around(functions, place)
        if around is None or any(other > place and _function_around(functions, other) is around for other in compiled):
            continue
        here = any(switch > place and _function_around(functions, switch) is around for switch in switches)
        is_given = any(ast.dump(part) == key for each in ast.walk(around) if isinstance(each, ast.Return) and each.value
                       for part in ast.walk(each.value))
        if here and (not trains or any(_function_around(functions, each) is not around for each in trains)) \
                or is_given and any(_function_around(functions, switch) is not around for switch in switches):
            return True
    return False


def _function_around(functions: Sequence[ast.FunctionDef], place: Tuple[int, int]) -> Optional[ast.FunctionDef]:
    """The innermost function that a place is in."""
    around = [each for each in functions if each.lineno <= place[0] <= (each.end_lineno or each.lineno)]
    return max(around, key=lambda each: each.lineno, default=None)


def _place(node: Any) -> Tuple[int, int]:
    return node.lineno, node.col_offset


def _is_switch(target: ast.AST) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "trainable" \
        and not (isinstance(target.value, ast.Name) and target.value.id == "self")


def _switching_functions(tree: ast.Module, switched: Sequence[ast.Assign]) -> Set[str]:
    """Functions of the file such as ``make_trainable(model, value)``."""
    return {node.name for node in nodes_of(tree, ast.FunctionDef)
            if any(node.lineno <= each.lineno <= (node.end_lineno or node.lineno) for each in switched)}


def rewrite_compile_before_a_switch(context: Context, node: ast.Call) -> None:
    """``model.compile(…)`` → a function that keeps what is trainable now for each later training."""
    method = node.func
    if isinstance(method, ast.Attribute) and method.attr == "compile" \
            and ast.dump(method.value) in context.facts["switched"] \
            and context.changed(node, "K149", "compile → compile_of_keras_2"):
        context.edits.change(node, as_function(helper(context, "compile_of_keras_2")))


def rewrite_outputs_of_one_layer(context: Context, node: ast.Call) -> None:
    """``fake, kind = critic(image)`` as outputs of a model that is compiled: each gets a layer, whose name is its own."""
    name = context.named(node.func)
    statement = context.statements[-1] if context.statements else None
    if (keras3_path(name) if name else None) not in MODEL_CLASSES or not isinstance(statement, ast.Assign) \
            or statement.value is not node or ast.dump(_loaded(statement.targets[0])) not in context.facts["compiled"]:
        return
    outputs = next((each.value for each in node.keywords if each.arg in ("outputs", "output")),
                   node.args[1] if len(node.args) > 1 else None)
    names = [each for each in outputs.elts if isinstance(each, ast.Name)] if isinstance(outputs, (ast.List, ast.Tuple)) else []
    made = {each.id: _unpacked_from(context, each) for each in names}
    for each in names:
        source = made[each.id]
        if source is not None and list(made.values()).count(source) > 1 \
                and context.changed(each, "K150", "{} → its own layer".format(each.id)):
            context.edits.insert(context.text.start(each), written(context, "keras.layers.Identity") + "()(")
            context.edits.insert(context.text.end(each), ")")


def _unpacked_from(context: Context, name: ast.Name) -> Optional[Tuple[int, int]]:
    """Where the call of a model or layer stands that gave several values, the last before a place, one of them of that name."""
    around: Any = next((each for each in reversed(context.above) if isinstance(each, ast.FunctionDef)), context.facts["tree"])
    found: List[ast.Assign] = [
        each for each in ast.walk(around) if isinstance(each, ast.Assign) and each.lineno < name.lineno
        and any(isinstance(part, ast.Name) and part.id == name.id for target in each.targets for part in ast.walk(target))]
    last = max(found, key=lambda each: each.lineno, default=None)
    if last is None or not isinstance(last.targets[0], (ast.Tuple, ast.List)) or not isinstance(last.value, ast.Call) \
            or not isinstance(last.value.func, (ast.Name, ast.Attribute, ast.Call)):
        return None
    return (last.lineno, last.col_offset) if _is_layer(context, last.value.func) else None


def _is_layer(context: Context, function: ast.expr) -> bool:
    """Whether what is called is an object: no function or class of Keras or of the file, nor of a module."""
    if isinstance(function, ast.Call):
        return True
    root: Any = function
    while isinstance(root, ast.Attribute):
        root = root.value
    values = context.scope.found(root.id) if isinstance(root, ast.Name) else []
    return not any(isinstance(value, (str, ast.FunctionDef, ast.ClassDef)) for value in values)


def _loaded(node: Any) -> Any:
    return ast.parse(ast.unparse(node), mode="eval").body
