"""Zip archives, opened so that none can lead elsewhere or grow: what a ``.keras`` file is.

Nothing is unpacked to disk. A member that is stored as it is, as Keras stores all of them, is read in its place.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from typing import Dict, List, Optional

from compat.errors import CompatError, NotAModelFileError, UnsafeFileError
from compat.saved.limits import Limits

MOST_MEMBERS = 10_000
LONGEST_DIRECTORY = 8 << 20
_END, _END_SIZE, _LONGEST_COMMENT = b"PK\5\6", 22, 65535
_LOCAL_SIZE = 30
_ENCRYPTED = 1
_CHUNK = 1 << 20
#: What the standard library raises of archives that are damaged.
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, OSError, ValueError, KeyError, IndexError, EOFError, RuntimeError,
            NotImplementedError, MemoryError)


class Archive:
    """A zip archive; members are looked up by name.

    Args:
        path: the file.
        limits: bounds on sizes.

    Raises:
        NotAModelFileError: it is damaged.
        UnsafeFileError: too many members, names that lead elsewhere or stand twice.
    """

    def __init__(self, path: str, limits: Limits) -> None:
        self.path, self.limits = path, limits
        self._size = os.stat(path).st_size
        self._members: Dict[str, zipfile.ZipInfo] = {}
        try:
            with open(path, "rb") as file:
                _check_directory(file, self._size, path)
                with zipfile.ZipFile(file) as archive:
                    members = archive.infolist()
        except CompatError:
            raise
        except _DAMAGED as error:
            raise NotAModelFileError("{!r} is damaged, or no zip archive: {}; copy or download it again.".format(
                path, error)) from error
        for member in members:
            self._add(member)

    @property
    def names(self) -> List[str]:
        """The names of all members."""
        return list(self._members)

    def read(self, name: str, limit: int) -> Optional[bytes]:
        """The content of a member, or None where there is none of that name.

        Raises:
            UnsafeFileError: it is longer than ``limit`` bytes.
            NotAModelFileError: it is damaged.
        """
        member = self._members.get(name)
        if member is None:
            return None
        if member.file_size > limit:
            raise UnsafeFileError("{} in {!r} is {:,} bytes long, more than {:,}.".format(
                name, self.path, member.file_size, limit))
        try:
            with zipfile.ZipFile(self.path) as archive, archive.open(member) as file:
                content = file.read(limit + 1)
        except _DAMAGED as error:
            raise NotAModelFileError("{} in {!r} cannot be read: {}; copy or download it again.".format(
                name, self.path, error)) from error
        if len(content) > limit:
            raise UnsafeFileError("{} in {!r} is longer than it states.".format(name, self.path))
        return content

    def open(self, name: str) -> "io.RawIOBase":
        """A member as a file that can be read anywhere; one that is compressed is decompressed into memory.

        Raises:
            UnsafeFileError: it expands beyond the limits.
            NotAModelFileError: there is none, or its checksum is not the one that the archive states.
        """
        member = self._members.get(name)
        if member is None:
            raise NotAModelFileError("{!r} has no {}; copy or download it again.".format(self.path, name))
        if member.compress_type != zipfile.ZIP_STORED:
            most = max(self.limits.expansion_floor, self.limits.expansion * self._size)
            return _Bytes(self.read(name, min(self.limits.total_bytes, most)) or b"")
        with open(self.path, "rb") as file:
            file.seek(member.header_offset)
            header = file.read(_LOCAL_SIZE)
        begin = member.header_offset + _LOCAL_SIZE + int.from_bytes(header[26:28], "little") + int.from_bytes(
            header[28:30], "little")
        if begin + member.file_size > self._size:
            raise NotAModelFileError("{!r} is too short for its {}; copy or download it again.".format(self.path, name))
        window = _Window(self.path, begin, member.file_size)
        _check_sum(window, member.CRC, "{} in {!r}".format(name, self.path))
        return window

    def _add(self, member: zipfile.ZipInfo) -> None:
        name = member.filename
        parts = name.replace("\\", "/").split("/")
        if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name or member.flag_bits & _ENCRYPTED:
            raise UnsafeFileError("{!r} has a member {!r}, which leads elsewhere or is encrypted.".format(self.path, name[:80]))
        # tf.keras on Windows separated the parts of a name by backslashes.
        plain = "/".join(parts)
        if plain in self._members:
            raise UnsafeFileError("{!r} has {!r} twice.".format(self.path, plain[:80]))
        if member.compress_type == zipfile.ZIP_STORED and member.file_size != member.compress_size:
            raise UnsafeFileError("{!r} states two sizes of {!r}.".format(self.path, plain[:80]))
        self._members[plain] = member


class _Window(io.RawIOBase):
    """A part of a file, as a file."""

    def __init__(self, path: str, begin: int, size: int) -> None:
        super().__init__()
        self._file = open(path, "rb")  # noqa: SIM115  (closed with the window)
        self._begin, self._size, self._position = begin, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        size = max(0, min(len(view), self._size - self._position))
        self._file.seek(self._begin + self._position)
        count = self._file.readinto(view[:size]) if size else 0
        self._position += count
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class _Bytes(_Window):
    """Bytes in memory, as a file."""

    def __init__(self, content: bytes) -> None:
        io.RawIOBase.__init__(self)
        self._file = io.BytesIO(content)  # type: ignore[assignment]
        self._begin, self._size, self._position = 0, len(content), 0


def _check_directory(file: "io.BufferedReader", size: int, path: str) -> None:
    """Refuse a list of members that would take long to read, by what the end of the file states."""
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    end = tail[tail.rfind(_END):]
    if tail.rfind(_END) < 0 or len(end) < _END_SIZE:
        raise NotAModelFileError("{!r} is cut off: the list of members at its end is missing; copy or download it "
                                 "again.".format(path))
    members, length = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
    if members > MOST_MEMBERS or length > LONGEST_DIRECTORY:
        raise UnsafeFileError("{!r} has {:,} members, listed in {:,} bytes; at most {:,} and {:,} are read.".format(
            path, members, length, MOST_MEMBERS, LONGEST_DIRECTORY))
    file.seek(0)


def _check_sum(window: _Window, stated: int, place: str) -> None:
    found = 0
    while True:
        chunk = window.read(_CHUNK)
        if not chunk:
            break
        found = zlib.crc32(chunk, found)
    window.seek(0)
    if found != stated:
        raise NotAModelFileError("{} is damaged: its checksum is not the one that the archive states; copy or download it "
                                 "again.".format(place))
