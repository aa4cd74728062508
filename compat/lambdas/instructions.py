"""Bytecode of each CPython → its own instructions, names and arguments, before they are normalized."""
from __future__ import annotations

from typing import Dict, Iterator, NamedTuple, Optional, Tuple

from compat.lambdas.opcode_tables import CACHES, OPCODES

Version = Tuple[int, int]


class BytecodeProblem(Exception):
    """The bytecode is not of this version, or does something that a single expression does not; internal."""


class Raw(NamedTuple):
    """One instruction as stored: name, argument, its offset and the offset of the one after it (caches skipped)."""

    name: str
    arg: int
    offset: int
    after: int


def _table(text: str) -> Dict[str, int]:
    return {name: int(number) for name, number in (entry.split("=") for entry in text.split())}


_NAMES: Dict[Version, Dict[int, str]] = {
    (int(version.split(".")[0]), int(version.split(".")[1])): {number: name for name, number in _table(text).items()}
    for version, text in OPCODES.items()
}
_CACHES: Dict[Version, Dict[str, int]] = {
    (int(version.split(".")[0]), int(version.split(".")[1])): _table(text) for version, text in CACHES.items()
}
VERSIONS: Tuple[Version, ...] = tuple(sorted(_NAMES))
#: Until 3.5, instructions from this number on have an argument.
HAVE_ARGUMENT = 90


def opcode_name(opcode: int, version: Version) -> Optional[str]:
    """The name of an instruction in this version; None where it has none of that number."""
    return _NAMES[version].get(opcode)


def decode(code: bytes, version: Version) -> Iterator[Raw]:
    """The instructions in ``code``, long arguments joined, cache entries checked to be empty and skipped."""
    names, caches = _NAMES[version], _CACHES.get(version, {})
    position = start = extended = 0
    while position < len(code):
        opcode = code[position]
        if opcode not in names:
            raise BytecodeProblem("opcode %d, which Python %d.%d does not have" % ((opcode,) + version))
        arg, position = _argument(code, position, version)
        name = names[opcode]
        if name == "EXTENDED_ARG":
            extended = (extended | arg) << (8 if version >= (3, 6) else 16)
            if extended > 1 << 40:
                raise BytecodeProblem("an argument that is too large")
            continue
        cached = 2 * caches.get(name, 0)
        if any(code[position:position + cached]) or position + cached > len(code):
            raise BytecodeProblem("a cache that is not empty")
        yield Raw(name, extended | arg, start, position + cached)
        position += cached
        start, extended = position, 0


def _argument(code: bytes, position: int, version: Version) -> Tuple[int, int]:
    """The argument of the instruction at ``position``, and where it ends."""
    wide = 2 if version >= (3, 6) else 3 if code[position] >= HAVE_ARGUMENT else 1
    part = code[position + 1:position + wide]
    if len(part) != wide - 1:
        raise BytecodeProblem("an instruction cut off")
    return int.from_bytes(part, "little"), position + wide
