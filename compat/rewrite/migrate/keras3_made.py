"""What made an object: the class or function of Keras that the one assignment of its name calls."""
import ast
from typing import Optional

from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_paths import keras3_path
from compat.rewrite.migrate.scope import canonical

MODEL_CLASSES = ("keras.Model", "keras.models.Model")
_MODELS = ("keras.Model", "keras.Sequential", "keras.models.Model", "keras.models.Sequential", "keras.models.load_model",
           "keras.models.model_from_json", "keras.saving.load_model")


def made_by(context: Context, node: ast.AST) -> Optional[str]:
    """The path in Keras 3 of what made the object that a name stands for, where it is assigned once."""
    if isinstance(node, ast.Call):
        name = context.named(node.func)
        return keras3_path(name) if name else _made_by_function(context, node)
    if isinstance(node, ast.Name):
        values = context.scope.found(node.id)
        made = {made_by(context, value) for value in values if isinstance(value, ast.Call)}
        return made.pop() if len(made) == 1 and len(values) == len([v for v in values if isinstance(v, ast.Call)]) else None
    return None


def _made_by_function(context: Context, node: ast.Call) -> Optional[str]:
    """What a function of the file returns, where it returns one name that it assigns once."""
    found = context.module.found(node.func.id) if isinstance(node.func, ast.Name) else []
    if len(found) != 1 or not isinstance(found[0], ast.FunctionDef):
        return None
    parts = list(ast.walk(found[0]))
    returned = {getattr(each.value, "id", None) for each in parts if isinstance(each, ast.Return)}
    made = [each.value for each in parts if isinstance(each, ast.Assign)
            and any(isinstance(target, ast.Name) and {target.id} == returned for target in each.targets)]
    name = context.named(made[0].func) if len(made) == 1 and isinstance(made[0], ast.Call) else None
    return keras3_path(name) if name else None


def is_model(context: Context, node: ast.AST) -> bool:
    """Whether an object is a model of Keras, as far as its assignment says."""
    values = context.scope.found(node.id) if isinstance(node, ast.Name) else []
    made = values if len(values) > 1 and all(isinstance(each, ast.Call) for each in values) else [node]
    paths = [made_by(context, each) for each in made]
    return all(path is not None and (path in _MODELS or path.startswith("keras.applications.")) for path in paths)


def is_made_elsewhere(context: Context, node: ast.AST) -> bool:
    """Whether an object is of a class that another library has: what Keras's classes take may be nothing for it."""
    values = context.scope.found(node.id) if isinstance(node, ast.Name) else []
    makers = [context.scope.dotted(value.func) for value in values if isinstance(value, ast.Call)]
    return any(name is not None and "." in name and canonical(name) is None for name in makers)
