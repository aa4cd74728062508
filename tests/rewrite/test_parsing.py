"""Encodings, line ends and Python 2 sources."""
import ast
import codecs

import pytest

from compat.errors import CompatError, LegacySyntaxError
from compat.rewrite import rewrite_source

PYTHON_2 = [
    ("x = 1\nprint 'loss', x\n", 2, "print statement"),
    ("if True: print 'loss'\n", 1, "print statement"),
    ("def f():\n    try:\n        g()\n    except IOError, e:\n        pass\n", 4, "except"),
    ("raise ValueError, 'bad'\n", 1, "raise"),
    ("x = `3`\n", 1, "backquotes"),
    ("a = 1 <> 2\n", 1, "<>"),
    ("exec 'x = 1'\n", 1, "exec"),
    ("mode = 0755\n", 1, "octal"),
    ("big = 10L\n", 1, "long"),
    ("s = ur'x'\n", 1, "ur''"),
    ("f = lambda (a, b): a\n", 1, "tuple"),
    ("if 1:\n        x = 1\n\ty = 2\n", 3, "tabs"),
]


@pytest.mark.parametrize("source, line, sign", PYTHON_2, ids=[sign for _, _, sign in PYTHON_2])
def test_python_2_source_is_a_typed_error_that_says_to_run_2to3(source, line, sign):
    with pytest.raises(LegacySyntaxError, match="2to3 -w train.py") as caught:
        rewrite_source(source, "train.py")
    assert sign in str(caught.value)
    assert caught.value.filename == "train.py"
    assert abs(caught.value.lineno - line) <= 1
    assert isinstance(caught.value, (CompatError, SyntaxError))


@pytest.mark.parametrize("source", ["x = = 1", "def f(:\n  pass", "print('a'", "a b c"])
def test_source_that_is_no_python_at_all_is_an_ordinary_syntax_error(source):
    with pytest.raises(SyntaxError) as caught:
        rewrite_source(source, "train.py")
    assert not isinstance(caught.value, CompatError)


@pytest.mark.parametrize("encoded", [
    "# -*- coding: latin-1 -*-\nimport keras\nname = 'é'\n".encode("latin-1"),
    codecs.BOM_UTF8 + "import keras\nname = 'é'\n".encode("utf8"),
    "import keras\r\nname = 'é'\r\n".encode("utf8"),
    "#!/usr/bin/env python\n# vim: set fileencoding=utf8 :\nimport keras\nname = 'é'".encode("utf8"),
], ids=["cookie", "byte-order mark", "CRLF", "vim cookie"])
def test_an_encoded_file_is_read_as_python_reads_it(encoded):
    tree = rewrite_source(encoded, "x.py").tree
    assign = tree.body[-1]
    assert ast.literal_eval(assign.value) == "é"
    assert tree.body[0].names[0].name == "compat.keras"


def test_a_file_in_another_encoding_than_stated_is_a_typed_error_that_shows_the_cookie():
    with pytest.raises(LegacySyntaxError, match="coding: latin-1") as caught:
        rewrite_source(b"x = 1\nname = '\xe9'\n", "train.py")
    assert caught.value.lineno == 2
