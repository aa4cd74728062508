"""``--to keras3``: not there yet."""
import ast

from compat.rewrite.migrate.context import Context


def migrate(context: Context, tree: ast.Module) -> None:
    """Nothing."""
