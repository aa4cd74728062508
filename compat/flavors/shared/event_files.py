"""Event files that TensorBoard shows, written with NumPy alone: scalars, histograms, images and a graph.

A file is a series of records, each a protocol buffer ``Event`` between its length and checksums.
"""
import os
import socket
import struct
import time
import zlib
from typing import Any, Iterator, List, Sequence, Tuple

import numpy as np


class EventWriter:
    """Writes one event file into a folder, which is made where it is missing.

    Args:
        folder: path.
    """

    def __init__(self, folder: str) -> None:
        os.makedirs(folder, exist_ok=True)
        name = "events.out.tfevents.{:010d}.{}".format(int(time.time()), socket.gethostname())
        self._file = open(os.path.join(folder, name), "ab")  # noqa: SIM115  (open until close)
        self._write(0, _text(3, "brain.Event:2"))

    def add(self, step: int, values: Sequence[bytes]) -> None:
        """Write what :func:`scalar`, :func:`histogram` and :func:`images` gave, as one summary."""
        self._write(step, _bytes(5, b"".join(_bytes(1, value) for value in values)))

    def add_summary(self, summary: Any, global_step: int = 0) -> None:
        """Write a ``tf.Summary``, or the bytes of one, as the writer of TensorFlow 1 does for subclasses of the callback."""
        self._write(int(global_step), _bytes(5, summary if isinstance(summary, bytes) else summary.SerializeToString()))

    def add_graph(self, nodes: Sequence[Tuple[str, str, Sequence[str]]]) -> None:
        """Write a graph: name, operation and names of the inputs of each node."""
        found = [_text(1, name) + _text(2, operation) + b"".join(_text(3, each) for each in inputs)
                 for name, operation, inputs in nodes]
        self._write(0, _bytes(4, b"".join(_bytes(1, node) for node in found)))

    def flush(self) -> None:
        """Let readers see what was written."""
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, step: int, what: bytes) -> None:
        event = _double(1, time.time()) + _number(2, step) + what
        length = struct.pack("<Q", len(event))
        self._file.write(length + _checksum(length) + event + _checksum(event))


def scalar(tag: str, value: float) -> bytes:
    """A number under a tag."""
    return _text(1, tag) + b"\x15" + struct.pack("<f", value)


def histogram(tag: str, values: Any) -> bytes:
    """How often values fall between the limits that TensorFlow uses, which grow by a tenth."""
    values = np.asarray(values, dtype="float64").ravel()
    counts = np.bincount(np.searchsorted(_LIMITS, values, side="right"), minlength=len(_LIMITS))
    kept = list(_with_neighbors(counts))
    facts = (values.min(), values.max(), len(values), values.sum(), np.square(values).sum()) if len(values) else (0.0,) * 5
    body = b"".join(_double(place + 1, float(fact)) for place, fact in enumerate(facts))
    body += _doubles(6, [_LIMITS[place] for place in kept]) + _doubles(7, [counts[place] for place in kept])
    return _text(1, tag) + _bytes(5, body)


def images(tag: str, values: Any) -> List[bytes]:
    """Up to three images of an array (images, height, width, channels), each scaled to the range of a byte."""
    shown = np.asarray(values, dtype="float64")[:3]
    return [_text(1, "{}/image/{}".format(tag, place)) + _bytes(4, _image(image)) for place, image in enumerate(shown)]


def _image(values: np.ndarray) -> bytes:
    height, width, channels = values.shape
    return _number(1, height) + _number(2, width) + _number(3, channels) + _bytes(4, _png(_as_bytes(values)))


def _as_bytes(values: np.ndarray) -> np.ndarray:
    """From 0 to 255 where no value is negative; else 0 becomes 127, and the largest size 0 or 254."""
    largest = np.abs(values).max() if values.size else 0.0
    if not np.isfinite(largest) or largest == 0:
        return np.zeros(values.shape, dtype="uint8")
    scaled = values * (255.0 / largest) if values.min() >= 0 else 127.0 + values * (127.0 / largest)
    return scaled.astype("uint8")


def _png(pixels: np.ndarray) -> bytes:
    height, width, channels = pixels.shape
    kind = {1: 0, 3: 2, 4: 6}[channels]  # gray, colors, colors with transparency
    rows = b"".join(b"\x00" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts)


def _positive_limits() -> Iterator[float]:
    limit = 1e-12
    while limit < 1e20:
        yield limit
        limit *= 1.1


_POSITIVE = list(_positive_limits()) + [float(np.finfo("float64").max)]
_LIMITS = [-limit for limit in reversed(_POSITIVE)] + [0.0] + _POSITIVE


def _with_neighbors(counts: np.ndarray) -> Iterator[int]:
    """The places of what is counted, and the last place of each run of zeros between."""
    for place, count in enumerate(counts):
        if count or place + 1 == len(counts) or counts[place + 1]:
            yield place


# Protocol buffers: a field is its number and kind, then its value

def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _double(field: int, value: float) -> bytes:
    return _varint(field << 3 | 1) + struct.pack("<d", value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode("utf8"))


def _doubles(field: int, values: Sequence[float]) -> bytes:
    return _bytes(field, struct.pack("<{}d".format(len(values)), *values))


def _varint(value: int) -> bytes:
    found = b""
    while value > 127:
        found += bytes([value & 127 | 128])
        value >>= 7
    return found + bytes([value])


# Checksums: CRC-32C, rotated and shifted as in TensorFlow's records

def _table() -> List[int]:
    found = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        found.append(byte)
    return found


_TABLE = _table()


def _checksum(data: bytes) -> bytes:
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 255]
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)
