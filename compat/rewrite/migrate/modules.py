"""Other modules of the user's: which files a program imports, and whether they speak of Keras."""
import ast
import functools
import os
import re
import warnings
from typing import Iterable, Iterator, List, Optional, Set

from compat.api.dropped_names import MOVED, REMADE
from compat.api.keras3_names import NAMES
from compat.api.names import names_in
from compat.api.numpy_changes import ARRAY_METHODS, NUMPY_ADVICE, NUMPY_KEYWORDS, NUMPY_LIB, NUMPY_NAMES, NUMPY_TYPES
from compat.rewrite.nodes import nodes_of

_LARGEST = 2_000_000
_MOST_MODULES = 50
_IMPORTS_KERAS = re.compile(rb"^[ \t]*(?:from|import)[ \t]+keras\b", re.MULTILINE)
#: What code for multi-backend Keras has and neither Keras 3 nor a migrated file: modules and arguments that are gone.
_OF_KERAS_2 = re.compile(
    rb"\bkeras\.(?:layers\.(?:core|convolutional|recurrent|normalization|embeddings|pooling|merge|advanced_activations|wrappers"
    rb"|noise|local)|engine|objectives|wrappers\.scikit_learn|preprocessing\.text)\b|\bnp_utils\b|\bnb_epoch\b"
    rb"|\b(?:fit|evaluate|predict)_generator\b|\blr=|\bK\.(?:" + "|".join(
        sorted(set(names_in("keras.backend")) - set(NAMES["keras.backend"]))).encode() + rb")\b")
#: What an earlier run leaves in a file.
_MIGRATED = re.compile(rb"# compat: |^(?:def|class) \w+(?:_of_keras_2|_of_tf_keras|OfKeras2)\b", re.MULTILINE)
_CONCERNED = re.compile(rb"keras|tensorflow", re.IGNORECASE)
#: What NumPy dropped, as it stands in most programs; the rules look closer.
_NAMES_GONE = "|".join(sorted({*NUMPY_TYPES, *NUMPY_NAMES, *NUMPY_ADVICE, "fromstring"}))
_WORDS_GONE = "|".join(sorted({"copy ?= ?False", *(name + " ?= ?" for names in NUMPY_KEYWORDS.values() for name in names)}))
_OLD_NUMPY = re.compile((
    r"\b(?:np|numpy)\.(?:(?:" + _NAMES_GONE + r"|lib\.(?:" + "|".join(sorted(NUMPY_LIB)) + r"))\b"
    r"|as\w*array\([\[(]+|array\([\[(]+|(?:sum|\w*stack|concatenate)\([^\n]*\b(?:for|map|zip|filter)\b|set_printoptions)"
    r"|\.(?:" + "|".join(sorted(ARRAY_METHODS)) + r")\(|\b(?:" + _WORDS_GONE + r")|\bfrom numpy import\b").encode())
_GONE = [name.rpartition(".") for name in (*MOVED, *REMADE)]
#: What Python and other packages dropped, as it stands in most programs: by its module's name, or imported from that.
_OLD_NAMES = re.compile((
    r"\b(?:" + "|".join(sorted({re.escape(module.rpartition(".")[2] + "." + name) for module, _, name in _GONE})) + r")\b"
    r"|\bfrom[ \t]+(?:" + "|".join(sorted({re.escape(module) for module, _, _ in _GONE} | {re.escape(name) for name in MOVED}))
    + r")[ \t]+import\b|\bimport[ \t]+(?:" + "|".join(sorted({re.escape(module) for module, _, _ in _GONE})) + r")[ \t]+as\b"
).encode())
#: Statements that Python 3 cannot parse: ``print x``, ``except E, error:``, ``raise E, text``, ``exec code``.
_PYTHON_2 = re.compile(
    rb"^[ \t]*(?:print[ \t]+(?:[\w\"'>`]|$)|except[ \t]+[\w.]+[ \t]*,[ \t]*\w+[ \t]*:|raise[ \t]+[\w.]+[ \t]*,"
    rb"|exec[ \t]+[\w\"'])", re.MULTILINE)
_IMPORTS = re.compile(r"^[ \t]*(?:from[ \t]+(?P<dots>\.*)(?P<module>[\w.]*)[ \t]+import\b|import[ \t]+(?P<name>[\w.]+))",
                      re.MULTILINE)


@functools.lru_cache(maxsize=4096)
def own_file(filename: str, level: int, module: str) -> Optional[str]:
    """The file of a module that another file imports, if it is a neighbor or in the same package."""
    if not filename or not os.path.isfile(filename):
        return None
    folder = os.path.dirname(os.path.abspath(filename))
    for _ in range(level - 1):
        folder = os.path.dirname(folder)
    folders = [folder]
    while not level and os.path.exists(os.path.join(folders[-1], "__init__.py")) and len(folders) < 20:
        folders.append(os.path.dirname(folders[-1]))
    for each in folders:
        base = os.path.join(each, *module.split(".")) if module else each
        for path in (base + ".py", os.path.join(base, "__init__.py")):
            if os.path.isfile(path) and os.path.abspath(path) != os.path.abspath(filename):
                return path
    return None


