"""TensorFlow checkpoints: what ``save_weights`` of tf.keras 2.0 to 2.15 writes, and every one of them reads.

Objects with their values are laid out as TensorFlow lays them out: each object under the shortest path of attributes that leads
to it, the graph of objects beside them, all in one shard; ``checkpoint`` in the same folder names the newest.
"""
import os
import re
from collections import deque
from typing import Deque, Dict, Iterable, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple

import numpy as np

from compat.errors import UnsupportedError
from compat.saved.bundle import Bundle
from compat.saved.checksum import crc32c, masked
from compat.saved.limits import DEFAULT_LIMITS
from compat.saved.table import FOOTER, MAGIC
from compat.writing.files import replacing

GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"
VALUE = "VARIABLE_VALUE"
_STRING = 7
#: NumPy's name of a dtype → TensorFlow's number.
_DTYPES = {"float32": 1, "float64": 2, "int32": 3, "uint8": 4, "int16": 5, "int8": 6, "int64": 9, "bool": 10, "uint16": 17,
           "float16": 19, "uint32": 22, "uint64": 23}
#: Entries between two places of a block where a key is written whole.
_RESTART = 16
_LEAST_BLOCK = 1 << 16
Entry = Tuple[str, int, Tuple[int, ...], bytes, int]


class Tracked:
    """An object that a checkpoint keeps.

    Attributes:
        children: the objects in it by attribute, index or key.
        name: of its variable, if it is one.
        value: of its variable, if it is one.

    Example:
        >>> Tracked({"kernel": Tracked(name="dense/kernel", value=np.zeros((2, 3)))}).children["kernel"].name
        'dense/kernel'
    """

    def __init__(self, children: Optional[Mapping[str, "Tracked"]] = None, name: str = "",
                 value: Optional[np.ndarray] = None) -> None:
        self.children: Dict[str, Tracked] = dict(children or {})
        self.name, self.value = name, value


class _Placed(NamedTuple):
    node: Tracked
    key: str


def write_checkpoint(prefix: str, root: Tracked) -> None:
    """Write ``prefix.index`` and ``prefix.data-00000-of-00001``, and name them in ``checkpoint`` beside them.

    Args:
        prefix: path without an ending; what is there is replaced.
        root: the model.

    Raises:
        UnsupportedError: a weight has a dtype that checkpoints do not have.
    """
    placed = _placed(root)
    entries = [_entry(each.key, each.node.value) for each in placed if each.node.value is not None]
    entries.append(_text(GRAPH, _graph(placed)))
    entries.sort(key=lambda entry: entry[0].encode("utf8"))
    shard = prefix + ".data-00000-of-00001"
    with replacing(shard) as temporary, replacing(prefix + ".index") as index:
        with open(temporary, "wb") as file:
            for entry in entries:
                file.write(entry[3])
        with open(index, "wb") as file:
            file.write(_table([(b"", _HEADER)] + list(_described(entries))))
    _name_newest(prefix)


def _placed(root: Tracked) -> List[_Placed]:
    """Every object once, with the key of its value: the shortest path to it, breadth first."""
    found = [_Placed(root, "")]
    seen = {id(root)}
    waiting: Deque[Tuple[Tracked, str]] = deque([(root, "")])
    while waiting:
        node, path = waiting.popleft()
        for attribute, child in node.children.items():
            if id(child) not in seen:
                seen.add(id(child))
                below = path + attribute.replace(".", "..").replace("/", ".S") + "/"
                found.append(_Placed(child, "{}.ATTRIBUTES/{}".format(below, VALUE)))
                waiting.append((child, below))
    return found


def keys_of(root: Tracked) -> Dict[int, str]:
    """The key of the value of each object of a checkpoint, by the object's ``id``.

    Example:
        >>> step = Tracked(name="step", value=np.int64(3))
        >>> keys_of(Tracked({"step": step}))[id(step)]
        'step/.ATTRIBUTES/VARIABLE_VALUE'
    """
    return {id(each.node): each.key for each in _placed(root)}


def values_at(prefix: str, keys: Iterable[str]) -> Dict[str, np.ndarray]:
    """The values that a checkpoint has at these keys, those of :func:`keys_of`.

    Raises:
        ModelFileNotFoundError: there is no checkpoint.
        NotAModelFileError: it is damaged.
        UnsafeFileError: it is larger than any honest one.
    """
    bundle = Bundle(prefix, DEFAULT_LIMITS)
    return {key: np.asarray(bundle.dataset(key).read()) for key in keys if key in bundle.entries}


