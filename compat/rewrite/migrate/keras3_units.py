"""Units of a layer that NumPy computed: Keras 3 takes no integers of NumPy."""
import ast
from typing import Any, List, Optional

from compat.rewrite.migrate.context import Context


def make_integer(context: Context, units: Optional[ast.expr]) -> None:
    """``Dense(classes)`` after ``classes = np.max(y) + 1``, also where a function of the file is given it."""
    if units is None:
        return
    values = [*context.scope.found(units.id), *_passed(context, units.id)] if isinstance(units, ast.Name) else [units]
    if any(_is_of_numpy(context, value) for value in values) and context.changed(units, "K137", "units → int(units)"):
        context.edits.insert(context.text.start(units), "int(")
        context.edits.insert(context.text.end(units), ")")


def _passed(context: Context, name: str) -> List[Any]:
    """What calls in the file give the function around for a parameter; names as what the module assigns to them."""
    function = next((each for each in reversed(context.above) if isinstance(each, ast.FunctionDef)), None)
    parameters = [each.arg for each in function.args.args] if function is not None else []
    if name not in parameters or function is None:
        return []
    given: List[Any] = []
    for each in ast.walk(context.facts["tree"]):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == function.name:
            given += each.args[parameters.index(name):parameters.index(name) + 1]
            given += [keyword.value for keyword in each.keywords if keyword.arg == name]
    return [value for each in given for value in (context.module.found(each.id) if isinstance(each, ast.Name) else [each])]


def _is_of_numpy(context: Context, value: Any) -> bool:
    """Whether an expression computes with a function of NumPy, at its top or in a sum."""
    if isinstance(value, ast.BinOp):
        return _is_of_numpy(context, value.left) or _is_of_numpy(context, value.right)
    if not isinstance(value, ast.Call):
        return False
    if isinstance(value.func, ast.Attribute) and value.func.attr == "max" and not isinstance(value.func.value, ast.Name):
        return True
    return (context.scope.dotted(value.func) or "").startswith("numpy.")