@functools.lru_cache(maxsize=256)
def tree_of(path: str) -> Optional[ast.Module]:
    """The tree of another module; None where it cannot be read."""
    try:
        with open(path, "rb") as file:
            source = file.read(_LARGEST)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (OSError, SyntaxError, ValueError, RecursionError):
        return None


def own_modules(tree: ast.Module, filename: str) -> Iterator[ast.Module]:
    """The modules of the user's that a program imports, and those that they import."""
    seen: Set[str] = {os.path.abspath(filename)}
    waiting = _own_imports(tree, filename)
    while waiting and len(seen) < _MOST_MODULES:
        path = waiting.pop()
        other = tree_of(path) if path not in seen else None
        seen.add(path)
        if other is not None:
            yield other
            waiting.extend(_own_imports(other, path))


def _own_imports(tree: ast.Module, filename: str) -> List[str]:
    found: List[Optional[str]] = []
    for node in nodes_of(tree, ast.Import):
        found.extend(own_file(filename, 0, alias.name) for alias in node.names)
    for node in nodes_of(tree, ast.ImportFrom):
        found.append(own_file(filename, node.level, node.module or ""))
        found.extend(own_file(filename, node.level, ".".join(filter(None, (node.module, alias.name))))
                     for alias in node.names)
    return [path for path in found if path is not None]


def imports_what_concerns(text: str, filename: str) -> bool:
    """Whether a program imports a module of the user's that speaks of Keras or TensorFlow, as far as its lines say."""
    return any(path is not None and _speaks(path) for path in _named_in(text, filename))


@functools.lru_cache(maxsize=4096)
def gives_to_others(filename: str, name: str) -> bool:
    """Whether a program beside a module, or above or below it, may import a name from it, as far as its lines say."""
    folder, own = os.path.split(os.path.abspath(filename)) if filename else ("", "")
    module = os.path.basename(folder) if own == "__init__.py" else own[:-3]
    takes = re.compile(r"^[ \t]*from[ \t]+[\w.]*\b{}[ \t]+import[ \t]+(?:\*|[^\n]*\b{}\b)".format(
        re.escape(module), re.escape(name)).encode(), re.MULTILINE)
    return any(takes.search(text) for text in map(_text_of, _programs_around(folder)) if module)


@functools.lru_cache(maxsize=256)
def _programs_around(folder: str) -> List[str]:
    """Programs in a folder, the one above it and those below them: at most so many that asking costs little."""
    found: List[str] = []
    above = os.path.dirname(folder)
    for each in [folder, above, *_folders_in(folder), *_folders_in(above)] if folder else ():
        found.extend(entry.path for entry in _entries(each)
                     if entry.name.endswith(".py") and entry.is_file(follow_symlinks=False))
    return sorted(set(found))[:500]


def _folders_in(folder: str) -> List[str]:
    return [entry.path for entry in _entries(folder) if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")]


def _entries(folder: str) -> List["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


@functools.lru_cache(maxsize=1024)
def _text_of(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(_LARGEST)
    except OSError:
        return b""


def is_old(text: bytes) -> bool:
    """Whether a program without a word of Keras may be one of Python 2, or use what NumPy and others dropped.

    Example:
        >>> is_old(b"x = np.float(3)"), is_old(b"print 'ok'"), is_old(b"print(x)")
        (True, True, False)
    """
    return _OLD_NUMPY.search(text) is not None or _OLD_NAMES.search(text) is not None or _PYTHON_2.search(text) is not None


def _named_in(text: str, filename: str) -> Iterator[Optional[str]]:
    for found in _IMPORTS.finditer(text) if filename else ():
        dots, module = found.group("dots") or "", found.group("module") or found.group("name") or ""
        yield own_file(filename, len(dots), module)


def has_keras_2(paths: Iterable[str]) -> bool:
    """Whether one of some files is for multi-backend Keras 2: it imports ``keras`` and has words that later ones lack."""
    return any(_is_for_keras_2(path) for path in paths if path.endswith(".py"))


def _is_for_keras_2(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            text = file.read(_LARGEST)
    except OSError:
        return False
    return speaks_of_keras_2(text)


def speaks_of_keras_2(text: bytes) -> bool:
    """Whether a program looks like one for multi-backend Keras 2 that no earlier run has migrated.

    Example:
        >>> speaks_of_keras_2(b"from keras.layers.core import Dense"), speaks_of_keras_2(b"from keras.layers import Dense")
        (True, False)
    """
    return _OF_KERAS_2.search(text) is not None and _IMPORTS_KERAS.search(text) is not None and _MIGRATED.search(text) is None


@functools.lru_cache(maxsize=4096)
def _speaks(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return _CONCERNED.search(file.read(_LARGEST)) is not None
    except OSError:
        return False
