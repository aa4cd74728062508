"""The layout of images, ``channels_last`` or ``channels_first``, and its names in Keras 1: ``'tf'`` and ``'th'``.

Keras 2.0 to 2.2 still offered ``image_dim_ordering``.
"""
from typing import Optional

from compat.errors import CompatError
from compat.flavors import Names

_K = Names("keras.backend")
_ORDERINGS = {"channels_first": "th", "channels_last": "tf"}


class DataFormatError(CompatError, ValueError):
    """A data format or float type that Keras does not know."""


def normalize_data_format(value: Optional[str]) -> str:
    """A data format in lower case; None is the default one.

    Raises:
        DataFormatError: neither ``"channels_last"`` nor ``"channels_first"``.

    Example:
        >>> normalize_data_format("Channels_First")
        'channels_first'
    """
    data_format: str = _K.image_data_format() if value is None else str(value).lower()
    if data_format not in ("channels_last", "channels_first"):
        raise DataFormatError("unknown data_format {!r}; choose channels_last or channels_first".format(value))
    return data_format


def image_dim_ordering() -> str:
    """``'tf'`` or ``'th'``."""
    return _ORDERINGS[_K.image_data_format()]


def set_image_dim_ordering(dim_ordering: str) -> None:
    """Set the data format by Keras 1's name.

    Raises:
        DataFormatError: neither ``'tf'`` nor ``'th'``.
    """
    formats = {old: new for new, old in _ORDERINGS.items()}
    if dim_ordering not in formats:
        raise DataFormatError("unknown dim_ordering {!r}; choose tf or th".format(dim_ordering))
    _K.set_image_data_format(formats[dim_ordering])
