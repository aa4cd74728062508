"""``compat run script.py …``: an unmodified legacy program, its imports of Keras redirected in memory."""
import argparse
from typing import Any

from compat.cli.output import Output
from compat.rewrite import run_script


def add_to(commands: Any) -> argparse.ArgumentParser:
    """Add the command to the parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "run", help="run an unmodified legacy program", description=__doc__)
    parser.add_argument("script", help="the program; what follows it are its own arguments")
    parser.add_argument("arguments", nargs="*", help="arguments of the program")
    parser.set_defaults(command=execute)
    return parser


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Run the program; its exit status is the command's."""
    status = run_script(arguments.script, arguments.arguments)
    output.document({"script": arguments.script, "status": status})
    return status
