"""Errors and warnings that begin with the file they are about: in a run over many files nobody knows otherwise."""
import os
import warnings
from contextlib import contextmanager
from typing import Iterator, List, Sequence

from compat.errors import CompatError
from compat.flavors.protocol import PathLike

_NAMED = "_compat_file"


@contextmanager
def about(path: PathLike) -> Iterator[None]:
    """Whatever error of compat is raised inside begins with the path; one that has been given a path keeps it.

    Args:
        path: of the file; a text, such as what ``to_json`` returned, is not named.

    Example:
        >>> with about("old.h5"):
        ...     raise CompatError("it is damaged")
        Traceback (most recent call last):
            ...
        compat.errors.CompatError: old.h5: it is damaged
    """
    try:
        yield
    except CompatError as error:
        if not hasattr(error, _NAMED):
            setattr(error, _NAMED, os.fspath(path))
            error.args = (named(path, str(error)),) + error.args[1:]
        raise


@contextmanager
def heard() -> Iterator[List[str]]:
    """The texts of what is said inside with a plain warning, as Keras does, to be given with a path; others are given again.

    Example:
        >>> with heard() as texts:
        ...     warnings.warn("a variable was skipped")
        >>> texts
        ['a variable was skipped']
    """
    texts: List[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield texts
    for each in caught:
        if each.category is UserWarning:
            texts.append(str(each.message))
        else:
            warnings.warn_explicit(each.message, each.category, each.filename, each.lineno)


def named(path: PathLike, message: str) -> str:
    """A message that begins with the path.

    Example:
        >>> named("old.h5", "it is damaged"), named("old.h5", "'old.h5' is damaged")
        ('old.h5: it is damaged', "'old.h5' is damaged")
    """
    given = os.fspath(path)
    is_text = "\n" in given or given.lstrip()[:1] == "{"
    begins = message.lstrip("'\"").startswith((given, repr(given)[1:-1]))
    return message if is_text or begins else "{}: {}".format(given, message)


def copies(layers: Sequence[str]) -> List[str]:
    """What is said of layers that several models of a file hold, and of which each has one of its own here.

    Example:
        >>> copies(["shared"])[0][:40], copies([])
        ("several models hold the layers 'shared':", [])
    """
    return ["several models hold the layers {}: each has one of its own with these weights, which is trained by itself".format(
        ", ".join(map(repr, layers)))] if layers else []
