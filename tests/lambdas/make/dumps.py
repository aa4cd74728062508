# -*- coding: utf-8 -*-
"""Writes ``tests/lambdas/dumps/<version>.json``: the corpus as this interpreter's Keras would have stored it.

    for v in 2.7.18 3.6.15 … 3.13.0; do ~/.pyenv/versions/$v/bin/python tests/lambdas/make/dumps.py; done

Runs on Python 2.7 and every Python 3, without Keras: Keras's own function is marshal, base64, defaults and closure.
"""
from __future__ import print_function

import base64
import io
import json
import marshal
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from corpus import PYTHON_3, ROWS  # noqa: E402


def function_of(text):
    scope = {}
    source = text if not text.startswith("lambda") else "f = " + text
    exec(compile(source, "train.py", "exec"), scope)
    return scope["f"]


def dump(function):
    code = base64.b64encode(marshal.dumps(function.__code__)).decode("ascii")
    closure = function.__closure__ and [cell.cell_contents for cell in function.__closure__]
    return [code, function.__defaults__, closure]


def main():
    version = "%d.%d" % sys.version_info[:2]
    dumps = {name: dump(function_of(text)) for name, text, _, _ in ROWS
             if sys.version_info[0] > 2 or name not in PYTHON_3}
    path = os.path.join(os.path.dirname(HERE), "dumps", version + ".json")
    with io.open(path, "w", encoding="ascii") as out:
        lines = ["%s: %s" % (json.dumps(key), json.dumps(dumps[key])) for key in sorted(dumps)]
        out.write(u"{\n%s\n}\n" % u",\n".join(lines))
    print(path, len(dumps))


if __name__ == "__main__":
    main()
