"""``%load_ext compat`` in IPython and Jupyter: imports are redirected as by ``compat run``, ``%compat`` is the command line.

What a cell imports after that, and what modules in the working folder import, comes from compat; nothing is written to disk.
``%unload_ext compat`` ends it for cells that come later.
"""
import contextlib
import os
import shlex
import types
from typing import Any, Dict, List

from compat.cli import main
from compat.era import current, set_era
from compat.errors import CompatError, OptionError
from compat.rewrite.cells import redirected_cells

_KERASES = ("keras", "tensorflow", "tf_keras")
_HELP = """%compat                     whether imports are redirected, and the era
%compat era 2.3.1           the Keras that the notebook was written for
%compat inspect old.h5      any command of compat: %compat --help"""
_loaded: Dict[int, contextlib.ExitStack] = {}


def load(shell: Any) -> None:
    """Redirect the cells that are run from now on; what IPython calls for ``%load_ext compat``.

    Args:
        shell: IPython's.
    """
    if id(shell) in _loaded:
        return
    stack = contextlib.ExitStack()
    cells = stack.enter_context(redirected_cells([os.getcwd()]))
    shell.ast_transformers.append(cells)
    stack.callback(_remove, shell.ast_transformers, cells)
    _loaded[id(shell)] = stack
    shell.register_magic_function(magic, "line", "compat")
    early = _imported_before(shell.user_ns)
    if early:
        print("compat: {} imported before %load_ext compat and stay what they are; restart the kernel, and load compat "
              "first".format(
            ", ".join(early)))


def unload(shell: Any) -> None:
    """Leave the cells that are run from now on as they are."""
    stack = _loaded.pop(id(shell), None)
    if stack is not None:
        stack.close()


def magic(line: str) -> None:
    """``%compat``: the command line of compat in a cell; alone it says how things stand."""
    words = _words(line)
    if not words:
        print("imports of keras and tensorflow are {}; the era is Keras {}\n{}".format(
            "redirected to compat" if _loaded else "not redirected", current().version, _HELP))
    elif words[0] == "era":
        _state_era(words[1:])
    else:
        main(words)


def _words(line: str) -> List[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        print("compat: {}; close the quotation".format(error))
        return ["--help"]


def _state_era(words: List[str]) -> None:
    try:
        if len(words) != 1:
            raise OptionError("%compat era takes one version, e.g. %compat era 2.3.1")
        set_era(words[0])
    except CompatError as error:
        print("compat: {}".format(error))
        return
    os.environ["COMPAT_ERA"] = current().version  # for child processes; unloading restores it
    print("the era is Keras {}".format(current().version))


def _imported_before(namespace: Dict[str, Any]) -> List[str]:
    """Names of the user's that are an old Keras already."""
    return sorted(name for name, value in namespace.items() if isinstance(value, types.ModuleType) and not name.startswith("_")
                  and value.__name__.split(".")[0] in _KERASES)


def _remove(transformers: List[Any], cells: Any) -> None:
    if cells in transformers:
        transformers.remove(cells)
