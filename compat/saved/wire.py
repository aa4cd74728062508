"""Protocol buffers by their wire format: the fields of one message, bounded, without any generated code.

Four small messages are all that TensorFlow's checkpoints and SavedModels need; see docs/decisions for why there is no
library. A message is a run of fields: a number, a wire type, and a value. Nothing is nested until a caller asks for it,
so no input can make this recurse. https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

from typing import Dict, Iterator, List, Tuple, Union

from compat.errors import NotAModelFileError, UnsafeFileError

Value = Union[int, memoryview]
VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5
_SIZES = {FIXED64: 8, FIXED32: 4}
LONGEST_VARINT = 10
MOST_FIELDS = 4_000_000


def varint(data: memoryview, position: int, place: str) -> Tuple[int, int]:
    """An unsigned integer of seven bits a byte, and the position after it.

    Raises:
        NotAModelFileError: it does not end.

    Example:
        >>> varint(memoryview(b"\\xac\\x02"), 0, "example")
        (300, 2)
    """
    value = 0
    for index, byte in enumerate(data[position:position + LONGEST_VARINT]):
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value & 0xFFFFFFFFFFFFFFFF, position + index + 1
    raise NotAModelFileError("{} is damaged: a number at byte {} does not end; copy or download it again.".format(
        place, position))


class Message:
    """The fields of one message, in file order.

    Args:
        data: the message.
        place: where it stands, for messages of errors.

    Raises:
        NotAModelFileError: it is cut off, or no message.
        UnsafeFileError: it has more than :data:`MOST_FIELDS` fields.

    Example:
        >>> Message(b"\\x08\\x96\\x01\\x12\\x02hi", "example").text(2)
        'hi'
    """

    def __init__(self, data: Union[bytes, memoryview], place: str) -> None:
        self.place = place
        self._fields: Dict[int, List[Value]] = {}
        view = memoryview(data)
        for count, (number, value) in enumerate(_fields(view, place)):
            if count >= MOST_FIELDS:
                raise UnsafeFileError("{} has more than {:,} fields.".format(place, MOST_FIELDS))
            self._fields.setdefault(number, []).append(value)

    def integer(self, number: int) -> int:
        """A varint or a fixed number; 0 where it is not stated, as in protocol buffers."""
        found = [value for value in self._fields.get(number, ()) if isinstance(value, int)]
        return found[-1] if found else 0

    def signed(self, number: int) -> int:
        """An ``int32`` or ``int64``, which may be negative."""
        value = self.integer(number)
        return value - (1 << 64) if value >> 63 else value

    def has(self, number: int) -> bool:
        """Whether the field is there."""
        return number in self._fields

    def data(self, number: int) -> memoryview:
        """The bytes of a field; none where it is not stated."""
        found = self.each_data(number)
        return found[-1] if found else memoryview(b"")

    def each_data(self, number: int) -> List[memoryview]:
        """The bytes of each repetition of a field."""
        return [value for value in self._fields.get(number, ()) if isinstance(value, memoryview)]

    def text(self, number: int) -> str:
        """A string.

        Raises:
            NotAModelFileError: it is not UTF-8.
        """
        return as_text(self.data(number), self.place)

    def message(self, number: int) -> "Message":
        """A message inside this one; an empty one where it is not stated."""
        return Message(self.data(number), self.place)

    def messages(self, number: int) -> Iterator["Message"]:
        """Each repetition of a message inside this one."""
        return (Message(value, self.place) for value in self.each_data(number))


def as_text(data: memoryview, place: str) -> str:
    """UTF-8 as a string, or a typed error."""
    try:
        return bytes(data).decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotAModelFileError("{} holds a text that is not UTF-8: {}".format(place, error)) from error


def _fields(view: memoryview, place: str) -> Iterator[Tuple[int, Value]]:
    position, end = 0, len(view)
    while position < end:
        tag, position = varint(view, position, place)
        number, kind = tag >> 3, tag & 7
        if kind == VARINT:
            value, position = varint(view, position, place)
            yield number, value
            continue
        if kind == LENGTH:
            size, position = varint(view, position, place)
        elif kind in _SIZES:
            size = _SIZES[kind]
        else:
            raise NotAModelFileError("{} is damaged: wire type {} at byte {}; copy or download it again.".format(
                place, kind, position))
        if size > end - position:
            raise NotAModelFileError("{} is damaged: {:,} bytes are stated where {:,} are left; copy or download it "
                                     "again.".format(place, size, end - position))
        part = view[position:position + size]
        yield number, (part if kind == LENGTH else int.from_bytes(part, "little"))
        position += size
