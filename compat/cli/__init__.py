"""The command line: ``compat inspect``, ``convert``, ``compare``, ``migrate``, ``run``, ``doctor`` and ``matrix-template``,
one file each.

Exit status: 0 clean, 1 findings (something needs a look), 2 misuse (of the command itself), 3 it failed; 130 after Ctrl-C,
141 when the program that reads the output is gone. ``--json`` prints one JSON document on standard output and nothing else
there. Errors are one message on standard error, without a traceback unless ``--debug`` asks for it.
"""
import argparse
import os
import sys
from typing import List, Optional, Sequence

from compat import __version__
from compat.cli import compare, convert, doctor, inspect, matrix_template, migrate, run
from compat.cli.arguments import EXIT_CODES
from compat.cli.output import FAILED, MISUSE, Output
from compat.errors import CompatError, EraError, ModelFileNotFoundError, OptionError, ScriptNotFoundError

__all__ = ["main"]
COMMANDS = (inspect, convert, compare, migrate, run, doctor, matrix_template)
_MISUSES = (EraError, OptionError, ModelFileNotFoundError, ScriptNotFoundError)
_INTERRUPTED, _BROKEN_PIPE = 130, 141  # as a shell reports a program that SIGINT or SIGPIPE ended


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Run one command.

    Args:
        argv: the arguments, without the program's name; default ``sys.argv[1:]``.

    Returns:
        The exit code.
    """
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except BrokenPipeError:  # of ``compat inspect old.h5 | head -1``
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # or Python complains when it flushes at its end
        return _BROKEN_PIPE
    return code


def _run(argv: List[str]) -> int:
    try:
        arguments = parsed(argv)
    except SystemExit as end:  # argparse ends the process for --help and for misuse
        return int(end.code or 0)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # TensorFlow's notes on its own build are not findings
    output = Output(arguments.json)
    try:
        return int(arguments.command(arguments, output))
    except BrokenPipeError:
        raise
    except (CompatError, OSError) as error:
        if arguments.debug:
            raise
        output.error(error)
        return MISUSE if isinstance(error, _MISUSES) else FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    whole = argparse.ArgumentParser(
        prog="compat", description="Code and models of Keras 1 and 2 on today's Keras.", epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    whole.add_argument("--version", action="version", version="compat " + __version__)
    commands = whole.add_subparsers(title="commands", metavar="COMMAND")
    commands.required = True
    for module in COMMANDS:
        command = module.add_to(commands)
        command.add_argument("--json", action="store_true", help="print one JSON document instead of text")
        command.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return whole


def parsed(argv: List[str]) -> argparse.Namespace:
    """The arguments; those of a program that ``compat run`` runs are not looked at."""
    if argv[:1] != ["run"]:
        return parser().parse_args(argv)
    options, of_the_program = run.split(argv)
    arguments = parser().parse_args(options)
    arguments.arguments = of_the_program
    return arguments
