"""``compat matrix-template``: a noxfile and a workflow for a project that must support several versions of Keras."""
import argparse
import os
import pkgutil
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence

from compat.api.cells import CELLS, Facts
from compat.cli.arguments import add_command
from compat.cli.output import CLEAN, Output
from compat.errors import OptionError
from compat.writing import replacing

if TYPE_CHECKING:
    from compat.cli.arguments import Commands

DESCRIPTION = """\
Write noxfile.py and .github/workflows/keras.yml into FOLDER: your tests, run by
pytest on several versions of Keras. Each cell is one Keras on one CPython, with pins
that are known to install and run together; compat is installed in each.

A file that is there and says something else stays as it is, unless --force. Then
nox runs every cell, and the workflow one job for each."""
EXAMPLES = ("compat matrix-template --cells keras-2.2.4,tf.keras-2.15,keras-3.15-jax",
            "compat matrix-template my_project --force")
EXIT_CODES = """\
exit status: 0 the files are there; 2 misuse of the command, or a file is in the way:
nothing was written; 3 it failed"""


def add_to(commands: "Commands") -> argparse.ArgumentParser:
    """Add the command to the parser."""
    parser = add_command(commands, "matrix-template", "test your project on several versions of Keras", DESCRIPTION, EXAMPLES,
                         EXIT_CODES)
    parser.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="of your project; default the working folder")
    parser.add_argument("--cells", metavar="NAMES", help="which, by commas; default all: " + ", ".join(
        each.name for each in CELLS))
    parser.add_argument("--force", action="store_true", help="replace files that say something else")
    parser.set_defaults(command=execute)
    return parser


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Write the files, or none of them."""
    if not os.path.isdir(arguments.folder):
        raise OptionError("there is no folder {}; make it first, or name that of your project".format(arguments.folder))
    cells = chosen(arguments.cells)
    states = write(arguments.folder, files(cells), arguments.force)
    output.document({"files": states, "cells": [each.name for each in cells]})
    for path, state in states.items():
        output.line("{}: {}".format(path, state))
    output.line("next: pip install nox uv, then nox --list")
    return CLEAN


def chosen(names: Optional[str]) -> List[Facts]:
    """The cells that ``--cells`` names, in the order of the table.

    Raises:
        OptionError: if it names none, or one that there is not.
    """
    known = {each.name: each for each in CELLS}
    wanted = list(known) if names is None else [each.strip() for each in names.split(",") if each.strip()]
    unknown = [each for each in wanted if each not in known]
    if unknown or not wanted:
        raise OptionError("--cells takes names of cells with commas between them{}; there are {}".format(
            ", and there is no {}".format(", ".join(map(repr, unknown))) if unknown else "", ", ".join(known)))
    return [cell for name, cell in known.items() if name in wanted]


def files(cells: Sequence[Facts]) -> Dict[str, str]:
    """Path below the project's folder → what the file says."""
    noxfile = _template("noxfile.txt").format(first=cells[0].name, cells="\n".join(map(_entry, cells)))
    return {"noxfile.py": noxfile, os.path.join(".github", "workflows", "keras.yml"): _template("workflow.txt")}


def _entry(cell: Facts) -> str:
    """A cell as Python."""
    def quoted(values: Sequence[str]) -> str:
        return "[{}]".format(", ".join('"{}"'.format(each) for each in values))

    text = ('    {{"name": "{0.name}", "keras": "{0.keras}", "python": "{0.python}", "flavor": "{0.flavor}",\n'
            '     "backend": "{0.backend}", "pins": {1},\n     "bare": {2}}},')
    return text.format(cell, quoted(cell.pins), quoted(cell.bare))


def write(folder: str, texts: Dict[str, str], force: bool) -> Dict[str, str]:
    """Write files that are not there yet; with ``force`` also those that say something else.

    Returns:
        Path → ``"written"``, ``"replaced"`` or ``"as it was"``.

    Raises:
        OptionError: before anything is written.
    """
    states = {os.path.join(folder, name): _state(os.path.join(folder, name), text) for name, text in texts.items()}
    in_the_way = [path for path, state in states.items() if state == "replaced"]
    if in_the_way and not force:
        raise OptionError("{} {} something else; nothing was written. Move it away, or pass --force to replace it".format(
            " and ".join(in_the_way), "says" if len(in_the_way) == 1 else "say"))
    for path in states:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    for (path, state), text in zip(states.items(), texts.values()):
        if state != "as it was":
            with replacing(path) as temporary, open(temporary, "w", encoding="utf8", newline="\n") as file:
                file.write(text)
    return states


def _state(path: str, text: str) -> str:
    """What writing a text there does."""
    if not os.path.lexists(path):
        return "written"
    if not os.path.isfile(path):
        raise OptionError("{} is no file; nothing was written. Move it away".format(path))
    with open(path, "rb") as file:
        return "as it was" if file.read() == text.encode("utf8") else "replaced"


def _template(name: str) -> str:
    found = pkgutil.get_data("compat.cli", "templates/" + name)
    assert found is not None, name
    return found.decode("utf8")
