"""``compat run``: an unmodified legacy program, its imports of Keras and TensorFlow redirected in memory."""
import argparse
import contextlib
import os
from typing import TYPE_CHECKING, Dict, Iterator, List, Tuple

from compat.cli.arguments import add_command
from compat.cli.output import Output
from compat.era import current, set_era
from compat.errors import OptionError
from compat.flavor import BACKEND_VARIABLE, backend_of_old_code
from compat.rewrite import root_named, run_code, run_module, run_script

#: Options that take a value, which is not the program.
_WITH_VALUE = ("--root", "--era", "--backend")

if TYPE_CHECKING:
    from compat.cli.arguments import Commands

DESCRIPTION = """\
Run a legacy program as it is: its imports of Keras and TensorFlow are redirected
in memory to compat. Nothing is written to disk. What follows SCRIPT, MODULE or
CODE is handed to the program as it stands. Processes that it starts with the same
Python (multiprocessing, joblib, subprocess) are redirected too. Installed packages
keep the Keras they were written for, unless --root names them. The program's own
folder is always the user's own code; with -m, so are the module's package and the
working folder; with -c, the working folder."""
EXAMPLES = ("compat run --era 2.3.1 train.py --epochs 3",
            "compat run --backend jax --root keras_self_attention -m pytest tests")


def add_to(commands: "Commands") -> argparse.ArgumentParser:
    """Add the command to the parser."""
    parser = add_command(commands, "run", "run an unmodified legacy program", DESCRIPTION, EXAMPLES,
                         "exit status: that of the program; 2 or 3 when it cannot be started",
                         usage="compat run [options] (SCRIPT | -m MODULE | -c CODE) [arguments of the program]")
    parser.add_argument("--root", action="append", default=[], metavar="FOLDER",
                        help="more code of the user's own: a folder, or the name of an installed package; may be repeated")
    parser.add_argument("--era", metavar="VERSION",
                        help="the Keras that the program was written for, e.g. 2.3.1; default 2.2.4, or 2.15 for a program "
                             "that begins with tf.keras")
    parser.add_argument("--backend", metavar="NAME", help="what Keras 3 computes on: tensorflow, jax or torch")
    parser.add_argument("-m", dest="module", help="run a module, as python -m does")
    parser.add_argument("-c", dest="code", help="run a program given as text, as python -c does")
    parser.add_argument("script", nargs="?", metavar="SCRIPT", help="the program: a file, or a folder with a __main__.py")
    parser.set_defaults(command=execute, arguments=[])
    return parser


def split(argv: List[str]) -> Tuple[List[str], List[str]]:
    """The arguments of ``compat`` and those of the program, which begin after SCRIPT, MODULE or CODE.

    Args:
        argv: the arguments of ``compat``, ``run`` first.

    Example:
        >>> split(["run", "--era", "2.3", "train.py", "--era", "x", "--"])
        (['run', '--era', '2.3', '--', 'train.py'], ['--era', 'x', '--'])
        >>> split(["run", "-m", "pytest", "-q"])
        (['run', '-m', 'pytest'], ['-q'])
    """
    place = 1
    while place < len(argv):
        word = argv[place]
        if word.startswith(("-m", "-c")):
            end = place + (1 if len(word) > 2 else 2)
            return argv[:end], argv[end:]
        if word == "--" or not word.startswith("-"):
            script = place + (word == "--")
            return argv[:place] + ["--"] * bool(argv[script:]) + argv[script:script + 1], argv[script + 1:]
        place += 2 if word in _WITH_VALUE else 1
    return argv, []


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Run the program; its exit status is the command's."""
    kinds = (("script", run_script), ("module", run_module), ("code", run_code))
    given = [(kind, run, getattr(arguments, kind)) for kind, run in kinds if getattr(arguments, kind) is not None]
    if len(given) != 1:
        raise OptionError("compat run takes one program: SCRIPT, -m MODULE or -c CODE")
    kind, run, program = given[0]
    roots = [root_named(root) for root in arguments.root]
    with _environment(_variables(arguments)):
        status = run(program, arguments.arguments, roots=roots)
    output.document({kind: program, "status": status})
    return status


def _variables(arguments: argparse.Namespace) -> Dict[str, str]:
    """What the options are in the environment, for the program and the processes that it starts."""
    variables = {}
    stated = arguments.backend or os.environ.get(BACKEND_VARIABLE) or os.environ.get("KERAS_BACKEND")
    if stated:
        variables.update({BACKEND_VARIABLE: stated, "KERAS_BACKEND": backend_of_old_code(stated)})
    if arguments.era is not None:
        variables["COMPAT_ERA"] = arguments.era
    return variables


@contextlib.contextmanager
def _environment(variables: Dict[str, str]) -> Iterator[None]:
    """The variables set, and the era of ``COMPAT_ERA`` in force; afterwards all is as before."""
    before = {name: os.environ.get(name) for name in variables}
    era = current()
    if "COMPAT_ERA" in variables:
        set_era(variables["COMPAT_ERA"])
    os.environ.update(variables)
    try:
        yield
    finally:
        set_era(era.version, era.exact)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
