"""A ``saved_model.pb`` without the functions that its model computes with: they are most of it, and nothing reads them."""
from __future__ import print_function

#: Message → which of its fields are kept, and of what they hold in turn. SavedModel: the meta graphs; MetaGraphDef: the
#: description and the object graph; SavedObjectGraph: the nodes.
SAVED_MODEL = {1: None, 2: {1: None, 5: None, 6: None, 7: {1: None}}}


def varint(data, position):
    """A number and where it ends."""
    value = shift = 0
    while True:
        byte = data[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position


def as_varint(value):
    """A number as bytes."""
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(found + bytearray([value]))


def pruned(data, kept=None):
    """The same message with the fields that are kept."""
    kept = SAVED_MODEL if kept is None else kept
    found, position = bytearray(), 0
    while position < len(data):
        begin = position
        tag, position = varint(data, position)
        number, kind = tag >> 3, tag & 7
        if kind == 2:
            size, position = varint(data, position)
            content = data[position:position + size]
            position += size
        else:
            position = varint(data, position)[1] if kind == 0 else position + (8 if kind == 1 else 4)
            content = None
        if number not in kept:
            continue
        if content is None or kept[number] is None:
            found += data[begin:position]
        else:
            inner = pruned(content, kept[number])
            found += as_varint(tag) + as_varint(len(inner)) + inner
    return bytes(found)
