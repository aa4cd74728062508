"""Small projects in public styles: research code, detectors, GANs, attention, a shim, notebooks, Python 2, tf.keras 2, and a
tuner whose helpers have no word of Keras."""
import ast
import json
import shutil
from pathlib import Path

import pytest

from compat.api.keras3_names import NAMES
from compat.rewrite.migrate.to_compat import is_known

PROJECTS = Path(__file__).parent / "projects"
NAMES_OF_PROJECTS = sorted(path.name for path in PROJECTS.iterdir())


@pytest.fixture(params=[(name, to) for name in NAMES_OF_PROJECTS for to in ("compat", "keras3")], ids="-".join)
def project(request, tmp_path, command):
    """A migrated copy of a project."""
    name, to = request.param
    shutil.copytree(str(PROJECTS / name), str(tmp_path / name))
    status, said = command(tmp_path / name, "--to", to, "--write")
    assert status in (0, 1), said
    return tmp_path / name, to


def code_of(path):
    if path.suffix == ".ipynb":
        cells = [cell for cell in json.loads(path.read_text(encoding="utf8"))["cells"] if cell["cell_type"] == "code"]
        lines = [line for cell in cells for line in "".join(cell["source"]).split("\n")]
        return "\n".join(line for line in lines if line[:1] not in "%!")
    return path.read_bytes()


def sources(folder):
    return [path for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".ipynb")]


def imports(folder):
    for path in sources(folder):
        for node in ast.walk(ast.parse(code_of(path))):
            if isinstance(node, ast.Import):
                yield from ((alias.name, None) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield from ((node.module, alias.name) for alias in node.names)


def test_every_output_compiles(project):
    for path in sources(project[0]):
        compile(code_of(path), str(path), "exec", dont_inherit=True)


def test_a_second_run_changes_nothing(project, command):
    folder, to = project
    before = {path: path.read_bytes() for path in sources(folder)}
    command(folder, "--to", to, "--write")
    assert {path: path.read_bytes() for path in sources(folder)} == before


def test_no_import_is_left_unresolved(project):
    folder, to = project
    for module, name in imports(folder):
        top = module.split(".")[0]
        assert top != ("keras" if to == "compat" else "compat"), module
        if to == "compat":
            assert top != "tensorflow"
            old = ("tensorflow" + module[len("compat.tf"):] if module.startswith("compat.tf") else module[len("compat."):])
            assert top != "compat" or "runtime" in (name or "") or is_known(old + ("" if name in (None, "*") else "." + name))
        elif top == "keras":
            assert module in NAMES and (name in (None, "*") or name in NAMES[module] or module + "." + name in NAMES)


def test_the_texts_are_those_that_were_read_and_found_good(project):
    """What the projects become is kept beside them; a change of it is to be read as a diff is."""
    folder, to = project
    for path in sources(folder):
        kept = PROJECTS.parent / "migrated" / to / path.relative_to(folder.parent)
        assert path.read_bytes() == kept.read_bytes()
