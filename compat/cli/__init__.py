"""The command line: ``compat inspect``, ``convert``, ``run`` and ``doctor``, one file each.

Exit codes: 0 clean, 1 findings (something is wrong or needs a look), 2 misuse (of the command itself). ``--json``
prints one JSON document on standard output and nothing else there. Errors are one message on standard error, without
a traceback unless ``--debug`` asks for it.
"""
import argparse
import os
import sys
from typing import List, Optional, Sequence

from compat import __version__
from compat.cli import convert, doctor, inspect, run
from compat.cli.output import MISUSE, Output
from compat.errors import CompatError, ModelFileNotFoundError, OptionError

__all__ = ["main"]
COMMANDS = (inspect, convert, run, doctor)


def main(argv: Optional[Sequence[str]] = None) -> int:
    """Run one command.

    Args:
        argv: the arguments, without the program's name; default ``sys.argv[1:]``.

    Returns:
        The exit code.
    """
    parser = _parser()
    try:
        arguments = _parsed(parser, list(sys.argv[1:] if argv is None else argv))
    except SystemExit as end:  # argparse ends the process for --help and for misuse
        return int(end.code or 0)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # TensorFlow's notes on its own build are not findings
    output = Output(arguments.json)
    try:
        return int(arguments.command(arguments, output))
    except (CompatError, OSError) as error:
        if arguments.debug:
            raise
        output.error(error)
        return MISUSE if isinstance(error, (OptionError, ModelFileNotFoundError)) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="compat", description="Code and models of Keras 1 and 2 on today's Keras.")
    parser.add_argument("--version", action="version", version="compat " + __version__)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    commands.required = True
    for module in COMMANDS:
        command = module.add_to(commands)
        command.add_argument("--json", action="store_true", help="print one JSON document instead of text")
        command.add_argument("--debug", action="store_true", help="show the traceback of an error")
    return parser


def _parsed(parser: argparse.ArgumentParser, argv: List[str]) -> argparse.Namespace:
    """The arguments; those of a program that ``compat run`` runs are not looked at."""
    if argv[:1] != ["run"]:
        return parser.parse_args(argv)
    options, of_the_program = run.split(argv)
    arguments = parser.parse_args(options)
    arguments.arguments = of_the_program
    return arguments
