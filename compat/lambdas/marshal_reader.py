"""Reads the marshal format of CPython 2.7 and 3.4–3.13 as data, with bounds, and without the ``marshal`` module.

Keras wrote the function of a Lambda layer as ``marshal.dumps(function.__code__)``, so that the format is that of
the Python that trained the model. Python's own reader builds real code objects, crashes on damaged data, and
cannot read another version's; this one makes plain records and raises LambdaError. The format is described at
https://docs.python.org/3/library/marshal.html only as "undocumented on purpose"; these are its facts.
"""
from __future__ import annotations

import struct
from typing import Any, Callable, Dict, List, NamedTuple, Tuple

#: Limits: a typical Lambda takes a few hundred bytes and a few dozen objects, and nests 5 deep.
MAX_BYTES = 1 << 20
MAX_OBJECTS = 20000
MAX_DEPTH = 40
MAX_DIGITS = 500

_FLAG_REF = 0x80


class MarshalProblem(Exception):
    """The bytes are not marshal data of the layout that was tried; internal, see :func:`read_code`."""


class Code(NamedTuple):
    """What a code object holds, the same for every Python.

    ``names`` are the texts that instructions index; ``locals`` the local variables; ``cells`` what ``LOAD_DEREF`` and
    its kin index; ``frees`` the closure's variables in order; ``lines`` the line table, as it was stored.
    """

    layout: str
    argcount: int
    kwonly: int
    flags: int
    code: bytes
    consts: Tuple[Any, ...]
    names: Tuple[str, ...]
    locals: Tuple[str, ...]
    cells: Tuple[str, ...]
    frees: Tuple[str, ...]
    name: str
    lines: bytes


#: Layout → the integers before the bytecode. From 3.11 on, one list of names with a kind each replaces three lists.
LAYOUTS: Dict[str, Tuple[str, ...]] = {
    "2.7": ("argcount", "nlocals", "stacksize", "flags"),
    "3.4": ("argcount", "kwonly", "nlocals", "stacksize", "flags"),
    "3.8": ("argcount", "posonly", "kwonly", "nlocals", "stacksize", "flags"),
    "3.11": ("argcount", "posonly", "kwonly", "stacksize", "flags"),
}
#: The kind, in ``localspluskinds``, of a variable that belongs to an outer function.
_FREE = 0x80


def read_code(data: bytes) -> List[Code]:
    """The code object in ``data``, once per layout that fits it (one for honest data, none for anything else).

    Raises:
        MarshalProblem: no layout fits; the text says how far the best attempt came.
    """
    if len(data) > MAX_BYTES:
        raise MarshalProblem("%d bytes, more than the %d allowed" % (len(data), MAX_BYTES))
    found, problems = [], []
    for layout in LAYOUTS:
        reader = Reader(data, layout)
        try:
            value = reader.value()
        except MarshalProblem as problem:
            problems.append((reader.position, str(problem)))
            continue
        if isinstance(value, Code):
            found.append(value)
        else:
            problems.append((reader.position, "it is a %s, not code" % type(value).__name__))
    if not found:
        raise MarshalProblem("not the bytecode of any Python: at byte %d, %s" % max(problems))
    return found


class Reader:
    """One pass over marshal data in one layout."""

    def __init__(self, data: bytes, layout: str) -> None:
        self.data = data
        self.layout = layout
        self.position = 0
        self.refs: List[Any] = []
        self.interned: List[Any] = []
        self.objects = 0
        self.depth = 0

    def take(self, count: int) -> bytes:
        """The next ``count`` bytes."""
        end = self.position + count
        if count < 0 or end > len(self.data):
            raise MarshalProblem("%d bytes expected, %d left" % (count, len(self.data) - self.position))
        self.position, chunk = end, self.data[self.position:end]
        return chunk

    def integer(self, form: str) -> int:
        """A little-endian integer of the given :mod:`struct` form."""
        return int(struct.unpack("<" + form, self.take(struct.calcsize(form)))[0])

    def value(self) -> Any:
        """The next object."""
        self.objects += 1
        self.depth += 1
        if self.objects > MAX_OBJECTS or self.depth > MAX_DEPTH:
            raise MarshalProblem("more than %d objects, or nested deeper than %d" % (MAX_OBJECTS, MAX_DEPTH))
        byte = self.take(1)[0]
        shared = bool(byte & _FLAG_REF) and self.layout != "2.7"
        kind = chr(byte & ~_FLAG_REF) if shared else chr(byte)
        if kind not in _READERS:
            raise MarshalProblem("unknown type code %r" % kind)
        place = len(self.refs)
        if shared:
            self.refs.append(_UNFINISHED)
        result = _READERS[kind](self)
        if shared:
            self.refs[place] = result
        self.depth -= 1
        return result

    def values(self, count: int) -> Tuple[Any, ...]:
        """``count`` objects; each takes a byte at least, so that a wrong count is found before it is used."""
        if not 0 <= count <= len(self.data) - self.position:
            raise MarshalProblem("%d objects expected in %d bytes" % (count, len(self.data) - self.position))
        return tuple(self.value() for _ in range(count))

    def text(self, count: int) -> Any:
        """A string of ``count`` bytes; a byte string in Python 2's layout, which names and strings were there."""
        return _decode(self.take(count), "latin-1")

    def typed(self, kind: type) -> Any:
        """The next object, which must be of the given type."""
        result = self.value()
        if not isinstance(result, kind):
            raise MarshalProblem("a %s where a %s belongs" % (type(result).__name__, kind.__name__))
        return result

    def bytes_field(self) -> bytes:
        """A byte string that is a field of a code object."""
        result = self.value()
        if isinstance(result, str) and self.layout == "2.7":
            return result.encode("latin-1")
        if not isinstance(result, bytes):
            raise MarshalProblem("a %s where bytes belong" % type(result).__name__)
        return result

    def names_field(self) -> Tuple[str, ...]:
        """A tuple of names."""
        names: Tuple[Any, ...] = self.typed(tuple)
        if not all(isinstance(each, str) and len(each) <= 1000 for each in names):
            raise MarshalProblem("a name that is not a text")
        return names


