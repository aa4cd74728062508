"""``compat convert old.h5 new.keras``: load, verify, save, open again, compare; only then does the file appear.

With ``--out`` any number of files, in worker processes, with a journal to go on from and a report.
"""
import argparse
import os
import time
from typing import Any, Dict, List, Optional

import compat.cli.fleet as fleet
from compat.cli.arguments import add_loading_arguments
from compat.cli.output import CLEAN, FINDINGS, Output
from compat.errors import OptionError
from compat.flavor import active
from compat.fleet import storage
from compat.loading.convert import STAGES, Reference, convert, ending
from compat.loading.load import Loaded
from compat.loading.references import custom_objects, lambda_functions
from compat.loading.verify import ATOL, RTOL, Verification


def add_to(commands: Any) -> argparse.ArgumentParser:
    """Add the command to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "convert", help="convert old model files to the installed Keras", description=__doc__,
        usage="compat convert [options] SOURCE TARGET\n       compat convert [options] SOURCE... --out FOLDER")
    parser.add_argument("sources", nargs="+", metavar="SOURCE",
                        help=".h5 of Keras 1.0 to tf.keras 2.15, or an architecture as .json or .yaml, and the file to "
                             "write: .keras on Keras 3, .h5 on Keras 2. With --out: folders, files, patterns, fsspec URLs")
    add_loading_arguments(parser)
    parser.add_argument("--no-compile", action="store_true", help="leave out losses, metrics and optimizer")
    parser.add_argument("--check", metavar="NPZ", help="inputs x0, x1 … and outputs y0, y1 … of the old Keras")
    parser.add_argument("--rtol", type=float, default=RTOL, help="relative tolerance of --check (default %(default)s)")
    parser.add_argument("--atol", type=float, default=ATOL, help="absolute tolerance of --check (default %(default)s)")
    parser.add_argument("--force", action="store_true", help="overwrite what is there")
    fleet.add_arguments(parser)
    parser.set_defaults(command=execute)
    return parser


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Convert one file, or many; 1 if one cannot be verified (it is not written then) or something needs a look."""
    if arguments.out is not None:
        return fleet.execute(arguments, output)
    _check(arguments)
    begin = time.time()
    with output.progress(STAGES) as progress:
        loaded, verified = convert(
            arguments.source, arguments.target, custom_objects(arguments.custom), not arguments.no_compile,
            lambda_functions(arguments.lambdas, arguments.masks), not arguments.unsafe, arguments.weights,
            None if arguments.check is None else Reference(arguments.check, arguments.rtol, arguments.atol), progress)
    _report(arguments, loaded, verified, time.time() - begin, output)
    return FINDINGS if loaded.warnings else CLEAN


def _check(arguments: argparse.Namespace) -> None:
    fleet.check_unused(arguments)
    if len(arguments.sources) != 2 or os.path.isdir(arguments.sources[0]) or any(map(storage.is_url, arguments.sources)):
        raise OptionError("give one file and the file to write; or --out and a folder, for many files or URLs")
    arguments.source, arguments.target = arguments.sources
    if os.path.exists(arguments.target) and not arguments.force:
        raise OptionError("{!r} exists; pass --force to overwrite it".format(arguments.target))
    folder = os.path.dirname(os.path.abspath(arguments.target))
    if not os.path.isdir(folder):
        raise OptionError("there is no folder {!r} to write to".format(folder))
    stem, suffix = os.path.splitext(arguments.target)
    if suffix != ending():
        raise OptionError("{} {} writes {} files; name the target {!r}".format(
            active().name, active().version, ending(), stem + ending()))


def _report(arguments: argparse.Namespace, loaded: Loaded, verified: Verification, seconds: float,
            output: Output) -> None:
    output.document(_document(arguments, loaded, verified, seconds))
    output.line("{} -> {}".format(arguments.source, arguments.target))
    output.line("written by Keras {}{} on {}; now {} {} on {}".format(
        loaded.origin.keras_version, "" if loaded.origin.version_stated else " (inferred)", loaded.origin.backend,
        active().name, active().version, active().backend))
    output.line("compiled: {}".format("yes" if loaded.compiled else "no"))
    output.line("verified: {}".format(verified))
    for note in loaded.notes:
        output.line("  " + note)
    for warning in loaded.warnings:
        output.line("! " + warning)


def _document(arguments: argparse.Namespace, loaded: Loaded, verified: Verification,
              seconds: float) -> Dict[str, Any]:
    def listed(values: Any) -> List[str]:
        return [str(value) for value in values]

    check: Optional[str] = arguments.check
    return {
        "source": arguments.source, "target": arguments.target, "check": check, "seconds": round(seconds, 3),
        "keras_version": loaded.origin.keras_version, "backend": loaded.origin.backend,
        "flavor": active().name, "flavor_version": active().version, "flavor_backend": active().backend,
        "compiled": loaded.compiled, "verification": verified._asdict(), "notes": listed(loaded.notes),
        "warnings": listed(loaded.warnings)}
