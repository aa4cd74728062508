"""The corpus, as nine interpreters dumped it: what comes back is the true source, and computes the same."""
import ast
import json
import runpy
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from compat.lambdas import Expression
from compat.lambdas.recover import recover

HERE = Path(__file__).parent
CORPUS = runpy.run_path(str(HERE / "corpus.py"))
NUMPY = runpy.run_path(str(HERE / "numpy_backend.py"))
ROWS = {row[0]: row for row in CORPUS["ROWS"]}
DUMPS = {path.stem: json.loads(path.read_text()) for path in sorted((HERE / "dumps").glob("*.json"))}
CASES = [(version, name) for version, dumps in DUMPS.items() for name in dumps]
TENSORFLOW_1 = {"dimension value": lambda x: x.reshape((-1, x.shape[1] * 2)),
                "static shape": lambda x: x.reshape((-1, x.shape[-1]))}


class Plain(ast.NodeTransformer):
    """Brings two spellings that compile to the same bytecode to one."""

    def visit_BinOp(self, node):
        self.generic_visit(node)
        try:
            return ast.parse(repr(eval(compile(ast.fix_missing_locations(ast.Expression(node)), "", "eval"), {})),
                             mode="eval").body  # constants are folded by the compilers, each by its own rules
        except NameError:
            return node

    def visit_UnaryOp(self, node):
        return self.visit_BinOp(node)

    def visit_GeneratorExp(self, node):
        self.generic_visit(node)
        return ast.ListComp(node.elt, node.generators)

    def visit_comprehension(self, node):
        self.generic_visit(node)
        if len(node.ifs) > 1:
            node.ifs = [ast.BoolOp(ast.And(), node.ifs)]
        return node

    def visit_arguments(self, node):
        self.generic_visit(node)  # JSON knows lists only
        node.defaults = [ast.List(each.elts, ast.Load()) if isinstance(each, ast.Tuple) else each
                         for each in node.defaults]
        return node


def dumped(text):
    return ast.dump(Plain().visit(ast.parse(text, mode="eval")))


def true_function(name):
    text, scope = ROWS[name][1], dict(NUMPY["NAMESPACE"], xrange=range)
    exec(text if not text.startswith("lambda") else "f = " + text, scope)
    return scope["f"]


def test_the_corpus_has_every_interpreter_and_at_least_sixty_functions():
    assert sorted(DUMPS) == sorted(["2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"])
    assert all(len(dumps) >= len(ROWS) - len(CORPUS["PYTHON_3"]) >= 60 for dumps in DUMPS.values())


@pytest.mark.parametrize(("version", "name"), CASES)
def test_bytecode_gives_back_the_true_source(version, name):
    found = recover(DUMPS[version][name], "layer")
    assert found.problem is None
    assert dumped(found.source) == dumped(ROWS[name][2] or ROWS[name][1])
    assert version in found.python_version.split(" or ")


@pytest.fixture
def modules(monkeypatch):
    """What the functions that import inside themselves find."""
    keras = types.ModuleType("keras")
    keras.backend = NUMPY["K"]
    for name, module in (("keras", keras), ("keras.backend", NUMPY["K"]), ("tensorflow", NUMPY["tf"])):
        monkeypatch.setitem(sys.modules, name, module)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row[3]])
def test_recovered_expressions_compute_what_the_function_computes(name, modules):
    values = NUMPY["inputs"](ROWS[name][3])
    # on a plain array the function itself would fail: there it is the evaluator that answers as TensorFlow 1
    expected = TENSORFLOW_1.get(name, true_function(name))(*values)
    for version in DUMPS:
        if name in DUMPS[version]:
            found = recover(DUMPS[version][name], "layer").require()
            again = Expression.from_config(json.loads(json.dumps(found.to_config())))
            compare(again.bind(NUMPY["NAMESPACE"])(*values), expected)


def compare(actual, expected):
    if isinstance(expected, (list, tuple)):
        assert type(actual) is type(expected)
        assert len(actual) == len(expected)
        for one, other in zip(actual, expected):
            compare(one, other)
    elif expected is None or isinstance(expected, bool):
        assert actual is expected
    else:
        np.testing.assert_allclose(np.asarray(actual), np.asarray(expected), rtol=1e-12)
