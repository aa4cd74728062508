"""``tf.compat``: strings and bytes, and what asks which TensorFlow this is."""
import os
from typing import Any

from compat.flavors.keras3.tf.stand_ins.shapes import dimension_at_index as dimension_at_index
from compat.flavors.keras3.tf.stand_ins.shapes import dimension_value as dimension_value

bytes_or_text_types, integral_types, real_types = (bytes, str), (int,), (int, float)


def as_bytes(bytes_or_text: Any, encoding: str = "utf-8") -> bytes:
    """Bytes of a string, or the bytes themselves."""
    return bytes_or_text if isinstance(bytes_or_text, bytes) else str(bytes_or_text).encode(encoding)


def as_text(bytes_or_text: Any, encoding: str = "utf-8") -> str:
    """A string of bytes, or the string itself."""
    return bytes_or_text if isinstance(bytes_or_text, str) else bytes(bytes_or_text).decode(encoding)


as_str = as_text


def as_str_any(value: Any, encoding: str = "utf-8") -> str:
    """A string of bytes, or of any value."""
    return as_text(value, encoding) if isinstance(value, bytes) else str(value)


def path_to_str(path: Any) -> str:
    """The name of a path."""
    return as_str_any(os.fspath(path)) if hasattr(path, "__fspath__") else path


def path_to_bytes(path: Any) -> bytes:
    """The name of a path as bytes."""
    return as_bytes(os.fspath(path))


def forward_compatible(year: int, month: int, day: int) -> bool:
    """True: there is no older TensorFlow to be read by."""
    return True
