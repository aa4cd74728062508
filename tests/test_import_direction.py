"""Imports point one way: from the command line down to the facts; only compat/flavors imports a Keras."""
import ast
import subprocess
import sys
from pathlib import Path

import pytest

import compat

PACKAGE = Path(compat.__file__).parent

#: room → the rooms it may import from (itself always included).
ALLOWED = {
    "errors": set(),
    "callers": set(),
    "api": {"errors"},
    "era": {"api", "errors"},
    "flavor": {"errors"},
    "lambdas": {"api", "errors"},
    "saved": {"errors"},
    "hub": {"api", "errors"},
    "config": {"saved", "api", "errors"},
    "weights": {"config", "saved", "api", "errors"},
    "flavors": {"hub", "api", "callers", "era", "errors", "flavor", "lambdas"},
    "keras": {"flavors", "tf"},
    "tf": {"flavors", "flavor", "errors"},
    "layers": {"keras", "tf", "era", "errors", "flavors"},
    "loading": {"saved", "config", "weights", "lambdas", "hub", "layers", "flavors", "flavor", "api", "callers", "era",
                "errors"},
    "fleet": {"loading", "errors"},
    "rewrite": {"errors"},
    "cli": {"fleet", "loading", "rewrite", "lambdas", "flavors", "flavor", "api", "era", "errors", "saved", "config",
            "weights"},
    "__init__": {"era", "errors"},
    "__main__": {"cli"},
}
KERASES = {"keras", "tensorflow", "tf_keras", "jax", "torch"}
ONLY_IN = {"rich": {"cli"}, "libcst": set(), "h5py": {"saved", "flavors", "cli"}}


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)


def room(path):
    return path.relative_to(PACKAGE).parts[0].replace(".py", "")


def _is_type_checking(node):
    return isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"


def _absolute(path, node):
    if not node.level:
        return node.module
    package = ("compat",) + path.relative_to(PACKAGE).parts
    return ".".join(package[: len(package) - node.level] + ((node.module,) if node.module else ()))


def imported(path):
    """Every module that a file imports at run time, absolute, also inside functions."""
    pending = [ast.parse(path.read_text(encoding="utf8"))]
    while pending:
        node = pending.pop()
        if _is_type_checking(node):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(path, node)
            if module == "compat":
                yield from ("compat." + alias.name for alias in node.names)
            else:
                yield module
        pending.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_imports_only_from_the_rooms_below_it(path):
    here = room(path)
    rooms = {name.split(".")[1] for name in imported(path) if name.startswith("compat.")}
    assert rooms & set(ALLOWED) - {here} <= ALLOWED[here]


def test_every_room_of_the_package_is_in_the_table():
    assert {room(path) for path in modules()} == set(ALLOWED)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_its_own_room_imports_a_heavy_package(path):
    here = room(path)
    tops = {name.split(".")[0] for name in imported(path)}
    assert here == "flavors" or not tops & KERASES
    assert all(here in rooms for package, rooms in ONLY_IN.items() if package in tops)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_flavor_asks_which_version_of_keras_this_is(path):
    if room(path) == "flavor":
        return
    tree = ast.parse(path.read_text(encoding="utf8"))
    asked = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "__version__"]
    assert asked == []
    assert not {"importlib.metadata", "importlib_metadata", "pkg_resources"} & set(imported(path))


def test_importing_compat_loads_nothing_heavy():
    program = (
        "import sys, compat; heavy = {'keras', 'tensorflow', 'tf_keras', 'jax', 'torch', 'h5py', 'rich', 'libcst',"
        " 'yaml', 'numpy'}; print(sorted(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, universal_newlines=True, check=True)
    assert ran.stdout.strip() == "[]"