def _graph(placed: Sequence[_Placed]) -> bytes:
    numbers = {id(each.node): number for number, each in enumerate(placed)}
    found = b""
    for each in placed:
        node = b"".join(_field(1, _number(1, numbers[id(child)]) + _field(2, attribute.encode("utf8")))
                        for attribute, child in each.node.children.items())
        if each.node.value is not None:
            node += _field(2, _field(1, VALUE.encode()) + _field(2, each.node.name.encode("utf8"))
                           + _field(3, each.key.encode("utf8")))
        found += _field(1, node)
    return found


def _entry(key: str, value: np.ndarray) -> Entry:
    array = np.ascontiguousarray(value).reshape(value.shape)
    number = _DTYPES.get(array.dtype.name)
    if number is None:
        raise UnsupportedError("{} has dtype {}, which is not written to checkpoints; save the weights as .h5".format(
            key.split("/.ATTRIBUTES")[0], array.dtype))
    data = array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes()
    return key, number, tuple(array.shape), data, masked(crc32c(data))


def _text(key: str, text: bytes) -> Entry:
    """A single string: its length, a checksum of that, and its bytes."""
    of_length = crc32c(len(text).to_bytes(4 if len(text) < 1 << 32 else 8, "little"))
    rest = masked(of_length).to_bytes(4, "little") + text
    return key, _STRING, (), _varint(len(text)) + rest, masked(crc32c(rest, of_length))


def _described(entries: Sequence[Entry]) -> Iterator[Tuple[bytes, bytes]]:
    offset = 0
    for key, dtype, shape, data, checksum in entries:
        sizes = b"".join(_field(2, _number(1, size)) for size in shape)
        yield key.encode("utf8"), (_number(1, dtype) + _field(2, sizes) + _number(4, offset) + _number(5, len(data))
                                   + b"\x35" + checksum.to_bytes(4, "little"))
        offset += len(data)


def _table(items: Sequence[Tuple[bytes, bytes]]) -> bytes:
    """A sorted string table: blocks of entries, a block without filters, one that lists the blocks, and the footer."""
    found, handles, begin = b"", [], 0
    while begin < len(items):
        end, size = begin, 0
        while end < len(items) and size < _LEAST_BLOCK:
            size += len(items[end][0]) + len(items[end][1])
            end += 1
        found, handle = _with_block(found, items[begin:end], _RESTART)
        handles.append((items[end - 1][0], handle))
        begin = end
    found, without = _with_block(found, [], 1)
    found, index = _with_block(found, handles, 1)
    footer = (without + index).ljust(FOOTER - 8, b"\0")
    return found + footer + MAGIC.to_bytes(8, "little")


def _with_block(before: bytes, items: Sequence[Tuple[bytes, bytes]], restart: int) -> Tuple[bytes, bytes]:
    """The file with one more block, and the handle of that."""
    block, key, restarts = b"", b"", []
    for number, (each, value) in enumerate(items):
        if number % restart == 0:
            restarts.append(len(block))
            key = b""
        shared = len(os.path.commonprefix([key, each]))
        block += _varint(shared) + _varint(len(each) - shared) + _varint(len(value)) + each[shared:] + value
        key = each
    for place in restarts or [0]:
        block += place.to_bytes(4, "little")
    block += len(restarts or [0]).to_bytes(4, "little")
    typed = block + b"\0"
    handle = _varint(len(before)) + _varint(len(block))
    return before + typed + masked(crc32c(typed)).to_bytes(4, "little"), handle


def _name_newest(prefix: str) -> None:
    folder, name = os.path.split(prefix)
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    state = os.path.join(folder, "checkpoint")
    with replacing(state) as temporary, open(temporary, "w", encoding="utf8", newline="\n") as file:
        file.write('model_checkpoint_path: "{0}"\nall_model_checkpoint_paths: "{0}"\n'.format(quoted))


def newest(folder: str) -> Optional[str]:
    """The prefix of the newest checkpoint in a folder, which its file ``checkpoint`` names; None where there is none.

    Example:
        >>> newest("no_such_folder") is None
        True
    """
    try:
        with open(os.path.join(folder, "checkpoint"), encoding="utf8") as file:
            found = re.search(r'^model_checkpoint_path: "((?:[^"\\\\]|\\\\.)*)"', file.read(1 << 20), re.MULTILINE)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if found is None:
        return None
    prefix = os.path.join(folder, re.sub(r"\\(.)", r"\1", found.group(1)))  # join leaves a whole path as it is
    return prefix if os.path.exists(prefix + ".index") else None


def _varint(value: int) -> bytes:
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(found) + bytes([value])


def _number(field: int, value: int) -> bytes:
    """A number of a message; none where it is 0, as protocol buffers have it."""
    return _varint(field << 3) + _varint(value) if value else b""


def _field(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(data)) + data


#: One shard, little endian, made for readers of version 1 and later.
_HEADER = _number(1, 1) + _field(3, _number(1, 1))
