"""``compat run script.py …``: an unmodified legacy program, its imports of Keras redirected in memory."""
import argparse
from typing import TYPE_CHECKING

from compat.cli.arguments import add_command
from compat.cli.output import Output
from compat.rewrite import run_script

if TYPE_CHECKING:
    from compat.cli.arguments import Commands

DESCRIPTION = """\
Run a legacy program as it is: its imports of Keras and TensorFlow are redirected
in memory to compat. Nothing is written to disk. What follows the program are its
own arguments."""
EXAMPLES = ("compat run old_train.py --epochs 3", "compat run evaluate.py model.h5")


def add_to(commands: "Commands") -> argparse.ArgumentParser:
    """Add the command to the parser."""
    parser = add_command(commands, "run", "run an unmodified legacy program", DESCRIPTION, EXAMPLES,
                         "exit status: that of the program; 2 or 3 when it cannot be started")
    parser.add_argument("script", help="the program")
    parser.add_argument("arguments", nargs="*", help="arguments of the program")
    parser.set_defaults(command=execute)
    return parser


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Run the program; its exit status is the command's."""
    status = run_script(arguments.script, arguments.arguments)
    output.document({"script": arguments.script, "status": status})
    return status
