"""Write compat/api/tf_signatures.py: the signatures of TensorFlow's functions that compat serves, asked of TensorFlow itself.

``KERAS_BACKEND=tensorflow python tests/flavors/keras3/tf/make_signatures.py`` where TensorFlow is installed.
"""
import inspect
from pathlib import Path

from compat.api.tf_functions import FUNCTIONS

TARGET = Path(__file__).resolve().parents[4] / "compat" / "api" / "tf_signatures.py"
HEAD = '''"""The signatures of TensorFlow's functions: those of TensorFlow 2, and after them those of TensorFlow 1 that differ.

Written by tests/flavors/keras3/tf/make_signatures.py from TensorFlow {}; a function of TensorFlow 1 alone has one row.
Defaults that are no plain values are their names.
"""
from typing import Mapping, Tuple

SIGNATURES: Mapping[str, Tuple[str, ...]] = {{
'''


def below(root, path):
    for part in path.split("."):
        if not hasattr(root, part):
            return None
        root = getattr(root, part)
    return root


def written(function):
    parts = []
    for each in inspect.signature(function).parameters.values():
        star = {each.VAR_POSITIONAL: "*", each.VAR_KEYWORD: "**"}.get(each.kind, "")
        default = "" if each.default is each.empty else "=" + plain(each.default)
        parts.append(star + each.name + default)
    return ", ".join(parts)


def plain(value):
    if value is None or isinstance(value, (bool, int, str)):
        return repr(value)
    if isinstance(value, float):
        return repr(value) if abs(value) != float("inf") else repr(str(value))
    if isinstance(value, (list, tuple)):
        return repr(value)
    return repr(getattr(value, "name", None) or getattr(value, "__name__", str(value)))


def main():
    import tensorflow as tf

    lines = []
    for name in sorted(FUNCTIONS):
        found = [written(each) for each in (below(tf, name), below(tf.compat.v1, name)) if inspect.isfunction(each)]
        if found:
            rows = list(dict.fromkeys(found))
            lines.append('    "{}": ({},),\n'.format(name, ",\n        ".join(map(quoted, rows))))
    TARGET.write_text(HEAD.format(tf.__version__) + "".join(lines) + "}\n", encoding="utf8")
    print(len(lines), "of", len(FUNCTIONS), sorted(set(FUNCTIONS) - {line.split('"')[1] for line in lines}))


def quoted(text):
    """A string literal in pieces of a line each."""
    words, lines = text.split(", "), [""]
    for number, word in enumerate(words):
        piece = word + (", " if number < len(words) - 1 else "")
        if len(lines[-1]) + len(piece) > 80:
            lines.append("")
        lines[-1] += piece
    return "\n        ".join('"{}"'.format(line.replace('"', "'")) for line in lines)


if __name__ == "__main__":
    main()
