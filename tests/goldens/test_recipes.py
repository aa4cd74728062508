"""The scripts that write the goldens are read by the Pythons of all old Kerases, the oldest of which is 2.7."""
import ast

import pytest
from goldens.catalog import HERE

#: All but the list of old Kerases, which nox reads.
SCRIPTS = sorted(path for path in (HERE / "make").rglob("*.py") if path.name != "stacks.py")
LATER = (ast.MatMult, ast.JoinedStr, ast.AnnAssign, ast.Nonlocal, ast.YieldFrom, ast.AsyncFunctionDef)


def is_later(node):
    """Whether Python 2.7 has no such syntax."""
    if isinstance(node, ast.arguments):
        return bool(node.kwonlyargs)
    if isinstance(node, ast.arg):
        return node.annotation is not None
    if isinstance(node, ast.Raise):
        return node.cause is not None
    return isinstance(node, LATER) or isinstance(node, ast.FunctionDef) and node.returns is not None


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_has_no_syntax_that_python_27_cannot_read(script):
    assert [node.lineno for node in ast.walk(ast.parse(script.read_text("utf8"))) if is_later(node)] == []
