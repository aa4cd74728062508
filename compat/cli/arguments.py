"""What the parsers of the commands share: help with examples, and the options of every command that loads a model."""
import argparse
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Sequence

from compat.errors import OptionError

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

EXIT_CODES = "exit status: 0 all is well; 1 something needs a look; 2 misuse of the command; 3 it failed"

#: What reading code needs; the extra "migrate" brings it.
_READS_CODE = ("libcst", "pathspec", "fissix")


def check_reads_code(command: str) -> None:
    """Raise OptionError where a command that reads a code base cannot: on an old CPython, or without the extra.

    Args:
        command: for the message, e.g. ``"compat migrate"``.
    """
    if sys.version_info < (3, 9):
        raise OptionError("{} needs CPython 3.9 or newer, and this is {}.{}; the code that it reads, and the code that compat "
                          "migrate writes, may be of any CPython".format(command, *sys.version_info[:2]))
    missing = [each for each in _READS_CODE if find_spec(each) is None]
    if missing:
        raise OptionError("{} needs {}: pip install 'keras-legacy-compat[migrate]'".format(command, ", ".join(missing)))


def add_command(commands: "Commands", name: str, short: str, description: str, examples: Sequence[str],
                exit_codes: str = EXIT_CODES, usage: str = "") -> argparse.ArgumentParser:
    """Add a command whose help ends in examples and exit codes.

    Args:
        commands: of the whole program.
        name: of the command.
        short: its line in the help of the program.
        description: the first paragraphs of its own help.
        examples: command lines.
        exit_codes: what it exits with.
        usage: instead of what argparse makes of the arguments.
    """
    epilog = "examples:\n{}\n\n{}".format("\n".join("  " + each for each in examples), exit_codes)
    return commands.add_parser(name, help=short, description=description, epilog=epilog, usage=usage or None,
                               formatter_class=argparse.RawDescriptionHelpFormatter)


def add_loading_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of :class:`compat.loading.options.LoadOptions`; :mod:`compat.loading.references` reads their texts."""
    parser.add_argument("--custom", action="append", default=[], metavar="[NAME=]MODULE:OBJECT",
                        help="a class or function that the file needs; may be repeated")
    parser.add_argument("--lambda", dest="lambdas", action="append", default=[], metavar="LAYER=EXPRESSION",
                        help="the function of a Lambda layer, e.g. 'crop=lambda x: x[:, 2:, :]'; may be repeated")
    parser.add_argument("--lambda-mask", dest="masks", action="append", default=[], metavar="LAYER=EXPRESSION",
                        help="the mask function of a Lambda layer, e.g. 'crop=lambda inputs, mask: mask[:, 2:]'; may be "
                             "repeated")
    parser.add_argument("--weights", metavar="H5", help="the weights of an architecture that is a .json or .yaml file")
    parser.add_argument("--no-compile", dest="compile", action="store_false",
                        help="leave out losses, metrics and optimizer")
    parser.add_argument("--no-safe-mode", "--unsafe", dest="safe_mode", action="store_false",
                        help="lift the limits on size, for a file that you trust; code of a file is never run either way")
