"""Writes code objects as marshal data from instructions by name: for Pythons that are not here, and for hostile files.

Independent of the reader: what it writes is what the format says, and the test of the writer is a real interpreter's
``marshal.loads`` on the current version.
"""
import struct


class Ref(int):
    """A reference to an object written before, by its number."""


class Shared:
    """An object that is given the next number."""

    def __init__(self, value):
        self.value = value


def pack(value):
    """Marshal data of a value; a bytes object is taken as already packed code."""
    if isinstance(value, Shared):
        data = pack(value.value)
        return bytes([data[0] | 0x80]) + data[1:]
    if isinstance(value, Ref):
        return b"r" + struct.pack("<i", value)
    if value is None or isinstance(value, bool):
        return {None: b"N", True: b"T", False: b"F"}[value]
    if isinstance(value, int):
        return b"i" + struct.pack("<i", value)
    if isinstance(value, float):
        return b"g" + struct.pack("<d", value)
    if isinstance(value, str):
        return b"u" + struct.pack("<i", len(value.encode())) + value.encode()
    if isinstance(value, tuple):
        return b"(" + struct.pack("<i", len(value)) + b"".join(pack(each) for each in value)
    return value


def raw(data):
    """A byte string inside marshal data."""
    return b"s" + struct.pack("<i", len(data)) + data


def assemble(version, instructions, opcodes):
    """Bytecode from ``"NAME"`` and ``("NAME", argument)``; no jumps are aimed, arguments are taken as they are."""
    out = b""
    for each in instructions:
        name, arg = (each, 0) if isinstance(each, str) else each
        opcode = opcodes[name]
        if version >= (3, 6):
            out += bytes([opcode, arg])
        else:
            out += bytes([opcode]) + (struct.pack("<H", arg) if opcode >= 90 else b"")
    return out


def code34(bytecode, consts=(None,), names=(), variables=("x",), argcount=1, frees=(), cells=(), flags=67,
           name="<lambda>"):
    """A code object in the layout of Python 3.4 to 3.7."""
    numbers = (argcount, 0, len(variables), 20, flags)
    return (b"c" + b"".join(struct.pack("<i", each) for each in numbers) + raw(bytecode)
            + b"".join(pack(each) for each in (consts, names, variables, frees, cells, "m.py", name))
            + struct.pack("<i", 1) + raw(b""))
