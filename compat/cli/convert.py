"""``compat convert old.h5 new.keras``: load, verify, save, open again, compare; only then does the file appear."""
import argparse
import os
import tempfile
import time
from contextlib import contextmanager
from typing import Any, Dict, Iterator, List, Optional

import numpy as np

from compat.cli.arguments import add_loading_arguments, custom_objects, lambda_functions
from compat.cli.output import CLEAN, FINDINGS, Misuse, Output
from compat.errors import ModelFileNotFoundError
from compat.flavor import active
from compat.load import Loaded, load, predict, reopen, save, weights_of
from compat.verify import ATOL, RTOL, Verification, numbered, outputs_match, read_back

STAGES = ("read", "upgrade", "build", "assign", "verify", "save", "read back", "compare")


def add_to(commands: Any) -> argparse.ArgumentParser:
    """Add the command to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "convert", help="convert an old model file to the installed Keras", description=__doc__)
    parser.add_argument("source", help=".h5 of Keras 1.0 to tf.keras 2.15, or an architecture as .json or .yaml")
    parser.add_argument("target", help=".keras on Keras 3, .h5 on Keras 2")
    add_loading_arguments(parser)
    parser.add_argument("--no-compile", action="store_true", help="leave out losses, metrics and optimizer")
    parser.add_argument("--check", metavar="NPZ", help="inputs x0, x1 … and outputs y0, y1 … of the old Keras")
    parser.add_argument("--rtol", type=float, default=RTOL, help="relative tolerance of --check (default %(default)s)")
    parser.add_argument("--atol", type=float, default=ATOL, help="absolute tolerance of --check (default %(default)s)")
    parser.add_argument("--force", action="store_true", help="overwrite the target")
    parser.set_defaults(command=execute)
    return parser


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Convert one file; 1 if it cannot be verified (nothing is written then) or something needs a look."""
    _check(arguments)
    begin = time.time()
    with output.progress(STAGES) as progress:
        loaded = load(arguments.source, custom_objects(arguments.custom), compile=not arguments.no_compile,
                      lambdas=lambda_functions(arguments.lambdas, arguments.masks), safe=not arguments.unsafe,
                      weights=arguments.weights, progress=progress)
        with _replacing(arguments.target) as temporary:
            progress("save")
            save(loaded.model, temporary)
            progress("read back")
            verified = _verified(loaded, temporary, arguments, progress)
    _report(arguments, loaded, verified, time.time() - begin, output)
    return FINDINGS if loaded.warnings else CLEAN


def _verified(loaded: Loaded, path: str, arguments: argparse.Namespace, progress: Any) -> Verification:
    model = reopen(path, loaded.given)
    verified = read_back(loaded.verification, weights_of(loaded.model), weights_of(model))
    if arguments.check is None:
        return verified
    progress("compare")
    with np.load(arguments.check) as arrays:
        inputs, expected = numbered(arrays, "x"), numbered(arrays, "y")
    return outputs_match(verified, expected, predict(model, inputs), arguments.rtol, arguments.atol)


def _check(arguments: argparse.Namespace) -> None:
    if arguments.check is not None and not os.path.isfile(arguments.check):
        raise ModelFileNotFoundError("--check {!r}: there is no such file".format(arguments.check))
    if os.path.exists(arguments.target) and not arguments.force:
        raise Misuse("{!r} exists; pass --force to overwrite it".format(arguments.target))
    folder = os.path.dirname(os.path.abspath(arguments.target))
    if not os.path.isdir(folder):
        raise Misuse("there is no folder {!r} to write to".format(folder))
    suffix = os.path.splitext(arguments.target)[1]
    wanted = ".keras" if active().name == "keras3" else ".h5"
    if suffix != wanted:
        raise Misuse("{} {} writes {} files; name the target {!r}".format(
            active().name, active().version, wanted, os.path.splitext(arguments.target)[0] + wanted))


@contextmanager
def _replacing(target: str) -> Iterator[str]:
    """A file to write to, in the folder of ``target``; it becomes ``target`` if all goes well and is removed if not."""
    folder, name = os.path.split(os.path.abspath(target))
    handle, temporary = tempfile.mkstemp(prefix="." + name + ".", suffix=os.path.splitext(name)[1], dir=folder)
    os.close(handle)
    try:
        yield temporary
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, target)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


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
