"""Which cells of the matrix a change touches: ``nox -s matrix -- --since REF`` reruns those alone.

When in doubt a cell is touched: only what plainly concerns some flavors, or none, is told apart. This module imports nothing
but the standard library, since the noxfile reads it from its file.
"""
import posixpath
import shutil
import subprocess
from pathlib import Path
from typing import Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple

#: Beginnings of paths that no cell reads: pages, other sessions' programs, what the machinery around the tests needs.
NO_CELL = ("docs/", "benchmarks/", "matrix_report/", ".github/", ".ci/", "tests/clients/", "tests/official_examples/",
           "tests/keras2_suite/", "tests/differential/", "tests/template/", "tests/types/", "tests/goldens/make/")
#: Files at the root that no cell reads.
NO_CELL_FILES = (".gitignore", ".pre-commit-config.yaml", ".pre-commit-hooks.yaml", "LICENSE", "mkdocs.yml")
#: Folder below ``compat/flavors`` → the folders of the flavors that import it.
FOLDERS = {"keras3": ("keras3",), "tf_keras": ("tf_keras",), "multibackend": ("multibackend",),
           "keras2": ("tf_keras", "multibackend")}


class Runs(NamedTuple):
    """What a cell runs.

    Attributes:
        name: of the cell.
        folder: of its flavor below ``compat/flavors``.
        tests: what pytest is given: paths below the root, and ``--ignore=PATH``.
    """

    name: str
    folder: str
    tests: Tuple[str, ...]


def touched(paths: Iterable[str], cells: Sequence[Runs]) -> Dict[str, List[str]]:
    """The cells that a change touches, in their order, each with the paths that are the reason.

    Args:
        paths: files that changed, below the root of the repository, with slashes.
        cells: all cells.

    Example:
        >>> old, new = Runs("old", "multibackend", ("tests/layers",)), Runs("new", "keras3", ("tests/layers",))
        >>> touched(["compat/flavors/keras3/models.py", "docs/index.md"], [old, new])
        {'new': ['compat/flavors/keras3/models.py']}
    """
    reasons: Dict[str, List[str]] = {cell.name: [] for cell in cells}
    for path in paths:
        for cell in cells:
            if _touches(path, cell):
                reasons[cell.name].append(path)
    return {name: found for name, found in reasons.items() if found}


def _touches(path: str, cell: Runs) -> bool:
    if path.startswith(NO_CELL) or path in NO_CELL_FILES or path.endswith(".md"):
        return False
    folders = _folders_of(path)
    if folders is not None:
        return cell.folder in folders
    if path.startswith("tests/") and posixpath.basename(path).startswith("test_") and path.endswith(".py"):
        return _runs(cell, path)
    return True


def _folders_of(path: str) -> Optional[Tuple[str, ...]]:
    """The flavors that a file concerns, if it is one of some flavors alone."""
    parts = path.split("/")
    if parts[1:2] == ["flavors"] and parts[2:3] and parts[2] in FOLDERS and len(parts) > 3:
        no_keras = parts[0] == "tests" and parts[2] == "keras2"  # those tests are of the unit sessions
        return () if no_keras else FOLDERS[parts[2]]
    if path.startswith("tests/conformance/xfails_"):
        return (posixpath.splitext(path)[0].split("xfails_")[1],)
    return None


def _runs(cell: Runs, path: str) -> bool:
    """Whether pytest runs a file of tests in a cell: the longest path that covers it says."""
    covering = [(each.replace("--ignore=", ""), each.startswith("--ignore=")) for each in cell.tests]
    found = [(len(place), not ignored) for place, ignored in covering if path == place or path.startswith(place + "/")]
    return bool(found) and max(found)[1]


def changed(root: Path, ref: str) -> List[str]:
    """The files that differ between a commit and the working tree, those that git does not know yet included.

    Raises:
        ValueError: if git knows no such commit, cannot compare with it, or is not there.
    """
    if shutil.which("git") is None:
        raise ValueError("--since asks git what changed, and there is no git on this machine")
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}")[0].strip()
    except (ValueError, IndexError):
        raise ValueError("--since takes a commit, branch or tag of this checkout, and git knows none named {!r}".format(
            ref)) from None
    differing = _git(root, "diff", "--name-only", "--no-renames", "-z", commit, "--")
    return sorted({*differing, *_git(root, "ls-files", "--others", "--exclude-standard", "-z")})


def _git(root: Path, *arguments: str) -> List[str]:
    """What git prints, split at NUL. It fails loudly: no answer would read as "nothing changed"."""
    ran = subprocess.run(["git", "-C", str(root), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if ran.returncode:
        raise ValueError("--since asks git what changed, and it says: {}".format(ran.stderr.decode("utf8", "replace").strip()))
    return [each.decode("utf8", "surrogateescape") for each in ran.stdout.split(b"\0") if each]


def said(reasons: Dict[str, List[str]], cells: Sequence[Runs]) -> List[str]:
    """One line a cell that is touched, with up to three reasons; then those that are not.

    Example:
        >>> said({"new": ["a.py", "b.py", "c.py", "d.py"]}, [Runs("old", "", ()), Runs("new", "", ())])
        ['new: a.py, b.py, c.py and 1 more', 'not touched: old']
    """
    lines = ["{}: {}{}".format(name, ", ".join(paths[:3]), " and {} more".format(len(paths) - 3) if paths[3:] else "")
             for name, paths in reasons.items()]
    left = [cell.name for cell in cells if cell.name not in reasons]
    return lines + (["not touched: " + ", ".join(left)] if left else [])
