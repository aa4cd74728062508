"""``compat doctor``: what is installed, which Keras is chosen, how much of Keras 2.2.4 it serves, what would fail; with a path,
what a code base and its model files need.
"""
import argparse
import os
import platform
from importlib.util import find_spec
from typing import TYPE_CHECKING, Dict, List, Optional, Tuple

from compat import __version__
from compat.api.names import public_names
from compat.cli.arguments import add_command, check_reads_code
from compat.cli.calls import counted, show, summary
from compat.cli.doctor_report import show as show_survey
from compat.cli.output import CLEAN, FINDINGS, Output
from compat.errors import NoKerasError, OptionError
from compat.flavor import Flavor, active, installed

if TYPE_CHECKING:
    from compat.cli.arguments import Commands

REFERENCE = "2.2.4"
DESCRIPTION = """\
Without PATH: say which Keras is installed and which one compat uses, how many of
the public names of Keras 2.2.4 it serves, and what would fail on this machine.

With PATH: read the code and the model files at and below it, without importing or
running any of it. Say which Keras the code was written for and what shows it, each
legacy use by rule of compat migrate, what compat serves, what needs a person, and
the state of each model file. Files that .gitignore names, hidden folders and
symbolic links are not looked at. What cannot be read is reported."""
EXAMPLES = ("compat doctor --missing --json", "compat doctor src/ --html report.html")
EXIT_CODES = """\
exit status: 0 all is well; 1 something would fail here or, with PATH, needs a person
or could not be read; 2 misuse of the command; 3 it failed"""


def add_to(commands: "Commands") -> argparse.ArgumentParser:
    """Add the command to the parser."""
    parser = add_command(commands, "doctor", "what is installed, and what a code base needs", DESCRIPTION, EXAMPLES, EXIT_CODES)
    parser.add_argument("path", nargs="?", metavar="PATH", help="a folder with code and models, or one file")
    parser.add_argument("--html", metavar="FILE", help="with PATH: also write the report as one HTML page")
    parser.add_argument("--jobs", type=int, default=0, metavar="N",
                        help="with PATH: processes; default one for each processor")
    parser.add_argument("--missing", action="store_true", help="also list the names that are not served")
    parser.add_argument("--calls", nargs="+", metavar="PATH", help="also count the calls of TensorFlow in functions of code")
    parser.set_defaults(command=execute)
    return parser


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Print the diagnosis; 1 if something would fail, or needs a person."""
    if arguments.path is not None:
        return _of_a_path(arguments, output)
    if arguments.html is not None:
        raise OptionError("compat doctor writes --html of a PATH: compat doctor PATH --html {}".format(arguments.html))
    flavor, problems = _chosen()
    served, missing = _names() if flavor else ([], [])
    problems.extend(_problems())
    calls = counted(arguments.calls) if arguments.calls and flavor else []
    output.document({
        "compat": __version__, "python": platform.python_version(), "problems": problems,
        "installed": {name: {"version": each.version, "root": each.root} for name, each in installed().items()},
        "chosen": None if flavor is None else flavor.name, "backend": flavor.backend if flavor else None,
        "names": {"version": REFERENCE, "public": len(public_names(REFERENCE)), "served": len(served),
                  "missing": missing if arguments.missing else None},
        "calls": dict(summary(calls), functions_called=[row._asdict() for row in calls]) if calls else None})
    _print(flavor, served, missing if arguments.missing else [], problems, output)
    if calls:
        show(calls, output)
    return FINDINGS if problems else CLEAN


def _of_a_path(arguments: argparse.Namespace, output: Output) -> int:
    if arguments.calls or arguments.missing:
        raise OptionError("--calls and --missing ask for what is installed here; leave out PATH")
    if not os.path.exists(arguments.path):
        raise OptionError("there is no file or folder {}".format(arguments.path))
    if arguments.jobs < 0:
        raise OptionError("--jobs takes a number of processes, not {}".format(arguments.jobs))
    check_reads_code("compat doctor PATH")
    from compat.pages import write
    from compat.survey import survey
    from compat.survey.page import render

    found = survey(arguments.path, arguments.jobs or os.cpu_count() or 1, output.counted)
    if arguments.html is not None:
        write(render(found), arguments.html)
    show_survey(found, output)
    return FINDINGS if found.needs_a_person else CLEAN


def _chosen() -> Tuple[Optional[Flavor], List[str]]:
    try:
        return active(), []
    except NoKerasError as error:
        return None, [str(error)]


def _names() -> Tuple[List[str], List[str]]:
    """The public names of Keras 2.2.4 that the installed flavor serves, and those that it does not."""
    from compat.flavors import is_served
    names = {"{}.{}".format(module, name): is_served(module, name) for module, name in sorted(public_names(REFERENCE))}
    return [name for name, yes in names.items() if yes], [name for name, yes in names.items() if not yes]


def _problems() -> List[str]:
    needed: Dict[str, str] = {"h5py": "no .h5 file can be read", "numpy": "nothing works"}
    return ["{} is not installed: {}; pip install {}".format(name, what, name)
            for name, what in needed.items() if find_spec(name) is None]


def _print(flavor: Optional[Flavor], served: List[str], missing: List[str], problems: List[str],
           output: Output) -> None:
    output.line("compat {} on Python {}".format(__version__, platform.python_version()))
    output.table(("flavor", "version", "imported as", "chosen"), [
        (name, each.version, each.root, "<- " + each.backend if each == flavor else "")
        for name, each in installed().items()])
    if flavor is not None:
        output.line("{} of the {:,} public names of Keras {} resolve on {} {}".format(
            len(served), len(public_names(REFERENCE)), REFERENCE, flavor.name, flavor.version))
    for name in missing:
        output.line("  " + name)
    for problem in problems:
        output.finding(problem)
