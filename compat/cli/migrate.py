"""``compat migrate``: rewrite a code base, to imports of compat or to plain Keras 3."""
import argparse
import os
from typing import TYPE_CHECKING, Sequence

from compat.api.migration import MIGRATIONS
from compat.cli.arguments import add_command, check_reads_code
from compat.cli.migrate_report import show, show_rules
from compat.cli.output import CLEAN, FAILED, FINDINGS, Output
from compat.era import Era
from compat.errors import OptionError

if TYPE_CHECKING:
    from compat.cli.arguments import Commands
    from compat.rewrite.migrate.tree import Result

DESCRIPTION = """\
Rewrite the .py files, notebooks and doctests at and below PATH. By default nothing
is written: a diff and a summary by rule are shown. --to compat swaps the imports of
keras, tf.keras and tensorflow for compat's; --to keras3 writes plain Keras 3 where
that means the same. What has no equal meaning, or changes silently, gets a comment
"# compat: K031 …" above it. A second run changes nothing. Files that .gitignore
names, symbolic links and read-only files are left alone."""
EXAMPLES = ("compat migrate src/", "compat migrate src/ --to keras3 --write")
EXIT_CODES = """\
exit status: 0 nothing to change and nothing found, or all written without findings;
1 something would change, or was found; 2 misuse of the command; 3 a file could not
be read, parsed or written"""


def add_to(commands: "Commands") -> argparse.ArgumentParser:
    """Add the command to the parser."""
    parser = add_command(commands, "migrate", "rewrite a code base", DESCRIPTION, EXAMPLES, EXIT_CODES)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a file or folder")
    parser.add_argument("--to", choices=("compat", "keras3"), default="compat",
                        help="imports of compat (the default), or plain Keras 3 without compat")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--write", action="store_true", help="change the files")
    mode.add_argument("--check", action="store_true", help="no diff, only the summary and the exit status")
    parser.add_argument("--only", action="append", default=[], metavar="CODE",
                        help="use this rule alone, e.g. K001, or all that begin so, e.g. K1; may be repeated")
    parser.add_argument("--skip", action="append", default=[], metavar="CODE", help="leave out a rule; may be repeated")
    parser.add_argument("--era", default="", metavar="VERSION",
                        help="the Keras that the code was written for; default 2.2.4, or 2.15 for files of tf.keras")
    parser.add_argument("--jobs", type=int, default=0, metavar="N", help="processes; default one for each processor")
    parser.add_argument("--rules", action="store_true", help="list the rules with their reasons, before and after")
    parser.set_defaults(command=execute)
    return parser


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Migrate, or list the rules; 0 clean, 1 changes or findings, 3 some file could not be done."""
    if arguments.rules:
        show_rules(output)
        return CLEAN
    _check_arguments(arguments)
    from compat.rewrite.migrate.context import Options
    from compat.rewrite.migrate.files import sources
    from compat.rewrite.migrate.modules import has_keras_2
    from compat.rewrite.migrate.tree import Task, migrate_files

    found, left = sources(arguments.paths)
    options = Options(arguments.to, tuple(arguments.only), tuple(arguments.skip), arguments.era,
                      has_keras_2(each.path for each in found))
    task = Task(options, arguments.write, diff=not (arguments.write or arguments.check or arguments.json))
    with output.counted(len(found)) as done:
        results = migrate_files(found, task, arguments.jobs or os.cpu_count() or 1, done)
    show(results, left, options, arguments.write, output)
    return _status(results, arguments.write)


def _status(results: Sequence["Result"], write: bool) -> int:
    if any(each.failed for each in results):
        return FAILED
    found = any(note.kind != "change" and not note.marked for each in results for note in each.notes)
    return FINDINGS if found or (not write and any(each.changes for each in results)) else CLEAN


def _check_arguments(arguments: argparse.Namespace) -> None:
    """Raise OptionError for what cannot be done."""
    check_reads_code("compat migrate")
    if not arguments.paths:
        raise OptionError("compat migrate takes at least one PATH")
    for path in arguments.paths:
        if not os.path.exists(path):
            raise OptionError("there is no file or folder {}".format(path))
    if arguments.era:
        Era(arguments.era)
    if arguments.jobs < 0:
        raise OptionError("--jobs takes a number of processes, not {}".format(arguments.jobs))
    for code in [*arguments.only, *arguments.skip]:
        if not any(rule.code.startswith(code) for rule in MIGRATIONS):
            raise OptionError("there is no rule {}; compat migrate --rules lists them".format(code))
