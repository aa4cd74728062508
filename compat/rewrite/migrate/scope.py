"""What a name stands for, from imports, plain assignments and the scopes of Python: enough to tell Keras's names from others.

A scope is read when the walk enters it. A name that is bound to Keras in one place and to something else in another is of
unknown meaning, and code that uses it stays; an import beside a fallback (``try: … except ImportError: X = None``) counts.
"""
import ast
import functools
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence, Set, Tuple

from compat.api.names import names_in
from compat.api.tf_1 import RECURRENT_DEFAULTS
from compat.rewrite.migrate.modules import own_file, tree_of
from compat.rewrite.rules import ON_DISK

_MIRRORS = ("compat.keras.", "compat.tf.")
#: What a name may be bound to: a dotted name that is imported, an expression that is assigned, or anything else (None).
Bound = Any
_BODIES = ("body", "orelse", "finalbody")


class Scope:
    """The names that one module, function or class binds itself.

    Args:
        parent: the scope around it, None for a module.
        is_class: the names of a class are not seen from its methods.
    """

    def __init__(self, parent: "Optional[Scope]" = None, is_class: bool = False, filename: str = "") -> None:
        self.parent = parent
        self.filename: str = filename or (parent.filename if parent is not None else "")
        self.own_stars: List[Own] = []
        self.is_class = is_class
        self.names: Dict[str, List[Bound]] = {}
        self.stars: List[str] = []

    def bind(self, name: str, value: Bound) -> None:
        self.names.setdefault(name, []).append(value)

    def read(self, statements: Sequence[ast.stmt]) -> "Scope":
        """Bind what the statements bind, also inside ``if``, ``try``, loops and ``with``."""
        for statement in statements:
            reader = _READERS.get(type(statement))
            if reader is not None:
                reader(self, statement)
            for field in _in_order(statement) if not isinstance(statement, _DEFINITIONS) else ():
                self.read(getattr(statement, field, ()))
            for clause in [*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())]:
                if getattr(clause, "name", None):
                    self.bind(clause.name, None)
                self.read(clause.body)
        return self

    def found(self, name: str) -> List[Bound]:
        """What the name is bound to in the nearest scope that binds it."""
        scope: Optional[Scope] = self
        while scope is not None:
            if name in scope.names and (scope is self or not scope.is_class):
                return scope.names[name]
            scope = scope.parent
        return []

    def above(self) -> "Iterator[Scope]":
        """This scope and those around it, the module last."""
        scope: Optional[Scope] = self
        while scope is not None:
            yield scope
            scope = scope.parent

    def dotted(self, node: ast.AST, depth: int = 0) -> Optional[str]:
        """The full name of an expression such as ``K.sum``, e.g. ``"keras.backend.sum"``; None where it is not known."""
        parts: List[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or depth > 8:
            return None
        base = self._named(node.id, depth)
        return None if base is None else ".".join([base, *reversed(parts)])

    def _named(self, name: str, depth: int) -> Optional[str]:
        values = self.found(name)
        if not values:
            return self._from_a_star(name)
        names = [self._of_value(value, depth + 1) for value in values]
        known = [each for each in names if each is not None]
        others = [value for value, each in zip(values, names) if each is None and not _is_fallback(value)]
        if others or not known:
            return None
        return next((each for each in known if canonical(each)), known[0])

    def _of_value(self, value: Bound, depth: int) -> Optional[str]:
        if isinstance(value, Own):
            return own_name(self.filename, value)
        return value if isinstance(value, str) else self.dotted(value, depth) if isinstance(value, ast.expr) else None

    def _from_a_star(self, name: str) -> Optional[str]:
        for scope in self.above():
            for module in reversed(scope.stars):
                if name in names_in(canonical(module) or ""):
                    return module + "." + name
            for own in scope.own_stars:
                found = own_name(self.filename, own._replace(name=name))
                if found is not None:
                    return found
        return None


def _in_order(statement: ast.stmt) -> Sequence[str]:
    """The bodies of a statement, first what runs unless a variable of the environment says otherwise."""
    asks = isinstance(statement, ast.If) and any(
        getattr(each, "attr", getattr(each, "id", "")) in ("environ", "getenv") for each in ast.walk(statement.test))
    return _BODIES[::-1] if asks else _BODIES


_KNOWN: Dict[Tuple[str, str], Optional[str]] = {}
_ASKED: Set[Tuple[str, str]] = set()


class Own(NamedTuple):
    """A name that is imported from another module of the user's: ``from .backend import K``."""

    level: int
    module: str
    name: str


def own_name(filename: str, own: Own) -> Optional[str]:
    """What a name stands for in another module of the user's, where that module imports it from a Keras in turn.

    Modules may import each other: a name that is asked for while it is looked for stands for nothing.
    """
    path = own_file(filename, own.level, own.module)
    if path is None or (path, own.name) in _ASKED:
        return None
    if (path, own.name) not in _KNOWN:
        scope = _module_scope(path)
        _ASKED.add((path, own.name))
        try:
            _KNOWN[path, own.name] = None if scope is None else scope.dotted(ast.Name(id=own.name))
        finally:
            _ASKED.discard((path, own.name))
    return _KNOWN[path, own.name]


@functools.lru_cache(maxsize=256)
def _module_scope(path: str) -> "Optional[Scope]":
    """The names of another module; None where it cannot be read."""
    tree = tree_of(path)
    return None if tree is None else Scope(filename=path).read(tree.body)


def _is_fallback(value: Bound) -> bool:
    """``None`` or another constant, which stands for a module that is not there."""
    return isinstance(value, ast.Constant)


@functools.lru_cache(maxsize=4096)
def canonical(name: str) -> Optional[str]:
    """A name of Keras or TensorFlow as the tables have it; None for any other.

    Example:
        >>> canonical("tensorflow.python.keras.layers.Dense"), canonical("tensorflow.reduce_sum"), canonical("numpy.sum")
        ('tf.keras.layers.Dense', 'tf.reduce_sum', None)
    """
    target = name if (name + ".").startswith(_MIRRORS) else ON_DISK.target(name)
    if target is not None:
        return _of_version_1(target[len("compat."):])
    return "tf." + name[len("tensorflow."):] if name.startswith("tensorflow.") else None


def _of_version_1(name: str) -> str:
    """A name of ``tf.compat.v1.keras`` as that of the same thing elsewhere; any other as it is."""
    module, _, last = name.rpartition(".")
    if module == "tf.keras_v1.layers" and last in RECURRENT_DEFAULTS:
        return name.replace("tf.keras_v1", "keras")
    if module == "tf.keras_v1.optimizers" and last[:1].isupper():
        return name.replace("tf.keras_v1.optimizers", "tf.keras.optimizers.legacy")
    return name.replace("tf.keras_v1", "tf.keras", 1)


def of_function(node: Any, parent: Scope) -> Scope:
    """The scope of a function or lambda: its parameters, and what its body binds."""
    scope = Scope(parent)
    arguments = node.args
    for each in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]:
        if each is not None:
            scope.bind(each.arg, None)
    if isinstance(node.body, list):
        scope.read(node.body)
        for statement in node.body:
            for name in getattr(statement, "names", ()) if isinstance(statement, (ast.Global, ast.Nonlocal)) else ():
                scope.names.pop(name, None)
    return scope


