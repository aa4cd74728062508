"""``%load_ext compat``: cells are rewritten as they are run, with what earlier cells imported, until it is unloaded."""
import ast
import builtins
import os
import sys

import pytest

import compat
from compat.cli import notebook
from compat.era import current
from compat.rewrite.cells import Cells


class Shell:
    """As much of IPython's shell as an extension touches."""

    def __init__(self):
        self.ast_transformers, self.magics, self.user_ns = [], {}, {}

    def register_magic_function(self, function, kind, name):
        self.magics[name] = function

    def tree(self, text):
        found = ast.parse(text)
        for transformer in self.ast_transformers:
            found = ast.fix_missing_locations(transformer.visit(found))
        compile(found, "<cell>", "exec")
        return found


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMPAT_ERA", raising=False)
    found = Shell()
    compat.load_ipython_extension(found)
    yield found
    compat.unload_ipython_extension(found)


def imported(tree):
    return [each.module for each in tree.body if isinstance(each, ast.ImportFrom)]


def test_a_cell_imports_from_compat(shell):
    assert imported(shell.tree("from keras.layers import Dense")) == ["compat.keras.layers"]


def test_a_later_cell_knows_what_an_earlier_one_imported(shell):
    shell.tree("from keras import backend as K\nimport numpy as np")
    later = ast.dump(shell.tree("y = K.eval(x)\nz = np.float(3)"))
    assert "Name(id='K'" in later and "attr='eval'" in later and "attr='float'" not in later


def test_a_method_of_a_tensor_is_called_by_the_runtime(shell):
    first, call = shell.tree("y = tensor.eval()").body
    assert isinstance(first, ast.Import) and first.names[0].name == "compat.rewrite.runtime"
    assert call.value.args[0].id == "tensor"


def test_a_single_expression_stays():
    tree = ast.parse("1 + 1", mode="eval")
    assert Cells().visit(tree) is tree


def test_unloading_leaves_all_as_before(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = builtins.compile, list(sys.meta_path), os.environ.get("PYTHONPATH"), current().version
    shell = Shell()
    compat.load_ipython_extension(shell)
    shell.magics["compat"]("era 2.3.1")
    assert current().version == "2.3.1"
    compat.unload_ipython_extension(shell)
    compat.unload_ipython_extension(shell)
    assert shell.ast_transformers == []
    assert (builtins.compile, list(sys.meta_path), os.environ.get("PYTHONPATH"), current().version) == before


def test_the_magic_is_the_command_line(shell, capsys):
    shell.magics["compat"]("--version")
    shell.magics["compat"]("")
    out = capsys.readouterr().out
    assert "compat " + compat.__version__ in out and "imports of keras and tensorflow are redirected to compat" in out


@pytest.mark.parametrize("line, says", [("era", "takes one version"), ("era x", "'x'"), ("inspect 'a", "No closing quotation")])
def test_a_magic_that_makes_no_sense_says_so(shell, capsys, line, says):
    shell.magics["compat"](line)
    assert says in capsys.readouterr().out


def test_what_was_imported_before_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shell = Shell()
    shell.user_ns["keras"] = type(sys)("keras")
    compat.load_ipython_extension(shell)
    notebook.unload(shell)
    assert "keras imported before" in capsys.readouterr().out


def test_it_works_in_ipython(tmp_path, monkeypatch):
    pytest.importorskip("IPython", reason="IPython is not installed")
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.py").write_text("import importlib.util\nfrom keras import __name__ as name\n")
    shell = InteractiveShell.instance()
    try:
        shell.run_line_magic("load_ext", "compat")
        transformed = shell.transform_ast(ast.parse("import keras.layers as layers"))
        assert "compat.keras" in ast.dump(transformed)
    finally:
        shell.run_line_magic("unload_ext", "compat")
        InteractiveShell.clear_instance()