_UNFINISHED = object()


def _decode(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding, "surrogatepass" if encoding == "utf-8" else "strict")
    except UnicodeDecodeError:
        raise MarshalProblem("a text that is not %s" % encoding) from None


def _reference(self: Reader) -> Any:
    index = self.integer("i")
    if self.layout == "2.7" or not 0 <= index < len(self.refs) or self.refs[index] is _UNFINISHED:
        raise MarshalProblem("a reference to nothing")
    return self.refs[index]


def _interned(self: Reader) -> Any:
    if self.layout != "2.7":
        return _decode(self.take(self.integer("i")), "utf-8")
    self.interned.append(self.text(self.integer("i")))
    return self.interned[-1]


def _interned_reference(self: Reader) -> Any:
    index = self.integer("i")
    if self.layout != "2.7" or not 0 <= index < len(self.interned):
        raise MarshalProblem("a reference to no text")
    return self.interned[index]


def _string(self: Reader) -> Any:
    count = self.integer("i")
    return self.text(count) if self.layout == "2.7" else self.take(count)


def _long(self: Reader) -> int:
    count = self.integer("i")
    if abs(count) > MAX_DIGITS:
        raise MarshalProblem("an integer of %d digits" % abs(count))
    value = 0
    for place in range(abs(count)):
        value |= self.integer("H") << (15 * place)
    return -value if count < 0 else value


def _float_text(self: Reader) -> float:
    text = self.text(self.take(1)[0])
    try:
        return float(text)
    except ValueError:
        raise MarshalProblem("a number %r" % text[:40]) from None


def _float(self: Reader) -> float:
    return float(struct.unpack("<d", self.take(8))[0])


def _dictionary(self: Reader) -> Dict[Any, Any]:
    raise MarshalProblem("a dictionary, which code does not hold")


def _code(self: Reader) -> Code:
    numbers = {field: self.integer("i") for field in LAYOUTS[self.layout]}
    if any(not 0 <= numbers.get(field, 0) <= 255 for field in ("argcount", "posonly", "kwonly")):
        raise MarshalProblem("an impossible number of arguments")
    bytecode = self.bytes_field()
    consts: Tuple[Any, ...] = self.typed(tuple)
    names = self.names_field()
    variables, cells, frees = _plain_variables(self) if self.layout != "3.11" else _kinded_variables(self)
    self.typed(str)  # file name
    name = self.typed(str)
    if self.layout == "3.11":
        self.typed(str)  # qualified name
    self.integer("i")  # first line
    lines = self.bytes_field()
    if self.layout == "3.11":
        self.bytes_field()  # exception table
    if numbers["argcount"] + numbers.get("kwonly", 0) > len(variables):
        raise MarshalProblem("more arguments than variables")
    return Code(self.layout, numbers["argcount"], numbers.get("kwonly", 0), numbers["flags"], bytecode, consts, names,
                variables, cells, frees, name, lines)


def _plain_variables(self: Reader) -> Tuple[Tuple[str, ...], Tuple[str, ...], Tuple[str, ...]]:
    variables, frees, cells = self.names_field(), self.names_field(), self.names_field()
    return variables, cells + frees, frees


def _kinded_variables(self: Reader) -> Tuple[Tuple[str, ...], Tuple[str, ...], Tuple[str, ...]]:
    names, kinds = self.names_field(), self.bytes_field()
    if len(names) != len(kinds):
        raise MarshalProblem("%d variables of %d kinds" % (len(names), len(kinds)))
    return names, names, tuple(name for name, kind in zip(names, kinds) if kind & _FREE)


_READERS: Dict[str, Callable[[Reader], Any]] = {
    "N": lambda self: None, "T": lambda self: True, "F": lambda self: False, ".": lambda self: Ellipsis,
    "i": lambda self: self.integer("i"), "I": lambda self: self.integer("q"), "l": _long,
    "f": _float_text, "g": _float,
    "x": lambda self: complex(_float_text(self), _float_text(self)),
    "y": lambda self: complex(_float(self), _float(self)),
    "s": _string, "t": _interned, "R": _interned_reference, "r": _reference,
    "u": lambda self: _decode(self.take(self.integer("i")), "utf-8"),
    "a": lambda self: self.text(self.integer("i")), "A": lambda self: self.text(self.integer("i")),
    "z": lambda self: self.text(self.take(1)[0]), "Z": lambda self: self.text(self.take(1)[0]),
    "(": lambda self: self.values(self.integer("i")), ")": lambda self: self.values(self.take(1)[0]),
    "[": lambda self: list(self.values(self.integer("i"))),
    "<": lambda self: self.values(self.integer("i")), ">": lambda self: self.values(self.integer("i")),
    "{": _dictionary, "c": _code,
}
