"""Archives of Keras 3: it opens its own files best, so they are handed to the one that is installed."""
import os
from typing import Optional

from compat.errors import UnsupportedError
from compat.flavors import loading
from compat.flavors.protocol import KerasModel, PathLike
from compat.loading.options import LoadOptions
from compat.saved.keras_archive import version_of
from compat.saved.source import is_zip


def keras3_version(path: PathLike) -> Optional[str]:
    """The version of the Keras 3 that wrote a ``.keras`` archive, as it states it; None for any other file.

    Raises:
        NotAModelFileError, UnsafeFileError: an archive that is damaged, or that no honest program writes.

    Example:
        >>> keras3_version("old.h5") is None
        True
    """
    given = os.fspath(path)
    if "\n" in given or "\0" in given or not is_zip(given):
        return None
    version = version_of(given)
    return version if version is not None and version.split(".")[0] == "3" else None


def handed_over(path: PathLike, version: str, options: LoadOptions) -> KerasModel:
    """The model of an archive of Keras 3, as the installed Keras 3 opens it.

    Raises:
        UnsupportedError: the installed Keras is a Keras 2, or options that only older files need were given.
        ConfigError: Keras 3 refuses the file; the message has its reason.
    """
    given = [name for name in ("lambdas", "weights") if getattr(options, name)]
    if given:
        raise UnsupportedError("{!r} is a file of Keras {}, which takes no {}; open it with keras.models.load_model".format(
            os.fspath(path), version, " and ".join(given)))
    return loading().open_own(os.fspath(path), dict(options.custom_objects or {}), options.compile)
