"""What tf.keras wrote on Windows: marshalled code in which every backslash byte had become a slash.

``func_dump`` of TensorFlow 1.10 to 2.15 and of tf_keras replaces 0x5C by 0x2F in the whole of the data, to make paths portable.
0x5C is also UNPACK_SEQUENCE of CPython 2.7 to 3.12, the comparison ``>=`` of 3.12, and a number like any other. A byte is put
back where 0x2F cannot have been: where no instruction has that number, no jump that target, no comparison that operator.
"""
from __future__ import annotations

import struct
from typing import Any, Iterator, List, Tuple

from compat.lambdas.instructions import HAVE_ARGUMENT, Version, opcode_name
from compat.lambdas.marshal_reader import Code, MarshalProblem, read_code

BACKSLASH, SLASH = 0x5C, 0x2F
#: Absolute jumps of CPython 3.6 to 3.9 go to even bytes.
_ABSOLUTE = ("JUMP_ABSOLUTE", "POP_JUMP_IF_FALSE", "POP_JUMP_IF_TRUE", "JUMP_IF_FALSE_OR_POP", "JUMP_IF_TRUE_OR_POP")
#: Upper bound on the slashes that are tried as the length of a part, one at a time.
_MAX_TRIES = 64


def may_be_damaged(data: bytes) -> bool:
    """Whether the data can come from there: it has slashes and not a single backslash."""
    return SLASH in data and BACKSLASH not in data


def read_damaged(data: bytes) -> List[Code]:
    """The code in data whose lengths do not fit, with one of its slashes as a backslash again.

    Raises:
        MarshalProblem: no slash makes it readable.
    """
    places = [place for place, byte in enumerate(data) if byte == SLASH][:_MAX_TRIES]
    found: List[Code] = []
    for place in places:
        try:
            found.extend(read_code(data[:place] + bytes([BACKSLASH]) + data[place + 1:]))
        except MarshalProblem:
            continue
    if not found:
        raise MarshalProblem("not the bytecode of any Python, nor with a byte that Windows replaced put back")
    return found


def restored(code: Code, version: Version) -> Code:
    """The code, and the functions in it, with backslashes where the bytecode of this version has no meaning for a slash."""
    if opcode_name(BACKSLASH, version) != "UNPACK_SEQUENCE":
        return code
    fixed = bytearray(code.code)
    for opcode, argument in _places(code.code, version):
        if fixed[opcode] == SLASH and opcode_name(SLASH, version) is None:
            fixed[opcode] = BACKSLASH
        if argument < len(fixed) and fixed[argument] == SLASH and _impossible(opcode_name(fixed[opcode], version), version):
            fixed[argument] = BACKSLASH
    consts = tuple(restored(each, version) if isinstance(each, Code) else each for each in code.consts)
    return code._replace(code=bytes(fixed), consts=consts)


def doubtful(value: Any) -> bool:
    """Whether a number or a text of damaged code may have been another one."""
    if isinstance(value, str):
        return "/" in value
    if isinstance(value, float):
        return SLASH in struct.pack("<d", value)
    return isinstance(value, int) and SLASH in abs(value).to_bytes(1 + abs(value).bit_length() // 8, "little")


def _impossible(name: Any, version: Version) -> bool:
    """Whether 47 cannot be the argument of this instruction."""
    if name == "COMPARE_OP":
        return version == (3, 12)  # its low bits are those of no operator
    return name in _ABSOLUTE and (3, 6) <= version <= (3, 9)


def _places(code: bytes, version: Version) -> Iterator[Tuple[int, int]]:
    """The position of each instruction's opcode and of its argument; caches are zero and read as instructions."""
    position = 0
    while position < len(code):
        yield position, position + 1
        takes_argument = code[position] >= HAVE_ARGUMENT or code[position] == SLASH
        position += 2 if version >= (3, 6) else 3 if takes_argument else 1