def of_comprehension(node: Any, parent: Scope) -> Scope:
    """The scope of a comprehension: the names of its loops."""
    scope = Scope(parent)
    for loop in node.generators:
        _bind_target(scope, loop.target, None)
    return scope


def _read_import(scope: Scope, node: ast.Import) -> None:
    for alias in node.names:
        top = alias.name.split(".")[0]
        scope.bind(alias.asname or top, alias.name if alias.asname else top)


def _read_import_from(scope: Scope, node: ast.ImportFrom) -> None:
    for alias in node.names:
        own = Own(node.level, node.module or "", alias.name)
        is_own = bool(node.level) or own_file(scope.filename, 0, node.module or "") is not None
        if alias.name == "*":
            if is_own:
                scope.own_stars.append(own)
            else:
                scope.stars.append(own.module)
        else:
            scope.bind(alias.asname or alias.name, own if is_own else "{}.{}".format(node.module, alias.name))


def _read_assign(scope: Scope, node: ast.Assign) -> None:
    for target in node.targets:
        _bind_target(scope, target, node.value)


def _bind_target(scope: Scope, target: ast.AST, value: Optional[ast.AST]) -> None:
    if isinstance(target, ast.Name):
        scope.bind(target.id, value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        values = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
        pairs = values if len(values) == len(target.elts) else [None] * len(target.elts)
        for each, its in zip(target.elts, pairs):
            _bind_target(scope, each, its)
    elif isinstance(target, ast.Starred):
        _bind_target(scope, target.value, None)


def _read_single(scope: Scope, node: Any) -> None:
    _bind_target(scope, node.target, getattr(node, "value", None) if isinstance(node, ast.AnnAssign) else None)


def _read_with(scope: Scope, node: Any) -> None:
    for item in node.items:
        if item.optional_vars is not None:
            _bind_target(scope, item.optional_vars, None)


def _read_definition(scope: Scope, node: Any) -> None:
    scope.bind(node.name, node)


_DEFINITIONS: Tuple[type, ...] = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_READERS: Dict[type, Any] = {
    ast.Import: _read_import, ast.ImportFrom: _read_import_from, ast.Assign: _read_assign, ast.AnnAssign: _read_single,
    ast.AugAssign: _read_single, ast.For: _read_single, ast.AsyncFor: _read_single, ast.With: _read_with,
    ast.AsyncWith: _read_with, **dict.fromkeys(_DEFINITIONS, _read_definition),
}
