"""Keras 1's name of the data format, which Keras 2.0 to 2.2 still offered: ``'tf'`` is channels last, ``'th'`` first."""
from compat.errors import CompatError
from compat.flavors import Names

_K = Names("keras.backend")
_ORDERINGS = {"channels_first": "th", "channels_last": "tf"}


class DataFormatError(CompatError, ValueError):
    """A data format or float type that Keras does not know."""


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
