"""Writes ``compat/keras`` and ``compat/tf/keras`` from the tables: ``python -m compat.api.mirror`` (``--check`` only compares).

The mirror is a package of small real modules, committed, so that an editor finds, completes and type-checks the old
names. At run time each module asks the installed flavor for an object the first time it is used.
"""
import ast
import os
import sys
from typing import Dict, List

from compat.api.names import Row, module_paths, names_in, of_tf_keras
from compat.api.rows import Module, Name, path_and_versions

_HEADER = '''"""The old ``{module}``{versions}, on whichever Keras is installed.

Generated from the tables in ``compat/api/names`` by ``python -m compat.api.mirror``; change those, not this file.
"""
{imports}
from compat.flavors import serve

__getattr__, __dir__ = serve(__name__)
'''


def render(module: str) -> str:
    """The source text of one module of the mirror.

    Example:
        >>> "class Dense(Any):" in render("keras.layers.core")
        True
    """
    rows = names_in(module)
    stubs = "".join(_stub(rows[name], module) for name in sorted(rows))
    typing = ["TYPE_CHECKING"] * bool(stubs) + ["Any"] * ("Any" in stubs)
    imports = "from typing import {}\n".format(", ".join(typing)) if typing else ""
    versions = " of TensorFlow 2.4 to 2.15" if module.startswith("tf.") else " of Keras 2.2.4 and 2.3.1"
    text = _HEADER.format(module=module, versions=versions, imports=imports)
    return text + "\nif TYPE_CHECKING:\n" + stubs if stubs else text


def files() -> Dict[str, str]:
    """Path below ``compat/`` → source text, for the whole mirror."""
    modules = [*module_paths(), *of_tf_keras()]
    packages = {path.rpartition(".")[0] for path in modules}
    return {_path(module, module in packages): render(module) for module in modules}


def _path(module: str, is_package: bool) -> str:
    return os.path.join(*module.split(".")) + (os.sep + "__init__.py" if is_package else ".py")


def _stub(row: Row, module: str) -> str:
    if isinstance(row, Module):
        return _module_stub(row)
    defining = _defining_module(row)
    if defining != module:
        return "    from compat.{} import {} as {}\n".format(defining, row.name, row.name)
    if row.kind == "class":
        return "    class {}(Any):\n        def __init__({}) -> None: ...\n".format(row.name, _parameters(row, "self"))
    if row.kind == "function":
        return "    def {}({}) -> Any: ...\n".format(row.name, _parameters(row))
    return "    {}: Any\n".format(row.name)


def _module_stub(row: Module) -> str:
    if row.target == "tensorflow":
        return "    from compat import tf as tf\n"
    if not row.target.startswith(("keras.", "tf.keras.")):
        return "    {}: Any\n".format(row.name)
    parent, _, name = row.target.rpartition(".")
    return "    from compat.{} import {} as {}\n".format(parent, name, row.name)


def _defining_module(row: Name) -> str:
    """The one module whose stub spells the object out: the deepest; the others import it from there."""
    return max((path_and_versions(path)[0] for path in row.paths), key=lambda path: path.count("."))


def _parameters(row: Name, first: str = "") -> str:
    """The old parameters with their defaults, typed loosely; a default that is no literal is written ``...``."""
    text = row.signature[1:-1]
    try:
        arguments = ast.parse("def f({}): pass".format(text)).body[0].args  # type: ignore[attr-defined]
    except SyntaxError:
        return ", ".join(filter(None, (first, "*args: Any, **kwargs: Any")))
    return ", ".join(([first] if first else []) + _rendered(arguments, text))


def _rendered(arguments: ast.arguments, text: str) -> List[str]:
    plain = [argument.arg for argument in arguments.args if argument.arg != "self"]
    defaults = [_default(node) for node in arguments.defaults]
    without = len(plain) - len(defaults)
    parts = ["{}: Any".format(name) for name in plain[:without]]
    parts += ["{}: Any = {}".format(name, value) for name, value in zip(plain[without:], defaults)]
    if arguments.vararg:
        parts.append("*{}: Any".format(arguments.vararg.arg))
    if arguments.kwarg:
        parts.append("**{}: Any".format(arguments.kwarg.arg))
    return parts


def _default(node: ast.expr) -> str:
    try:
        return repr(ast.literal_eval(node))
    except ValueError:
        return "..."


def main(arguments: List[str]) -> int:
    """Write the mirror, or with ``--check`` say what differs; 1 when something does."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    different = []
    for path, text in sorted(files().items()):
        target = os.path.join(root, path)
        if _read(target) != text:
            different.append(path)
            if "--check" not in arguments:
                _write(target, text)
    print("\n".join(different) or "the mirror agrees with the tables")
    return 1 if different and "--check" in arguments else 0


def _read(target: str) -> str:
    try:
        with open(target, encoding="utf8") as file:
            return file.read()
    except FileNotFoundError:
        return ""


def _write(target: str, text: str) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "w", encoding="utf8") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
