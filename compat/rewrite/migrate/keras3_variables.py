"""Variables that a layer of multi-backend Keras keeps as attributes: its weights only where it lists them."""
import ast
from typing import Optional, Set

from compat.rewrite.migrate.arguments import added
from compat.rewrite.migrate.context import Context

_LISTS = ("trainable_weights", "_trainable_weights")


def leave_untrained(context: Context, node: ast.Call) -> None:
    """``self.scale = K.variable(2.)``, a call that was rewritten → ``trainable=False``, where no list of weights names it."""
    around = next((each for each in reversed(context.above) if isinstance(each, ast.ClassDef)), None)
    statement = context.statements[-1] if context.statements else None
    if around is None or context.facts["era"].behaviour("attribute_variables") != "state" \
            or not isinstance(statement, ast.Assign) or statement.value is not node or len(statement.targets) != 1:
        return
    name = _attribute(statement.targets[0])
    if name is not None and name not in _listed(around):
        context.edits.change(node, added("trainable", "False"))


def _attribute(node: ast.AST) -> Optional[str]:
    is_of_self = isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "self"
    return node.attr if is_of_self else None  # type: ignore[attr-defined]


def _listed(around: ast.ClassDef) -> Set[str]:
    """The attributes in statements that speak of the trainable weights of the layer."""
    found: Set[str] = set()
    for each in ast.walk(around):
        if isinstance(each, (ast.Assign, ast.AugAssign, ast.Expr, ast.Return)):
            names = {str(_attribute(part)) for part in ast.walk(each)}
            if names & {*_LISTS}:
                found |= names
    return found
