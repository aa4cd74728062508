"""A ``saved_model.pb`` without the functions that its model computes with: they are most of it, and nothing reads them."""
from __future__ import print_function

MOST_OF_A_CONSTANT = 1000


def is_small_constant(node):
    """Whether a node of a graph is a short constant, such as a vocabulary."""
    return b"\x12\x05Const" in node[:60] and len(node) < MOST_OF_A_CONSTANT


#: Message → which of its fields are kept, and of what they hold in turn. SavedModel: the meta graphs; MetaGraphDef: the
#: description, the constants, the signatures and the object graph; SavedObjectGraph: the nodes, and what functions refer to.
SAVED_MODEL = {1: None, 2: {1: None, 2: {1: is_small_constant}, 5: None, 6: None, 7: {1: None, 2: {1: None, 2: {2: None}}}}}


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
        if callable(kept[number]) and not kept[number](content):
            continue
        if content is None or kept[number] is None or callable(kept[number]):
            found += data[begin:position]
        else:
            inner = pruned(content, kept[number])
            found += as_varint(tag) + as_varint(len(inner)) + inner
    return bytes(found)
