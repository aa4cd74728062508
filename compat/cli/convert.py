"""``compat convert old.h5 new.keras``: load, verify, save, open again, compare; only then does the file appear.

With ``--out`` any number of files, in worker processes, with a journal to go on from and a report.
"""
import argparse
import os
import time
from typing import TYPE_CHECKING, Dict

import compat.cli.fleet as fleet
from compat.cli.arguments import add_command, add_loading_arguments
from compat.cli.output import CLEAN, FINDINGS, Output
from compat.errors import OptionError
from compat.flavor import active
from compat.fleet import storage
from compat.loading.convert import STAGES, STANDALONE, Conversion, Reference, check_standalone, convert, is_model_folder
from compat.loading.formats import FORMATS, target_for
from compat.loading.references import custom_objects, lambda_functions
from compat.loading.verify import ATOL, RTOL

if TYPE_CHECKING:
    from compat.cli.arguments import Commands

USAGE = "compat convert [options] SOURCE TARGET\n       compat convert [options] SOURCE... --out FOLDER"
DESCRIPTION = """\
Convert a model file of Keras 1.0 to tf.keras 2.15 to a file of the installed
Keras: load it, save it, open the new file and compare all weights. The new file
appears only after that. With --out, convert any number of files in worker
processes; the same command again goes on where it stopped."""
EXAMPLES = ("compat convert old.h5 new.keras --check old_outputs.npz",
            "compat convert models/ --out converted/ --jobs 4 --timeout 300")
EXIT_CODES = """\
exit status: 0 written and verified; 1 written, with warnings; 2 misuse of the
command, nothing was tried; 3 failed, nothing was written. With --out: 0 all files
are converted; 1 all are, some with warnings; 3 some failed or are left."""


def add_to(commands: "Commands") -> argparse.ArgumentParser:
    """Add the command to the parser."""
    parser = add_command(commands, "convert", "convert old model files to the installed Keras", DESCRIPTION, EXAMPLES,
                         EXIT_CODES, USAGE)
    parser.add_argument("sources", nargs="+", metavar="SOURCE",
                        help="model file or SavedModel folder of Keras 1.0 to tf.keras 2.15, and the file to "
                             "write: .keras on Keras 3, .h5 on Keras 2. With --out: folders, files, patterns, fsspec URLs")
    parser.add_argument("--to", choices=FORMATS,
                        help="on Keras 3, the format to write; by default what the ending of TARGET stands for. keras: .keras; "
                             "h5: for an old Keras; onnx: .onnx, savedmodel: a folder, litert: .tflite, all three by Keras's "
                             "own export")
    parser.add_argument("--for", dest="keras_version", metavar="VERSION",
                        help="with h5, the Keras that is to read the file: 2.2.4, 2.3.1, 2.15 ... (default: that of SOURCE)")
    add_loading_arguments(parser)
    parser.add_argument("--check", metavar="NPZ",
                        help="compare with the old Keras: inputs x0, x1 ... and outputs y0, y1 ... of it")
    parser.add_argument("--rtol", type=float, default=RTOL, help="relative tolerance of --check (default %(default)s)")
    parser.add_argument("--atol", type=float, default=ATOL, help="absolute tolerance of --check (default %(default)s)")
    parser.add_argument("--standalone", nargs="?", const="require", default="auto", choices=STANDALONE,
                        help="on Keras 3: express layers of Keras 2 by Keras's own layers and operations, so that the new "
                             "file opens without compat. auto: where that is possible (default); require, or the bare "
                             "option: fail where it is not; no: keep them")
    parser.add_argument("--force", action="store_true", help="overwrite files that exist")
    fleet.add_arguments(parser)
    parser.set_defaults(command=execute)
    return parser


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Convert one file, or many; 1 if there are warnings. A file that fails raises, and is not written."""
    check_standalone(arguments.standalone)
    if arguments.out is not None:
        return fleet.execute(arguments, output)
    _check(arguments)
    begin = time.time()
    with output.progress(STAGES) as progress:
        done = convert(
            arguments.source, arguments.target, custom_objects=custom_objects(arguments.custom), compile=arguments.compile,
            lambdas=lambda_functions(arguments.lambdas, arguments.masks), safe_mode=arguments.safe_mode,
            weights=arguments.weights, overwrite=arguments.force, standalone=arguments.standalone, to=arguments.to,
            keras_version=arguments.keras_version, progress=progress,
            reference=None if arguments.check is None else Reference(arguments.check, arguments.rtol, arguments.atol))
    _report(arguments, done, time.time() - begin, output)
    return FINDINGS if done.warnings else CLEAN


def _check(arguments: argparse.Namespace) -> None:
    fleet.check_unused(arguments)
    if len(arguments.sources) != 2:
        raise OptionError("give one file and the file to write; or --out and a folder, for many files")
    for each in arguments.sources:
        is_source = each == arguments.sources[0]
        if storage.is_url(each) or is_source and os.path.isdir(each) and not is_model_folder(each):
            raise OptionError("{!r} is a {}; pass --out and a folder for the converted files".format(
                each, "URL" if storage.is_url(each) else "folder"))
    arguments.source, arguments.target = arguments.sources


def _report(arguments: argparse.Namespace, done: Conversion, seconds: float, output: Output) -> None:
    output.document(_document(arguments, done, seconds))
    output.line("{} -> {}".format(arguments.source, arguments.target))
    output.line("written by Keras {}{} on {}; now {} {} on {}".format(
        done.origin.keras_version, "" if done.origin.version_stated else " (inferred)", done.origin.backend,
        active().name, active().version, active().backend))
    output.line("compiled: {}".format("yes" if done.compiled else "no"))
    output.line("verified: {}".format(done.verification))
    if target_for(arguments.target, arguments.to).format == "keras":
        output.line("opens with: {}".format("import compat.layers" if done.needs else "Keras alone"))
    for note in done.notes + done.needs:
        output.line("  " + note)
    for warning in done.warnings:
        output.finding(warning)


def _document(arguments: argparse.Namespace, done: Conversion, seconds: float) -> Dict[str, object]:
    return {
        "source": arguments.source, "target": arguments.target, "check": arguments.check, "seconds": round(seconds, 3),
        "keras_version": done.origin.keras_version, "backend": done.origin.backend,
        "flavor": active().name, "flavor_version": active().version, "flavor_backend": active().backend,
        "compiled": done.compiled, "verification": done.verification._asdict(), "notes": done.notes,
        "warnings": done.warnings, "needs": done.needs}
